"""A subnet or security group ID is invalid.

An ID has at most 32 letters, digits and hyphens, and starts with `subnet-` or `sg-`. AWS rejects a
name, an ARN or the other kind of ID. The provider does not check IDs, so `terraform plan` reports
no error even if the two lists are swapped. If an ID is known only after apply, the rule checks
which attribute of a subnet, a security group or a VPC is used.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_VpcConfig.html>
and <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sagemaker_model>.
"""

import re
from collections.abc import Iterator

from tflint_sagemaker.api import (
    Argument,
    Edit,
    Example,
    Fix,
    Problem,
    Severity,
    VpcConfig,
    check_each,
    rule,
)
from tflint_sagemaker.api.fixes import other_attribute
from tflint_sagemaker.api.text import compile_later

# Shapes SubnetId and SecurityGroupId of the service model.
ID = compile_later(r"[-0-9a-zA-Z]+", re.ASCII)
MOST = 32

OTHER_KIND = {
    "subnets": ("sg-", "a security group"),
    "security_group_ids": ("subnet-", "a subnet"),
}

OWN_PREFIX = {"subnets": "subnet-", "security_group_ids": "sg-"}

OF_NETWORK = compile_later(r"(?:^|\.)(aws_(?:subnet|security_group|vpc))\.[\w-]+(?:\[[^\]]*\])?$")
KINDS = {"aws_subnet": "subnet", "aws_security_group": "security group", "aws_vpc": "VPC"}
WANTED = {"subnets": "aws_subnet", "security_group_ids": "aws_security_group"}
NO_IDS = ("arn", "availability_zone", "cidr_block", "name", "owner_id", "vpc_id")

BAD = Example(
    "`subnets` has `sg-0a1b2c3d4e5f67890`, which is a security group.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }

      vpc_config {
        subnets            = ["sg-0a1b2c3d4e5f67890"] # SM603
        security_group_ids = ["subnet-0a1b2c3d4e5f67890", "subnet-1a1b2c3d4e5f67890"] # SM603
      }
    }
    """,
)

GOOD = Example(
    "Each list has IDs of its own kind.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }

      vpc_config {
        subnets            = ["subnet-0a1b2c3d4e5f67890", "subnet-1a1b2c3d4e5f67890"]
        security_group_ids = ["sg-0a1b2c3d4e5f67890"]
      }
    }
    """,
)


@rule("SM603", Severity.ERROR, on=VpcConfig)
def check(config: VpcConfig) -> Iterator[Problem]:
    """Yield each list with an element that is no ID, or one of the other kind."""
    yield from check_each(OTHER_KIND, lambda name: _ids(config, name))


def _ids(config: VpcConfig, name: str) -> Iterator[Problem]:
    given = config.argument(name)
    if given:
        fix = _swapped(config) if name == "subnets" else None
        yield from check_each(given.elements(), lambda element: _id(given, element, fix))


def _swapped(config: VpcConfig) -> Fix | None:
    """The mend that lets the lists change places, if all that is in them is of the other kind."""
    lists = [given for name in OTHER_KIND if (given := config.argument(name))]
    for given in lists:
        parts = given.raw.data if isinstance(given.raw.data, tuple) else ()
        texts = [part.data for part in parts if isinstance(part.data, str)]
        prefix, _ = OTHER_KIND[given.name]
        if not parts or len(texts) < len(parts) or not all(t.startswith(prefix) for t in texts):
            return None
    if len(lists) < len(OTHER_KIND):
        return None
    one, other = (given.span for given in lists)
    edits = (Edit(one, other.text), Edit(other, one.text))
    return Fix("swap the two lists", edits)


def _id(given: Argument, element: Argument, swapped: Fix | None) -> Iterator[Problem]:
    prefix, kind = OTHER_KIND[given.name]
    hint, fix = None, None
    if wrong := _attribute(given, element):
        message, fix = wrong
        hint = "give its `id`" if fix else f"use the `id` of a {KINDS[WANTED[given.name]]}"
    elif element.starts_with(prefix):
        shown = f"{prefix}…" if element.raw.is_unknown else element.shown
        message = f"`{given.name}` has `{shown}`, which is {kind}"
        hint, fix = "are `subnets` and `security_group_ids` swapped?", swapped
    elif element.is_null:
        message = f"`{given.name}` contains null"
    elif element.value == "":
        message = f"`{given.name}` contains an empty string"
    elif not ID.fullmatch(element.value) or not element.value.startswith(OWN_PREFIX[given.name]):
        message = f"`{given.name}` has `{element.shown}`, which is not an ID"
    elif len(element.value) > MOST:
        message = f"`{given.name}` has `{element.shown}`, which has more than {MOST} characters"
    else:
        return
    span, related = given.point(element.span, "the element")
    yield Problem(span, message, hint, related, fix)


def _attribute(given: Argument, element: Argument) -> tuple[str, Fix | None] | None:
    """What is wrong with an attribute that is not known yet, and its mend; None if nothing is."""
    source = element.source
    found = OF_NETWORK.search(source.address) if source else None
    if source is None or found is None:
        return None
    kind, wanted = found[1], WANTED[given.name]
    if kind != wanted and source.attribute == "id":
        return f"`{given.name}` has the `id` of a {KINDS[kind]}", None
    if source.attribute not in NO_IDS:
        return None
    message = f"`{given.name}` has the `{source.attribute}` of a {KINDS[kind]}"
    return message, other_attribute(element.span, source, "id") if kind == wanted else None
