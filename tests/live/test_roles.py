"""Roles, asked of an AWS on this machine: whether they are there, and what they may do."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from .conftest import client, model

if TYPE_CHECKING:
    from collections.abc import Callable

    from fake_aws import FakeAws

    Told = Callable[..., list[str]]


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
    told: Told, aws: FakeAws, decision: str, context: str, starts: list[str]
) -> None:
    make_role(aws)
    aws.on("iam:SimulatePrincipalPolicy", lambda _: (200, DECISIONS % (decision, context)))
    found = told("SM523", model())
    assert [line.partition("[")[0] for line in found] == starts, found
