"""The subnets, security groups and VPCs of the same configuration that models lie in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tflint_sagemaker.sagemaker.model import Neighbour
from tflint_sagemaker.sagemaker.provider import schemas
from tflint_sagemaker.terraform.schema import BlockSchema
from tflint_sagemaker.terraform.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_sagemaker.sagemaker.view import Argument
    from tflint_sagemaker.terraform.expand import Configuration
    from tflint_sagemaker.terraform.instance import Instance
    from tflint_sagemaker.terraform.values import Source, Value

SUBNET = "aws_subnet"
GROUP = "aws_security_group"
VPC = "aws_vpc"
LISTS = ("subnets", "security_group_ids")

# With it a group serves further VPCs than the one that it is made in.
ASSOCIATION = "aws_vpc_security_group_vpc_association"

# The CIDR of every default VPC: https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html
OF_DEFAULT_VPC = "172.31.0.0/16"

# A VPC that the configuration makes, by the address of one certain instance.
MADE_HERE = re.compile(r"(?:^|\.)(?<!data\.)aws_vpc\.[\w-]+(?:\[[^*\]]+\])?$")


def network(configuration: Configuration, models: tuple[Instance, ...]) -> dict[str, Neighbour]:
    """The subnets and groups whose IDs the models give, and the subnets' VPCs, by address.

    Nothing is looked for that no model names.
    """
    wanted = {source.address for model in models for source in _named(model)}
    subnets = _instances(configuration, SUBNET, wanted)
    groups = _instances(configuration, GROUP, wanted)
    if groups and configuration.instances(ASSOCIATION):
        groups = {}
    homes = {
        given.source.address
        for subnet in subnets.values()
        if groups and (given := subnet.argument("vpc_id")) and given.source
    }
    return {**subnets, **groups, **_instances(configuration, VPC, homes)}


def _named(model: Instance) -> Iterator[Source]:
    for config in model.body.blocks_of("vpc_config"):
        for name in LISTS:
            given = config.arguments.get(name)
            if given is not None:
                yield from _sources(given.value)


def _sources(value: Value) -> Iterator[Source]:
    match value.data:
        case Unknown(source=source) if source is not None and source.attribute == "id":
            yield source
        case tuple():
            for item in value.data:
                yield from _sources(item)


def _instances(configuration: Configuration, kind: str, wanted: set[str]) -> dict[str, Neighbour]:
    if not any(f"{kind}." in address for address in wanted):
        return {}
    shape = schemas().resource(kind) or BlockSchema()
    return {
        found.address: Neighbour(found.body, found.address, shape, found.exists)
        for found in configuration.instances(kind)
        if found.address in wanted and found.exists and found.unsure is None
    }


def other_vpc(one: Argument, other: Argument) -> bool:
    """Whether two VPCs, each named by its ID, are certain not to be the same."""
    if one.source and other.source:
        sources = (one.source, other.source)
        made = all(s.attribute == "id" and MADE_HERE.search(s.address) for s in sources)
        return made and one.source.address != other.source.address
    known = [vpc.raw.data for vpc in (one, other) if not _replaceable(vpc)]
    texts = [vpc for vpc in known if isinstance(vpc, str) and vpc.startswith("vpc-")]
    return len(texts) == 2 and texts[0] != texts[1]


def _replaceable(argument: Argument) -> bool:
    return any(step.what.startswith("default of ") for step in argument.raw.via)


def no_default_vpc(vpc: Neighbour | None) -> bool:
    """Whether a VPC of the configuration is certain not to be the default one of its region.

    One that Terraform makes never is, but a default one may have been imported.
    """
    block = vpc.argument("cidr_block") if vpc else None
    if block is None or not isinstance(block.raw.data, str):
        return False
    return block.raw.data != OF_DEFAULT_VPC and not _replaceable(block)
