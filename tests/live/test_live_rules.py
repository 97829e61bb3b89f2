"""Rules that ask AWS, against an AWS on this machine: what is there, is missing, or is denied."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from fake_aws import refusing, refusing_in_xml

from .conftest import ACCOUNT, IMAGE, client, model

if TYPE_CHECKING:
    from collections.abc import Callable

    from fake_aws import FakeAws


def with_data(url: str) -> str:
    return model(f'image = "{IMAGE}"\n    model_data_url = "{url}"')


def in_vpc(subnets: list[str], groups: list[str]) -> str:
    lists = f"subnets = {json.dumps(subnets)}\n    security_group_ids = {json.dumps(groups)}"
    config = f"vpc_config {{\n    {lists}\n  }}"
    data = f'image = "{IMAGE}"\n    model_data_url = "s3://fraud-models/v1/model.tar.gz"'
    return model(data, config)


# Model data


@pytest.fixture
def models(aws: FakeAws) -> Any:
    """A bucket of model data."""
    s3 = client("s3", aws)
    s3.create_bucket(Bucket="fraud-models")
    for key, kind in {"v1/model.tar.gz": "STANDARD", "old/model.tar.gz": "GLACIER"}.items():
        s3.put_object(Bucket="fraud-models", Key=key, Body=b"archive", StorageClass=kind)
    s3.put_object(Bucket="fraud-models", Key="empty/model.tar.gz", Body=b"")
    return s3


@pytest.mark.usefixtures("models")
@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("s3://fraud-models/v2/model.tar.gz", "no object `v2/model.tar.gz`"),
        ("s3://fraud-models/empty/model.tar.gz", "is empty"),
        ("s3://no-such-models/v1/model.tar.gz", "no bucket `no-such-models`"),
    ],
)
def test_model_data_are_there_or_not(
    told: Callable[..., list[str]], url: str, message: str
) -> None:
    assert told("SM431", with_data("s3://fraud-models/v1/model.tar.gz")) == []
    assert [message in line for line in told("SM431", with_data(url))] == [True]


@pytest.mark.usefixtures("models")
def test_what_the_configuration_puts_there_is_not_missing(told: Callable[..., list[str]]) -> None:
    placed = 'resource "aws_s3_object" "o" {\n  bucket = "b"\n  key = "v2/model.tar.gz"\n}\n'
    found = told("SM431", placed, with_data("s3://fraud-models/v2/model.tar.gz"))
    assert [line.startswith("undecided") for line in found] == [True]


@pytest.mark.usefixtures("models")
def test_a_module_that_is_not_at_hand_may_put_it_there(told: Callable[..., list[str]]) -> None:
    call = 'module "data" {\n  source = "example.com/data/aws"\n}\n'
    found = told("SM431", call, with_data("s3://fraud-models/v2/model.tar.gz"))
    assert [line.startswith("undecided") for line in found] == [True]


@pytest.mark.usefixtures("models")
def test_an_archived_object_cannot_be_read(told: Callable[..., list[str]]) -> None:
    found = told("SM433", with_data("s3://fraud-models/old/model.tar.gz"))
    assert ["`old/model.tar.gz` is archived" in line for line in found] == [True]


def test_a_bucket_of_another_region(told: Callable[..., list[str]], models: Any) -> None:
    models.create_bucket(
        Bucket="fraud-models-eu", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    found = told("SM432", with_data("s3://fraud-models-eu/v1/model.tar.gz"))
    assert ["is in `eu-west-1`" in line for line in found] == [True]
    assert told("SM432", with_data("s3://fraud-models/v1/model.tar.gz")) == []


# The role


def trust(service: str) -> str:
    statement = {
        "Effect": "Allow",
        "Action": "sts:AssumeRole",
        "Principal": {"Service": service},
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def make_role(aws: FakeAws, service: str = "sagemaker.amazonaws.com", path: str = "/") -> None:
    iam = client("iam", aws)
    iam.create_role(RoleName="scoring", Path=path, AssumeRolePolicyDocument=trust(service))


def test_a_role_that_is_there(told: Callable[..., list[str]], aws: FakeAws) -> None:
    make_role(aws)
    assert told("SM521", model()) == []
    assert told("SM522", model()) == []


def test_a_role_that_is_not_there(told: Callable[..., list[str]]) -> None:
    assert ["no role `scoring`" in line for line in told("SM521", model())] == [True]
    assert told("SM522", model()) == []


def test_a_role_that_lies_below_a_path(told: Callable[..., list[str]], aws: FakeAws) -> None:
    make_role(aws, path="/service-role/")
    found = told("SM521", model())
    assert ["role/service-role/scoring" in line for line in found] == [True]


def test_a_role_of_a_data_source_is_looked_up_by_its_name(
    told: Callable[..., list[str]], aws: FakeAws
) -> None:
    data = 'data "aws_iam_role" "r" {\n  name = "scoring"\n}\n'
    by_data = model(role="data.aws_iam_role.r.arn")
    assert ["no role `scoring`" in line for line in told("SM521", data, by_data)] == [True]
    make_role(aws, service="lambda.amazonaws.com")
    assert told("SM521", data, by_data) == []
    found = told("SM522", data, by_data)
    assert ["trusts `lambda.amazonaws.com`" in line for line in found] == [True]


# What IAM answers when it simulates; moto does not.
DECISIONS = """\
<SimulatePrincipalPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">
<SimulatePrincipalPolicyResult><IsTruncated>false</IsTruncated><EvaluationResults>
<member><EvalActionName>ecr:GetAuthorizationToken</EvalActionName>
<EvalResourceName>*</EvalResourceName><EvalDecision>%s</EvalDecision>
<MissingContextValues>%s</MissingContextValues></member>
</EvaluationResults></SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>
"""


@pytest.mark.parametrize(
    ("decision", "context", "starts"),
    [
        ("allowed", "", []),
        ("explicitDeny", "", ["warning"]),
        ("explicitDeny", "<member>aws:SourceVpc</member>", ["undecided"]),
    ],
)
def test_what_iam_decides_counts_unless_it_hangs_on_a_context(
    told: Callable[..., list[str]], aws: FakeAws, decision: str, context: str, starts: list[str]
) -> None:
    make_role(aws)
    aws.on("iam:SimulatePrincipalPolicy", lambda _: (200, DECISIONS % (decision, context)))
    found = told("SM523", model())
    assert [line.partition("[")[0] for line in found] == starts, found


# The network


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


def test_ids_that_are_not_there(told: Callable[..., list[str]], network: dict[str, str]) -> None:
    assert told("SM621", in_vpc([network["one-0"]], [network["one-group"]])) == []
    found = told("SM621", in_vpc([network["one-0"], GONE], [NO_GROUP]))
    assert [f"subnet `{GONE}`" in found[0], f"group `{NO_GROUP}`" in found[1]] == [True, True]
    assert len(found) == 2


def test_subnets_and_groups_of_several_vpcs(
    told: Callable[..., list[str]], network: dict[str, str], aws: FakeAws
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


def test_subnets_in_one_zone(told: Callable[..., list[str]], network: dict[str, str]) -> None:
    group = [network["one-group"]]
    assert told("SM623", in_vpc([network["one-0"], network["one-2"]], group)) == []
    found = told("SM623", in_vpc([network["one-0"], network["one-1"]], group))
    assert ["lie in `us-east-1a`" in line for line in found] == [True]


def test_a_way_to_s3(told: Callable[..., list[str]], network: dict[str, str], aws: FakeAws) -> None:
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


# Packages, models, functions


def test_a_model_package_that_is_there_or_not(told: Callable[..., list[str]], aws: FakeAws) -> None:
    sagemaker = client("sagemaker", aws)
    sagemaker.create_model_package_group(ModelPackageGroupName="fraud")
    made = sagemaker.create_model_package(
        ModelPackageGroupName="fraud", ModelApprovalStatus="PendingManualApproval"
    )["ModelPackageArn"]
    of_package = 'model_package_name = "{}"'.format
    assert told("SM231", model(of_package(made))) == []
    assert ["PendingManualApproval" in f for f in told("SM232", model(of_package(made)))] == [True]
    other = f"{made.rpartition('/')[0]}/9"
    assert ["no model package `fraud/9`" in f for f in told("SM231", model(of_package(other)))] == [
        True
    ]
    sagemaker.update_model_package(ModelPackageArn=made, ModelApprovalStatus="Approved")
    assert told("SM232", model(of_package(made))) == []


def test_a_function_that_is_not_there(told: Callable[..., list[str]]) -> None:
    arn = f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:login"
    auth = f'repository_auth_config {{\n repository_credentials_provider_arn = "{arn}"\n }}'
    config = f'image_config {{\n repository_access_mode = "Vpc"\n {auth}\n }}'
    found = told("SM334", model(f'image = "registry.example.com/fraud:1"\n{config}'))
    assert ["no function `login`" in line for line in found] == [True]


# Who may not ask gets no findings

ASKING = {
    "SM121": model(more='name = "fraud"'),
    "SM231": model(
        f'model_package_name = "arn:aws:sagemaker:us-east-1:{ACCOUNT}:model-package/f/1"'
    ),
    "SM332": model(),
    "SM333": model(),
    "SM431": with_data("s3://fraud-models/v1/model.tar.gz"),
    "SM432": with_data("s3://fraud-models/v1/model.tar.gz"),
    "SM433": with_data("s3://fraud-models/v1/model.tar.gz"),
    "SM521": model(),
    "SM522": model(),
    "SM523": model(),
    "SM621": in_vpc([GONE], [NO_GROUP]),
    "SM622": in_vpc([GONE], [NO_GROUP]),
    "SM623": in_vpc([GONE], [NO_GROUP]),
    "SM624": in_vpc([GONE], [NO_GROUP]),
}


@pytest.mark.parametrize("code", ASKING)
def test_a_denied_question_leaves_the_rule_undecided(
    told: Callable[..., list[str]], aws: FakeAws, code: str
) -> None:
    for service in ("ecr", "sagemaker", "lambda"):
        aws.on(service, refusing("AccessDeniedException"))
    aws.on("ec2", refusing_in_xml("UnauthorizedOperation"))
    aws.on("iam", refusing_in_xml("AccessDenied"))
    aws.on("s3", refusing_in_xml("AccessDenied"))
    found = told(code, ASKING[code])
    assert [line.startswith("undecided") for line in found] == [True]
    assert "AWS has denied" in found[0]
