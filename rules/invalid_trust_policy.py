"""The trust policy of the execution role is one that IAM takes.

The provider refuses what is no JSON object and what repeats a key, at `terraform validate` or
at plan. IAM refuses the rest at apply as a malformed policy document: no `Statement`, a `Version`
that does not exist, and `Resource` or `NotResource`, which a trust policy cannot have.

See <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html>.
"""

from collections.abc import Iterator
from typing import Any

from tflint_sagemaker.api import (
    PolicyError,
    Problem,
    Role,
    Rule,
    Severity,
    hcl,
    plain_json,
    read_json,
    repeated_keys,
)

VERSIONS = ("2008-10-17", "2012-10-17")


def check(role: Role) -> Iterator[Problem]:
    """Yield the policy if it is no JSON, or what IAM refuses in it."""
    given = role.trust_policy
    text = given.text if given else None
    if given is None or text is None:
        return
    for word, fault in _faults(text.removeprefix("\ufeff")):
        yield Problem(role.trust_span(word), f"the trust policy {fault}", related=given.related)


def _faults(text: str) -> Iterator[tuple[str | None, str]]:
    """Each fault as a clause, with the word of the policy that it is about."""
    try:
        data = read_json(text)
    except PolicyError as error:
        yield None, f"is no JSON: {error}" if text.strip() else "is empty"
        return
    policy = plain_json(data)
    if not isinstance(policy, dict):
        yield None, "is no JSON object"
        return
    for key in repeated_keys(data):
        yield None, f"has the key `{key}` more than once"
    if not any(key.casefold() == "statement" for key in policy):
        yield None, "has no `Statement`"
    version = policy.get("Version", VERSIONS[0])
    if version not in VERSIONS:
        wanted = " or ".join(f"`{known}`" for known in VERSIONS)
        yield str(version), f"has the `Version` `{version}`, not {wanted}"
    yield from _prohibited(policy.get("Statement"))


def _prohibited(found: Any) -> Iterator[tuple[str | None, str]]:
    for statement in found if isinstance(found, list) else [found]:
        for name in ("Resource", "NotResource"):
            if isinstance(statement, dict) and name in statement:
                yield None, f"has a `{name}`, which is only for policies of permissions"


RULE = Rule(
    code="SM502",
    name="invalid-trust-policy",
    severity=Severity.ERROR,
    doc=__doc__,
    on=Role,
    check=check,
    bad=(
        hcl("""
        resource "aws_iam_role" "scoring" {
          assume_role_policy = jsonencode({
            Version = "2024-01-01" # SM502
            Statement = [{
              Effect    = "Allow"
              Action    = "sts:AssumeRole"
              Principal = { Service = "sagemaker.amazonaws.com" }
            }]
          })
        }

        resource "aws_sagemaker_model" "fraud" {
          execution_role_arn = aws_iam_role.scoring.arn
          primary_container {
            image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
          }
        }
        """),
        hcl("""
        resource "aws_iam_role" "scoring" {
          assume_role_policy = "sagemaker.amazonaws.com" # SM502
        }

        resource "aws_sagemaker_model" "fraud" {
          execution_role_arn = aws_iam_role.scoring.arn
          primary_container {
            image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
          }
        }
        """),
    ),
    good=(
        hcl("""
        resource "aws_iam_role" "scoring" {
          assume_role_policy = jsonencode({
            Version = "2012-10-17"
            Statement = [{
              Effect    = "Allow"
              Action    = "sts:AssumeRole"
              Principal = { Service = "sagemaker.amazonaws.com" }
            }]
          })
        }

        resource "aws_sagemaker_model" "fraud" {
          execution_role_arn = aws_iam_role.scoring.arn
          primary_container {
            image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
          }
        }
        """),
    ),
)
