"""A session finds what a run of its own would find, whatever has been linted before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tflint_sagemaker import Session, lint
from tflint_sagemaker.hcl import read as hcl_read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tflint_sagemaker import Report

    Tree = Callable[[dict[str, str]], Path]

MODEL = """\
resource "aws_sagemaker_model" "m" {
  name               = var.name
  execution_role_arn = "arn:aws:iam::123456789012:role/model"
  primary_container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
  }
}
"""
NAME = 'variable "name" { default = "good" }\n'

EDITS = {
    "a value that reaches a model from another file": ("names.tf", NAME.replace("good", "a_b")),
    "a fault that comes and goes": ("names.tf", 'variable "name" {'),
    "an override that is there for a while": (
        "over_override.tf",
        'resource "aws_sagemaker_model" "m" {\n  name = "a_b"\n}\n',
    ),
    "a file of values": ("terraform.tfvars", 'name = "a_b"\n'),
    "a template": ("image.txt", "an image"),
    "nothing": ("main.tf", MODEL),
}


def told(report: Report) -> list[tuple[str, str]]:
    problems = [found.problem for found in report.findings]
    found = [(str(problem.at), problem.message) for problem in problems]
    return found + [(str(error.span), error.message) for error in report.errors]


@pytest.mark.parametrize("what", EDITS)
def test_unsaved_text_counts_for_as_long_as_it_is_given(what: str, tree: Tree) -> None:
    name, text = EDITS[what]
    root = tree({"main.tf": MODEL, "names.tf": NAME, "image.txt": "x"})
    session = Session(root)
    before = told(session.lint())
    during = told(session.lint({root / name: text}))
    after = told(session.lint())
    assert before == after == told(lint(root))
    (root / name).write_text(text, encoding="utf-8")
    assert during == told(lint(root))


def test_what_is_saved_counts(tree: Tree) -> None:
    root = tree({"main.tf": MODEL, "names.tf": NAME})
    session = Session(root)
    assert session.lint().findings == ()
    (root / "names.tf").write_text(NAME.replace("good", "a_b"), encoding="utf-8")
    assert [found.rule.code for found in session.lint().findings] == ["SM103"]


def test_modules_that_have_not_changed_are_not_parsed_again(
    tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tree({"a/main.tf": MODEL + NAME, "b/main.tf": MODEL + NAME})
    session = Session(root)
    session.lint()
    parsed: list[str] = []

    def parse(chunk: object) -> object:
        parsed.append(chunk.span.source.path)  # type: ignore[attr-defined]
        return original(chunk)  # type: ignore[arg-type]

    original = hcl_read.parse
    monkeypatch.setattr("tflint_sagemaker.hcl.parse", parse)
    session.lint({root / "b/main.tf": MODEL + NAME.replace("good", "better")})
    assert parsed
    assert {path.split("/")[-2] for path in parsed} == {"b"}
