"""Which types the provider is certain not to have."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tflint_sagemaker.config.settings import Settings
from tflint_sagemaker.discovery.modules import Target
from tflint_sagemaker.engine.linter import lint
from tflint_sagemaker.sagemaker.provider import load_schemas, read_type_names

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MEANT = [
    ("resource", "aws_sagemaker_modle", "did you mean `aws_sagemaker_model`?"),
    ("resource", "aws_sagemaker_mode", "did you mean `aws_sagemaker_model`?"),
    ("resource", "aws_sagemaker_models", "did you mean `aws_sagemaker_model`?"),
    ("resource", "aws_sagemaker_modell", "did you mean `aws_sagemaker_model`?"),
    ("resource", "aws_sagemakr_endpoint", "did you mean `aws_sagemaker_endpoint`?"),
    ("resource", "AWS_IAM_ROLE", "did you mean `aws_iam_role`?"),
    ("data", "aws_iam_policy_dokument", "did you mean `aws_iam_policy_document`?"),
    ("data", "aws_sagemaker_model", "write it as a `resource` block"),
    ("resource", "aws_caller_identity", "write it as a `data` block"),
]


@pytest.mark.parametrize(("block_type", "kind", "cure"), MEANT)
def test_a_typo_is_reported_with_its_fix(block_type: str, kind: str, cure: str) -> None:
    assert load_schemas().explain_missing_type(block_type, kind) == cure


@pytest.mark.parametrize(
    ("block_type", "kind"),
    [
        ("resource", "aws_sagemaker_model2"),
        ("data", "aws_iam_policy_documents"),
        ("resource", "aws_db_security_group"),
        ("resource", "aws_nlb"),
        ("resource", "aws_opsworks_stack"),
        ("resource", "aws_bedrockagentcore_memory"),
        ("resource", "awscc_sagemaker_modle"),
        ("resource", "google_sagemaker_modle"),
        ("data", "aws_subnet_ids"),
        ("ephemeral", "aws_kms_secret"),
    ],
)
def test_what_another_version_may_have_is_let_be(block_type: str, kind: str) -> None:
    assert load_schemas().explain_missing_type(block_type, kind) is None


def test_every_known_type_is_let_be() -> None:
    tables = {"resource": read_type_names()["resources"], "data": read_type_names()["data"]}
    for block_type, kinds in tables.items():
        assert [
            kind for kind in kinds if load_schemas().explain_missing_type(block_type, kind)
        ] == []


TOLD = ['"aws_iam_rolee"']
REQUIRED = 'terraform {\n  required_providers {\n    aws = {\n      source = "%s"\n    }\n  }\n}\n'


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("main.tf", 'resource "aws_iam_rolee" "r" {\n}\n', TOLD),
        ("main.tf", 'resource "aws_iam_rolee" "r" {\n  provider = aws.west\n}\n', TOLD),
        ("main.tf", 'resource "aws_iam_rolee" "r" {\n  provider = other.west\n}\n', []),
        ("main.tf", REQUIRED % "hashicorp/aws" + 'resource "aws_iam_rolee" "r" {\n}\n', TOLD),
        ("main.tf", REQUIRED % "acme/aws" + 'resource "aws_iam_rolee" "r" {\n}\n', []),
        (
            "main.tf.json",
            json.dumps({"resource": {"aws_iam_rolee": {"r": {"provider": "other"}}}}),
            [],
        ),
        ("main.tf.json", json.dumps({"resource": {"aws_iam_rolee": {"r": {}}}}), TOLD),
    ],
)
def test_only_types_of_the_usual_provider_are_judged(
    name: str, text: str, told: list[str], tree: Callable[[dict[str, str]], Path]
) -> None:
    report = lint([Target(tree({name: text}), None)], Settings(select=("SM013",)))
    assert [found.problem.at.text for found in report.findings] == told
