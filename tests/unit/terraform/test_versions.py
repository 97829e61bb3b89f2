"""Which versions a constraint allows, and where constraints are found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tflint_sagemaker.hcl.text import Source, Span
from tflint_sagemaker.terraform.module import read_module
from tflint_sagemaker.terraform.provider_requirements import (
    list_locked_versions,
    list_required_versions,
)
from tflint_sagemaker.terraform.version_constraints import VersionConstraint

if TYPE_CHECKING:
    from pathlib import Path

EXCLUDED = [  # constraint, a version from which on it allows none
    ("~> 5.0", "6.0.0"),
    ("~> 5.100", "6.0.0"),
    ("~> 5.66.0", "5.67.0"),
    ("~> 5", "6.0.0"),
    ("5.100.0", "5.100.1"),
    ("= 5.100.0", "6.22.0"),
    ("< 6.0", "6.0.0"),
    ("<= 5.99.1", "5.100.0"),
    (">= 4.0, < 5.67", "5.67.0"),
    (" >=4.0,<5.67.0 ", "5.67.0"),
    ("v5.1.0", "5.2.0"),
]
ALLOWED = [
    (">= 5.0", "6.22.0"),
    ("> 4", "6.0.0"),
    ("!= 6.0.0", "6.0.0"),
    ("~> 5.66", "5.67.0"),
    ("~> 6.0", "6.22.0"),
    ("< 6.0.1", "6.0.0"),
    ("<= 6.0", "6.0.0"),
    ("6.0.0", "6.0.0"),
    (">= 5.0, < 7", "6.22.0"),
    ("", "6.0.0"),
    ("not a version", "6.0.0"),
]


def excludes(text: str, since: str) -> bool:
    return VersionConstraint(text, Span(Source("main.tf", ""), 0, 0)).is_below(since)


@pytest.mark.parametrize(("text", "since"), EXCLUDED)
def test_no_version_is_allowed(text: str, since: str) -> None:
    assert excludes(text, since)


@pytest.mark.parametrize(("text", "since"), ALLOWED)
def test_some_version_is_allowed(text: str, since: str) -> None:
    assert not excludes(text, since)


REQUIRED = {
    'aws = { source = "hashicorp/aws", version = "~> 5.0" }': ["~> 5.0"],
    'aws = { version = "~> 5.0" }': ["~> 5.0"],
    'aws = { "source" : "registry.terraform.io/hashicorp/aws", "version" : "1.0" }': ["1.0"],
    'amazon = { source = "hashicorp/aws", version = "~> 5.0" }': ["~> 5.0"],
    'aws = "~> 5.0"': ["~> 5.0"],
    'aws = { source = "example/aws", version = "~> 5.0" }': [],
    'google = { version = "~> 5.0" }': [],
    'aws = { source = "hashicorp/aws" }': [],
}


@pytest.mark.parametrize("demand", REQUIRED)
def test_required_providers(demand: str, tmp_path: Path) -> None:
    text = f"terraform {{\n  required_providers {{\n    {demand}\n  }}\n}}\n"
    (tmp_path / "main.tf").write_text(text, encoding="utf-8")
    found = list_required_versions(read_module(tmp_path, str), "hashicorp/aws")
    assert [constraint.text for constraint in found] == REQUIRED[demand]


def test_required_providers_in_json(tmp_path: Path) -> None:
    text = '{"terraform": {"required_providers": {"aws": {"version": "~> 5.0"}}}}'
    (tmp_path / "main.tf.json").write_text(text, encoding="utf-8")
    found = list_required_versions(read_module(tmp_path, str), "hashicorp/aws")
    assert [constraint.text for constraint in found] == ["~> 5.0"]


LOCK = """
provider "registry.terraform.io/hashicorp/random" {
  version = "3.0.0"
}

provider "registry.terraform.io/hashicorp/aws" {
  version     = "5.100.0"
  constraints = "~> 5.0"
}
"""


@pytest.mark.parametrize(
    ("text", "versions"), [(LOCK, ["5.100.0"]), ("provider {", []), ("provider {}\n", [])]
)
def test_the_lock_file(text: str, versions: list[str], tmp_path: Path) -> None:
    (tmp_path / ".terraform.lock.hcl").write_text(text, encoding="utf-8")
    found = list_locked_versions(read_module(tmp_path, str), "hashicorp/aws")
    assert [constraint.text for constraint in found] == versions
    (tmp_path / ".terraform.lock.hcl").unlink()
    assert not list(list_locked_versions(read_module(tmp_path, str), "hashicorp/aws"))
