"""Subnets, security groups and ways out, asked of an AWS on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .conftest import client, in_vpc

if TYPE_CHECKING:
    from collections.abc import Callable

    from fake_aws import FakeAws

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
    assert [f"`{network['two-0']}` is of" in line for line in found] == [True]


def test_subnets_in_one_zone(told: Told, network: dict[str, str]) -> None:
    group = [network["one-group"]]
    assert told("SM623", in_vpc([network["one-0"], network["one-2"]], group)) == []
    found = told("SM623", in_vpc([network["one-0"], network["one-1"]], group))
    assert ["lie in `us-east-1a`" in line for line in found] == [True]


def test_a_way_to_s3(told: Told, network: dict[str, str], aws: FakeAws) -> None:
    text = in_vpc([network["one-0"]], [network["one-group"]])
    assert ["has no way to S3" in line for line in told("SM624", text)] == [True]
    ec2 = client("ec2", aws)
    tables = ec2.describe_route_tables(Filters=[{"Name": "vpc-id", "Values": [network["one"]]}])
    ec2.create_vpc_endpoint(
        VpcId=network["one"],
        ServiceName="com.amazonaws.us-east-1.s3",
        RouteTableIds=[table["RouteTableId"] for table in tables["RouteTables"]],
    )
    assert told("SM624", text) == []
