"""Policies as AWS has them, read here: what none of them allows is certain to be denied.

https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedRolePolicies.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tflint_sagemaker.hcl.text import Source, Span
from tflint_sagemaker.sagemaker.permissions import NO_RESOURCE, PARTITION, Permissions, Policy
from tflint_sagemaker.sagemaker.policy import get_member
from tflint_sagemaker.terraform.values import Undecided, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tflint_sagemaker.live.aws import Aws

# The actions of IAM that reading them takes.
POLICY_READ_ACTIONS = (
    "iam:GetPolicy",
    "iam:GetPolicyVersion",
    "iam:GetRolePolicy",
    "iam:ListAttachedRolePolicies",
    "iam:ListRolePolicies",
)


def read_attached_policies(aws: Aws, role: str) -> list[Any]:
    """The role's own policies. Raises Undecided if not all of them can be read."""
    return [*_read_inline_policies(aws, role), *_read_managed_policies(aws, role)]


def find_lacking_actions(
    documents: Iterable[Any], actions: Iterable[str], resource: str
) -> list[str]:
    """Those of the actions on a resource that no policy allows; `*` stands for no resource.

    A denial that names whom it is for is left out, for it may be somebody else.
    """
    # Where there is no policy, nothing is allowed.
    nowhere = Span(Source("AWS", ""), 0, 0)
    policies = [Policy(one, nowhere, "AWS") for one in ({"Statement": []}, *documents)]
    given = Permissions(tuple(policies))
    wanted = NO_RESOURCE if resource == "*" else PARTITION.sub("arn:aws:", resource)
    return [action for action in actions if _is_lacking(given, action, wanted)]


def _is_lacking(given: Permissions, action: str, resource: str) -> bool:
    try:
        return given.lacks(action, resource, besides=_has_narrow_denial)
    except Undecided:
        return False


def _has_narrow_denial(statement: dict[str, Any]) -> bool:
    named = [get_member(statement, name) for name in ("Principal", "NotPrincipal")]
    everybody = (None, "*", {"AWS": "*"})
    return get_member(statement, "Effect") == "Deny" and any(one not in everybody for one in named)


def _read_inline_policies(aws: Aws, role: str) -> Iterator[Any]:
    for name in _request(aws, "ListRolePolicies", {"RoleName": role})["PolicyNames"]:
        wanted = {"RoleName": role, "PolicyName": name}
        yield _request(aws, "GetRolePolicy", wanted)["PolicyDocument"]


def _read_managed_policies(aws: Aws, role: str) -> Iterator[Any]:
    listed = _request(aws, "ListAttachedRolePolicies", {"RoleName": role})
    for policy in listed["AttachedPolicies"]:
        arn = policy["PolicyArn"]
        version = _request(aws, "GetPolicy", {"PolicyArn": arn})["Policy"]["DefaultVersionId"]
        wanted = {"PolicyArn": arn, "VersionId": version}
        yield _request(aws, "GetPolicyVersion", wanted)["PolicyVersion"]["Document"]


def _request(aws: Aws, operation: str, parameters: Mapping[str, str]) -> dict[str, Any]:
    answer: dict[str, Any] | None = aws.request("iam", operation, parameters)
    if answer is None:
        raise Undecided(Unknown(f"IAM does not answer {operation}"))
    return answer
