"""What seems to be missing and is only misspelt, or may come yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tflint_sagemaker.config.settings import Settings
from tflint_sagemaker.discovery.modules import Target
from tflint_sagemaker.engine.linter import lint

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

IMAGE = '"123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"'
VARIABLE = 'variable "steps" {\n  default = []\n}\n'


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("", {"SM201"}),
        ("primary_contaner {\n}", {"SM106"}),
        (f"primary_container = {{ image = {IMAGE} }}", {"SM105"}),
        ("primary_container {\n}", {"SM204"}),
        (f"primary_container {{\nimag = {IMAGE}\n}}", {"SM105"}),
        ("primary_container {\nimage {\n}\n}", {"SM106"}),
        (f"primary_container {{\nmodel_package = {IMAGE}\n}}", {"SM105"}),
        ('dynamic "container" {\nfor_each = []\ncontent {\n}\n}', {"SM201"}),
        ('dynamic "container" {\nfor_each = var.steps\ncontent {\n}\n}', set()),
        ('dynamic "contaner" {\nfor_each = [1]\ncontent {\n}\n}', {"SM106"}),
    ],
)
def test_one_typo_is_reported_once(
    body: str, told: set[str], tree: Callable[[dict[str, str]], Path]
) -> None:
    role = 'execution_role_arn = "arn:aws:iam::123456789012:role/fraud"'
    text = f'resource "aws_sagemaker_model" "m" {{\n{role}\n{body}\n}}\n{VARIABLE}'
    report = lint([Target(tree({"main.tf": text}), None)], Settings())
    assert {found.rule.code for found in report.findings} == told
