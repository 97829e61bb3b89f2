"""The model data are encrypted with a key that cannot be used.

S3 cannot read an object whose KMS key is disabled, pending deletion or deleted. Then SageMaker
cannot read the model data, neither when it creates the model nor when an instance starts. The rule
reads the key of the object, for a prefix that of the first object (`s3:GetObject` for HeadObject,
`s3:ListBucket`), and calls `kms:DescribeKey` for its state. It is undecided if the configuration
has keys, which it may enable, and for keys whose account denies access.

See <https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html>
and <https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import (
    CannedResponse,
    Example,
    Model,
    Problem,
    Severity,
    Undecided,
    Unknown,
    check_each,
    rule,
)
from tflint_sagemaker.api.aws import UNUSABLE_KEY_STATES, Aws, describe_key, find_data_key
from tflint_sagemaker.api.s3 import Artifact, find_artifacts

KEYS = ("aws_kms_external_key", "aws_kms_key", "awscc_kms_key")

BAD = Example(
    "The key `0a1b2c3d-off` of the object `v2/model.tar.gz` is `PendingDeletion`.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        model_data_url = "s3://fraud-models/v2/model.tar.gz" # SM434
      }
      container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        model_data_url = "s3://fraud-models/v3/model.tar.gz" # SM434
      }
    }
    """,
)

GOOD = Example(
    "The keys are enabled.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        model_data_url = "s3://fraud-models/v1/model.tar.gz"
      }
      container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        model_data_url = "s3://fraud-models/v4/model.tar.gz"
      }
    }
    """,
)


def _object(version: int, key: str) -> CannedResponse:
    """What S3 tells of an object that is encrypted with a key."""
    arn = f"arn:aws:kms:us-east-1:123456789012:key/{key}"
    return CannedResponse(
        "s3:HeadObject",
        {"Key": f"v{version}/model.tar.gz"},
        {"ContentLength": 48213377, "ServerSideEncryption": "aws:kms", "SSEKMSKeyId": arn},
    )


def _key(key: str, state: str) -> CannedResponse:
    """What KMS tells of a key."""
    return CannedResponse(
        "kms:DescribeKey",
        {"KeyId": f"arn:aws:kms:us-east-1:123456789012:key/{key}"},
        {"KeyMetadata": {"KeyId": key, "KeyState": state, "KeyManager": "CUSTOMER"}},
        region="us-east-1",
    )


HEALTHY, OFF, GONE = "0a1b2c3d-good", "0a1b2c3d-off", "0a1b2c3d-gone"

ANSWERS = (
    _object(1, HEALTHY),
    _object(2, OFF),
    _object(3, GONE),
    CannedResponse("s3:HeadObject", {"Key": "v4/model.tar.gz"}, {"ServerSideEncryption": "AES256"}),
    CannedResponse("s3:HeadObject", error="404"),
    _key(HEALTHY, "Enabled"),
    _key(OFF, "PendingDeletion"),
    CannedResponse("kms:DescribeKey", error="NotFoundException"),
)


@rule(
    "SM434",
    Severity.ERROR,
    on=Model,
    live=("s3:GetObject", "s3:ListBucket", "kms:DescribeKey"),
    answers=ANSWERS,
)
def check(model: Model, *, aws: Aws) -> Iterator[Problem]:
    """Yield each location of data whose key is gone or cannot be used."""
    yield from check_each(find_artifacts(model), lambda artifact: _unusable(artifact, aws))


def _unusable(artifact: Artifact, aws: Aws) -> Iterator[Problem]:
    key = None if artifact.on_demand() else find_data_key(artifact, aws)
    if key is None:
        return
    told = describe_key(aws, key)
    state = told.get("KeyState") if told else None
    if told is not None and state not in UNUSABLE_KEY_STATES:
        return
    for kind in KEYS:
        for found in artifact.model.created(kind):
            why = f"`{found.address}` may be the key `{key.name}`"
            raise Undecided(Unknown(why, found.span))
    fault = f"is `{state}`" if told else "is gone"
    yield Problem(
        artifact.at.span,
        f"the key `{key.name}` of the object `{key.object}` {fault}",
        hint="enable the key, or encrypt the model data with another one",
        related=artifact.at.related,
    )
