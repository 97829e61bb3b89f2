"""The location of the model data names a different region than that of the model.

SageMaker reads model data only in the region of the model. A host such as
`s3.us-west-2.amazonaws.com`, or a bucket name of the SageMaker SDK
(`sagemaker-us-west-2-123456789012`), shows the intended region of the bucket. It is likely but not
certain to be the real region, so this is a warning.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html#sagemaker-Type-ContainerDefinition-ModelDataUrl>
and <https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import (
    Argument,
    Example,
    Model,
    Problem,
    Related,
    Severity,
    check_each,
    rule,
)
from tflint_sagemaker.api.s3 import SDK_DEFAULT, parse_s3_location

BAD = Example(
    "The location names the region `us-west-2`, but the model is in `us-east-1`.",
    """
    provider "aws" {
      region = "us-east-1"
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

        model_data_url = "https://models.s3.us-west-2.amazonaws.com/m.tar.gz" # SM424
      }
    }
    """,
)

GOOD = Example(
    "The location and the model are in the same region.",
    """
    provider "aws" {
      region = "us-east-1"
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

        model_data_url = "https://fraud-models.s3.us-east-1.amazonaws.com/v1/model.tar.gz"
      }
    }
    """,
)


@rule("SM424", Severity.WARNING, on=Model)
def check(model: Model) -> Iterator[Problem]:
    """Yield each location of model data that names another region than the model's."""
    region = model.region
    if region is not None and region.text:
        yield from check_each(model.data_locations(), lambda url: _elsewhere(model, url, region))


def _elsewhere(model: Model, url: Argument, region: Argument) -> Iterator[Problem]:
    place = parse_s3_location(url)
    if place is None or model.bucket_of(url) is not None:
        return
    named = SDK_DEFAULT.fullmatch(place.bucket) if place.whole else None
    found = named[1] if named else place.region
    if found is None or found == region.text:
        return
    url.require_not_default()
    region.require_not_default()
    yield Problem(
        url.span,
        f"the location names the region `{found}`, but the model is in `{region.shown}`",
        hint=f"use a bucket in `{region.shown}`",
        related=(Related("the region of the model", region.span), *url.related),
    )
