"""Fixes of rules for networks and containers: the text before, and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tflint_sagemaker.config.settings import Settings
from tflint_sagemaker.discovery.modules import Target
from tflint_sagemaker.engine.linter import lint
from tflint_sagemaker.rule.examples import Example

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tflint_sagemaker.rule.problem import Fix

    Tree = Callable[[dict[str, str]], Path]

CASES = {
    "SM603 lists that have changed places": (
        """
        vpc_config {
          subnets            = ["sg-11111111"]
          security_group_ids = ["subnet-11111111", "subnet-22222222"]
        }
        """,
        """
        vpc_config {
          subnets            = ["subnet-11111111", "subnet-22222222"]
          security_group_ids = ["sg-11111111"]
        }
        """,
    ),
    "SM603 one of several is of the other kind": (
        """
        vpc_config {
          subnets            = ["sg-11111111", "subnet-22222222"]
          security_group_ids = ["sg-22222222"]
        }
        """,
        None,
    ),
    "SM603 an attribute": (
        """
        vpc_config {
          subnets            = ["subnet-11111111", "subnet-22222222"]
          security_group_ids = [data.aws_security_group.g.arn]
        }
        """,
        """
        vpc_config {
          subnets            = ["subnet-11111111", "subnet-22222222"]
          security_group_ids = [data.aws_security_group.g.id]
        }
        """,
    ),
    "SM213 an empty block": (
        """
        primary_container {
          image = "a"

          multi_model_config {
          }
        }
        """,
        """
        primary_container {
          image = "a"

        }
        """,
    ),
    "SM213 an empty block before another": (
        """
        primary_container {
          multi_model_config {}

          image_config {
            repository_access_mode = "Platform"
          }
        }
        """,
        """
        primary_container {

          image_config {
            repository_access_mode = "Platform"
          }
        }
        """,
    ),
    "SM213 a block with a remark": (
        """
        primary_container {
          multi_model_config {
            # to come
          }
        }
        """,
        None,
    ),
    "SM604 nothing is said": (
        """
        primary_container {
          image = "a"
        }
        """,
        """
        enable_network_isolation = true
        primary_container {
          image = "a"
        }
        """,
    ),
    "SM604 off": ("enable_network_isolation = false", "enable_network_isolation = true"),
    "SM604 off by a variable": ("enable_network_isolation = var.isolated", None),
    "SM227 a list of one": (
        """
        container {
          image = "a"
        }
        """,
        """
        primary_container {
          image = "a"
        }
        """,
    ),
}
REST = """
data "aws_security_group" "g" {
}
variable "isolated" {
  default = false
}
"""


def framed(body: str) -> str:
    """A model with that in it."""
    lines = "".join(f"  {line}\n" if line else "\n" for line in Example("", body).text.splitlines())
    return f'resource "aws_sagemaker_model" "m" {{\n{lines}}}\n{REST}'


def mended(text: str, fix: Fix) -> str:
    for edit in sorted(fix.edits, key=lambda edit: edit.span.start, reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


@pytest.mark.parametrize("name", CASES)
def test_a_fix_gives_the_expected_text(name: str, tree: Tree) -> None:
    before, after = CASES[name]
    code = name.partition(" ")[0]
    text = framed(before)
    report = lint([Target(tree({"main.tf": text}), None)], Settings(select=(code,)))
    assert report.findings
    fixes = [found.problem.fix for found in report.findings if found.problem.fix]
    assert [mended(text, fix) for fix in fixes] == ([framed(after)] if after else [])


@pytest.mark.parametrize(
    "written",
    [
        'resource "aws_sagemaker_model" "m" { execution_role_arn = "a" }\n',
        '{"resource": {"aws_sagemaker_model": {"m": {"execution_role_arn": "a"}}}}\n',
    ],
)
def test_findings_without_their_own_line_are_not_fixed(written: str, tree: Tree) -> None:
    name = "main.tf.json" if written.startswith("{") else "main.tf"
    report = lint([Target(tree({name: written}), None)], Settings(select=("SM604",)))
    assert [found.problem.fix for found in report.findings] == [None]
