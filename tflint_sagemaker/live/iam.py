"""Execution roles: which one a model has, whom it trusts and what it may do.

https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tflint_sagemaker.patterns import lazy_regex
from tflint_sagemaker.records import dataclass
from tflint_sagemaker.sagemaker.stand_in import no_stand_in
from tflint_sagemaker.terraform.values import Undecided, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tflint_sagemaker.live.aws import Aws
    from tflint_sagemaker.sagemaker.model import Model
    from tflint_sagemaker.sagemaker.view import Argument

ROLE_ARN = lazy_regex(r"arn:aws[\w-]*:iam::(?P<account>\d{12}):role/(?:.*/)?(?P<name>[\w+=,.@-]+)")
DATA_ROLE = lazy_regex(r"(?:^|\.)data\.aws_iam_role\.[\w-]+(?:\[[^\]]*\])?$")
NO_ROLE = ("NoSuchEntity", "NoSuchEntityException")
# What makes roles, and the arguments that name them.
MAKERS = {"aws_iam_role": "name", "awscc_iam_role": "role_name"}
# What gives a role permissions, and the arguments that name it.
GIVERS = {
    "aws_iam_policy_attachment": "roles",
    "aws_iam_role_policies_exclusive": "role_name",
    "aws_iam_role_policy": "role",
    "aws_iam_role_policy_attachment": "role",
    "aws_iam_role_policy_attachments_exclusive": "role_name",
    "awscc_iam_role_policy": "role_name",
}


@dataclass(frozen=True, slots=True)
class NamedRole:
    """The role of a model as it is named: by ARN, or by name through a data source."""

    name: str
    arn: str | None
    at: Argument


def named_role(model: Model, aws: Aws) -> NamedRole | None:
    """The role that a model has and the configuration does not make, None if it is given none.

    Raises Undecided if it is not known, or is of another account than the model.
    """
    given = model.execution_role_arn
    if given is None:
        return None
    source = given.source
    if source and source.attribute == "arn" and DATA_ROLE.search(source.address):
        name = _of_data(model, source.address)
        if name is not None:
            model.made.no_other(name, MAKERS)
            return NamedRole(name, None, given)
    arn = given.text
    found = ROLE_ARN.fullmatch(arn or "")
    if found is None:
        return None
    no_stand_in(given)
    if found["account"] != aws.account:
        raise Undecided(Unknown(f"the role is of the account {found['account']}", given.span))
    model.made.no_other(found["name"], MAKERS)
    return NamedRole(found["name"], arn, given)


def _of_data(model: Model, address: str) -> str | None:
    block = model.made.data(address)
    name = block.arguments.get("name") if block else None
    return name.value.data if name and isinstance(name.value.data, str) else None


def role_there(aws: Aws, name: str) -> dict[str, Any] | None:
    """What IAM tells of a role of that name, None if there is none."""
    answer = aws.ask("iam", "GetRole", {"RoleName": name}, missing=NO_ROLE)
    found: dict[str, Any] | None = answer["Role"] if answer else None
    return found


@dataclass(frozen=True, slots=True)
class Denial:
    """An action that the role's own policies do not allow; `explicit` if one of them denies it."""

    action: str
    explicit: bool


def denials(aws: Aws, role_arn: str, actions: Sequence[str], resource: str) -> Iterator[Denial]:
    """Those of the actions that the role may not do on the resource as far as IAM can tell.

    Policies of resources are not asked. Raises Undecided at the end if a decision hangs on what is
    not known before the request is made.
    """
    answer = aws.ask(
        "iam",
        "SimulatePrincipalPolicy",
        {
            "PolicySourceArn": role_arn,
            "ActionNames": list(actions),
            "ResourceArns": [resource],
        },
        missing=NO_ROLE,
    )
    results: list[dict[str, Any]] = answer["EvaluationResults"] if answer else []
    context: list[str] = []
    for result in results:
        decision, lacking = result["EvalDecision"], result.get("MissingContextValues", ())
        if decision != "allowed":
            if lacking:
                context += lacking
            else:
                yield Denial(result["EvalActionName"], decision == "explicitDeny")
    if context:
        raise Undecided(Unknown(f"what the role may do hangs on `{context[0]}`"))
