"""Functions of Lambda.

https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_sagemaker.live.aws import Aws
    from tflint_sagemaker.sagemaker.argument import Argument
    from tflint_sagemaker.sagemaker.model import Model

FUNCTION_ARN = compile_later(
    r"arn:aws[\w-]*:lambda:(?P<region>[a-z0-9-]+):(?P<account>\d{12}):function:"
    r"(?P<name>[\w-]{1,64})(?::(?P<qualifier>\$LATEST|[\w-]+))?"
)
NO_FUNCTION = ("ResourceNotFoundException",)
MAKERS = {"aws_lambda_function": "function_name", "awscc_lambda_function": "function_name"}
ALIASES = {"aws_lambda_alias": "name", "awscc_lambda_alias": "name"}


@dataclass(frozen=True, slots=True)
class LambdaFunction:
    """A function by its ARN, with the version or alias of it if one is named."""

    arn: str
    region: str
    account: str
    name: str
    qualifier: str | None


def list_credentials_functions(model: Model) -> Iterator[Argument]:
    """The arguments of a model that name functions for the credentials of private registries."""
    for part in model.parts():
        if part.exists and part.type == "repository_auth_config":
            given = part.argument("repository_credentials_provider_arn")
            if given is not None:
                yield given


def find_existing_function(model: Model, given: Argument) -> LambdaFunction | None:
    """The function that is named by an ARN, None if that is none.

    Raises Undecided if it is not known, or if the configuration may make it.
    """
    found = parse_function(given)
    if found is not None:
        model.made.no_other(found.name, MAKERS)
        if found.qualifier:
            model.made.no_other(found.qualifier, ALIASES)
    return found


def parse_function(given: Argument) -> LambdaFunction | None:
    """The function that is named by an ARN. Raises Undecided if it is not known."""
    found = FUNCTION_ARN.fullmatch(given.text or "")
    if found is None:
        return None
    return LambdaFunction(
        found[0], found["region"], found["account"], found["name"], found["qualifier"]
    )


def get_function(aws: Aws, wanted: LambdaFunction) -> dict[str, Any] | None:
    """What Lambda tells of a function, None if there is none."""
    answer: dict[str, Any] | None = aws.request(
        "lambda",
        "GetFunctionConfiguration",
        {"FunctionName": wanted.arn},
        region=wanted.region,
        missing=NO_FUNCTION,
    )
    return answer


def has_function_policy(aws: Aws, wanted: LambdaFunction) -> bool:
    """Whether a function lets others in by a policy of its own."""
    asked = {"FunctionName": wanted.arn}
    answer = aws.request("lambda", "GetPolicy", asked, region=wanted.region, missing=NO_FUNCTION)
    return answer is not None
