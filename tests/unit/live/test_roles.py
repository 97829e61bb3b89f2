"""Roles, asked of an AWS on this machine: whether they are there, and what they may do."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pytest
from support.fake_aws import refusing, refusing_in_xml
from support.live import (
    ACCOUNT,
    DATA,
    DEPLOYING,
    IMAGE,
    ROLE,
    SIMULATE,
    client,
    from_registry,
    in_vpc,
    make_role,
    model,
    resources,
    simulated,
    trust,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from support.fake_aws import FakeAws

    Told = Callable[..., list[str]]


def test_a_role_that_is_there(told: Told, aws: FakeAws) -> None:
    make_role(aws)
    assert told("SM521", model()) == []
    assert told("SM522", model()) == []


def test_a_role_that_is_not_there(told: Told) -> None:
    assert ["no role `scoring`" in line for line in told("SM521", model())] == [True]
    assert told("SM522", model()) == []


def test_a_role_that_lies_below_a_path(told: Told, aws: FakeAws) -> None:
    make_role(aws, path="/service-role/")
    found = told("SM521", model())
    assert ["role/service-role/scoring" in line for line in found] == [True]


def test_a_role_of_a_data_source_is_looked_up_by_its_name(told: Told, aws: FakeAws) -> None:
    data = 'data "aws_iam_role" "r" {\n  name = "scoring"\n}\n'
    by_data = model(role="data.aws_iam_role.r.arn")
    assert ["no role `scoring`" in line for line in told("SM521", data, by_data)] == [True]
    make_role(aws, service="lambda.amazonaws.com")
    assert told("SM521", data, by_data) == []
    found = told("SM522", data, by_data)
    assert ["trusts `lambda.amazonaws.com`" in line for line in found] == [True]


# What a role may do


MANY = model(f'image = "{IMAGE}"\n  mode = "MultiModel"\n  model_data_url = "s3://fraud-models/m/"')
NETWORK = in_vpc(["subnet-0123456789abcdef0"], ["sg-0123456789abcdef0"])
REGISTRY = in_vpc(["subnet-0123456789abcdef0"], ["sg-0123456789abcdef0"], from_registry("login"))


@pytest.fixture
def role(aws: FakeAws) -> None:
    """The role, to whom everything is allowed, and a bucket that lets in nobody else."""
    make_role(aws)
    s3 = client("s3", aws)
    s3.create_bucket(Bucket="fraud-models")
    s3.put_object(Bucket="fraud-models", Key="m/one.tar.gz", Body=b"archive")
    client("ecr", aws).create_repository(repositoryName="fraud")
    aws.on(SIMULATE, simulated({}))


@pytest.mark.usefixtures("role")
@pytest.mark.parametrize(
    ("text", "action", "resource"),
    [
        (DATA, "ecr:GetAuthorizationToken", "*"),
        (DATA, "ecr:BatchGetImage", f"arn:aws:ecr:us-east-1:{ACCOUNT}:repository/fraud"),
        (DATA, "ecr:GetDownloadUrlForLayer", f"arn:aws:ecr:us-east-1:{ACCOUNT}:repository/fraud"),
        (DATA, "s3:GetObject", "arn:aws:s3:::fraud-models/v1/model.tar.gz"),
        (MANY, "s3:ListBucket", "arn:aws:s3:::fraud-models"),
        (MANY, "s3:GetObject", "arn:aws:s3:::fraud-models/m/one.tar.gz"),
        (NETWORK, "ec2:DescribeSubnets", "*"),
        (
            NETWORK,
            "ec2:CreateNetworkInterface",
            f"arn:aws:ec2:us-east-1:{ACCOUNT}:network-interface/eni-00000000000000000",
        ),
        (
            REGISTRY,
            "lambda:InvokeFunction",
            f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:login",
        ),
    ],
)
def test_each_action_that_a_role_lacks_is_named(
    told: Told, aws: FakeAws, text: str, action: str, resource: str
) -> None:
    assert told("SM523", text) == []
    assert resource in resources(aws)
    aws.on(SIMULATE, simulated({action: "implicitDeny"}))
    aws.on("lambda", refusing("ResourceNotFoundException", 404))
    found = told("SM523", text)
    assert [f"lacks `{action}`" in line for line in found] == [True], found


@pytest.mark.usefixtures("role")
def test_what_nothing_fails_without_is_named_beside_what_is_lacking(
    told: Told, aws: FakeAws
) -> None:
    layers, pull = "ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage"
    aws.on(SIMULATE, simulated({layers: "implicitDeny"}))
    assert told("SM523", DATA) == []
    aws.on(SIMULATE, simulated({layers: "implicitDeny", pull: "implicitDeny"}))
    assert [f"`{pull}`, `{layers}`" in line for line in told("SM523", DATA)] == [True]


@pytest.mark.usefixtures("role")
@pytest.mark.parametrize(
    ("decision", "details", "words"),
    [
        ("explicitDeny", {}, "a policy denies the role `scoring` `s3:GetObject`"),
        ("implicitDeny", {"boundary": "false"}, "the permissions boundary of the role `scoring`"),
        ("implicitDeny", {"organization": "false"}, "a policy of the organization does not let"),
        ("explicitDeny", {"organization": "false"}, "a policy of the organization does not let"),
    ],
)
def test_the_cause_of_a_denial_is_told(
    told: Told, aws: FakeAws, decision: str, details: dict[str, str], words: str
) -> None:
    aws.on(SIMULATE, simulated({"s3:GetObject": decision}, **details))
    assert [words in line for line in told("SM523", DATA)] == [True]


@pytest.mark.parametrize(
    ("decision", "context", "starts"),
    [
        ("allowed", "", []),
        ("explicitDeny", "", ["warning"]),
        ("explicitDeny", "<member>aws:SourceVpc</member>", ["undecided"]),
    ],
)
def test_what_iam_decides_counts_unless_it_hangs_on_a_context(
    told: Told, aws: FakeAws, decision: str, context: str, starts: list[str]
) -> None:
    make_role(aws)
    aws.on(
        "iam:SimulatePrincipalPolicy",
        simulated({"ecr:GetAuthorizationToken": decision}, context=context),
    )
    found = told("SM523", model())
    assert [line.partition("[")[0] for line in found] == starts, found


@pytest.mark.usefixtures("role")
def test_a_policy_of_the_resource_may_let_the_role_in(told: Told, aws: FakeAws) -> None:
    denied = {"s3:GetObject": "implicitDeny", "ecr:BatchGetImage": "implicitDeny"}
    aws.on(SIMULATE, simulated(denied))
    assert len(told("SM523", DATA)) == 2
    client("s3", aws).put_bucket_policy(Bucket="fraud-models", Policy=trust("s3.amazonaws.com"))
    client("ecr", aws).set_repository_policy(
        repositoryName="fraud", policyText=trust("ecr.amazonaws.com")
    )
    found = told("SM523", DATA)
    assert [line.startswith("undecided") for line in found] == [True]
    assert "may let the role in" in found[0]
    aws.on(SIMULATE, simulated(dict.fromkeys(denied, "explicitDeny")))
    assert [line.startswith("warning") for line in told("SM523", DATA)] == [True, True]


@pytest.mark.usefixtures("role")
def test_a_repository_of_another_account_cannot_let_a_role_in_alone(
    told: Told, aws: FakeAws
) -> None:
    aws.on(SIMULATE, simulated({"ecr:BatchGetImage": "implicitDeny"}))
    other = model(f'image = "{IMAGE.replace(ACCOUNT, "222222222222")}"')
    assert ["lacks `ecr:BatchGetImage`" in line for line in told("SM523", other)] == [True]
    assert aws.asked("ecr:GetRepositoryPolicy") == []


def test_a_role_of_the_configuration_is_never_asked_about(told: Told, aws: FakeAws) -> None:
    made = 'resource "aws_iam_role" "r" {\n  name = "scoring"\n  assume_role_policy = "{}"\n}\n'
    by_reference = DATA.replace(f'"{ROLE}"', "aws_iam_role.r.arn")
    for code in ("SM521", "SM522", "SM523", "SM524", "SM526"):
        for text in (DATA, by_reference):
            found = told(code, made, text)
            assert [line.startswith("undecided") for line in found] == [True]
    assert aws.asked("iam") == []


# Who may not ask for a simulation


def give(aws: FakeAws, *actions: str, attached: bool = False) -> None:
    """Give the role a policy."""
    iam = client("iam", aws)
    statement = {"Effect": "Allow", "Action": list(actions), "Resource": "*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    if attached:
        made = iam.create_policy(PolicyName="given", PolicyDocument=document)["Policy"]["Arn"]
        iam.attach_role_policy(RoleName="scoring", PolicyArn=made)
    else:
        iam.put_role_policy(RoleName="scoring", PolicyName="given", PolicyDocument=document)


@pytest.mark.usefixtures("role")
@pytest.mark.parametrize("attached", [False, True])
def test_without_a_simulation_what_no_policy_allows_is_lacking(
    told: Told, aws: FakeAws, *, attached: bool
) -> None:
    aws.on(SIMULATE, refusing_in_xml("AccessDenied"))
    give(aws, "ecr:*", attached=attached)
    found = told("SM523", DATA)
    assert ["lacks `s3:GetObject`" in line for line in found] == [True, False]
    assert found[1].startswith("undecided")
    assert "AWS has denied iam:SimulatePrincipalPolicy" in found[1]


@pytest.mark.usefixtures("role")
def test_without_policies_to_read_it_is_undecided(told: Told, aws: FakeAws) -> None:
    aws.on(SIMULATE, refusing_in_xml("AccessDenied"))
    aws.on("iam:ListRolePolicies", refusing_in_xml("AccessDenied"))
    found = told("SM523", DATA)
    assert [line.startswith("undecided") for line in found] == [True]
    assert "AWS has denied iam:SimulatePrincipalPolicy" in found[0]


# Logs


@pytest.mark.parametrize(
    ("actions", "lacking"),
    [
        (("s3:*",), "`logs:CreateLogGroup`, `logs:CreateLogStream`, `logs:PutLogEvents`"),
        (("logs:Create*",), "lacks `logs:PutLogEvents`"),
        (("logs:*",), None),
    ],
)
def test_a_role_that_cannot_write_logs(
    told: Told, aws: FakeAws, actions: tuple[str, ...], lacking: str | None
) -> None:
    make_role(aws)
    give(aws, *actions, attached=True)
    found = told("SM524", model())
    assert [str(lacking) in line for line in found] == [True] * (lacking is not None)


# Who makes the model


def test_the_role_that_makes_the_model_may_pass_the_other(told: Told, aws: FakeAws) -> None:
    make_role(aws)
    text = model(more="provider = aws.deploying")
    aws.on(SIMULATE, simulated({"iam:PassRole": "implicitDeny"}))
    found = told("SM525", DEPLOYING, text)
    assert ["the role `deploy` lacks `iam:PassRole`" in line for line in found] == [True]
    asked = parse_qs(aws.asked(SIMULATE)[0].parameters)
    assert asked["PolicySourceArn"] == [f"arn:aws:iam::{ACCOUNT}:role/deploy"]
    assert asked["ResourceArns.member.1"] == [ROLE]
    assert asked["ContextEntries.member.1.ContextKeyValues.member.1"] == ["sagemaker.amazonaws.com"]
    aws.on(SIMULATE, simulated({}))
    assert told("SM525", DEPLOYING, text) == []


def test_nobody_is_asked_about_who_is_not_stated(told: Told, aws: FakeAws) -> None:
    make_role(aws)
    aws.on(SIMULATE, simulated({"iam:PassRole": "implicitDeny"}))
    assert told("SM525", model()) == []
    assert aws.asked(SIMULATE) == []
