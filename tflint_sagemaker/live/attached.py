"""The policies of a role, read one by one: what none of them allows is certain to be denied.

https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedRolePolicies.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tflint_sagemaker.sagemaker.permissions import NO_RESOURCE, PARTITION, Permissions, Policy
from tflint_sagemaker.terraform.values import Undecided, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tflint_sagemaker.live.aws import Aws
    from tflint_sagemaker.live.iam import Principal

# The actions of IAM that reading them takes.
READING = (
    "iam:GetPolicy",
    "iam:GetPolicyVersion",
    "iam:GetRolePolicy",
    "iam:ListAttachedRolePolicies",
    "iam:ListRolePolicies",
)


def attached_policies(aws: Aws, role: Principal) -> Permissions:
    """What the role's own policies allow. Raises Undecided if not all of them can be read."""
    documents = [{"Statement": []}, *_inline(aws, role.name), *_attached(aws, role.name)]
    return Permissions(tuple(Policy(one, role.at.span, role.name) for one in documents))


def surely_lacking(given: Permissions, actions: Iterable[str], resource: str) -> list[str]:
    """Those of the actions on a resource that nothing allows; `*` stands for no resource."""
    wanted = NO_RESOURCE if resource == "*" else PARTITION.sub("arn:aws:", resource)
    return [action for action in actions if _lacks(given, action, wanted)]


def _lacks(given: Permissions, action: str, resource: str) -> bool:
    try:
        return given.lacks(action, resource)
    except Undecided:
        return False


def _inline(aws: Aws, role: str) -> Iterator[Any]:
    for name in _asked(aws, "ListRolePolicies", {"RoleName": role})["PolicyNames"]:
        wanted = {"RoleName": role, "PolicyName": name}
        yield _asked(aws, "GetRolePolicy", wanted)["PolicyDocument"]


def _attached(aws: Aws, role: str) -> Iterator[Any]:
    listed = _asked(aws, "ListAttachedRolePolicies", {"RoleName": role})
    for policy in listed["AttachedPolicies"]:
        arn = policy["PolicyArn"]
        version = _asked(aws, "GetPolicy", {"PolicyArn": arn})["Policy"]["DefaultVersionId"]
        wanted = {"PolicyArn": arn, "VersionId": version}
        yield _asked(aws, "GetPolicyVersion", wanted)["PolicyVersion"]["Document"]


def _asked(aws: Aws, operation: str, parameters: Mapping[str, str]) -> dict[str, Any]:
    answer: dict[str, Any] | None = aws.ask("iam", operation, parameters)
    if answer is None:
        raise Undecided(Unknown(f"IAM does not answer {operation}"))
    return answer
