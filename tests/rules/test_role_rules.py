"""Execution roles and their trust policies, however they are written.

Lines that are to be reported end in the code; no other line is reported by one of these rules.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tflint_sagemaker.config.settings import Settings
from tflint_sagemaker.discovery.modules import Target
from tflint_sagemaker.engine.linter import lint

if TYPE_CHECKING:
    from collections.abc import Callable

    from tflint_sagemaker.rule.results import Report

RULES = Settings(select=("SM501", "SM502", "SM503", "SM505"))
MARK = re.compile(r"# (SM\d{3})$")

MODEL = """
resource "aws_sagemaker_model" "m" {
  execution_role_arn = aws_iam_role.r.arn
  primary_container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
  }
}
"""
ROLE = """
resource "aws_iam_role" "r" {
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
"""


def document(statement: str) -> str:
    return f'data "aws_iam_policy_document" "trust" {{\n{statement}\n}}\n'


def identified(kind: str, identifiers: str, more: str = "") -> str:
    return document(f"""
  statement {{
    actions = ["sts:AssumeRole"]
    principals {{
      type        = "{kind}"
      identifiers = {identifiers}
    }}
    {more}
  }}
""")


def encoded(principal: str, mark: str = "") -> str:
    return f"""
resource "aws_iam_role" "r" {{
  assume_role_policy = jsonencode({{
    Version   = "2012-10-17"
    Statement = [{{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = {principal} {mark}
    }}]
  }})
}}
"""


ACCOUNT = """
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.current.account_id]
    }
"""
CALLER = 'data "aws_caller_identity" "current" {}\n'
SPLIT = '["lambda.amazonaws.com"] # SM501'

CASES = {
    "a document for another service": MODEL + ROLE + identified("Service", SPLIT),
    "a document for an account": MODEL + ROLE + identified("AWS", '["123456789012"] # SM501'),
    "another service under a condition that is not known": MODEL
    + ROLE
    + CALLER
    + identified("Service", SPLIT, ACCOUNT),
    "SageMaker under a condition that is not known": MODEL
    + ROLE
    + CALLER
    + identified("Service", '["sagemaker.amazonaws.com"]', ACCOUNT),
    "an account that is not known": MODEL
    + ROLE
    + CALLER
    + identified(
        "AWS", '["arn:aws:iam::${data.aws_caller_identity.current.account_id}:root"] # SM501'
    ),
    "a dynamic block whose number is not known": MODEL
    + ROLE
    + 'variable "services" { type = set(string) }\n'
    + document("""
  statement {
    actions = ["sts:AssumeRole"]
    dynamic "principals" {
      for_each = var.services
      content {
        type        = "Service"
        identifiers = [principals.value]
      }
    }
  }
"""),
    "a dynamic block whose content is known": MODEL
    + ROLE
    + document("""
  statement {
    actions = ["sts:AssumeRole"]
    dynamic "principals" {
      for_each = ["ec2.amazonaws.com"]
      content {
        type        = "Service"
        identifiers = [principals.value] # SM501
      }
    }
  }
"""),
    "the minified document": MODEL
    + ROLE.replace(".json", ".minified_json")
    + identified("Service", SPLIT),
    "encoded for another service": MODEL + encoded('{ Service = "ec2.amazonaws.com" }', "# SM501"),
    "encoded for a list": MODEL
    + encoded('{ Service = ["ec2.amazonaws.com", "glue.amazonaws.com"] }', "# SM501"),
    "encoded for SageMaker": MODEL + encoded('{ Service = "sagemaker.amazonaws.com" }'),
    "encoded for everyone": MODEL + encoded('"*"'),
    "a heredoc": MODEL
    + """
resource "aws_iam_role" "r" {
  assume_role_policy = <<-EOT
    {
      "Version": "2012-10-17",
      "Statement": [{
        "Effect": "Allow",
        "Action": "sts:AssumeRole",
        "Principal": {
          "Service": "lambda.amazonaws.com"
        }
      }]
    }
  EOT
}
""",
    "a policy from a local": MODEL
    + """
locals {
  trust = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ecs-tasks.amazonaws.com" } # SM501
    }]
  })
}

resource "aws_iam_role" "r" {
  assume_role_policy = local.trust
}
""",
    "a policy that is not given": MODEL
    + """
