"""Names that are taken in AWS by models of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.live import ACCOUNT, IMAGE, client, model

if TYPE_CHECKING:
    from collections.abc import Callable

    from support.fake_aws import FakeAws


def take(aws: FakeAws) -> None:
    """Somebody makes a model `fraud` in the first region."""
    client("sagemaker", aws).create_model(
        ModelName="fraud",
        ExecutionRoleArn=f"arn:aws:iam::{ACCOUNT}:role/other",
        PrimaryContainer={"Image": IMAGE.replace("fraud", "other")},
    )
    aws.requests.clear()


def test_a_model_of_the_same_name(told: Callable[..., list[str]], aws: FakeAws) -> None:
    named = model(more='name = "fraud"')
    assert told("SM121", named) == []
    take(aws)
    assert ["a model `fraud` already" in line for line in told("SM121", named)] == [True]
    assert told("SM121", model(more='name = "fraud"').replace("/fraud:", "/other:")) == []


def test_a_name_in_another_account_than_the_role_s(
    told: Callable[..., list[str]], aws: FakeAws
) -> None:
    take(aws)
    named = model(more='name = "fraud"', role='"arn:aws:iam::210987654321:role/scoring"')
    assert [line.startswith("undecided") for line in told("SM121", named)] == [True]


WEST = 'provider "aws" {\n  alias = "w"\n  region = "us-west-2"\n}\n'
NAMES = 'toset(["fraud", "churn"])'


@pytest.mark.parametrize(
    ("more", "found", "regions"),
    [
        ('name = "fraud"', 1, ["us-east-1"]),
        ("", 0, []),
        ('count = 2\n  name = "fraud-${count.index}"', 0, ["us-east-1", "us-east-1"]),
        ('count = 0\n  name = "fraud"', 0, []),
        (f"for_each = {NAMES}\n  name = each.key", 1, ["us-east-1", "us-east-1"]),
        ('provider = aws.w\n  name = "fraud"', 0, ["us-west-2"]),
        ('name = "fraud-${random_id.r.hex}"', 0, []),
    ],
    ids=["taken", "made-up", "count", "none", "for-each", "elsewhere", "unknown"],
)
def test_a_name_is_asked_for_where_the_model_is_made(
    told: Callable[..., list[str]], aws: FakeAws, more: str, found: int, regions: list[str]
) -> None:
    take(aws)
    random = 'resource "random_id" "r" {\n  byte_length = 2\n}\n'
    lines = told("SM121", WEST, random, model(more=more))
    assert len([line for line in lines if line.startswith("notice")]) == found, lines
    assert sorted(one.region for one in aws.asked("sagemaker")) == regions


def test_a_name_that_is_not_certain_to_be_anothers_is_none(
    told: Callable[..., list[str]], aws: FakeAws
) -> None:
    take(aws)
    named = model(more='name = "fraud"')
    block = "import {{\n  to = aws_sagemaker_model.m\n  id = {}\n}}\n"
    assert told("SM121", block.format('"fraud"'), named) == []
    unknown = told("SM121", 'variable "id" {\n}\n', block.format("var.id"), named)
    assert ["`fraud` may be imported" in line for line in unknown] == [True]
    assert told("SM121", named.replace("role/scoring", "role/other")) == []
    created = 'resource "aws_iam_role" "r" {\n  name = "n"\n  assume_role_policy = "{}"\n}\n'
    found = told("SM121", created, model(more='name = "fraud"', role="aws_iam_role.r.arn"))
    assert [line.startswith("undecided") for line in found] == [True]
