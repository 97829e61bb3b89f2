"""Models and model packages as SageMaker knows them.

It declares no errors for what is not there, and answers `ValidationException`.
https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeModelPackage.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tflint_sagemaker.terraform.values import Undecided, Unknown
from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from tflint_sagemaker.live.aws import Aws
    from tflint_sagemaker.sagemaker.argument import Argument

# Of a versioned package, which is always given by its ARN, or one of no group. What has this form
# is not refused for another reason than that it is not there.
PACKAGE_ARN = compile_later(
    r"arn:aws[a-z-]*:sagemaker:(?P<region>[a-z0-9-]+):(?P<account>\d{12}):model-package/"
    r"(?P<name>[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)(?:/(?P<version>\d{1,5}))?"
)
MODEL_NAME = compile_later(r"[a-zA-Z0-9](?:-*[a-zA-Z0-9]){0,62}")
NOT_THERE = ("ValidationException", "ResourceNotFound")


@dataclass(frozen=True, slots=True)
class ModelPackage:
    """A model package by its ARN; the name is its group's if it has a version."""

    arn: str
    region: str
    account: str
    name: str

    @property
    def shown(self) -> str:
        """The name, with the version if there is one."""
        return self.arn.partition("/")[2]


def parse_model_package(given: Argument) -> ModelPackage | None:
    """The model package that is named by an ARN. Raises Undecided if it is not known."""
    found = PACKAGE_ARN.fullmatch(given.text or "")
    return (
        ModelPackage(found[0], found["region"], found["account"], found["name"]) if found else None
    )


def describe_package(aws: Aws, package: ModelPackage) -> dict[str, Any] | None:
    """What SageMaker tells of a model package, None if there is none.

    Of other accounts it does not tell apart what is not there and what may not be seen.
    """
    answer: dict[str, Any] | None = aws.request(
        "sagemaker",
        "DescribeModelPackage",
        {"ModelPackageName": package.arn},
        region=package.region,
        missing=NOT_THERE,
    )
    if answer is None and package.account != aws.account:
        raise Undecided(Unknown(f"the model package is of the account {package.account}"))
    return answer


def describe_model(aws: Aws, name: str) -> dict[str, Any] | None:
    """What SageMaker tells of a model of that name, None if there is none."""
    answer: dict[str, Any] | None = aws.request(
        "sagemaker", "DescribeModel", {"ModelName": name}, missing=NOT_THERE
    )
    return answer
