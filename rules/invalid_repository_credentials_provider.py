"""`repository_credentials_provider_arn` is not the ARN of a Lambda function.

SageMaker calls a Lambda function for the user name and password of a private registry. The provider
checks only the general form of the ARN, so the ARN of a secret or a role passes `terraform plan`.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_RepositoryAuthConfig.html>
and <https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html>.
"""

import re
from collections.abc import Iterator

from tflint_sagemaker.api import BlockView, Example, Problem, Severity, Unknown, rule
from tflint_sagemaker.api.models import find_sample
from tflint_sagemaker.api.text import compile_later, shorten

# What the provider takes, and that it is a function of Lambda. Its own name is left to Lambda.
FUNCTION = compile_later(r"arn:aws(-[a-z]+)*:lambda:[^:]+:\d{12}:function:.+", re.ASCII | re.DOTALL)
MOST = 2048

BAD = Example(
    "`arn:aws:iam::123456789012:role/login` is not the ARN of a Lambda function.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "registry.example.com/fraud:1.4.2"

        image_config {
          repository_access_mode = "Vpc"

          repository_auth_config {
            repository_credentials_provider_arn = "arn:aws:iam::123456789012:role/login" # SM304
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

GOOD = Example(
    "The credentials come from a Lambda function.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "registry.example.com/fraud:1.4.2"

        image_config {
          repository_access_mode = "Vpc"

          repository_auth_config {
            repository_credentials_provider_arn = "arn:aws:lambda:us-east-1:123456789012:function:login"
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


@rule("SM304", Severity.ERROR, on=BlockView)
def check(block: BlockView) -> Iterator[Problem]:
    """Yield the provider of credentials if it is no function."""
    given = block.argument("repository_credentials_provider_arn")
    if given is None:
        return
    form = find_sample(given.raw.data) if isinstance(given.raw.data, Unknown) else None
    message = None
    if form is not None:
        if not FUNCTION.fullmatch(form):
            message = f"`{shorten(given.span.text)}` is not the ARN of a Lambda function"
    elif given.value == "":
        message = "`repository_credentials_provider_arn` is empty"
    elif not FUNCTION.fullmatch(given.value):
        message = f"`{given.shown}` is not the ARN of a Lambda function"
    elif len(given.value) > MOST:
        message = f"the ARN has {len(given.value)} characters, more than {MOST}"
    if message:
        hint = "use the ARN of a function, such as `aws_lambda_function.example.arn`"
        yield Problem(given.span, message, hint, given.related)
