"""The subnets and security groups that a model names by ID, as EC2 knows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tflint_sagemaker.live.ec2 import (
    GROUP_ID,
    SUBNET_ID,
    describe_security_groups,
    describe_subnets,
)
from tflint_sagemaker.live.iam import require_model_account
from tflint_sagemaker.terraform.values import Undecided, Unknown

if TYPE_CHECKING:
    from tflint_sagemaker.live.aws import Aws
    from tflint_sagemaker.sagemaker.argument import Argument
    from tflint_sagemaker.sagemaker.model import Model

    Described = list[tuple[Argument, dict[str, Any] | None]]

# How EC2's filters are asked, and what an ID of each list looks like.
KINDS = {
    "subnets": (SUBNET_ID, describe_subnets),
    "security_group_ids": (GROUP_ID, describe_security_groups),
}


def describe_named_in_vpc(model: Model, name: str, aws: Aws) -> tuple[Described, Undecided | None]:
    """Each ID in one of the lists, with what EC2 tells of it (None: it is not there).

    What is not known of the list is left out, and given as the second part. What has not the form
    of an ID is left out as well: another rule speaks of that. Raises Undecided if the model is of
    another account: an ID does not tell whose it is.
    """
    form, ask = KINDS[name]
    config = model.child("vpc_config")
    given = config.argument(name) if config else None
    if given is None:
        return [], None
    require_model_account(model, aws)
    doubt: Undecided | None = None
    known: list[tuple[Argument, str]] = []
    for element in given.elements():
        try:
            element.require_final()
            text = element.text or ""
        except Undecided as undecided:
            doubt = doubt or undecided
            continue
        if form.fullmatch(text):
            known.append((element, text))
    found = ask(aws, [text for _, text in known])
    return [(element, found.get(text)) for element, text in known], doubt


def describe_all_subnets(model: Model, aws: Aws) -> tuple[Argument, list[dict[str, Any]]]:
    """The list of subnets with what EC2 tells of each.

    Raises Undecided if some are not known, or not there.
    """
    return _describe_all(model, "subnets", aws)


def describe_all_groups(model: Model, aws: Aws) -> tuple[Argument, list[dict[str, Any]]]:
    """The list of security groups with what EC2 tells of each, as `all_subnets`."""
    return _describe_all(model, "security_group_ids", aws)


def _describe_all(model: Model, name: str, aws: Aws) -> tuple[Argument, list[dict[str, Any]]]:
    config = model.child("vpc_config")
    given = config.argument(name) if config else None
    if given is None:
        raise Undecided(Unknown(f"the model names no `{name}`", model.span))
    described, doubt = describe_named_in_vpc(model, name, aws)
    if doubt is not None:
        raise doubt
    found = [told for _, told in described if told is not None]
    if len(found) < len(list(given.elements())):
        raise Undecided(Unknown(f"not all of the `{name}` are there", given.span))
    return given, found
