"""A model package is not approved or not completed.

The model registry decides which version may serve. A pending or rejected version is not meant to be
deployed. A package whose status is not `Completed` cannot be deployed. The rule calls
`sagemaker:DescribeModelPackage`.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/model-registry-approve.html>
and <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeModelPackage.html>.
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

BAD = Example(
    "The approval of the model package is `PendingManualApproval`.",
    """
    locals {
      fraud = "arn:aws:sagemaker:us-east-1:123456789012:model-package/fraud"
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      container {
        model_package_name = "${local.fraud}/5" # SM232
      }
      container {
        model_package_name = "${local.fraud}/6" # SM232
      }
    }
    """,
)

GOOD = Example(
    "The version of the model package is approved.",
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
    CannedResponse(
        "sagemaker:DescribeModelPackage",
        {"ModelPackageName": "arn:aws:sagemaker:us-east-1:123456789012:model-package/fraud/5"},
        {"ModelPackageStatus": "Completed", "ModelApprovalStatus": "PendingManualApproval"},
    ),
    CannedResponse(
        "sagemaker:DescribeModelPackage",
        {"ModelPackageName": "arn:aws:sagemaker:us-east-1:123456789012:model-package/fraud/6"},
        {"ModelPackageStatus": "Failed"},
    ),
    CannedResponse("sagemaker:DescribeModelPackage", error="ValidationException"),
)


@rule(
    "SM232", Severity.WARNING, on=Model, live=("sagemaker:DescribeModelPackage",), answers=ANSWERS
)
def check(model: Model, *, aws: Aws) -> Iterator[Problem]:
    """Yield each package that is not approved or not completed."""
    yield from check_each(model.containers(), lambda container: _unready(container, aws))


def _unready(container: Container, aws: Aws) -> Iterator[Problem]:
    given = container.model_package_name
    package = parse_model_package(given) if given else None
    told = describe_package(aws, package) if package else None
    if given is None or told is None:
        return
    status, approval = told.get("ModelPackageStatus"), told.get("ModelApprovalStatus")
    if status in ("Pending", "InProgress", "Failed", "Deleting"):
        message = f"the status of the model package is `{status}`"
        hint = "use a model package that is `Completed`"
    elif approval in ("PendingManualApproval", "Rejected"):
        message = f"the approval of the model package is `{approval}`"
        hint = "approve this version, or use an approved one"
    else:
        return
    yield Problem(given.span, message, hint, given.related)
