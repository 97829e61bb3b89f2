"""A model package is in a different region than the model.

A package belongs to one region, which its ARN names. The API rejects a package of another region:
"ARN should be scoped to correct region". AWS Marketplace has a package ARN for each region. The
region of the model is its `region` argument, or that of its provider. If either depends on the
default of a variable, which may have another value, the rule does not report it.

See <https://github.com/aws/amazon-sagemaker-examples/issues/1438>
and <https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-mkt-create-model-package.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import (
    Argument,
    Container,
    Example,
    Model,
    Problem,
    Related,
    Severity,
    check_each,
    rule,
)
from tflint_sagemaker.api.models import find_package_location

BAD = Example(
    "The model package is in `us-east-1`, but the model is in `eu-central-1`.",
    """
    provider "aws" {
      region = "eu-central-1"
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        model_package_name = "arn:aws:sagemaker:us-east-1:123456789012:model-package/fraud/3" # SM228
      }
    }
    """,
)

GOOD = Example(
    "Package and model are in the same region.",
    """
    provider "aws" {
      region = "us-east-1"
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        model_package_name = "arn:aws:sagemaker:us-east-1:123456789012:model-package/fraud/3"
      }
    }
    """,
)


@rule("SM228", Severity.ERROR, on=Model)
def check(model: Model) -> Iterator[Problem]:
    """Yield each package whose region is not that of the model."""
    region = model.region
    if region:
        yield from check_each(model.containers(), lambda container: _elsewhere(container, region))


def _elsewhere(container: Container, region: Argument) -> Iterator[Problem]:
    package = container.model_package_name
    home = find_package_location(package) if package else None
    if package is None or home is None or not region.text or home.region == region.text:
        return
    package.require_not_default()
    region.require_not_default()
    yield Problem(
        package.span,
        f"the model package is in `{home.region}`, but the model is in `{region.shown}`",
        hint=f"use the ARN of a model package in `{region.shown}`",
        related=(Related("the region of the model", region.span), *package.related),
    )
