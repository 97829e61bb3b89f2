"""Subnets, security groups and ways out, asked of an AWS on this machine."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import pytest
from support.live import ACCOUNT, client, from_registry, in_vpc

if TYPE_CHECKING:
    from collections.abc import Callable

    from support.fake_aws import FakeAws

    Told = Callable[..., list[str]]


@pytest.fixture
def network(aws: FakeAws) -> dict[str, str]:
    """Two VPCs: the first has two subnets in one zone and one in another, the second one."""
    ec2 = client("ec2", aws)
    made: dict[str, str] = {}
    for vpc, zones in {"one": "aab", "two": "a"}.items():
        made[vpc] = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        group = ec2.create_security_group(GroupName=vpc, Description=vpc, VpcId=made[vpc])
        made[f"{vpc}-group"] = group["GroupId"]
        for number, zone in enumerate(zones):
            subnet = ec2.create_subnet(
                VpcId=made[vpc],
                CidrBlock=f"10.0.{number}.0/24",
                AvailabilityZone=f"us-east-1{zone}",
            )
            made[f"{vpc}-{number}"] = subnet["Subnet"]["SubnetId"]
    return made


GONE, NO_GROUP = "subnet-0123456789abcdef0", "sg-0123456789abcdef0"


def test_ids_that_are_not_there(told: Told, network: dict[str, str]) -> None:
    assert told("SM621", in_vpc([network["one-0"]], [network["one-group"]])) == []
    found = told("SM621", in_vpc([network["one-0"], GONE], [NO_GROUP]))
    assert [f"subnet `{GONE}`" in found[0], f"group `{NO_GROUP}`" in found[1]] == [True, True]
    assert len(found) == 2


@pytest.mark.parametrize("code", ["SM621", "SM622", "SM623", "SM624", "SM625", "SM628"])
def test_ids_of_another_account_are_not_asked_for(told: Told, aws: FakeAws, code: str) -> None:
    text = in_vpc([GONE], [NO_GROUP]).replace(f"iam::{ACCOUNT}", "iam::210987654321")
    found = told(code, text)
    assert ["and AWS is asked as 123456789012" in line for line in found] == [True]
    assert aws.asked("ec2") == []


def test_subnets_and_groups_of_several_vpcs(
    told: Told, network: dict[str, str], aws: FakeAws
) -> None:
    aws.on(
        "ec2:DescribeSecurityGroupVpcAssociations",
        lambda _: (200, "<R><securityGroupVpcAssociationSet/></R>"),
    )
    assert told("SM622", in_vpc([network["one-0"]], [network["one-group"]])) == []
    found = told("SM622", in_vpc([network["one-0"]], [network["two-group"]]))
    assert len(found) == 1
    assert network["one"] in found[0]
    assert network["two"] in found[0]
    found = told("SM622", in_vpc([network["one-0"], network["two-0"]], [network["one-group"]]))
    assert [f"`{network['two-0']}` is in" in line for line in found] == [True]


def test_subnets_in_one_zone(told: Told, network: dict[str, str]) -> None:
    group = [network["one-group"]]
    assert told("SM623", in_vpc([network["one-0"], network["one-2"]], group)) == []
    found = told("SM623", in_vpc([network["one-0"], network["one-1"]], group))
    assert ["are in `us-east-1a`" in line for line in found] == [True]


def test_a_way_to_s3(told: Told, network: dict[str, str], aws: FakeAws) -> None:
    text = in_vpc([network["one-0"]], [network["one-group"]])
    assert ["has no route to S3" in line for line in told("SM624", text)] == [True]
    ec2 = client("ec2", aws)
    tables = ec2.describe_route_tables(Filters=[{"Name": "vpc-id", "Values": [network["one"]]}])
    ec2.create_vpc_endpoint(
        VpcId=network["one"],
        ServiceName="com.amazonaws.us-east-1.s3",
        RouteTableIds=[table["RouteTableId"] for table in tables["RouteTables"]],
    )
    assert told("SM624", text) == []


def test_a_route_out_is_a_way(told: Told, network: dict[str, str], aws: FakeAws) -> None:
    text = in_vpc([network["one-0"]], [network["one-group"]])
    ec2 = client("ec2", aws)
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=network["one"])
    ec2.create_route(
        RouteTableId=main_table(ec2, network["one"]),
        DestinationCidrBlock="0.0.0.0/0",
        GatewayId=gateway,
    )
    assert told("SM624", text) == []


def main_table(ec2: Any, vpc: str) -> str:
    tables = ec2.describe_route_tables(Filters=[{"Name": "vpc-id", "Values": [vpc]}])
    found: str = tables["RouteTables"][0]["RouteTableId"]
    return found


def test_a_gateway_serves_the_subnets_of_its_route_tables(
    told: Told, network: dict[str, str], aws: FakeAws
) -> None:
    ec2 = client("ec2", aws)
    other = ec2.create_route_table(VpcId=network["one"])["RouteTable"]["RouteTableId"]
    ec2.associate_route_table(RouteTableId=other, SubnetId=network["one-1"])
    ec2.create_vpc_endpoint(
        VpcId=network["one"], ServiceName="com.amazonaws.us-east-1.s3", RouteTableIds=[other]
    )
    group = [network["one-group"]]
    assert told("SM624", in_vpc([network["one-1"]], group)) == []
    found = told("SM624", in_vpc([network["one-1"], network["one-0"]], group))
    assert [f"subnet `{network['one-0']}` has no route" in line for line in found] == [True]


def test_ways_that_the_configuration_makes(told: Told, network: dict[str, str]) -> None:
    text = in_vpc([network["one-0"]], [network["one-group"]])
    made = 'resource "aws_vpc_endpoint" "s3" {\n  vpc_id = "vpc"\n  service_name = "s3"\n}\n'
    assert [line.startswith("undecided") for line in told("SM624", made, text)] == [True]


# Of endpoints that moto does not make; it tells of none in the VPC.
ENDPOINTS = """\
<DescribeVpcEndpointsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
<vpcEndpointSet><item><vpcEndpointId>vpce-0123456789abcdef0</vpcEndpointId>
<vpcEndpointType>%s</vpcEndpointType><state>%s</state>
<serviceName>com.amazonaws.us-east-1.%s</serviceName><privateDnsEnabled>%s</privateDnsEnabled>
<routeTableIdSet>%s</routeTableIdSet><policyDocument>%s</policyDocument>
</item></vpcEndpointSet></DescribeVpcEndpointsResponse>
"""


@pytest.mark.parametrize(
    ("state", "names", "starts"),
    [
        ("available", "true", []),
        ("pending", "true", []),
        ("failed", "true", ["warning"]),
        ("available", "false", ["undecided"]),
    ],
)
@pytest.mark.parametrize(("code", "service"), [("SM624", "s3"), ("SM627", "lambda")])
def test_an_interface_is_a_way_if_names_lead_to_it(
    told: Told,
    network: dict[str, str],
    aws: FakeAws,
    state: str,
    names: str,
    starts: list[str],
    code: str,
    service: str,
) -> None:
    endpoint = ENDPOINTS % ("Interface", state, service, names, "", "")
    aws.on("ec2:DescribeVpcEndpoints", lambda _: (200, endpoint))
    container = from_registry("login") if code == "SM627" else ""
    found = told(code, in_vpc([network["one-0"]], [network["one-group"]], container))
    assert [line.partition("[")[0] for line in found] == starts, found


@pytest.mark.parametrize(
    ("statement", "starts"),
    [
        ({"Effect": "Allow", "Resource": "*"}, []),
        ({"Effect": "Allow", "Resource": "arn:aws:s3:::fraud-models/*"}, []),
        ({"Effect": "Allow", "Resource": "arn:aws:s3:::risk-models/*"}, ["warning"]),
        ({"Effect": "Deny", "Resource": "*"}, ["warning"]),
        ({"Effect": "Allow", "Resource": "*", "Condition": {"Bool": {"a": "true"}}}, []),
    ],
)
def test_the_policy_of_an_endpoint(
    told: Told,
    network: dict[str, str],
    aws: FakeAws,
    statement: dict[str, Any],
    starts: list[str],
) -> None:
    whole = {"Principal": "*", "Action": "s3:GetObject", **statement}
    policy = escape(json.dumps({"Version": "2012-10-17", "Statement": [whole]}))
    table = f"<item>{main_table(client('ec2', aws), network['one'])}</item>"
    endpoint = ENDPOINTS % ("Gateway", "available", "s3", "false", table, policy)
    aws.on("ec2:DescribeVpcEndpoints", lambda _: (200, endpoint))
    found = told("SM626", in_vpc([network["one-0"]], [network["one-group"]]))
    assert [line.partition("[")[0] for line in found] == starts, found


def test_a_denial_for_somebody_else_is_not_judged(
    told: Told, network: dict[str, str], aws: FakeAws
) -> None:
    statements = [
        {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"},
        {"Effect": "Deny", "Principal": {"AWS": "222222222222"}, "Action": "*", "Resource": "*"},
    ]
    table = f"<item>{main_table(client('ec2', aws), network['one'])}</item>"
    policy = escape(json.dumps({"Statement": statements}))
    endpoint = ENDPOINTS % ("Gateway", "available", "s3", "false", table, policy)
    aws.on("ec2:DescribeVpcEndpoints", lambda _: (200, endpoint))
    assert told("SM626", in_vpc([network["one-0"]], [network["one-group"]])) == []


def test_subnets_without_free_addresses(told: Told, network: dict[str, str], aws: FakeAws) -> None:
    ec2 = client("ec2", aws)
    small = ec2.create_subnet(VpcId=network["one"], CidrBlock="10.0.9.0/28")["Subnet"]["SubnetId"]
    group = [network["one-group"]]
    assert told("SM625", in_vpc([small], group)) == []
    for _ in range(10):
        ec2.create_network_interface(SubnetId=small)
    assert ["have one free address" in line for line in told("SM625", in_vpc([small], group))] == [
        True
    ]
    assert told("SM625", in_vpc([small, network["one-1"]], group)) == []


def test_addresses_of_ipv6_alone_are_not_counted(
    told: Told, network: dict[str, str], aws: FakeAws
) -> None:
    aws.on("ec2:DescribeSubnets", lambda _: (200, IPV6 % network["one-0"]))
    found = told("SM625", in_vpc([network["one-0"]], [network["one-group"]]))
    assert ["IPv6-only" in line for line in found] == [True]


IPV6 = """<R><subnetSet><item><subnetId>%s</subnetId><ipv6Native>true</ipv6Native>
<availableIpAddressCount>0</availableIpAddressCount></item></subnetSet></R>"""


def test_groups_that_let_nothing_out(told: Told, network: dict[str, str], aws: FakeAws) -> None:
    text = in_vpc([network["one-0"]], [network["one-group"]])
    assert told("SM628", text) == []
    ec2 = client("ec2", aws)
    everything = [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]
    ec2.revoke_security_group_egress(GroupId=network["one-group"], IpPermissions=everything)
    assert ["allows outbound TCP on port 443" in line for line in told("SM628", text)] == [True]
    https = {"IpProtocol": "tcp", "FromPort": 400, "ToPort": 500}
    ec2.authorize_security_group_egress(
        GroupId=network["one-group"],
        IpPermissions=[{**https, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}],
    )
    assert told("SM628", text) == []


@pytest.mark.parametrize("code", ["SM625", "SM626", "SM628"])
def test_what_is_not_there_decides_nothing(told: Told, network: dict[str, str], code: str) -> None:
    text = in_vpc([network["one-0"], GONE], [NO_GROUP])
    assert [line.startswith("undecided") for line in told(code, text)] == [True]


def test_what_the_configuration_makes_is_not_asked_for(told: Told, aws: FakeAws) -> None:
    made = """
resource "aws_subnet" "s" {
  vpc_id     = "vpc-0123456789abcdef0"
  cidr_block = "10.0.0.0/24"
}

resource "aws_security_group" "g" {
  vpc_id = "vpc-0123456789abcdef0"
}
"""
    text = in_vpc(["S"], ["G"]).replace('"S"', "aws_subnet.s.id")
    text = text.replace('"G"', "aws_security_group.g.id")
    for code in ("SM621", "SM622", "SM623", "SM624", "SM625", "SM626", "SM628"):
        assert [line.startswith("undecided") for line in told(code, made, text)] == [True], code
    assert aws.asked("ec2") == []
