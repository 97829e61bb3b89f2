"""Rules that ask AWS, against an AWS on this machine: what is there, is missing, or is denied."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fake_aws import refusing, refusing_in_xml

from .conftest import ACCOUNT, IMAGE, client, from_registry, in_vpc, model, with_data

if TYPE_CHECKING:
    from collections.abc import Callable

    from fake_aws import FakeAws


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


def test_a_model_of_the_same_name(told: Callable[..., list[str]], aws: FakeAws) -> None:
    named = model(more='name = "fraud"')
    assert told("SM121", named) == []
    client("sagemaker", aws).create_model(
        ModelName="fraud",
        ExecutionRoleArn=f"arn:aws:iam::{ACCOUNT}:role/other",
        PrimaryContainer={"Image": IMAGE.replace("fraud", "other")},
    )
    assert ["a model `fraud` already" in line for line in told("SM121", named)] == [True]
    assert told("SM121", model(more='name = "fraud"').replace("/fraud:", "/other:")) == []


def test_a_function_that_is_not_there(told: Callable[..., list[str]]) -> None:
    found = told("SM334", model(from_registry("login")))
    assert ["no function `login`" in line for line in found] == [True]


GONE, NO_GROUP = "subnet-0123456789abcdef0", "sg-0123456789abcdef0"

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
