"""The existing execution role may not use the KMS key of the model data.

Reading an object that is encrypted with a KMS key requires `kms:Decrypt` on the key besides
`s3:GetObject`. The rule reads the key of the object (for a prefix, of the first object), and calls
`iam:SimulatePrincipalPolicy` for what the role may do with it through S3.

The policy or a grant of a key in the account of the role may also allow the use. So the rule
reports a missing permission only if neither does (`kms:GetKeyPolicy`, `kms:ListGrants`) and the key
is not managed by AWS (`kms:DescribeKey`). For a key of another account the policies of the role
must allow it in any case. The rule does not check the policy of such a key, because the other
account does not disclose it. The key `aws/s3` never allows other accounts.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html>,
<https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html> and
<https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import CannedResponse, Example, Model, Problem, Severity, check_each, rule
from tflint_sagemaker.api.aws import (
    SIMULATION_ACTIONS,
    Aws,
    Need,
    Principal,
    can_use_key,
    find_data_key,
    find_unmet,
    get_execution_role,
)
from tflint_sagemaker.api.s3 import Artifact, find_artifacts

BAD = Example(
    "The role `fraud` lacks `kms:Decrypt` for the model data.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        model_data_url = "s3://fraud-models/closed/model.tar.gz" # SM526
      }
      container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        model_data_url = "s3://fraud-models/abroad/model.tar.gz" # SM526
      }
    }
    """,
)

GOOD = Example(
    "The role may decrypt the model data.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        model_data_url = "s3://fraud-models/own/model.tar.gz"
      }
      container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        model_data_url = "s3://fraud-models/naming/model.tar.gz"
      }
      container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        model_data_url = "s3://fraud-models/plain/model.tar.gz"
      }
    }
    """,
)

ROLE = "arn:aws:iam::123456789012:role/fraud"

# Keys: of AWS's own, one that names the role, one that does not, and one of another account.
OWN, NAMING, CLOSED = (
    f"arn:aws:kms:us-east-1:123456789012:key/{name}" for name in ("own", "naming", "closed")
)

ABROAD = "arn:aws:kms:us-east-1:210987654321:key/abroad"

POLICY = """{
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": "Allow",
    "Principal": {"AWS": "%s"},
    "Action": "kms:*",
    "Resource": "*"
  }]
}"""


def _object(key: str, arn: str) -> CannedResponse:
    """What S3 tells of an object that is encrypted with a key."""
    return CannedResponse(
        "s3:HeadObject",
        {"Key": f"{key}/model.tar.gz"},
        {"ContentLength": 48213377, "ServerSideEncryption": "aws:kms", "SSEKMSKeyId": arn},
    )


ANSWERS = (
    CannedResponse("iam:GetRole", {"RoleName": "fraud"}, {"Role": {"Arn": ROLE}}),
    _object("own", OWN),
    _object("naming", NAMING),
    _object("closed", CLOSED),
    _object("abroad", ABROAD),
    CannedResponse("s3:HeadObject", {"Key": "plain/model.tar.gz"}, {"ContentLength": 48213377}),
    CannedResponse(
        "iam:SimulatePrincipalPolicy",
        {
            "PolicySourceArn": ROLE,
            "ActionNames": ["kms:Decrypt"],
            "ContextEntries": [
                {
                    "ContextKeyName": "kms:ViaService",
                    "ContextKeyValues": ["s3.us-east-1.amazonaws.com"],
                }
            ],
        },
        {
            "EvaluationResults": [
                {"EvalActionName": "kms:Decrypt", "EvalDecision": "implicitDeny"},
            ]
        },
    ),
    CannedResponse(
        "kms:DescribeKey",
        {"KeyId": OWN},
        {"KeyMetadata": {"KeyId": "own", "KeyManager": "AWS"}},
    ),
    CannedResponse(
        "kms:DescribeKey", says={"KeyMetadata": {"KeyId": "other", "KeyManager": "CUSTOMER"}}
    ),
    CannedResponse("kms:GetKeyPolicy", {"KeyId": NAMING}, {"Policy": POLICY % ROLE}),
    CannedResponse(
        "kms:GetKeyPolicy",
        {"KeyId": CLOSED},
        {"Policy": POLICY % "arn:aws:iam::123456789012:root"},
    ),
    CannedResponse("kms:ListGrants", {"KeyId": CLOSED, "GranteePrincipal": ROLE}, {"Grants": []}),
)


@rule(
    "SM526",
    Severity.WARNING,
    on=Model,
    live=(
        "iam:GetRole",
        *SIMULATION_ACTIONS,
        "s3:GetObject",
        "s3:ListBucket",
        "kms:DescribeKey",
        "kms:GetKeyPolicy",
        "kms:ListGrants",
    ),
    answers=ANSWERS,
)
def check(model: Model, *, aws: Aws) -> Iterator[Problem]:
    """Yield each location of data that the role may not decrypt."""
    found = list(find_artifacts(model))
    role = get_execution_role(model, aws) if found else None
    if role is not None:
        yield from check_each(found, lambda artifact: _locked(artifact, role, aws))


def _locked(artifact: Artifact, role: Principal, aws: Aws) -> Iterator[Problem]:
    key = find_data_key(artifact, aws)
    if key is None:
        return
    need = Need(
        ("kms:Decrypt",),
        key.arn,
        "the model data",
        artifact.at.span,
        artifact.at,
        can_allow=(lambda aws: can_use_key(aws, key, role))
        if key.account == role.account
        else None,
        context={"kms:ViaService": f"s3.{key.region}.amazonaws.com"},
    )
    yield from find_unmet(need, role, aws)
