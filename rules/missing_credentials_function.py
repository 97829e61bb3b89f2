"""The Lambda function for the credentials of a private registry does not exist.

SageMaker invokes the function in `repository_credentials_provider_arn` to get the credentials of a
private registry. Without it the image cannot be pulled, and the endpoint fails. The rule calls
`lambda:GetFunctionConfiguration`. It does not report functions that the same configuration may
create, and cannot check functions of other accounts.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html>
and <https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import (
    Argument,
    CannedResponse,
    Example,
    Model,
    Problem,
    Severity,
    Undecided,
    Unknown,
    check_each,
    rule,
)
from tflint_sagemaker.api.aws import (
    Aws,
    find_existing_function,
    get_function,
    list_credentials_functions,
)

BAD = Example(
    "There is no function `registry` in `us-east-1`.",
    """
    locals {
      login = "arn:aws:lambda:us-east-1:123456789012:function:registry"
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "registry.example.com/fraud:1.4.2"

        image_config {
          repository_access_mode = "Vpc"

          repository_auth_config {
            repository_credentials_provider_arn = local.login # SM334
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
    "The function exists.",
    """
    locals {
      login = "arn:aws:lambda:us-east-1:123456789012:function:registry-login"
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "registry.example.com/fraud:1.4.2"

        image_config {
          repository_access_mode = "Vpc"

          repository_auth_config {
            repository_credentials_provider_arn = local.login
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

ANSWERS = (
    CannedResponse(
        "lambda:GetFunctionConfiguration",
        {"FunctionName": "arn:aws:lambda:us-east-1:123456789012:function:registry-login"},
        {"FunctionName": "registry-login", "State": "Active"},
    ),
    CannedResponse("lambda:GetFunctionConfiguration", error="ResourceNotFoundException"),
)


@rule("SM334", Severity.ERROR, on=Model, live=("lambda:GetFunctionConfiguration",), answers=ANSWERS)
def check(model: Model, *, aws: Aws) -> Iterator[Problem]:
    """Yield the ARN of each function that there is not."""
    yield from check_each(
        list_credentials_functions(model), lambda given: _missing(model, given, aws)
    )


def _missing(model: Model, given: Argument, aws: Aws) -> Iterator[Problem]:
    wanted = find_existing_function(model, given)
    if wanted is None:
        return
    if get_function(aws, wanted) is not None:
        return
    if wanted.account != aws.account:
        raise Undecided(_elsewhere(wanted.account, given))
    yield Problem(
        given.span,
        f"there is no function `{wanted.name}` in `{wanted.region}`"
        + (f" with the qualifier `{wanted.qualifier}`" if wanted.qualifier else ""),
        hint="use a function that exists",
        related=given.related,
    )


def _elsewhere(account: str, given: Argument) -> Unknown:
    return Unknown(f"the function belongs to the account {account}", given.span)
