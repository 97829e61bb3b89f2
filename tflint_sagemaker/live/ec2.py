"""Subnets and security groups.

Lists are asked for by filters: an ID that is not there is absent from the answer, and no error.
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSubnets.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tflint_sagemaker.terraform.values import Undecided, Unknown
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tflint_sagemaker.live.aws import Aws

SUBNET_ID = compile_later(r"subnet-(?:[0-9a-f]{8}|[0-9a-f]{17})")
GROUP_ID = compile_later(r"sg-(?:[0-9a-f]{8}|[0-9a-f]{17})")


def describe_subnets(aws: Aws, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """What EC2 tells of the subnets that there are, by ID."""
    return _describe_by_id(aws, "DescribeSubnets", "Subnets", "subnet-id", "SubnetId", ids)


def describe_security_groups(aws: Aws, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """What EC2 tells of the security groups that there are, by ID."""
    return _describe_by_id(
        aws, "DescribeSecurityGroups", "SecurityGroups", "group-id", "GroupId", ids
    )


def _describe_by_id(
    aws: Aws, operation: str, listed: str, name: str, key: str, ids: Sequence[str]
) -> dict[str, dict[str, Any]]:
    if not ids:
        return {}
    found = describe_filtered(aws, operation, listed, {name: sorted(set(ids))})
    return {one[key]: one for one in found}


def find_other_vpcs(aws: Aws, group: str) -> set[str]:
    """The further VPCs that a security group serves."""
    found = describe_filtered(
        aws,
        "DescribeSecurityGroupVpcAssociations",
        "SecurityGroupVpcAssociations",
        {"group-id": [group]},
    )
    return {one["VpcId"] for one in found}


def describe_filtered(
    aws: Aws, operation: str, listed: str, filters: Mapping[str, Sequence[str]]
) -> list[dict[str, Any]]:
    """What an operation lists of that for which all filters hold."""
    wanted = [{"Name": name, "Values": list(values)} for name, values in filters.items()]
    answer = aws.request("ec2", operation, {"Filters": wanted})
    if answer is None:
        raise Undecided(Unknown(f"EC2 does not answer {operation}"))
    found: list[dict[str, Any]] = answer[listed]
    return found
