"""`execution_role_arn` refers to something other than the ARN of a role.

`execution_role_arn` requires the ARN of an IAM role. The name or id of a role passes validation
while it is unknown, and fails later. So does the ARN of a policy, an instance profile, a user or a
group, which SageMaker cannot assume.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModel.html>.
"""

from collections.abc import Iterator
from itertools import islice

from tflint_sagemaker.api import (
    Argument,
    Example,
    Model,
    Problem,
    ResourceAttribute,
    Severity,
    rule,
)
from tflint_sagemaker.api.fixes import other_attribute

OTHERS = {
    "aws_ecr_repository": "repository",
    "aws_iam_group": "group",
    "aws_iam_instance_profile": "instance profile",
    "aws_iam_policy": "policy",
    "aws_iam_user": "user",
    "aws_kms_key": "key",
    "aws_lambda_function": "function",
    "aws_s3_bucket": "bucket",
    "aws_sagemaker_domain": "domain",
    "aws_sagemaker_model": "model",
}
CALLER = "aws_caller_identity"

BAD = Example(
    "`execution_role_arn` is the `id` of a role, not its ARN.",
    """
    data "aws_iam_policy_document" "trust" {
      statement {
        actions = ["sts:AssumeRole"]
        principals {
          type        = "Service"
          identifiers = ["sagemaker.amazonaws.com"]
        }
      }
    }

    resource "aws_iam_role" "scoring" {
      assume_role_policy = data.aws_iam_policy_document.trust.json
    }

    resource "aws_sagemaker_model" "fraud" {
      execution_role_arn = aws_iam_role.scoring.id # SM503
      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

GOOD = Example(
    "The argument is the ARN of the role.",
    """
    data "aws_iam_policy_document" "trust" {
      statement {
        actions = ["sts:AssumeRole"]
        principals {
          type        = "Service"
          identifiers = ["sagemaker.amazonaws.com"]
        }
      }
    }

    resource "aws_iam_role" "scoring" {
      assume_role_policy = data.aws_iam_policy_document.trust.json
    }

    resource "aws_sagemaker_model" "fraud" {
      execution_role_arn = aws_iam_role.scoring.arn
      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)


@rule("SM503", Severity.ERROR, on=Model)
def check(model: Model) -> Iterator[Problem]:
    """Yield the execution role if it will be something other than a role's ARN."""
    given = model.execution_role_arn
    if given is not None:
        found = (_problem(given, source) for source in given.sources)
        yield from islice(filter(None, found), 1)


def _problem(given: Argument, source: ResourceAttribute) -> Problem | None:
    kind, attribute = source.type, source.attribute
    if kind == "aws_iam_role" and attribute != "arn":
        message, hint = (
            f"`execution_role_arn` is the `{attribute}` of a role, not its ARN",
            "give the role's `arn`",
        )
    elif kind in OTHERS and attribute in ("arn", "id", "name"):
        message = f"`execution_role_arn` is the `{attribute}` of {_article(OTHERS[kind])}"
        hint = "give the `arn` of a role"
    elif kind == CALLER and attribute in ("account_id", "arn", "id", "user_id"):
        message = f"`execution_role_arn` is the `{attribute}` of the caller of Terraform"
        hint = "give the `arn` of a role"
    else:
        return None
    fix = other_attribute(given.span, source, "arn") if kind == "aws_iam_role" else None
    return Problem(given.span, message, hint, given.related, fix)


def _article(word: str) -> str:
    return f"an {word}" if word[0] in "aeiou" and word != "user" else f"a {word}"
