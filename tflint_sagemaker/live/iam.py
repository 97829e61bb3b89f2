"""Execution roles: which one a model has, and whether it is there.

https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tflint_sagemaker.terraform.values import Undecided, Unknown
from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from tflint_sagemaker.live.aws import Aws
    from tflint_sagemaker.sagemaker.argument import Argument
    from tflint_sagemaker.sagemaker.model import Model

ROLE_ARN = compile_later(
    r"arn:aws[\w-]*:iam::(?P<account>\d{12}):role/(?:.*/)?(?P<name>[\w+=,.@-]+)"
)
DATA_ROLE = compile_later(r"(?:^|\.)data\.aws_iam_role\.[\w-]+(?:\[[^\]]*\])?$")
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


def find_named_role(model: Model, aws: Aws) -> NamedRole | None:
    """The role that a model has and the configuration does not make, None if it is given none.

    Raises Undecided if it is not known, or is of another account than the model.
    """
    given = model.execution_role_arn
    if given is None:
        return None
    source = given.source
    if source and source.attribute == "arn" and DATA_ROLE.search(source.address):
        name = _read_data_source_name(model, source.address)
        if name is not None:
            model.made.no_other(name, MAKERS)
            return NamedRole(name, None, given)
    arn = given.text
    found = ROLE_ARN.fullmatch(arn or "")
    if found is None:
        return None
    given.require_final()
    _require_account(found["account"], given, aws)
    model.made.no_other(found["name"], MAKERS)
    return NamedRole(found["name"], arn, given)


def require_model_account(model: Model, aws: Aws) -> None:
    """Raises Undecided if AWS is asked in another account than the model belongs to.

    SageMaker takes no role of another account: the role tells whose the model is, even if the
    credentials at hand are somebody else's.
    """
    given = model.execution_role_arn
    try:
        found = ROLE_ARN.fullmatch((given.text or "") if given else "")
    except Undecided:
        return
    if given is not None and found is not None:
        _require_account(found["account"], given, aws)


def _require_account(account: str, given: Argument, aws: Aws) -> None:
    if account != aws.account:
        reason = f"the role is of the account {account}, and AWS is asked as {aws.account}"
        raise aws.report_undecided(Unknown(f"{reason}: give credentials of {account}", given.span))


def _read_data_source_name(model: Model, address: str) -> str | None:
    block = model.made.data(address)
    name = block.arguments.get("name") if block else None
    return name.value.data if name and isinstance(name.value.data, str) else None


def get_role(aws: Aws, name: str) -> dict[str, Any] | None:
    """What IAM tells of a role of that name, None if there is none."""
    answer = aws.request("iam", "GetRole", {"RoleName": name}, missing=NO_ROLE)
    found: dict[str, Any] | None = answer["Role"] if answer is not None else None
    return found


@dataclass(frozen=True, slots=True)
class Principal:
    """A role as IAM has it."""

    name: str
    arn: str
    at: Argument

    @property
    def partition(self) -> str:
        """The partition that the role is in."""
        return self.arn.split(":")[1]

    @property
    def account(self) -> str:
        """The account that the role is of."""
        return self.arn.split(":")[4]


def get_execution_role(model: Model, aws: Aws) -> Principal | None:
    """The role of a model as it is in the account, None if it has none that is there.

    Raises Undecided if the configuration makes it, or gives it more permissions.
    """
    role = find_named_role(model, aws)
    told = get_role(aws, role.name) if role else None
    if role is None or told is None:
        return None
    model.made.no_other(role.name, GIVERS)
    return Principal(role.name, told["Arn"], role.at)


def get_provider_role(model: Model, aws: Aws) -> Principal | None:
    """The role that the provider configuration assumes to make a model, None if it states none.

    Raises Undecided if it is of another account than AWS is asked in, or the configuration gives it
    more permissions.
    """
    block = model.configured.block if model.configured else None
    assumed = block.children("assume_role") if block else ()
    given = assumed[-1].argument("role_arn") if assumed else None
    found = ROLE_ARN.fullmatch(given.text or "") if given else None
    if given is None or found is None:
        return None
    given.require_final()
    _require_account(found["account"], given, aws)
    model.made.no_other(found["name"], {**MAKERS, **GIVERS})
    return Principal(found["name"], found[0], given)
