"""Credentials are set for an image that is not pulled from a private registry.

`repository_auth_config` is for a private registry that is reached through a VPC. AWS documents it
only together with `repository_access_mode = "Vpc"`. `Platform` means ECR, which needs no such
credentials.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ImageConfig.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Container, Example, Problem, Related, Severity, rule

BAD = Example(
    "Credentials are set, but the access mode is `Platform`.",
    """
    resource "aws_lambda_function" "login" {
      function_name = "login"
      role          = "arn:aws:iam::123456789012:role/login"
      image_uri     = "123456789012.dkr.ecr.us-east-1.amazonaws.com/login:1"
      package_type  = "Image"
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

        image_config {
          repository_access_mode = "Platform"

          repository_auth_config { # SM312
            repository_credentials_provider_arn = aws_lambda_function.login.arn
          }
        }
      }
    }
    """,
)

GOOD = Example(
    "The credentials are for a private registry, reached through the VPC.",
    """
    resource "aws_lambda_function" "login" {
      function_name = "login"
      role          = "arn:aws:iam::123456789012:role/login"
      image_uri     = "123456789012.dkr.ecr.us-east-1.amazonaws.com/login:1"
      package_type  = "Image"
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "registry.example.com/fraud:1.4.2"

        image_config {
          repository_access_mode = "Vpc"

          repository_auth_config {
            repository_credentials_provider_arn = aws_lambda_function.login.arn
          }
        }
      }

      vpc_config {
        subnets            = ["subnet-0a1b2c3d4e5f67890", "subnet-1a1b2c3d4e5f67890"]
        security_group_ids = ["sg-0a1b2c3d4e5f67890"]
      }
    }
    """,
)


@rule("SM312", Severity.WARNING, on=Container)
def check(container: Container) -> Iterator[Problem]:
    """Yield the `repository_auth_config` beside the access mode `Platform`."""
    config = container.child("image_config")
    mode = config.argument("repository_access_mode") if config else None
    auth = config.child("repository_auth_config") if config else None
    if auth and mode and mode.value == "Platform":
        yield Problem(
            auth.span,
            "credentials are set, but the access mode is `Platform`",
            hint="remove the block, or write `Vpc` for a private registry",
            related=(Related("the access mode", mode.span),),
        )
