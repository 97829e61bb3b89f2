"""Variants of endpoint configurations, and the models that they name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.loaders import Loader

from tflint_sagemaker.config.settings import Settings
from tflint_sagemaker.discovery.modules import Target
from tflint_sagemaker.engine.linter import lint
from tflint_sagemaker.engine.root_modules import load_root_modules
from tflint_sagemaker.sagemaker.endpoint import Variant
from tflint_sagemaker.sagemaker.instance_types import read_instance_types
from tflint_sagemaker.sagemaker.related_resources import RelatedResources
from tflint_sagemaker.sagemaker.subjects import find_subjects

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LOADER: Any = Loader
MODEL = """
resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"
  %s
  primary_container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
  }
}
"""
OUTPUT = '\noutput "name" {\n  value = aws_sagemaker_model.m.name\n}\n'


def serving(name: str, more: str = "") -> str:
    return f"""
resource "aws_sagemaker_endpoint_configuration" "live" {{
  {more}
  production_variants {{
    model_name = {name}
  }}
}}
"""


def variants(root: Path) -> list[Variant]:
    (configuration,), _ = load_root_modules([Target(root, None)], Settings())
    found = find_subjects(RelatedResources(configuration))
    return [subject for subject in found if isinstance(subject, Variant)]


@pytest.mark.parametrize(
    ("argument", "name", "more", "served"),
    [
        ("", "aws_sagemaker_model.m.name", "", True),
        ("", "aws_sagemaker_model.m.id", "", True),
        ("", '"${aws_sagemaker_model.m.name}"', "", True),
        ("", "aws_sagemaker_model.m.arn", "", False),
        ('name = "fraud"', "aws_sagemaker_model.m.name", "", True),
        ('name = "fraud"', '"fraud"', "", True),
        ('name = "fraud"', '"other"', "", False),
        ('name = "fraud"', '"fraud"', "provider = aws.west", False),
        ('name = "fraud"', '"fraud"', 'region = "us-west-2"', False),
        ("count = 2", "aws_sagemaker_model.m[1].name", "", True),
        ('for_each = toset(["a"])', 'aws_sagemaker_model.m["a"].name', "", True),
        ("count = 2", "one(aws_sagemaker_model.m[*].name)", "", False),
        ('name = "${var.stage}-fraud"', "aws_sagemaker_model.m.name", "", True),
        ('name = "${var.stage}-fraud"', '"live-fraud"', "", False),
    ],
)
def test_the_model_that_a_variant_serves(
    argument: str,
    name: str,
    more: str,
    served: bool,  # noqa: FBT001
    tree: Callable[[dict[str, str]], Path],
) -> None:
    text = MODEL % argument + serving(name, more) + '\nvariable "stage" {\n}\n'
    (variant,) = variants(tree({"main.tf": text}))
    assert (variant.model is not None) is served


def test_a_model_comes_through_the_output_of_a_module(
    tree: Callable[[dict[str, str]], Path],
) -> None:
    call = 'module "fraud" {\n  source = "./fraud"\n}\n'
    files = {"main.tf": call + serving("module.fraud.name"), "fraud/main.tf": MODEL % "" + OUTPUT}
    (variant,) = variants(tree(files))
    assert variant.model is not None
    assert variant.model.address == "module.fraud.aws_sagemaker_model.m"


def test_two_models_of_one_name_are_none(tree: Callable[[dict[str, str]], Path]) -> None:
    second = (MODEL % 'name = "fraud"').replace('"m"', '"n"')
    text = MODEL % 'name = "fraud"' + second + serving('"fraud"')
    (variant,) = variants(tree({"main.tf": text}))
    assert len(variant.namesakes()) == 2
    assert variant.model is None


@pytest.mark.parametrize(
    ("name", "fine"),
    [
        ("ml.m5.large", True),
        ("ml.p6-b200.48xlarge", True),
        ("ml.m9z.metal-48xl", True),  # may come yet
        ("ml.c7i.96xlarge", True),
        ("ml.m5.", True),  # a part waits to be filled in
        ("ml..large", True),
        ("m5.large", False),
        ("ml.m5.8xlarge", False),
        ("ml.m5.1xlarge", False),
        ("ml.m9z.huge", False),
        ("ml.t3.medium", False),
        ("ml.m5", False),
    ],
)
def test_instance_types(name: str, fine: bool) -> None:  # noqa: FBT001
    assert (read_instance_types().fault(name) is None) is fine


@pytest.mark.parametrize(
    ("written", "refused"),
    [
        ('name = "fraud_live"', True),
        ('name = "-fraud"', True),
        ('name = "${var.prefix}-fraud"', False),  # an empty default waits for a value
        ('name = "${var.prefix}-fraud_live"', True),
    ],
)
def test_a_name_waits_for_its_prefix(
    written: str,
    refused: bool,  # noqa: FBT001
    tree: Callable[[dict[str, str]], Path],
) -> None:
    text = MODEL % "" + serving("aws_sagemaker_model.m.name", written)
    text += '\nvariable "prefix" {\n  default = ""\n}\n'
    report = lint([Target(tree({"main.tf": text}), None)], Settings(select=("SM814",)))
    assert bool(report.findings) is refused


def test_the_instance_types_are_those_of_the_service() -> None:
    shapes = LOADER().load_service_model("sagemaker", "service-2")["shapes"]
    assert set(shapes["ProductionVariantInstanceType"]["enum"]) <= set(
        read_instance_types().names()
    )