variable "trust" {
  type = string
}

resource "aws_iam_role" "r" {
  assume_role_policy = var.trust
}
""",
    "a role with count": MODEL.replace(".r.arn", ".r[0].arn")
    + ROLE.replace('"r" {', '"r" {\n  count = 1')
    + identified("Service", SPLIT),
    "a trust policy that may have been changed since": MODEL
    + ROLE.replace(
        "json\n", "json\n  lifecycle {\n    ignore_changes = [assume_role_policy]\n  }\n"
    )
    + identified("Service", '["lambda.amazonaws.com"]'),
    "other changes that are ignored": MODEL
    + ROLE.replace("json\n", "json\n  lifecycle {\n    ignore_changes = [tags]\n  }\n")
    + identified("Service", SPLIT),
    "a role in a splat": MODEL.replace("aws_iam_role.r.arn", "one(aws_iam_role.r[*].arn)")
    + ROLE.replace('"r" {', '"r" {\n  count = 1')
    + identified("Service", SPLIT),
    "a role by name": MODEL.replace(".arn", ".name # SM503")
    + ROLE
    + identified("Service", '["sagemaker.amazonaws.com"]'),
    "a role by its unique id": MODEL.replace(".arn", ".unique_id # SM503")
    + ROLE
    + identified("Service", '["sagemaker.amazonaws.com"]'),
    "an instance profile": MODEL.replace(
        "aws_iam_role.r.arn", "aws_iam_instance_profile.p.arn # SM503"
    )
    + 'resource "aws_iam_instance_profile" "p" { name = "p" }\n',
    "a role that is read": MODEL.replace("aws_iam_role", "data.aws_iam_role")
    + 'data "aws_iam_role" "r" { name = "r" }\n',
    "no JSON": MODEL + 'resource "aws_iam_role" "r" {\n  assume_role_policy = "{" # SM502\n}\n',
    "an empty policy": MODEL
    + 'resource "aws_iam_role" "r" {\n  assume_role_policy = "" # SM502\n}\n',
    "no statement": MODEL
    + 'resource "aws_iam_role" "r" {\n  assume_role_policy = jsonencode({}) # SM502\n}\n',
    "a document without statements": MODEL + ROLE + document(""),
    "a statement without principals": MODEL
    + ROLE
    + document('  statement { # SM502\n    actions = ["sts:AssumeRole"]\n  }'),
    "a statement without principals under a condition that is not known": MODEL
    + ROLE
    + CALLER
    + document(f'  statement {{ # SM502\n    actions = ["sts:AssumeRole"]{ACCOUNT}  }}'),
    "a statement whose principals depend on a variable": MODEL
    + ROLE
    + 'variable "services" {\n  type    = set(string)\n  default = []\n}\n'
    + document("""
  statement {
    actions = ["sts:AssumeRole"]
    dynamic "principals" {
      for_each = var.services
      content {
        type        = "Service"
        identifiers = [principals.value]
      }
    }
  }
"""),
    "a statement without actions": MODEL
    + ROLE
    + document("""
  statement { # SM502
    principals {
      type        = "Service"
      identifiers = ["sagemaker.amazonaws.com"]
    }
  }
"""),
    "a statement with no action in its list": MODEL
    + ROLE
    + document("""
  statement {
    actions = [] # SM502
    principals {
      type        = "Service"
      identifiers = ["sagemaker.amazonaws.com"]
    }
  }
"""),
    "a type of principals that is none": MODEL
    + ROLE
    + document("""
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Services" # SM502
      identifiers = ["sagemaker.amazonaws.com"]
    }
  }
"""),
    "a statement that another document takes the place of": MODEL
    + ROLE
    + document("""
  override_policy_documents = [jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Trust"
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "sagemaker.amazonaws.com" }
    }]
  })]
  statement {
    sid = "Trust"
  }
