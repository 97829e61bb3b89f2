"""Faults that Terraform reports in meta-arguments, lifecycles, provisioners and connections.

The lines are those that Terraform 1.11.4 with hashicorp/aws 5.100.0 complains of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tflint_sagemaker.config.settings import Settings
from tflint_sagemaker.discovery.modules import Target
from tflint_sagemaker.engine.linter import lint

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LANGUAGE = Settings(select=tuple(f"SM{number:03}" for number in range(1, 14)))
ROOM = """
variable "switch" {
  default = true
}
locals {
  release = "r1"
}
resource "aws_iam_role" "other" {
  assume_role_policy = "{}"
}
"""


def model(body: str) -> str:
    """A model with the body on its own lines, of which the first is line 2."""
    return f'resource "aws_sagemaker_model" "m" {{\n{body}\n}}\n{ROOM}'


FINE = [
    "lifecycle {\nprevent_destroy = true\n}",
    'lifecycle {\nprevent_destroy = "false"\n}',
    "lifecycle {\ncreate_before_destroy = null\n}",
    "lifecycle {\ncreate_before_destroy = !false\n}",
    "lifecycle {\nprevent_destroy = var.switch\n}",  # OpenTofu takes it
    "lifecycle {\nignore_changes = all\n}",
    'lifecycle {\nignore_changes = [primary_container[0].image, tags["team"], "name"]\n}',
    "lifecycle {\nignore_changes = [container, primary_container[0].environment]\n}",
    "lifecycle {\nreplace_triggered_by = [aws_iam_role.other, aws_iam_role.other.arn]\n}",
    'lifecycle {\nprecondition {\ncondition = var.switch\nerror_message = "no"\n}\n}',
    'lifecycle {\npostcondition {\ncondition = self.name != ""\nerror_message = "no"\n}\n}',
    # Terraform 1.14
    "lifecycle {\naction_trigger {\nevents = [after_create]\nactions = [action.a.b]\n}\n}",
    "depends_on = [aws_iam_role.other]",
    'depends_on = ["aws_iam_role.other"]',
    "depends_on = [aws_sagemaker_model.m]",
    "provider = aws",
    'provider = "aws"',
    "connection {\nnothing = 1\n}",  # not read by any provisioner
    'provisioner "local-exec" {\ncommand = "true"\nwhen = destroy\non_failure = continue\n}',
    'connection {\nhost = "h"\n}\nprovisioner "remote-exec" {\nconnection {\nuser = "u"\n}\n}',
    'provisioner "of-yesterday" {\nanything = 1\n}',
]

REFUSED = [
    ('lifecycle {\nprevent_destroy = "yes"\n}', [3]),
    ("lifecycle {\ncreate_before_destroy = []\n}", [3]),
    ("lifecycle {\ncreate_before_destroy = var.switch\n}", [3]),
    ("lifecycle {\nignore_changes = [primary_container[0].image_uri]\n}", [3]),
    ("lifecycle {\nignore_changes = [primary_container.image]\n}", [3]),
    (
        (
            "lifecycle {\naction_trigger {\nevents = [after_create]\nactions = [action.a.b]\n"
            "condition = var.swich\n}\n}"
        ),
        [6],
    ),
    ("lifecycle {\nreplace_triggered_by = [var.switch]\n}", [3]),
    ("lifecycle {\nreplace_triggered_by = [local.release]\n}", [3]),
    ('lifecycle {\nprecondition {\ncondition = "sure"\nerror_message = "no"\n}\n}', [4]),
    (
        (
            "lifecycle {\npostcondition {\ncondition = alltrue([for x in [1] : x > 0])\n"
            'error_message = "no"\n}\n}'
        ),
        [4],
    ),
    ('depends_on = ["the other role"]', [2]),
    ('depends_on = [""]', [2]),
    ('provider = "aws west"', [2]),
    ("provider = [aws]", [2]),
    ('provisioner "local-exec" {\nworking_dir = "."\n}', [2]),
    ('provisioner "local-exec" {\ncommand = "true"\nshell = "sh"\n}', [4]),
    ('provisioner "file" {\nsource = "x"\n}', [2]),
    ('connection {\nhostname = "h"\n}\nprovisioner "remote-exec" {\n}', [2, 3]),
    ('provisioner "remote-exec" {\nconnection {\nuser = "u"\n}\n}', [3]),
    ('execution_role_arn = aws_iam_role.other["arn"]', [2]),
]


def lines(text: str, tree: Callable[[dict[str, str]], Path]) -> list[int]:
    report = lint([Target(tree({"main.tf": text}), None)], LANGUAGE)
    assert report.failures == ()
    return sorted(found.problem.at.first.line for found in report.findings)


@pytest.mark.parametrize("body", FINE)
def test_valid_arguments_are_not_reported(
    body: str, tree: Callable[[dict[str, str]], Path]
) -> None:
    assert lines(model(body), tree) == []


@pytest.mark.parametrize(("body", "refused"), REFUSED)
def test_faults_are_reported(
    body: str, refused: list[int], tree: Callable[[dict[str, str]], Path]
) -> None:
    assert lines(model(body), tree) == refused


@pytest.mark.parametrize(
    ("argument", "refused"),
    [
        ("region = each.value", []),  # OpenTofu makes a configuration of each element
        ("region = var.regoin", [4]),
    ],
)
def test_the_configurations_of_a_provider_may_be_made_from_a_set(
    argument: str, refused: list[int], tree: Callable[[dict[str, str]], Path]
) -> None:
    block = (
        'provider "aws" {\n  alias    = "by_region"\n'
        f'  for_each = toset(["eu-west-1"])\n  {argument}\n}}\n'
    )
    assert lines(block + model("provider = aws"), tree) == refused


def test_each_is_not_allowed_in_a_provider_without_for_each(
    tree: Callable[[dict[str, str]], Path],
) -> None:
    block = 'provider "aws" {\n  region = each.value\n}\n'
    assert lines(block + model("provider = aws"), tree) == [2]


@pytest.mark.parametrize(
    ("setting", "refused"),
    [
        ("enabled = var.switch", []),  # OpenTofu 1.11
        ("prevent_destroy = true", [3]),
    ],
)
def test_a_module_call_may_be_switched_off_in_its_lifecycle(
    setting: str, refused: list[int], tree: Callable[[dict[str, str]], Path]
) -> None:
    call = f'module "c" {{\n  source = "./c"\n  lifecycle {{\n{setting}\n}}\n}}\n'
    child = 'resource "aws_sagemaker_model" "m" {\n}\n'
    files = {"main.tf": call + ROOM, "c/main.tf": child}
    report = lint([Target(tree(files), None)], LANGUAGE)
    assert [found.problem.at.first.line for found in report.findings] == refused


def test_a_condition_of_an_output_without_references_is_reported(
    tree: Callable[[dict[str, str]], Path],
) -> None:
    output = (
        'output "arn" {\n  value = aws_sagemaker_model.m.arn\n'
        '  precondition {\n    condition = true\n    error_message = "no"\n  }\n}\n'
    )
    assert lines(output + model("name = local.release"), tree) == [4]


REPEATED = """
resource "aws_sagemaker_model" "counted" {
  count = 2
}
resource "aws_sagemaker_model" "keyed" {
  for_each = toset(["blue", "green"])
}
variable "size" {
  default = 1
}
resource "aws_sagemaker_model" "open" {
  count = var.size
}
module "nobody" {
  source = "./nobody"
  count  = 0
}
"""
CHILD = """
resource "aws_sagemaker_model" "m" {
  count = 1
}
output "arn" {
  value = aws_sagemaker_model.m[1].arn
}
"""


@pytest.mark.parametrize(
    ("value", "refused"),
    [
        ("aws_sagemaker_model.counted[1].arn", []),
        ("aws_sagemaker_model.counted[2].arn", [1]),
        ('aws_sagemaker_model.counted["blue"].arn', [1]),
        ('aws_sagemaker_model.counted["1"].arn', []),
        ("aws_sagemaker_model.counted[*].arn", []),
        ("try(aws_sagemaker_model.counted[2].arn, null)", []),
        ('aws_sagemaker_model.keyed["blue"].arn', []),
        ('aws_sagemaker_model.keyed["red"].arn', [1]),
        ("aws_sagemaker_model.keyed[0].arn", [1]),
        ("aws_sagemaker_model.open[0].arn", []),
        ("aws_sagemaker_model.open[1].arn", []),  # another size may be given
    ],
)
def test_the_instances_that_an_output_names_must_exist(
    value: str, refused: list[int], tree: Callable[[dict[str, str]], Path]
) -> None:
    files = {"main.tf": f'output "o" {{ value = {value} }}{REPEATED}', "nobody/main.tf": CHILD}
    report = lint([Target(tree(files), None)], LANGUAGE)
    assert [found.problem.at.first.line for found in report.findings] == refused


@pytest.mark.parametrize(
    ("condition", "refused"),
    [
        ('local.release == "r1"', []),
        ('local.release == "r2"', [4]),
        ("local.release", [4]),
        ("[local.release]", [4]),
        ("var.switch", []),
        ("!var.switch", []),  # another value may be given
        ("aws_iam_role.other.unique_id == local.release", []),
        ("try(!local.release, true)", []),
    ],
)
def test_a_precondition_that_is_known_to_be_false_is_reported(
    condition: str, refused: list[int], tree: Callable[[dict[str, str]], Path]
) -> None:
    body = f'lifecycle {{\nprecondition {{\ncondition = {condition}\nerror_message = "no"\n}}\n}}'
    assert lines(model(body), tree) == refused
    assert lines(model(f"count = 0\n{body}"), tree) == []
