"""An image is in a different region than the model.

SageMaker pulls an image from ECR only in the region of the model. CreateModel fails: "Region of …
does not match expected region … Cross region ECR image pulls are not allowed". The region of the
model is its `region` argument, or the region of its provider. The default of a variable counts, as
in Terraform, unless another value is given. The rule does not apply to images that are pulled
through a VPC.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html#sagemaker-Type-ContainerDefinition-Image>
and <https://github.com/ed-donner/alex/issues/30>.
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
from tflint_sagemaker.api.images import find_ecr_region

BAD = Example(
    "The image is in `us-west-2`, but the model is in `eu-central-1`.",
    """
    variable "region" {
      type    = string
      default = "eu-central-1"
    }

    provider "aws" {
      region = var.region
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-west-2.amazonaws.com/fraud:1.4.2" # SM311
      }
    }
    """,
)

GOOD = Example(
    "Image and model are in the same region.",
    """
    provider "aws" {
      region = "eu-central-1"
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)


@rule("SM311", Severity.ERROR, on=Model)
def check(model: Model) -> Iterator[Problem]:
    """Yield each image whose region is not that of the model."""
    region = model.region
    if region and region.text:
        yield from check_each(model.containers(), lambda container: _elsewhere(container, region))


def _elsewhere(container: Container, region: Argument) -> Iterator[Problem]:
    image = container.image
    found = find_ecr_region(image) if image else None
    if image is None or found is None or found == region.text:
        return
    config = container.child("image_config")
    mode = config.argument("repository_access_mode") if config else None
    if mode and mode.value != "Platform":
        return
    yield Problem(
        image.span,
        f"the image is in `{found}`, but the model is in `{region.shown}`",
        hint=f"use an image in `{region.shown}`",
        related=(Related("the region of the model", region.span), *image.related),
    )
