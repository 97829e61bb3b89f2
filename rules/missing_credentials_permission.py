"""The execution role may not invoke the function for the registry credentials.

SageMaker calls the function in `repository_credentials_provider_arn` with the permissions of the
execution role, which needs `lambda:InvokeFunction` on it. `AmazonSageMakerFullAccess` covers only
functions whose names contain `SageMaker`, `Sagemaker`, `sagemaker` or `LabelingFunction`. The rule
checks a role only if all its policies are in the configuration and can be read. The policy of the
function itself may also allow the call.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html>.
"""

from collections.abc import Iterator

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

INVOKE = "lambda:InvokeFunction"

BAD = Example(
    "No policy of the execution role allows `lambda:InvokeFunction` on this function.",
    """
    locals {
      login = "arn:aws:lambda:us-east-1:123456789012:function:fraud-login"
      named = "arn:aws:lambda:us-east-1:123456789012:function:sagemaker-login"
    }

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
        image = "registry.example.com/fraud:1.4.2"

        image_config {
          repository_access_mode = "Vpc"

          repository_auth_config {
            repository_credentials_provider_arn = local.login # SM515
          }
        }
      }

      vpc_config {
        subnets            = ["subnet-0aaaaaaaaaaaaaaaa", "subnet-0bbbbbbbbbbbbbbbb"]
        security_group_ids = ["sg-0cccccccccccccccc"]
      }
    }
    """,
)

GOOD = Example(
    "A policy of the role allows calling this function.",
    """
    locals {
      login = "arn:aws:lambda:us-east-1:123456789012:function:fraud-login"
      named = "arn:aws:lambda:us-east-1:123456789012:function:sagemaker-login"
    }

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
        image = "registry.example.com/fraud:1.4.2"

        image_config {
          repository_access_mode = "Vpc"

          repository_auth_config {
            repository_credentials_provider_arn = local.named
          }
        }
      }

      vpc_config {
        subnets            = ["subnet-0aaaaaaaaaaaaaaaa", "subnet-0bbbbbbbbbbbbbbbb"]
        security_group_ids = ["sg-0cccccccccccccccc"]
      }
    }
    """,
)


@rule("SM515", Severity.WARNING, on=Model)
def check(model: Model) -> Iterator[Problem]:
    """Yield each function that no policy of the role lets it call."""
    role = model.role
    if role is not None:
        parts = [part for part in model.parts() if part.exists]
        yield from check_each(parts, lambda part: _called(part, role))


def _called(part: BlockView, role: Role) -> Iterator[Problem]:
    function = part.argument("repository_credentials_provider_arn")
    if function is None:
        return
    whole = function.raw.data if isinstance(function.raw.data, str) else ""
    arn = whole or f"{function.prefix}*{function.suffix}"
    # what is allowed for versions of the function alone may be meant for the function
    if role.permissions.lacks(INVOKE, arn) and role.permissions.lacks(INVOKE, f"{arn}:0"):
        yield Problem(
            function.span,
            f"no policy of the execution role allows `{INVOKE}` on this function",
            hint=f"allow `{INVOKE}` on the function",
            related=(Related("the execution role", role.span), *function.related),
        )
