"""A model package does not exist.

CreateModel fails if the package in `model_package_name` is not in the registry. The rule calls
`sagemaker:DescribeModelPackage`. It cannot check packages of other accounts and of AWS Marketplace,
and does not report packages that the same configuration may create.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeModelPackage.html>
and <https://docs.aws.amazon.com/sagemaker/latest/dg/model-registry-deploy.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import (
    CannedResponse,
    Container,
    Example,
    Model,
    Problem,
    Severity,
    check_each,
    rule,
)
from tflint_sagemaker.api.aws import Aws, describe_package, parse_model_package

MAKERS = {
    "awscc_sagemaker_model_package": "model_package_name",
    "aws_sagemaker_model_package_group": "model_package_group_name",
}

BAD = Example(
    "There is no model package `fraud/5` in `us-east-1`.",
    """
    locals {
      version = 5
      fraud   = "arn:aws:sagemaker:us-east-1:123456789012:model-package/fraud"
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        model_package_name = "${local.fraud}/${local.version}" # SM231
      }
    }
    """,
)

GOOD = Example(
    "The version of the model package exists.",
    """
    locals {
      fraud = "arn:aws:sagemaker:us-east-1:123456789012:model-package/fraud"
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        model_package_name = "${local.fraud}/4"
      }
    }
    """,
)

ANSWERS = (
    CannedResponse(
        "sagemaker:DescribeModelPackage",
        {"ModelPackageName": "arn:aws:sagemaker:us-east-1:123456789012:model-package/fraud/4"},
        {"ModelPackageStatus": "Completed", "ModelApprovalStatus": "Approved"},
    ),
    CannedResponse("sagemaker:DescribeModelPackage", error="ValidationException"),
)


@rule("SM231", Severity.ERROR, on=Model, live=("sagemaker:DescribeModelPackage",), answers=ANSWERS)
def check(model: Model, *, aws: Aws) -> Iterator[Problem]:
    """Yield each ARN of a package of the same account that SageMaker does not have."""
    yield from check_each(model.containers(), lambda container: _missing(model, container, aws))


def _missing(model: Model, container: Container, aws: Aws) -> Iterator[Problem]:
    given = container.model_package_name
    package = parse_model_package(given) if given else None
    if given is None or package is None or describe_package(aws, package) is not None:
        return
    model.made.no_other(package.name, MAKERS)
    yield Problem(
        given.span,
        f"there is no model package `{package.shown}` in `{package.region}`",
        hint="use a model package that exists, with its version",
        related=given.related,
    )