"""),
    "a block that Terraform refuses": MODEL
    + ROLE
    + document("""
  statement {
    actions = ["sts:AssumeRole"]
    principal {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
"""),
    "an argument that Terraform refuses": MODEL
    + ROLE
    + identified("Service", '"glue.amazonaws.com"'),
    "encoded without a principal": MODEL
    + """
resource "aws_iam_role" "r" {
  assume_role_policy = jsonencode({ # SM502
    Version   = "2012-10-17"
    Statement = { Effect = "Allow", Action = "sts:AssumeRole" }
  })
}
""",
    "encoded without an effect or an action": MODEL
    + """
resource "aws_iam_role" "r" {
  assume_role_policy = jsonencode({ # SM502
    Version   = "2012-10-17"
    Statement = [{ Principal = { Service = "sagemaker.amazonaws.com" } }]
  })
}
""",
    "encoded for a type that is none": MODEL
    + encoded('{ Services = "sagemaker.amazonaws.com" }', "# SM502"),
    "encoded for a name without its type": MODEL + encoded('"sagemaker.amazonaws.com"', "# SM502"),
    "encoded for types in another case": MODEL + encoded('{ service = "sagemaker.amazonaws.com" }'),
    "encoded for everyone of every type": MODEL + encoded('{ "*" = "*" }'),
    "a key twice": MODEL
    + 'resource "aws_iam_role" "r" {\n  assume_role_policy = '
    + r'"{\"Version\": \"2012-10-17\", \"Version\": \"2012-10-17\", \"Statement\": [{}]}" # SM502'
    + "\n}\n",
    "a resource in the trust policy": MODEL
    + ROLE
    + identified("Service", '["sagemaker.amazonaws.com"] # SM502', 'resources = ["*"]'),
    "a document that is refused": MODEL
    + ROLE
    + identified("Service", '["sagemaker.amazonaws.com"]', 'effect = "Permit" # SM505'),
    "a refused document of an unknown condition": MODEL
    + ROLE
    + CALLER
    + identified("Service", '["sagemaker.amazonaws.com"]', 'effect = "Permit" # SM505\n' + ACCOUNT),
}
# The lines that cannot have a comment.
UNMARKED = {
    "a heredoc": {('          "Service": "lambda.amazonaws.com"', "SM501")},
    "a document without statements": {('data "aws_iam_policy_document" "trust" {', "SM502")},
}


def linted(tree: Callable[..., Any], text: str) -> Report:
    return lint([Target(tree({"main.tf": text}), None)], RULES)


@pytest.mark.parametrize("name", CASES)
def test_roles(name: str, tree: Callable[..., Any]) -> None:
    lines = CASES[name].splitlines()
    wanted = {(line, mark[1]) for line in lines if (mark := MARK.search(line))}
    report = linted(tree, CASES[name])
    found = {
        (lines[finding.problem.at.first.line - 1], finding.rule.code) for finding in report.findings
    }
    assert found == wanted | UNMARKED.get(name, set())
    assert not report.failures
    assert not report.errors


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("a dynamic block whose number is not known", "services"),
        ("encoded for everyone", "SageMaker"),
        ("a trust policy that may have been changed since", "ignored"),
        ("a policy that is not given", "var.trust"),
    ],
)
def test_undeterminable_results_are_undecided(
    name: str, reason: str, tree: Callable[..., Any]
) -> None:
    report = linted(tree, CASES[name])
    assert any(reason in question.reason.reason for question in report.undecided)


@pytest.mark.parametrize(
    ("name", "underlined"),
    [
        ("a document for another service", '"lambda.amazonaws.com"'),
        ("encoded for another service", '"ec2.amazonaws.com"'),
        ("a heredoc", '"lambda.amazonaws.com"'),
        ("a role by name", "aws_iam_role.r.name"),
    ],
)
def test_the_word_itself_is_underlined_and_can_be_fixed(
    name: str, underlined: str, tree: Callable[..., Any]
) -> None:
    (finding,) = linted(tree, CASES[name]).findings
    assert finding.problem.at.text == underlined
    fix = finding.problem.fix
    assert fix is not None
    (edit,) = fix.edits
    mended = CASES[name][: edit.span.start] + edit.text + CASES[name][edit.span.end :]
    assert not linted(tree, mended).findings


def test_the_model_is_shown_beside_the_policy(tree: Callable[..., Any]) -> None:
    (finding,) = linted(tree, CASES["encoded for another service"]).findings
    assert [place.span.text for place in finding.problem.related] == ["aws_iam_role.r.arn"]
