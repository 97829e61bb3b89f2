"""What data sources that only hand on their arguments answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tflint_sagemaker.config.settings import Settings
from tflint_sagemaker.discovery.modules import Target
from tflint_sagemaker.engine.root_modules import load_root_modules
from tflint_sagemaker.sagemaker.plan_json import plan_models

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Tree = Callable[[dict[str, str]], Path]

CONFIGURATION = """
variable "open" {{}}

resource "terraform_data" "t" {{
  input = "known"
}}

data "{kind}" "d" {{
  {body}
}}

resource "aws_sagemaker_model" "m" {{
  name               = {value}
  execution_role_arn = "arn:aws:iam::123456789012:role/sm"
}}
"""


def name(tree: Tree, kind: str, body: str, value: str) -> str | None:
    """The model's name, None if it is not known."""
    directory = tree({"main.tf": CONFIGURATION.format(kind=kind, body=body, value=value)})
    (root,), _ = load_root_modules([Target(directory, None)], Settings())
    (model,) = plan_models(root)
    found: str | None = model.values.get("name")
    assert (found is None) == (model.unknown.get("name") is True)
    return found


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('template = "plain"', "plain"),
        ('template = "a-$${x}-$${ y }"\n vars = { x = 1, y = true }', "a-1-true"),
        ('template = "$${x}"\n vars = { x = "a", unused = "b" }', "a"),
        ('template = join("", ["$", "$", "{x}"])', "${x}"),
        ('template = "e\u0301"', "\u00e9"),
        ('template = "$${x}"', None),
        ('template = "$${x}"\n vars = { x = null }', None),
        ('template = "$${upper(x)}"\n vars = { x = "a" }', None),
        ('template = "%%{ if true }a%%{ endif }"', None),
        ('template = "$${"', None),
        ('template = "$${x}"\n vars = { x = var.open }', None),
        ('template = "a"\n vars = { x = var.open }', None),
        ("template = var.open", None),
        ("template = terraform_data.t.input", None),
        ("", None),
    ],
)
def test_template_file(tree: Tree, body: str, expected: str | None) -> None:
    assert name(tree, "template_file", body, "data.template_file.d.rendered") == expected


@pytest.mark.parametrize(
    ("body", "attribute", "expected"),
    [
        ('inputs = { a = "x", b = 1 }', 'outputs["a"]', "x"),
        ('inputs = { a = "x", b = 1 }', "outputs.b", "1"),
        ('inputs = { a = "x" }', "inputs.a", "x"),
        ('inputs = { a = "x", b = var.open }', "outputs.a", None),
        ('inputs = { a = "x" }\n has_computed_default = "d"', "has_computed_default", "d"),
        ('inputs = { a = "x" }', "has_computed_default", None),
        ('inputs = { a = "x" }', "random", None),
        ("inputs = { a = terraform_data.t.input }", "outputs.a", None),
    ],
)
def test_null_data_source(tree: Tree, body: str, attribute: str, expected: str | None) -> None:
    assert name(tree, "null_data_source", body, f"data.null_data_source.d.{attribute}") == expected
