"""The execution role may not read the model data.

SageMaker reads the model data with the permissions of the execution role when it creates the model:
`s3:GetObject` on the objects, and `s3:ListBucket` on the bucket for a prefix or several models.
Otherwise CreateModel fails: "Could not access model data". A common cause is the ARN of the bucket,
without `/*`, as the resource of `s3:GetObject`. The rule checks a role only if all its policies are
in the configuration and can be read. The policy of the bucket may also allow access.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html>
and <https://github.com/philschmid/llm-sagemaker-sample/issues/2>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import (
    Argument,
    BlockView,
    Container,
    Example,
    Model,
    Problem,
    Related,
    Role,
    Severity,
    check_each,
    rule,
)
from tflint_sagemaker.api.s3 import find_data_location, make_bucket_arn, make_object_arn

READ = "s3:GetObject"
LIST = "s3:ListBucket"

BAD = Example(
    "No policy of the execution role allows `s3:GetObject` on the object.",
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

    resource "aws_iam_role_policy" "read" {
      role = aws_iam_role.scoring.id
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Allow", Action = "ecr:*", Resource = "*" },
          { Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::fraud-models" },
        ]
      })
    }

    resource "aws_sagemaker_model" "fraud" {
      execution_role_arn = aws_iam_role.scoring.arn
      primary_container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        model_data_url = "s3://fraud-models/v1/model.tar.gz" # SM509
      }
    }
    """,
)

GOOD = Example(
    "A policy of the role allows reading the object.",
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

    resource "aws_iam_role_policy" "read" {
      role = aws_iam_role.scoring.id
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Allow", Action = "ecr:*", Resource = "*" },
          {
            Effect   = "Allow"
            Action   = "s3:GetObject"
            Resource = "arn:aws:s3:::fraud-models/*"
          },
        ]
      })
    }

    resource "aws_sagemaker_model" "fraud" {
      execution_role_arn = aws_iam_role.scoring.arn
      primary_container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        model_data_url = "s3://fraud-models/v1/model.tar.gz"
      }
    }
    """,
)


@rule("SM509", Severity.WARNING, on=Model)
def check(model: Model) -> Iterator[Problem]:
    """Yield each place of model data that no policy of the role lets it read."""
    role = model.role
    if role is not None:
        parts = [part for part in model.parts() if part.exists]
        containers = [part for part in parts if isinstance(part, Container)]
        many = any(
            mode.raw.data == "MultiModel" for part in containers if (mode := part.argument("mode"))
        )
        yield from check_each(parts, lambda part: _read(part, role, many=many))


def _read(part: BlockView, role: Role, *, many: bool) -> Iterator[Problem]:
    location = find_data_location(part)
    if location is None:
        return
    kind = part.argument("s3_data_type")
    prefix = many or (kind is not None and kind.value == "S3Prefix")
    objects, bucket = make_object_arn(location, prefix=prefix), make_bucket_arn(location)
    if objects is None or bucket is None:
        return
    if role.permissions.lacks(READ, objects):
        yield _problem(location, role, READ, "the objects" if prefix else "the object")
    elif prefix and role.permissions.lacks(LIST, bucket):
        yield _problem(location, role, LIST, "the bucket")


def _problem(location: Argument, role: Role, action: str, what: str) -> Problem:
    return Problem(
        location.span,
        f"no policy of the execution role allows `{action}` on {what}",
        hint=f"allow `{action}` on {what}, `arn:aws:s3:::BUCKET{'' if action == LIST else '/*'}`",
        related=(Related("the execution role", role.span), *location.related),
    )
