"""The bucket of the model data is in a different region than the model.

SageMaker reads model data only in the region of the model. Otherwise it "could not access model
data" and reports that the object must be "located in" that region. The rule knows the regions of
buckets in the same configuration, and of JumpStart buckets, whose names contain the region. If a
region depends on the default of a variable, the rule does not report it.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html#sagemaker-Type-ContainerDefinition-ModelDataUrl>
and <https://github.com/philschmid/llm-sagemaker-sample/issues/2>.
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
from tflint_sagemaker.api.s3 import JUMPSTART, parse_s3_location

BAD = Example(
    "The model data are in `us-west-2`, but the model is in `us-east-1`.",
    """
    provider "aws" {
      region = "us-east-1"
    }

    provider "aws" {
      alias  = "west"
      region = "us-west-2"
    }

    resource "aws_s3_bucket" "models" {
      provider = aws.west
      bucket   = "fraud-models"
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

        model_data_url = "s3://${aws_s3_bucket.models.bucket}/v1/model.tar.gz" # SM420
      }
    }
    """,
)

GOOD = Example(
    "The bucket and the model are in the same region.",
    """
    provider "aws" {
      region = "us-east-1"
    }

    provider "aws" {
      alias  = "west"
      region = "us-west-2"
    }

    resource "aws_s3_bucket" "models" {
      bucket = "fraud-models"
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

        model_data_url = "s3://${aws_s3_bucket.models.bucket}/v1/model.tar.gz"
      }
    }
    """,
)


@rule("SM420", Severity.ERROR, on=Model)
def check(model: Model) -> Iterator[Problem]:
    """Yield each location of model data whose region is not that of the model."""
    region = model.region
    if region is not None and region.text:
        yield from check_each(model.data_locations(), lambda url: _elsewhere(model, url, region))


def _elsewhere(model: Model, url: Argument, region: Argument) -> Iterator[Problem]:
    bucket, place = model.bucket_of(url), parse_s3_location(url)
    if bucket is not None:
        home = bucket.region
        found = home.text if home else None
    else:
        home = None
        known = JUMPSTART.fullmatch(place.bucket) if place and place.whole else None
        found = known[1] if known else None
    if found is None or found == region.text:
        return
    url.require_not_default()
    region.require_not_default()
    if home:
        home.require_not_default()
    told = (Related("the region of the bucket", home.span),) if home else ()
    yield Problem(
        url.span,
        f"the model data are in `{found}`, but the model is in `{region.shown}`",
        hint=f"use a bucket in `{region.shown}`",
        related=(*told, Related("the region of the model", region.span), *url.related),
    )
