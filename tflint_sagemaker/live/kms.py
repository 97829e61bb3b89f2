"""Keys of KMS: whether they can decrypt, and whom they let in.

https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.live.s3 import get_object, list_first_objects
from tflint_sagemaker.sagemaker.policy import get_member, make_list
from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_sagemaker.live.aws import Aws
    from tflint_sagemaker.live.iam import Principal
    from tflint_sagemaker.sagemaker.artifacts import Artifact

KEY_ARN = compile_later(
    r"arn:aws[\w-]*:kms:(?P<region>[a-z0-9-]+):(?P<account>\d{12}):key/(?P<id>[\w-]+)"
)
NO_KEY = ("NotFoundException",)
# In these states a key decrypts nothing.
UNUSABLE_KEY_STATES = ("Disabled", "PendingDeletion", "PendingImport", "Unavailable")


@dataclass(frozen=True, slots=True)
class DataKey:
    """A key by its ARN, and an object that is encrypted with it."""

    arn: str
    region: str
    account: str
    name: str
    object: str


def find_data_key(artifact: Artifact, aws: Aws) -> DataKey | None:
    """The key of KMS that model data are encrypted with, None if there is none, or there are none.

    Of a prefix it is that of the first object.
    """
    bucket = artifact.bucket()
    key = artifact.key() if bucket else ""
    if bucket is None or not key:
        return None
    artifact.not_to_come()
    if artifact.is_prefix():
        key = next((one["Key"] for one in list_first_objects(aws, bucket, key)), "")
    told = get_object(aws, bucket, key) if key else None
    found = KEY_ARN.fullmatch(told.get("SSEKMSKeyId", "")) if told else None
    return DataKey(found[0], found["region"], found["account"], found["id"], key) if found else None


def describe_key(aws: Aws, key: DataKey) -> dict[str, Any] | None:
    """What KMS tells of a key, None if there is none."""
    asked = {"KeyId": key.arn}
    answer = aws.request("kms", "DescribeKey", asked, region=key.region, missing=NO_KEY)
    found: dict[str, Any] | None = answer["KeyMetadata"] if answer is not None else None
    return found


def can_use_key(aws: Aws, key: DataKey, role: Principal) -> bool:
    """Whether a key may let a role of its account in, by its policy or by a grant.

    A key of AWS's own lets in who asks through the service that it is for. That the account may is
    no more than that its own policies count:
    https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
    """
    told = describe_key(aws, key)
    if told is None or told.get("KeyManager") == "AWS":
        return True
    wanted = {"KeyId": key.arn, "PolicyName": "default"}
    policy = aws.request("kms", "GetKeyPolicy", wanted, region=key.region)
    if policy is None or any(_check_principals(json.loads(policy["Policy"]), key.account)):
        return True
    asked = {"KeyId": key.arn, "GranteePrincipal": role.arn}
    grants = aws.request("kms", "ListGrants", asked, region=key.region)
    return grants is None or bool(grants["Grants"])


def _check_principals(policy: dict[str, Any], account: str) -> Iterator[bool]:
    """Of each statement that allows something, whether it names others than the account."""
    for statement in make_list(get_member(policy, "Statement") or []):
        if get_member(statement, "Effect") == "Allow":
            principal = get_member(statement, "Principal")
            named = make_list(principal["AWS"]) if _is_aws_principal(principal) else [principal]
            yield not all(one == account or _is_root(one, account) for one in named)


def _is_aws_principal(principal: Any) -> bool:
    return isinstance(principal, dict) and list(principal) == ["AWS"]


def _is_root(principal: Any, account: str) -> bool:
    return isinstance(principal, str) and principal.endswith(f":iam::{account}:root")
