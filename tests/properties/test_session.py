"""A session reports what a fresh run reports, whatever it has linted before."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tflint_sagemaker import DiscoveryError, LintOptions, Session, lint, render
from tflint_sagemaker.terraform import module
from tflint_sagemaker.terraform.parsed_files import parse_file

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


def list_problems(report: Report) -> list[tuple[str, str]]:
    problems = [found.problem for found in report.findings]
    found = [(str(problem.at), problem.message) for problem in problems]
    return found + [(str(error.span), error.message) for error in report.errors]


@pytest.mark.parametrize("what", EDITS)
def test_unsaved_text_counts_for_as_long_as_it_is_given(what: str, tree: Tree) -> None:
    name, text = EDITS[what]
    root = tree({"main.tf": MODEL, "names.tf": NAME, "image.txt": "x"})
    session = Session(root)
    before = list_problems(session.lint())
    during = list_problems(session.lint({root / name: text}))
    after = list_problems(session.lint())
    assert before == after == list_problems(lint(root))
    (root / name).write_text(text, encoding="utf-8")
    assert during == list_problems(lint(root))


def test_what_is_saved_counts(tree: Tree) -> None:
    root = tree({"main.tf": MODEL, "names.tf": NAME})
    session = Session(root)
    assert session.lint().findings == ()
    (root / "names.tf").write_text(NAME.replace("good", "a_b"), encoding="utf-8")
    assert [found.rule.code for found in session.lint().findings] == ["SM103"]


def collect(report: Report) -> tuple[str, list[tuple[str, str, str, str]]]:
    """Return everything in a report, as text."""
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
CALLED = {
    "main.tf": """\
module "one" {
  for_each = var.names
  source   = "./model"
  name     = each.key
  image    = local.image
}

locals { image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/one:${var.tag}" }
""",
    "variables.tf": """\
variable "names" {
  type    = set(string)
  default = ["good", "bad_name"]
}

variable "tag" {
  type    = string
  default = "latest"
  validation {
    condition     = length(var.tag) > 2
    error_message = "The tag is too short."
  }
}
""",
    "model/main.tf": """\
resource "aws_sagemaker_model" "this" {
  name               = var.name
  execution_role_arn = "arn:aws:iam::123456789012:role/model"
  primary_container { image = var.image }
}

output "name" { value = aws_sagemaker_model.this.name }
""",
    "model/variables.tf": 'variable "name" {}\n\nvariable "image" { default = "x" }\n',
    "prod.auto.tfvars": 'tag = "1.2"\n',
}
IN_JSON = {
    "main.tf.json": """\
{"resource": {"aws_sagemaker_model": {"m": {
  "name": "${var.name}",
  "execution_role_arn": "arn:aws:iam::123456789012:role/model",
  "primary_container": {"image": "fraud:latest"}
}}}}
""",
    "name.tf": NAME,
    "name_override.tf": 'variable "name" { default = "bad_name" }\n',
}
TREES = {"one module": TEAM, "called modules": CALLED, "JSON": IN_JSON}
PIECE = re.compile(r"[\w-]+|[^\w\s]|\s+")
EVERY_RULE = LintOptions(select=["ALL"])
# The text of each file after a step; None for a file that is deleted.
Step: TypeAlias = "tuple[str, str | None]"


@st.composite
def steps_from(draw: st.DrawFn, files: dict[str, str]) -> list[Step]:
    """Draw texts of files, each an edit of its last text, and files that come and go."""
    texts, steps = dict(files), list[Step]()
    for _ in range(draw(st.integers(1, 5))):
        name = draw(st.sampled_from(sorted(texts)))
        what = draw(st.sampled_from(["edit", "edit", "edit", "delete", "copy"]))
        if what == "delete" and len(texts) > 1:
            del texts[name]
            steps.append((name, None))
            continue
        pieces = PIECE.findall(texts[name]) or [""]
        at = draw(st.integers(0, len(pieces) - 1))
        other = draw(st.sampled_from(pieces))
        news = ["", other, pieces[at] * 2, f"{pieces[at]}\n", f"x{pieces[at]}"]
        pieces[at] = draw(st.sampled_from(news))
        path = f"{name.partition('.')[0]}_more.{name.partition('.')[2]}" if what == "copy" else name
        texts[path] = "".join(pieces)
        steps.append((path, texts[path]))
    return steps


@pytest.mark.parametrize("files", TREES.values(), ids=TREES)
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_a_session_reports_what_a_fresh_run_reports(
    files: dict[str, str], data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.mktemp("modules")
    for name, text in files.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    session = Session(root, EVERY_RULE)
    session.lint()
    unsaved: dict[Path, str] = {}
    for name, new in data.draw(steps_from(files)):
        if new is None:
            unsaved.pop(root / name, None)
            (root / name).unlink(missing_ok=True)
        elif data.draw(st.booleans()):
            unsaved[root / name] = new
        else:
            unsaved.pop(root / name, None)
            (root / name).write_text(new, encoding="utf-8")
        warm = lint_and_collect(session, unsaved)
        with patch.object(module, "parse_file", parse_file.__wrapped__):
            assert warm == lint_and_collect(Session(root, EVERY_RULE), unsaved)


def lint_and_collect(session: Session, texts: dict[Path, str]) -> object:
    """Return everything that a lint reports; None if there is nothing to lint."""
    try:
        return collect(session.lint(texts))
    except DiscoveryError:
        return None
