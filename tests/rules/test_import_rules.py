"""Import blocks of models, and prebuilt images, in all their spellings.

Lines that are to be reported end in the code.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tflint_sagemaker.config.settings import Settings
from tflint_sagemaker.discovery.modules import Target
from tflint_sagemaker.engine.linter import lint

if TYPE_CHECKING:
    from collections.abc import Callable

RULES = Settings(select=("SM305", "SM307", "SM801"))
MARK = re.compile(r"# (SM\d{3})$")

MODEL = """
resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/sagemaker"
  primary_container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
  }
}
"""


def imported(identifier: str, to: str = "aws_sagemaker_model.m", more: str = "") -> str:
    return f"{MODEL}\nimport {{\n  {more}\n  to = {to}\n  id = {identifier}\n}}\n"


def image(arguments: str) -> str:
    return f'data "aws_sagemaker_prebuilt_ecr_image" "i" {{\n{arguments}\n}}\n' + MODEL.replace(
        '"123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"',
        "data.aws_sagemaker_prebuilt_ecr_image.i.registry_path",
    )


ARN = '"arn:aws:sagemaker:us-east-1:123456789012:model/fraud"'

CASES = {
    "a name": imported('"fraud"'),
    "a name of 63 characters": imported(f'"{"a" * 63}"'),
    "a name of 64 characters": imported(f'"{"a" * 64}" # SM801'),
    "a name and a region": imported('"fraud@us-west-2"'),
    "an underscore": imported('"my_model" # SM801'),
    "a hyphen at the end": imported('"fraud-" # SM801'),
    "an ARN": imported(f"{ARN} # SM801"),
    "an ARN whose region is not known": 'data "aws_region" "r" {}\n'
    + imported('"arn:aws:sagemaker:${data.aws_region.r.name}:123456789012:model/m" # SM801'),
    "a name that is not known": 'variable "name" { type = string }\n' + imported("var.name"),
    "a name from a local": 'locals { name = "my_model" }\n' + imported("local.name # SM801"),
    "a key of for_each": imported("each.value", "aws_sagemaker_model.m", 'for_each = ["m"]'),
    "a model in a module": imported('"my_model" # SM801', "module.a.aws_sagemaker_model.m"),
    "a model in a repeated module": imported(
        '"my_model" # SM801', 'module.a["b.c"].aws_sagemaker_model.m["d"]'
    ),
    "another resource": imported('"my_model"', "aws_sagemaker_model_package_group.m"),
    "no id": MODEL + "\nimport {\n  to = aws_sagemaker_model.m\n}\n",
    "a repository": image('repository_name = "kmeans"'),
    "a repository in capitals": image('repository_name = "KMEANS" # SM305'),
    "a repository that is not known": 'variable "r" { type = string }\n'
    + image("repository_name = var.r"),
    "an empty repository": image('repository_name = "" # SM305'),
    "a region that has it": image('repository_name = "kmeans"\nregion = "eu-west-1"'),
    "a region that has it not": image(
        'repository_name = "sagemaker-geospatial-v1-0"\nregion = "eu-west-1" # SM307'
    ),
    "a region that does not exist": image(
        'repository_name = "kmeans"\nregion = "eu-wset-1" # SM307'
    ),
    "a region of which too little is known": image(
        'repository_name = "kmeans"\nregion = "mx-central-1"'
    ),
    "the provider's region": image('repository_name = "kmeans"\nregion = ""'),
    "a region that is not known": 'variable "r" { type = string }\n'
    + image('repository_name = "kmeans"\nregion = var.r'),
}


@pytest.mark.parametrize("name", CASES)
def test_imports_and_images(name: str, tree: Callable[..., Any]) -> None:
    lines = CASES[name].splitlines()
    wanted = {(line, mark[1]) for line in lines if (mark := MARK.search(line))}
    report = lint([Target(tree({"main.tf": CASES[name]}), None)], RULES)
    found = {
        (lines[finding.problem.at.first.line - 1], finding.rule.code) for finding in report.findings
    }
    assert found == wanted
    assert not report.failures
    assert not report.errors


def test_an_import_in_json(tree: Callable[..., Any]) -> None:
    text = '{"import": [{"to": "aws_sagemaker_model.m", "id": "my_model"}]}'
    report = lint([Target(tree({"main.tf": MODEL, "imports.tf.json": text}), None)], RULES)
    assert [finding.rule.name for finding in report.findings] == ["invalid-import-id"]


def test_an_arn_is_replaced_by_the_name_in_it(tree: Callable[..., Any]) -> None:
    report = lint([Target(tree({"main.tf": CASES["an ARN"]}), None)], RULES)
    (finding,) = report.findings
    assert finding.problem.hint == "use the name, `fraud`"
    assert finding.problem.fix is not None
    assert [edit.text for edit in finding.problem.fix.edits] == ['"fraud"']
