"""`AmazonSageMakerFullAccess` does not cover the bucket of the model data.

Its `s3:GetObject` covers buckets and keys whose names contain `sagemaker`, `SageMaker`, `Sagemaker`
or `aws-glue`, and objects with the tag `SageMaker` = `true`. It does not cover a bucket such as
`fraud-models`, and CreateModel fails: "Could not access model data". The rule checks a role only if
all its policies are in the configuration and can be read. It skips the buckets of JumpStart, which
this policy covers.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html>
and <https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonSageMakerFullAccess.html>.
"""

from collections.abc import Iterator
from typing import Any

from tflint_sagemaker.api import (
    BlockView,
    Example,
    Model,
    Problem,
    Related,
    Role,
    Severity,
    check_each,
    rule,
)
from tflint_sagemaker.api.s3 import find_data_location, make_object_arn

FULL_ACCESS = "AmazonSageMakerFullAccess"
TAG = "s3:existingobjecttag"
JUMPSTART = "arn:aws:s3:::jumpstart-"

BAD = Example(
    "`AmazonSageMakerFullAccess` does not cover this bucket: its name lacks `sagemaker`.",
    """
    resource "aws_iam_role" "scoring" {
      name = "scoring"
      assume_role_policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Action    = "sts:AssumeRole"
          Principal = { Service = "sagemaker.amazonaws.com" }
        }]
      })
    }

    resource "aws_iam_role_policy_attachment" "all" {
      role       = aws_iam_role.scoring.name
      policy_arn = "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess"
    }

    resource "aws_sagemaker_model" "fraud" {
      execution_role_arn = aws_iam_role.scoring.arn
      primary_container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        model_data_url = "s3://fraud-models/v1/model.tar.gz" # SM510
      }
    }
    """,
)

GOOD = Example(
    "The managed policy covers buckets with `sagemaker` in the name.",
    """
    resource "aws_iam_role" "scoring" {
      name = "scoring"
      assume_role_policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Action    = "sts:AssumeRole"
          Principal = { Service = "sagemaker.amazonaws.com" }
        }]
      })
    }

    resource "aws_iam_role_policy_attachment" "all" {
      role       = aws_iam_role.scoring.name
      policy_arn = "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess"
    }

    resource "aws_sagemaker_model" "fraud" {
      execution_role_arn = aws_iam_role.scoring.arn
      primary_container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        model_data_url = "s3://sagemaker-fraud-models/v1/model.tar.gz"
      }
    }
    """,
)


@rule("SM510", Severity.WARNING, on=Model)
def check(model: Model) -> Iterator[Problem]:
    """Yield each place of model data that nothing but a tag of the object could open."""
    role = model.role
    if role is None or not any(
        policy.managed == FULL_ACCESS for policy in role.permissions.policies
    ):
        return
    parts = [part for part in model.parts() if part.exists]
    yield from check_each(parts, lambda part: _closed(part, role))


def _closed(part: BlockView, role: Role) -> Iterator[Problem]:
    location = find_data_location(part)
    objects = make_object_arn(location) if location else None
    if location is None or objects is None or objects.startswith(JUMPSTART):
        return
    if role.permissions.lacks("s3:GetObject", objects, besides=_on_tag):
        attached = next(one for one in role.permissions.policies if one.managed == FULL_ACCESS)
        yield Problem(
            location.span,
            f"`{FULL_ACCESS}` does not cover this bucket: its name lacks `sagemaker`",
            hint="allow `s3:GetObject` on the objects of the bucket",
            related=(Related("the policy of the role", attached.span), *location.related),
        )


def _on_tag(statement: dict[str, Any]) -> bool:
    return TAG in str(statement.get("Condition")).casefold()
