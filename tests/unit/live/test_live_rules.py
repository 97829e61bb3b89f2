"""Rules that ask AWS, against an AWS on this machine: what is there, is missing, or is denied."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.fake_aws import refusing, refusing_in_xml, saying
from support.live import ACCOUNT, DEPLOYING, client, from_registry, in_vpc, model, with_data

if TYPE_CHECKING:
    from collections.abc import Callable

    from support.fake_aws import FakeAws


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
    found = told("SM334", model(from_registry("login")))
    assert ["no function `login`" in line for line in found] == [True]


@pytest.mark.parametrize(
    ("state", "starts"),
    [("Active", []), ("Pending", []), ("Inactive", ["warning"]), ("Failed", ["warning"])],
)
def test_a_function_that_answers_or_not(
    told: Callable[..., list[str]], aws: FakeAws, state: str, starts: list[str]
) -> None:
    aws.on("lambda", saying({"FunctionName": "login", "State": state}))
    found = told("SM527", model(from_registry("login")))
    assert [line.partition("[")[0] for line in found] == starts
    assert told("SM334", model(from_registry("login"))) == []


def test_a_function_of_another_account(told: Callable[..., list[str]], aws: FakeAws) -> None:
    text = model(from_registry("login").replace(ACCOUNT, "222222222222"))
    assert [line.startswith("undecided") for line in told("SM334", text)] == [True]
    assert told("SM527", text) == []
    aws.on("lambda", saying({"FunctionName": "login", "State": "Failed"}))
    assert [line.startswith("warning") for line in told("SM527", text)] == [True]


def test_a_function_of_the_configuration_is_not_asked_for(
    told: Callable[..., list[str]], aws: FakeAws
) -> None:
    made = 'resource "aws_lambda_function" "f" {\n  function_name = "login"\n  role = "r"\n}\n'
    for code in ("SM334", "SM527"):
        found = told(code, made, model(from_registry("login")))
        assert [line.startswith("undecided") for line in found] == [True]
    assert aws.asked("lambda") == []


@pytest.mark.parametrize("status", ["Pending", "InProgress", "Failed", "Deleting"])
def test_a_model_package_that_is_not_completed(
    told: Callable[..., list[str]], aws: FakeAws, status: str
) -> None:
    arn = f"arn:aws:sagemaker:us-east-1:{ACCOUNT}:model-package/f/1"
    aws.on("sagemaker", saying({"ModelPackageStatus": status, "ModelApprovalStatus": "Approved"}))
    found = told("SM232", model(f'model_package_name = "{arn}"'))
    assert [f"status of the model package is `{status}`" in line for line in found] == [True]


def test_a_model_package_of_another_account_or_region(
    told: Callable[..., list[str]], aws: FakeAws
) -> None:
    arn = "arn:aws:sagemaker:{}:{}:model-package/f/1".format
    other = model(f'model_package_name = "{arn("us-east-1", "222222222222")}"')
    assert [line.startswith("undecided") for line in told("SM231", other)] == [True]
    aws.requests.clear()
    elsewhere = model(f'model_package_name = "{arn("eu-west-1", ACCOUNT)}"')
    assert ["in `eu-west-1`" in line for line in told("SM231", elsewhere)] == [True]
    assert {one.region for one in aws.asked("sagemaker")} == {"eu-west-1"}


GONE, NO_GROUP = "subnet-0123456789abcdef0", "sg-0123456789abcdef0"

# Who may not ask gets no findings

ASKING = {
    "SM121": model(more='name = "fraud"'),
    "SM231": model(
        f'model_package_name = "arn:aws:sagemaker:us-east-1:{ACCOUNT}:model-package/f/1"'
    ),
    "SM232": model(
        f'model_package_name = "arn:aws:sagemaker:us-east-1:{ACCOUNT}:model-package/f/1"'
    ),
    "SM332": model(),
    "SM333": model(),
    "SM334": model(from_registry("login")),
    "SM431": with_data("s3://fraud-models/v1/model.tar.gz"),
    "SM432": with_data("s3://fraud-models/v1/model.tar.gz"),
    "SM433": with_data("s3://fraud-models/v1/model.tar.gz"),
    "SM434": with_data("s3://fraud-models/v1/model.tar.gz"),
    "SM521": model(),
    "SM522": model(),
    "SM523": model(),
    "SM524": model(),
    "SM525": model(more="provider = aws.deploying") + DEPLOYING,
    "SM526": with_data("s3://fraud-models/v1/model.tar.gz"),
    "SM527": model(from_registry("login")),
    "SM621": in_vpc([GONE], [NO_GROUP]),
    "SM622": in_vpc([GONE], [NO_GROUP]),
    "SM623": in_vpc([GONE], [NO_GROUP]),
    "SM624": in_vpc([GONE], [NO_GROUP]),
    "SM625": in_vpc([GONE], [NO_GROUP]),
    "SM626": in_vpc([GONE], [NO_GROUP]),
    "SM627": in_vpc([GONE], [NO_GROUP], from_registry("login")),
    "SM628": in_vpc([GONE], [NO_GROUP]),
}


@pytest.mark.parametrize("code", ASKING)
def test_a_denied_question_leaves_the_rule_undecided(
    told: Callable[..., list[str]], aws: FakeAws, code: str
) -> None:
    for service in ("ecr", "kms", "sagemaker", "lambda"):
        aws.on(service, refusing("AccessDeniedException"))
    aws.on("ec2", refusing_in_xml("UnauthorizedOperation"))
    aws.on("iam", refusing_in_xml("AccessDenied"))
    aws.on("s3", refusing_in_xml("AccessDenied"))
    found = told(code, ASKING[code])
    assert [line.startswith("undecided") for line in found] == [True]
    assert "AWS has denied" in found[0]


# Of each kind of service one: it is tried again, more slowly, before it is given up.
@pytest.mark.parametrize("code", ["SM231", "SM524", "SM627"])
def test_a_throttled_question_leaves_the_rule_undecided(
    told: Callable[..., list[str]], aws: FakeAws, code: str
) -> None:
    aws.on("sagemaker", refusing("ThrottlingException"))
    aws.on("ec2", refusing_in_xml("RequestLimitExceeded", 503))
    aws.on("iam", refusing_in_xml("Throttling", 400))
    found = told(code, ASKING[code])
    assert [line.startswith("undecided") for line in found] == [True]
    assert "AWS has throttled" in found[0]
