"""The model data do not exist.

CreateModel fails if the bucket or the object does not exist: "Could not find model data at s3://…".
A prefix must contain at least one object, unless the container loads models on demand. An archive
of zero bytes is invalid. The rule calls `s3:ListBucket` (HeadBucket, ListObjectsV2) and
`s3:GetObject` (HeadObject). It does not report data that the same configuration may create.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html>,
<https://github.com/aws/sagemaker-python-sdk/issues/5588>
and <https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import CannedResponse, Example, Model, Problem, Severity, check_each, rule
from tflint_sagemaker.api.aws import Aws, get_bucket, get_object, list_first_objects
from tflint_sagemaker.api.s3 import Artifact, find_artifacts

BAD = Example(
    "The bucket `fraud-models` has no object `v2/model.tar.gz`.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        model_data_url = "s3://fraud-models/v2/model.tar.gz" # SM431
      }
    }
    """,
)

GOOD = Example(
    "The objects exist.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        model_data_url = "s3://fraud-models/v1/model.tar.gz"
      }
      container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/llm:2"

        model_data_source {
          s3_data_source {
            s3_uri           = "s3://fraud-models/llm/"
            s3_data_type     = "S3Prefix"
            compression_type = "None"
          }
        }
      }
    }
    """,
)

ANSWERS = (
    CannedResponse("s3:HeadBucket", {"Bucket": "fraud-models"}, {"BucketRegion": "us-east-1"}),
    CannedResponse("s3:HeadBucket", error="404"),
    CannedResponse(
        "s3:HeadObject",
        {"Bucket": "fraud-models", "Key": "v1/model.tar.gz"},
        {"ContentLength": 48213377},
    ),
    CannedResponse(
        "s3:HeadObject",
        {"Bucket": "fraud-models", "Key": "v0/model.tar.gz"},
        {"ContentLength": 0},
    ),
    CannedResponse("s3:HeadObject", error="404"),
    CannedResponse(
        "s3:ListObjectsV2",
        {"Bucket": "fraud-models", "Prefix": "llm/"},
        {"KeyCount": 1, "Contents": [{"Key": "llm/config.json", "Size": 720}]},
    ),
    CannedResponse("s3:ListObjectsV2", says={"KeyCount": 0}),
)


@rule("SM431", Severity.ERROR, on=Model, live=("s3:ListBucket", "s3:GetObject"), answers=ANSWERS)
def check(model: Model, *, aws: Aws) -> Iterator[Problem]:
    """Yield each location whose bucket or objects S3 does not have."""
    yield from check_each(find_artifacts(model), lambda artifact: _missing(artifact, aws))


def _missing(artifact: Artifact, aws: Aws) -> Iterator[Problem]:
    bucket = artifact.bucket()
    if bucket is None:
        return
    fault = _fault(artifact, bucket, aws)
    if fault:
        yield Problem(artifact.at.span, fault, "put the model data there", artifact.at.related)


def _fault(artifact: Artifact, bucket: str, aws: Aws) -> str | None:
    if get_bucket(aws, bucket) is None:
        return f"there is no bucket `{bucket}`"
    key = artifact.key()
    if artifact.on_demand() or not key:
        return None
    artifact.not_to_come()
    if artifact.is_prefix():
        if list_first_objects(aws, bucket, key):
            return None
        return f"the bucket `{bucket}` has no objects below `{key}`"
    told = get_object(aws, bucket, key)
    if told is None:
        return f"the bucket `{bucket}` has no object `{key}`"
    if told.get("ContentLength") == 0 and artifact.is_archive():
        return f"the object `{key}` is empty"
    return None
