"""Modules: which files of a directory are read, in which order, and which blocks are parsed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.no_schemas import NoSchemas

from tflint_sagemaker.terraform.configuration import Configuration
from tflint_sagemaker.terraform.module import (
    Inputs,
    filter_configuration_files,
    is_override,
    read_module,
)
from tflint_sagemaker.terraform.values import Value, make_string

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tflint_sagemaker.terraform.evaluated import EvaluatedBlock
    from tflint_sagemaker.terraform.provider_configurations import ProviderConfiguration

MODEL = """
resource "aws_sagemaker_model" "m" {
  name = local.name
  tags = { role = aws_iam_role.reached.arn }
}
"""
REACHED = """
locals {
  name = var.name
}
variable "name" {
  default = "m"
}
resource "aws_iam_role" "reached" {
  name = "reached"
}
"""
UNREACHED = """
variable "unreached" {
  default = "u"
}
output "unreached" {
  value = local.name
}
data "aws_region" "unreached" {}
"""


@pytest.mark.parametrize(
    ("names", "read"),
    [
        ({"b.tf", "a.tf", "B.tf"}, ["B.tf", "a.tf", "b.tf"]),
        ({"a.tf", "a.tf.json", "a.tfvars", "a.txt"}, ["a.tf", "a.tf.json"]),
        ({"a.tf", "a.tofu", "b.tf"}, ["a.tofu", "b.tf"]),
        ({"a.tf.json", "a.tofu.json", "a.tf"}, ["a.tf", "a.tofu.json"]),
        ({".hidden.tf", "a.tf~", "#a.tf#", ".#a.tf"}, []),
        ({"a.tftest.hcl", "a.tf.bak", "tf"}, []),
    ],
)
def test_which_files_are_configuration(names: set[str], read: list[str]) -> None:
    assert filter_configuration_files(names) == read


@pytest.mark.parametrize(
    ("path", "override"),
    [
        ("override.tf", True),
        ("m/override.tf.json", True),
        ("m\\a_override.tf", True),
        ("a_override.tofu.json", True),
        ("myoverride.tf", False),
        ("override_a.tf", False),
        ("override/main.tf", False),
    ],
)
def test_which_files_override(path: str, override: bool) -> None:  # noqa: FBT001
    assert is_override(path) is override


def configuration(directory: Path, files: Mapping[str, str], **inputs: object) -> Configuration:
    for name, text in files.items():
        (directory / name).write_text(text, "utf-8")
    root = read_module(directory, lambda path: path.name)
    given = Inputs(**inputs)  # type: ignore[arg-type]
    return Configuration(root, given, NoSchemas(), lambda path: read_module(path, str))


def test_only_the_blocks_that_a_model_refers_to_are_parsed(tmp_path: Path) -> None:
    many = "".join(f'resource "aws_iam_role" "other{n}" {{\n  name = "x"\n}}\n' for n in range(50))
    found = configuration(tmp_path, {"main.tf": MODEL + REACHED + UNREACHED, "many.tf": many})
    (model,) = found.list_instances("aws_sagemaker_model")
    assert model.body.arguments["name"].value.data == "m"
    starts = sorted(span.text.partition("{")[0].strip() for span in found.root.parsed)
    assert starts == [
        "locals",
        'resource "aws_iam_role" "reached"',
        'resource "aws_sagemaker_model" "m"',
        'variable "name"',
    ]


def test_syntax_errors_of_unused_blocks_are_found_without_parsing(tmp_path: Path) -> None:
    broken = 'resource "aws_iam_role" "other" {\n  name = [1\n}\n'
    found = configuration(tmp_path, {"main.tf": MODEL + REACHED, "other.tf": broken})
    assert len(found.list_instances("aws_sagemaker_model")) == 1
    before = found.root.parsed
    (error,) = found.errors
    assert error.span.source.path == "other.tf"
    assert found.root.parsed == before


def test_a_directory_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    module = read_module(tmp_path / "nowhere", lambda path: path.name)
    (error,) = module.errors
    assert error.span.source.path == "nowhere"
    assert not module.complete


def test_a_broken_link_is_one_error(tmp_path: Path) -> None:
    (tmp_path / "link.tf").symlink_to("nowhere")
    found = configuration(tmp_path, {"main.tf": MODEL + REACHED})
    assert len(found.list_instances("aws_sagemaker_model")) == 1
    (error,) = found.errors
    assert error.span.source.path == "link.tf"


def test_a_directory_is_not_a_configuration_file(tmp_path: Path) -> None:
    (tmp_path / "dir.tf").mkdir()
    (tmp_path / "dir.tf" / "broken.tf").write_text("{{{", "utf-8")
    found = configuration(tmp_path, {"main.tf": MODEL + REACHED})
    assert len(found.list_instances("aws_sagemaker_model")) == 1
    assert found.errors == ()


def test_unsaved_text_replaces_the_text_of_files(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text("locals {}\n", "utf-8")
    overlay = {
        tmp_path / "main.tf": 'variable "a" {}\n',
        tmp_path / "new.tf": 'variable "b" {}\n',
        tmp_path / "terraform.tfvars": 'a = "not configuration"\n',
        tmp_path / "below" / "other.tf": 'variable "c" {}\n',
    }
    module = read_module(tmp_path, lambda path: path.name, overlay)
    assert module.declarations.list_names("variable") == ["a", "b"]


@pytest.mark.parametrize("missing", ["var", "local", "resource"])
def test_a_declaration_in_a_broken_file_is_not_reported_as_undeclared(
    tmp_path: Path, missing: str
) -> None:
    reference = {"var": "var.x", "local": "local.x", "resource": "aws_iam_role.x.arn"}[missing]
    model = f'resource "aws_sagemaker_model" "m" {{\n  name = {reference}\n}}\n'
    (tmp_path / "broken.tf").write_bytes(b'variable "x" {}\xff\n')
    found = configuration(tmp_path, {"main.tf": model})
    (instance,) = found.list_instances("aws_sagemaker_model")
    assert instance.body.arguments["name"].value.is_unknown
    assert found.diagnostics == ()
    assert len(found.errors) == 1


def test_a_missing_variable_file_is_an_error(tmp_path: Path) -> None:
    gone = tmp_path / "gone.tfvars"
    found = configuration(tmp_path, {"main.tf": MODEL + REACHED}, var_files=(gone,))
    assert len(found.list_instances("aws_sagemaker_model")) == 1
    (error,) = found.errors
    assert error.span.source.path == "gone.tfvars"


def test_files_outside_the_configuration_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hush", "utf-8")
    root = tmp_path / "root"
    root.mkdir()
    (root / "link").symlink_to(tmp_path / "secret")
    model = """resource "aws_sagemaker_model" "m" {
      a = file("../secret")
      b = file("link")
      c = file("%s/secret")
    }
    """
    found = configuration(root, {"main.tf": model % tmp_path})
    (instance,) = found.list_instances("aws_sagemaker_model")
    assert [a.value.is_unknown for a in instance.body.arguments.values()] == [True, True, True]
    assert found.diagnostics == ()


def read_region(configuration: ProviderConfiguration | None) -> Value | None:
    block = None if configuration is None else configuration.block
    region = None if block is None else block.body.get_attribute("region")
    value = None if configuration is None or region is None else configuration.evaluate(region)
    return None if value is None or value.is_null else value


@pytest.mark.parametrize(
    ("provider", "where"),
    [
        ("", "nowhere"),
        ('provider "pure" {}', "nowhere"),
        ('provider "pure" { region = "r" }', "r"),
        ('provider "pure" { region = null }', "nowhere"),
        ('provider "other" { region = "r" }', "nowhere"),
    ],
)
def test_data_sources_are_computed_by_the_functions_handed_in(
    tmp_path: Path, provider: str, where: str
) -> None:
    def compute(
        block: EvaluatedBlock, configuration: ProviderConfiguration | None
    ) -> Mapping[str, Value]:
        region = read_region(configuration)
        name = block.arguments["name"].value
        where = "nowhere" if region is None else region.data
        return {"json": make_string(f"computed of {name.data} in {where}", name.span)}

    text = f"""
    {provider}
    data "pure" "p" {{
      name = "p"
    }}
    resource "aws_sagemaker_model" "m" {{
      name = data.pure.p.json
    }}
    """
    (tmp_path / "main.tf").write_text(text, "utf-8")
    root = read_module(tmp_path, str)
    data = {"pure": compute}
    found = Configuration(
        root, Inputs(), NoSchemas(), lambda path: read_module(path, str), data_sources=data
    )
    (instance,) = found.list_instances("aws_sagemaker_model")
    assert instance.body.arguments["name"].value.data == f"computed of p in {where}"


def test_a_data_source_may_be_in_the_region_of_its_own_provider(tmp_path: Path) -> None:
    def compute(
        _block: EvaluatedBlock, configuration: ProviderConfiguration | None
    ) -> Mapping[str, Value]:
        region = read_region(configuration)
        return {"json": make_string("known") if region is None else region}

    text = """
    provider "pure" {
      region = data.pure.p.json
    }
    data "pure" "p" {}
    resource "aws_sagemaker_model" "m" {
      name = data.pure.p.json
    }
    """
    (tmp_path / "main.tf").write_text(text, "utf-8")
    root = read_module(tmp_path, str)
    data = {"pure": compute}
    found = Configuration(
        root, Inputs(), NoSchemas(), lambda path: read_module(path, str), data_sources=data
    )
    (instance,) = found.list_instances("aws_sagemaker_model")
    assert instance.body.arguments["name"].value.data == "known"
