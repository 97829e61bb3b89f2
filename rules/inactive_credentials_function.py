"""The Lambda function for the credentials of a private registry cannot be invoked.

A function that failed, or is being deleted, does not respond. An inactive function, which was not
called for weeks, rejects the first call and becomes active only afterwards. SageMaker calls the
function when it creates the model. The rule calls `lambda:GetFunctionConfiguration` for functions
that the configuration does not create.

See <https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html>
and <https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import (
    Argument,
    CannedResponse,
    Example,
    Model,
    Problem,
    Severity,
    check_each,
    rule,
)
from tflint_sagemaker.api.aws import (
    Aws,
    find_existing_function,
    get_function,
    list_credentials_functions,
)

SILENT = {
    "Deleting": "name another function",
    "Failed": "fix the function; Lambda shows the reason as `StateReason`",
    "Inactive": "invoke it once and wait until it is `Active`",
}

BAD = Example(
    "The function `old-login` is `Inactive`.",
    """
    locals {
      login = "arn:aws:lambda:us-east-1:123456789012:function:old-login"
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "registry.example.com/fraud:1.4.2"

        image_config {
          repository_access_mode = "Vpc"

          repository_auth_config {
            repository_credentials_provider_arn = local.login # SM527
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
    "The function is active.",
    """
    locals {
      login = "arn:aws:lambda:us-east-1:123456789012:function:login"
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


def _state(name: str, state: str) -> CannedResponse:
    """What Lambda tells of a function."""
    return CannedResponse(
        "lambda:GetFunctionConfiguration",
        {"FunctionName": f"arn:aws:lambda:us-east-1:123456789012:function:{name}"},
        {"FunctionName": name, "State": state},
    )


ANSWERS = (_state("login", "Active"), _state("old-login", "Inactive"))


@rule(
    "SM527", Severity.WARNING, on=Model, live=("lambda:GetFunctionConfiguration",), answers=ANSWERS
)
def check(model: Model, *, aws: Aws) -> Iterator[Problem]:
    """Yield the ARN of each function that would not answer."""
    yield from check_each(
        list_credentials_functions(model), lambda given: _silent(model, given, aws)
    )


def _silent(model: Model, given: Argument, aws: Aws) -> Iterator[Problem]:
    wanted = find_existing_function(model, given)
    told = get_function(aws, wanted) if wanted else None
    state = told.get("State") if told else None
    if wanted and state in SILENT:
        yield Problem(
            given.span,
            f"the function `{wanted.name}` is `{state}`",
            hint=SILENT[state],
            related=given.related,
        )
