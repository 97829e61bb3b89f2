"""What is unknown is reported with what would make it known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tflint_sagemaker.config.settings import Settings
from tflint_sagemaker.discovery.modules import discover
from tflint_sagemaker.engine.linter import lint
from tflint_sagemaker.report.undecided_hints import suggest_hint

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Tree = Callable[[dict[str, str]], Path]

MODEL = """\
resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"
  name               = %s

  primary_container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
  }
}
"""


@pytest.mark.parametrize(
    ("name", "more", "hint"),
    [
        ("var.name", 'variable "name" {\n}\n', "give `var.name` a value: `--var` or `--var-file`"),
        (
            "var.name",
            'variable "name" {\n  default = ""\n}\n',
            "give `var.name` a value: `--var` or `--var-file`",
        ),
        ('"${terraform.workspace}-m"', "", "name the workspace: `--workspace`"),
        ('file("name.txt")', "", "create the file before linting"),
        (
            "module.m.name",
            'module "m" {\n  source = "terraform-aws-modules/x/aws"\n}\n',
            "fetch the modules: `terraform init`",
        ),
        ("random_id.r.hex", 'resource "random_id" "r" {\n  byte_length = 4\n}\n', None),
    ],
)
def test_what_would_decide_it(name: str, more: str, hint: str | None, tree: Tree) -> None:
    targets = discover((tree({"main.tf": MODEL % name + more}),)).targets
    report = lint(targets, Settings(select=("SM103",)))
    assert {suggest_hint(question.reason.reason) for question in report.undecided} == {hint}


def test_a_hint_suggests_setting_the_region(tree: Tree) -> None:
    text = (
        MODEL % '"m"'
        + 'data "aws_sagemaker_prebuilt_ecr_image" "i" {\n'
        + ('  repository_name = "kmeans"\n}\n')
    )
    image = "data.aws_sagemaker_prebuilt_ecr_image.i.registry_path"
    text = text.replace('"123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"', image)
    report = lint(discover((tree({"main.tf": text}),)).targets, Settings(select=("SM301",)))
    hints = {suggest_hint(question.reason.reason) for question in report.undecided}
    assert hints == {"state the region: in the provider, or by `--region`"}
