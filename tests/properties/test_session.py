"""A session finds what a run of its own would find, whatever has been linted before."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tflint_sagemaker import Session, lint, render

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


def answer(report: Report) -> tuple[str, list[tuple[str, str, str, str]]]:
    """All that a report says, in words."""
    undecided = [
        (one.rule.code, str(one.at), one.reason.reason, str(one.reason.span))
        for one in report.undecided
    ]
    return render(report, "json"), undecided


TEAM = {
    "main.tf": """\
terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = "~> 5.0" }
  }
}

provider "aws" { region = var.region }

locals {
  account = "123456789012"
  prefix  = "team-${var.stage}"
  both    = "${local.prefix}-${local.account}"
}

# tflint-sagemaker: ignore[SM604] -- reached from the office only
resource "aws_sagemaker_model" "first" {
  name               = "${local.prefix}-first"
  execution_role_arn = aws_iam_role.models.arn
  primary_container {
    image          = "${local.account}.dkr.ecr.${var.region}.amazonaws.com/first:1.2"
    model_data_url = "s3://models-of-the-team/first/model.tar.gz"
    environment    = { STAGE = var.stage }
  }
}

resource "aws_sagemaker_model" "second" {
  for_each           = toset(["a", "b"])
  name               = "second_${each.key}"
  execution_role_arn = aws_iam_role.models.arn
  container {
    image = "${local.account}.dkr.ecr.us-east-1.amazonaws.com/second:latest"
    mode  = "Single"
  }
}

resource "aws_sagemaker_endpoint_configuration" "both" {
  production_variants {
    variant_name = "all"
    model_name   = aws_sagemaker_model.first.name
  }
}

output "names" { value = [aws_sagemaker_model.first.name, local.both] }
""",
    "role.tf": """\
variable "stage" { default = "staging" }

variable "region" {
  type    = string
  default = "us-west-2"
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "models" {
  name               = "${local.prefix}-models"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

module "more" {
  source = "./more"
  name   = local.prefix
}
""",
    "more/main.tf": MODEL + 'variable "name" {}\n',
    "terraform.tfvars": 'stage = "production"\n',
}
PIECE = re.compile(r"[\w-]+|[^\w\s]|\s+")


@st.composite
def edits(draw: st.DrawFn) -> list[tuple[str, str]]:
    """Texts of files, each an edit of what that file held before."""
    texts, made = dict(TEAM), []
    for _ in range(draw(st.integers(1, 5))):
        name = draw(st.sampled_from(sorted(texts)))
        pieces = PIECE.findall(texts[name])
        at = draw(st.integers(0, len(pieces) - 1))
        other = draw(st.sampled_from(pieces))
        news = ["", other, pieces[at] * 2, f"{pieces[at]}\n", f"x{pieces[at]}"]
        pieces[at] = draw(st.sampled_from(news))
        texts[name] = "".join(pieces)
        made.append((name, texts[name]))
    return made


@settings(max_examples=60, deadline=None)
@given(steps=edits())
def test_a_session_says_what_a_run_of_its_own_says(
    steps: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.mktemp("team")
    for name, text in TEAM.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    session = Session(root, select=["ALL"])
    session.lint()
    texts: dict[Path, str] = {}
    for name, text in steps:
        texts[root / name] = text
        assert answer(session.lint(texts)) == answer(Session(root, select=["ALL"]).lint(texts))
