"""The bucket of the model data is in a different region than the model.

CreateModel fails: "Could not access model data at … ensure … that the object is located in
eu-west-1". The rule calls `s3:ListBucket` (HeadBucket), which returns the region of the bucket.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html>
and <https://github.com/philschmid/llm-sagemaker-sample/issues/2>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import CannedResponse, Example, Model, Problem, Severity, check_each, rule
from tflint_sagemaker.api.aws import Aws, find_bucket_region
from tflint_sagemaker.api.s3 import JUMPSTART, SDK_DEFAULT, Artifact, find_artifacts

BAD = Example(
    "The bucket `fraud-models-eu` is in `eu-west-1`, but the model is in `us-east-1`.",
    """
    provider "aws" {
      region = "us-east-1"
    }

    variable "key" {
      type = string
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        model_data_url = "s3://fraud-models-eu/${var.key}" # SM432
      }
    }
    """,
)

GOOD = Example(
    "The bucket is in the region of the model.",
    """
    provider "aws" {
      region = "us-east-1"
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        model_data_url = "s3://fraud-models/v1/model.tar.gz"
      }
    }
    """,
)

ANSWERS = (
    CannedResponse("s3:HeadBucket", {"Bucket": "fraud-models"}, {"BucketRegion": "us-east-1"}),
    CannedResponse("s3:HeadBucket", {"Bucket": "fraud-models-eu"}, {"BucketRegion": "eu-west-1"}),
    CannedResponse("s3:HeadBucket", error="404"),
)


@rule("SM432", Severity.ERROR, on=Model, live=("s3:ListBucket",), answers=ANSWERS)
def check(model: Model, *, aws: Aws) -> Iterator[Problem]:
    """Yield each location whose bucket is in another region than the model is made in."""
    yield from check_each(find_artifacts(model), lambda artifact: _elsewhere(artifact, aws))


def _elsewhere(artifact: Artifact, aws: Aws) -> Iterator[Problem]:
    bucket = artifact.bucket()
    if bucket is None or JUMPSTART.fullmatch(bucket) or SDK_DEFAULT.fullmatch(bucket):
        return
    region = find_bucket_region(aws, bucket)
    if region is not None and region != aws.region:
        yield Problem(
            artifact.at.span,
            f"the bucket `{bucket}` is in `{region}`, but the model is in `{aws.region}`",
            hint=f"copy the model data to a bucket in `{aws.region}`",
            related=artifact.at.related,
        )
