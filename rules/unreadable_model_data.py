"""The model data are archived and cannot be read until they are restored.

S3 returns `InvalidObjectState` for an object of the storage class `GLACIER` or `DEEP_ARCHIVE`, or
in an archive tier of `INTELLIGENT_TIERING`. The usual cause is a lifecycle rule of the bucket.
SageMaker reads the data when it creates the model, and again whenever an instance starts. The rule
calls `s3:GetObject` (HeadObject) and `s3:ListBucket` (ListObjectsV2).

See <https://docs.aws.amazon.com/AmazonS3/latest/userguide/archived-objects.html>
and <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import CannedResponse, Example, Model, Problem, Severity, check_each, rule
from tflint_sagemaker.api.aws import Aws, get_object, is_archived, list_first_objects
from tflint_sagemaker.api.s3 import Artifact, find_artifacts

BAD = Example(
    "The object `v1/model.tar.gz` is archived and cannot be read.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        model_data_url = "s3://fraud-models/v1/model.tar.gz" # SM433
      }
    }
    """,
)

GOOD = Example(
    "The objects can be read without a restore.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        model_data_url = "s3://fraud-models/v2/model.tar.gz"
      }
      container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        model_data_url = "s3://fraud-models/v3/model.tar.gz"
      }
    }
    """,
)

ANSWERS = (
    CannedResponse(
        "s3:HeadObject",
        {"Key": "v1/model.tar.gz"},
        {"ContentLength": 48213377, "StorageClass": "GLACIER"},
    ),
    CannedResponse(
        "s3:HeadObject",
        {"Key": "v2/model.tar.gz"},
        {
            "ContentLength": 48213377,
            "StorageClass": "GLACIER",
            "Restore": ('ongoing-request="false", expiry-date="Fri, 01 Jan 2027 00:00:00 GMT"'),
        },
    ),
    CannedResponse("s3:HeadObject", {"Key": "v3/model.tar.gz"}, {"ContentLength": 48213377}),
    CannedResponse(
        "s3:ListObjectsV2",
        {"Prefix": "llm/"},
        {
            "KeyCount": 2,
            "Contents": [
                {"Key": "llm/config.json", "StorageClass": "STANDARD"},
                {"Key": "llm/model.safetensors", "StorageClass": "DEEP_ARCHIVE"},
            ],
        },
    ),
    CannedResponse("s3:HeadObject", error="404"),
)


@rule("SM433", Severity.ERROR, on=Model, live=("s3:ListBucket", "s3:GetObject"), answers=ANSWERS)
def check(model: Model, *, aws: Aws) -> Iterator[Problem]:
    """Yield each location of an object that is archived."""
    yield from check_each(find_artifacts(model), lambda artifact: _archived(artifact, aws))


def _archived(artifact: Artifact, aws: Aws) -> Iterator[Problem]:
    bucket = artifact.bucket()
    key = artifact.key() if bucket else ""
    if bucket is None or not key or artifact.on_demand():
        return
    artifact.not_to_come()
    if artifact.is_prefix():
        found = list_first_objects(aws, bucket, key)
        archived = next((one["Key"] for one in found if is_archived(one)), None)
    else:
        told = get_object(aws, bucket, key)
        archived = key if told and is_archived(told) else None
    if archived:
        yield Problem(
            artifact.at.span,
            f"the object `{archived}` is archived and cannot be read",
            hint="restore it, and copy it to the storage class `STANDARD`",
            related=artifact.at.related,
        )
