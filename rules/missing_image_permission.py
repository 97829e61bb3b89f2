"""The execution role may not pull the image of the model.

SageMaker pulls an image from ECR with the permissions of the execution role. Without
`ecr:BatchGetImage` and `ecr:GetDownloadUrlForLayer` the model is created, but its endpoint fails:
"does not have BatchGetImage permission for the image". The rule checks a role only if all its
policies are in the configuration and can be read. Ignore it for a role that gets more permissions
elsewhere.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html>
and <https://github.com/aws/sagemaker-python-sdk/issues/2002>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import (
    Container,
    Example,
    Model,
    Problem,
    Related,
    Severity,
    check_each,
    rule,
)
from tflint_sagemaker.api.iam import find_missing_actions
from tflint_sagemaker.api.images import find_repository_arn

PULL = ("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")
ALSO = ("ecr:BatchCheckLayerAvailability",)

BAD = Example(
    (
        "No policy of the execution role allows `ecr:BatchGetImage`, "
        "`ecr:GetDownloadUrlForLayer`, `ecr:BatchCheckLayerAvailability` on the image."
    ),
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

    resource "aws_iam_role_policy" "data" {
      role = aws_iam_role.scoring.id
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Allow", Action = "s3:GetObject", Resource = "*" },
        ]
      })
    }

    resource "aws_sagemaker_model" "fraud" {
      execution_role_arn = aws_iam_role.scoring.arn
      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2" # SM508
      }
    }
    """,
)

GOOD = Example(
    "A policy of the role allows pulling the image.",
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

    resource "aws_iam_role_policy" "images" {
      role = aws_iam_role.scoring.id
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Allow", Action = "ecr:*", Resource = "*" },
        ]
      })
    }

    resource "aws_sagemaker_model" "fraud" {
      execution_role_arn = aws_iam_role.scoring.arn
      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)


@rule("SM508", Severity.WARNING, on=Model)
def check(model: Model) -> Iterator[Problem]:
    """Yield each image of ECR that no policy of the role lets it pull."""
    yield from check_each(model.containers(), lambda container: _pulled(model, container))


def _pulled(model: Model, container: Container) -> Iterator[Problem]:
    image, role = container.image, model.role
    repository = find_repository_arn(image) if image and role else None
    if image is None or role is None or repository is None:
        return
    config = container.child("image_config")
    mode = config.argument("repository_access_mode") if config else None
    if mode and mode.value != "Platform":
        return
    permissions = role.permissions
    if not find_missing_actions(permissions, PULL, repository):
        return
    lacking = find_missing_actions(permissions, (*PULL, *ALSO), repository)
    words = ", ".join(f"`{action}`" for action in lacking)
    yield Problem(
        image.span,
        f"no policy of the execution role allows {words} on the image",
        hint="allow these, and `ecr:GetAuthorizationToken` on `*`",
        related=(Related("the execution role", role.span), *image.related),
    )
