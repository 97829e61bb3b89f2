"""The IAM actions of operations, and the policy that allows them.

https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# Operations whose action is called otherwise.
EXCEPTIONS = {
    "s3:HeadObject": "s3:GetObject",
    "s3:HeadBucket": "s3:ListBucket",
    "s3:ListObjects": "s3:ListBucket",
    "s3:ListObjectsV2": "s3:ListBucket",
}

# Services that IAM knows by another name than botocore does.
PREFIXES = {"service-quotas": "servicequotas"}

# What an action may be narrowed to, by its first pattern; all others take no resource.
RESOURCES = (
    ("ecr:DescribePullThroughCacheRules", "*"),
    ("ecr:DescribeRegistry", "*"),
    ("ecr:GetAuthorizationToken", "*"),
    ("ecr:*", "arn:{}:ecr:*:*:repository/*"),
    ("iam:GetPolicy*", "arn:{}:iam::*:policy/*"),
    ("iam:*Role*", "arn:{}:iam::*:role/*"),
    ("iam:SimulatePrincipalPolicy", "arn:{}:iam::*:role/*"),
    ("kms:*", "arn:{}:kms:*:*:key/*"),
    ("lambda:*", "arn:{}:lambda:*:*:function:*"),
    ("s3:GetObject*", "arn:{}:s3:::*/*"),
    ("s3:GetBucket*", "arn:{}:s3:::*"),
    ("s3:ListBucket", "arn:{}:s3:::*"),
    ("sagemaker:DescribeModelPackage", "arn:{}:sagemaker:*:*:model-package/*"),
    ("sagemaker:DescribeModel", "arn:{}:sagemaker:*:*:model/*"),
)


def get_iam_action(service: str, operation: str) -> str:
    """The IAM action that allows an operation."""
    name = f"{PREFIXES.get(service, service)}:{operation}"
    return EXCEPTIONS.get(name, name)


def build_policy(
    actions: Iterable[str],
    partition: str = "aws",
    named: Mapping[str, Sequence[str]] | None = None,
) -> dict[str, Any]:
    """The least that allows the actions: one statement for each kind of resource.

    `named` are the ARNs that are asked about, by the pattern of the actions; what is not in it
    is allowed of all resources of its kind, and what has none is not allowed.
    """
    by_resource: dict[tuple[str, ...], list[str]] = {}
    for name in sorted(set(actions)):
        pattern, kind = _find_resource(name)
        resources = (named or {}).get(pattern, (kind.format(partition),))
        by_resource.setdefault(tuple(resources), []).append(name)
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": names,
                "Resource": list(resources) if len(resources) > 1 else resources[0],
            }
            for resources, names in by_resource.items()
            if resources
        ],
    }


def _find_resource(name: str) -> tuple[str, str]:
    return next((known for known in RESOURCES if fnmatchcase(name, known[0])), ("*", "*"))
