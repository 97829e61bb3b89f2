"""What a role needs, and what of it IAM says that it is not allowed.

IAM is asked to simulate; who may not ask that gets to know at least what no policy of the role
allows at all. Policies of resources take no part in either.
https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.live.attached_policies import (
    POLICY_READ_ACTIONS,
    find_lacking_actions,
    read_attached_policies,
)
from tflint_sagemaker.live.errors import DENIED, explain_denial
from tflint_sagemaker.rule.problem import Problem
from tflint_sagemaker.terraform.values import Undecided, Unknown
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.live.aws import Aws
    from tflint_sagemaker.live.iam import Principal
    from tflint_sagemaker.sagemaker.argument import Argument

SIMULATE = "iam:SimulatePrincipalPolicy"
# The actions of IAM that finding it out takes.
SIMULATION_ACTIONS = (SIMULATE, *POLICY_READ_ACTIONS)


@dataclass(frozen=True, slots=True)
class Need:
    """Actions on a resource, for what in the configuration they are needed.

    `also` are actions that the guides ask for and nothing fails without. `let_in` tells whether the
    resource has a policy of its own, which may allow them; None for one that alone cannot.
    `context` is what is known of the request beforehand.
    """

    actions: Sequence[str]
    resource: str
    what: str
    at: Span
    given: Argument | None = None
    also: Sequence[str] = ()
    can_allow: Callable[[Aws], bool] | None = None
    context: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Denial:
    action: str
    cause: str


# Causes that no policy of a resource makes up for, and one that it may.
LACKING, DENYING, BOUNDARY, ORGANIZATION = "lacking", "denying", "boundary", "organization"
WORDS = {
    LACKING: ("the role `{role}` lacks {actions} for {what}", "allow it on `{resource}`"),
    DENYING: (
        "a policy denies the role `{role}` {actions} for {what}",
        "take the denial on `{resource}` back",
    ),
    BOUNDARY: (
        "the permissions boundary of the role `{role}` does not allow {actions} for {what}",
        "allow it on `{resource}` in the boundary, too",
    ),
    ORGANIZATION: (
        "a policy of the organization does not let the role `{role}` do {actions} for {what}",
        "have the organization allow it on `{resource}`, or take another account",
    ),
}


def find_unmet(need: Need, role: Principal, aws: Aws) -> Iterator[Problem]:
    """What the role lacks, by the cause.

    Raises Undecided at the end if a decision hangs on what is not known before the request is made,
    or a policy of the resource may let the role in.
    """
    found, doubt = _simulate(need, role, aws)
    if all(denial.action in need.also for denial in found):
        found = []
    certain = [denial for denial in found if denial.cause in (DENYING, ORGANIZATION)]
    if len(certain) < len(found):
        let_in = _explain_allowance(need, aws)
        doubt = doubt or let_in
        certain = certain if let_in else found
    for cause, (message, hint) in WORDS.items():
        actions = [f"`{denial.action}`" for denial in certain if denial.cause == cause]
        if actions:
            words = {
                "role": role.name,
                "actions": ", ".join(actions),
                "what": need.what,
                "resource": need.resource,
            }
            related = need.given.related if need.given else ()
            yield Problem(need.at, message.format(**words), hint.format(**words), related)
    if doubt is not None:
        raise Undecided(doubt)


def _explain_allowance(need: Need, aws: Aws) -> Unknown | None:
    """Why the resource itself may let the role in, None if it does not."""
    try:
        if need.can_allow is None or not need.can_allow(aws):
            return None
    except Undecided as undecided:
        return undecided.reason
    return Unknown(f"a policy of `{need.resource}` may let the role in", need.at)


def _simulate(need: Need, role: Principal, aws: Aws) -> tuple[list[_Denial], Unknown | None]:
    """What is denied, and why not all is decided."""
    asked: dict[str, Any] = {
        "PolicySourceArn": role.arn,
        "ActionNames": [*need.actions, *need.also],
        "ResourceArns": [need.resource],
    }
    if need.context:
        asked["ContextEntries"] = [
            {"ContextKeyName": name, "ContextKeyValues": [value], "ContextKeyType": "string"}
            for name, value in need.context.items()
        ]
    answer = aws.request("iam", "SimulatePrincipalPolicy", asked, missing=DENIED)
    if answer is None:
        return _read(need, role, aws)
    found, doubt = [], None
    for result in answer["EvaluationResults"]:
        if result["EvalDecision"] == "allowed":
            continue
        context = result.get("MissingContextValues")
        if context and result["EvalActionName"] not in need.also:
            doubt = doubt or Unknown(f"what the role may do hangs on `{context[0]}`", need.at)
        elif not context:
            found.append(_Denial(result["EvalActionName"], _explain_denial(result)))
    return found, doubt


def _explain_denial(result: Mapping[str, Any]) -> str:
    organization = result.get("OrganizationsDecisionDetail", {})
    boundary = result.get("PermissionsBoundaryDecisionDetail", {})
    if organization.get("AllowedByOrganizations") is False:
        return ORGANIZATION
    if result["EvalDecision"] == "explicitDeny":
        return DENYING
    return BOUNDARY if boundary.get("AllowedByPermissionsBoundary") is False else LACKING


def _read(need: Need, role: Principal, aws: Aws) -> tuple[list[_Denial], Unknown | None]:
    """What no policy of the role allows: the rest is open, for nobody has simulated it."""
    doubt = aws.report_undecided(Unknown(explain_denial(SIMULATE), need.at)).reason
    try:
        given = read_attached_policies(aws, role.name)
    except Undecided:
        return [], doubt
    lacking = find_lacking_actions(given, (*need.actions, *need.also), need.resource)
    found = [_Denial(action, LACKING) for action in lacking]
    return found, None if set(need.actions) <= set(lacking) else doubt
