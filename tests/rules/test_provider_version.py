"""The version of hashicorp/aws in use, wherever it is said, and what it makes of a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tflint_sagemaker.cli.program import run
from tflint_sagemaker.config.settings import Settings
from tflint_sagemaker.discovery.modules import Target
from tflint_sagemaker.engine.linter import lint
from tflint_sagemaker.rule.definition import Severity

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Tree = Callable[[dict[str, str]], Path]

LOCK = """provider "registry.terraform.io/hashicorp/aws" {{
  version = "{}"
}}
"""
PIN = 'terraform {{\n  required_providers {{\n    aws = "{}"\n  }}\n}}\n'
IMAGE = 'image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"'
PACKAGE = 'model_package_name = "arn:aws:sagemaker:us-east-1:123456789012:model-package/fraud/3"'
SOURCE = """model_data_source {
  s3_data_source {
    s3_uri           = "s3://fraud-models/v1/"
    s3_data_type     = "S3Prefix"
    compression_type = "None"
  }
}
"""
MORE = f"additional_{SOURCE}".replace("{\n", '{\n  channel_name = "adapter"\n', 1)


def model(outside: str = "", inside: str = IMAGE) -> str:
    return f"""resource "aws_sagemaker_model" "m" {{
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"
  {outside}
  primary_container {{
    {inside}
  }}
}}
"""


def errors(root: Path, version: str | None = None) -> set[str]:
    report = lint([Target(root, None)], Settings(provider_version=version))
    assert not report.failures
    assert not report.errors
    return {f.rule.code for f in report.findings if f.rule.severity is Severity.ERROR}


REGION = model('region = "us-east-1"')


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"main.tf": REGION}, None),
        ({"main.tf": REGION}, "6.0.0"),
        ({"main.tf": REGION, ".terraform.lock.hcl": LOCK.format("6.2.0")}, None),
        ({"main.tf": REGION + PIN.format(">= 5.0")}, None),
        ({"main.tf": REGION + PIN.format("~> 5.0")}, "6.2.0"),
        ({"main.tf": REGION, ".terraform.lock.hcl": LOCK.format("5.100.0")}, "6.2.0"),
    ],
)
def test_a_version_that_knows_an_argument(
    files: dict[str, str], told: str | None, tree: Tree
) -> None:
    assert errors(tree(files), told) == set()


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"main.tf": REGION}, "5.100.0"),
        ({"main.tf": REGION}, "5"),
        ({"main.tf": REGION, ".terraform.lock.hcl": LOCK.format("5.100.0")}, None),
        ({"main.tf": REGION + PIN.format("~> 5.0")}, None),
        ({"main.tf": REGION + PIN.format(">= 6.0")}, "5.100.0"),
        (
            {
                "main.tf": PIN.format("< 6.0") + 'module "m" {\n  source = "./m"\n}\n',
                "m/main.tf": REGION,
            },
            None,
        ),
        (
            {
                "main.tf": 'module "m" {\n  source = "./m"\n}\n',
                "m/main.tf": PIN.format("< 6.0") + REGION,
            },
            None,
        ),
    ],
)
def test_a_version_that_does_not(files: dict[str, str], told: str | None, tree: Tree) -> None:
    assert errors(tree(files), told) == {"SM802"}


@pytest.mark.parametrize(
    ("text", "since"),
    [
        (model(inside=f'{IMAGE}\n    mode = "SingleModel"'), "3.13.0"),
        (
            model(inside=f'{IMAGE}\n    image_config {{\nrepository_access_mode = "Platform"\n}}'),
            "3.14.0",
        ),
        (model(inside=PACKAGE), "5.2.0"),
        (model(inside=f"{IMAGE}\n{SOURCE}"), "5.24.0"),
        (model(inside=f'{PACKAGE}\n    inference_specification_name = "gpu"'), "5.67.0"),
        (REGION, "6.0.0"),
        (model(inside=f"{IMAGE}\n{MORE}"), "6.22.0"),
    ],
)
def test_each_argument_from_its_first_version_on(text: str, since: str, tree: Tree) -> None:
    root = tree({"main.tf": text})
    major, minor, _ = (int(number) for number in since.split("."))
    before = f"{major}.{minor - 1}.0" if minor else f"{major - 1}.999.0"
    assert errors(root, since) == set()
    assert errors(root, before) == {"SM802"}


@pytest.mark.parametrize("version", ["4.20.0", "5.1.0", "5.100.0", None])
def test_without_an_image_there_is_no_version_that_takes_a_container(
    version: str | None, tree: Tree
) -> None:
    """Before 5.2.0 `image` was required; now CreateModel wants it where no package is named."""
    root = tree({"main.tf": model(inside='model_data_url = "s3://fraud-models/model.tar.gz"')})
    assert errors(root, version) == {"SM204"}


def test_a_package_could_not_replace_the_image_in_old_versions(tree: Tree) -> None:
    root = tree({"main.tf": model(inside=f"image = null\n    {PACKAGE}")})
    assert errors(root, "5.2.0") == set()
    assert errors(root, "4.20.0") == {"SM802"}


@pytest.mark.parametrize("command", ["check", "resolve"])
def test_the_option(
    command: str, tree: Tree, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tree({"main.tf": REGION}))
    assert run([command, "--provider-version", "v5.100.0"]) == (1 if command == "check" else 0)
    said = capsys.readouterr()
    assert ("region` is new in hashicorp/aws 6.0.0" in said.out) is (command == "check")


def test_the_option_takes_a_version_only(
    tree: Tree, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tree({"main.tf": REGION}))
    assert run(["check", "--provider-version", "~> 5.0"]) == 2
    assert "is not a version like" in capsys.readouterr().err
