"""The subnets, security groups and VPCs of the same configuration that models lie in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.sagemaker.resources import find_sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_sagemaker.sagemaker.argument import Argument
    from tflint_sagemaker.sagemaker.model import Model
    from tflint_sagemaker.sagemaker.resources import RelatedResource
    from tflint_sagemaker.terraform.values import ResourceAttribute

LISTS = ("subnets", "security_group_ids")

# With it a group serves further VPCs than the one that it is made in.
ASSOCIATION = "aws_vpc_security_group_vpc_association"

# The CIDR of every default VPC: https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html
OF_DEFAULT_VPC = "172.31.0.0/16"


def find_network(model: Model) -> Iterator[RelatedResource]:
    """The subnets and groups of the configuration whose IDs the model gives."""
    for config in model.evaluated.list_blocks("vpc_config"):
        for name in LISTS:
            given = config.arguments.get(name)
            for source in find_sources(given.value) if given else ():
                found = model.context.at(source.address) if source.attribute == "id" else None
                if found and model.context.is_certain(found):
                    yield found


def is_in_one_vpc(model: Model) -> bool:
    """Whether it names some of the configuration, none of which can serve a further VPC."""
    return any(True for _ in find_network(model)) and not model.context.declares(ASSOCIATION)


def is_other_vpc(one: Argument, other: Argument) -> bool:
    """Whether two VPCs, each named by its ID, are certain not to be the same."""
    if one.source and other.source:
        sources = (one.source, other.source)
        return all(map(_is_created_here, sources)) and one.source.address != other.source.address
    known = [vpc.raw.data for vpc in (one, other) if not vpc.is_replaceable]
    texts = [vpc for vpc in known if isinstance(vpc, str) and vpc.startswith("vpc-")]
    return len(texts) == 2 and texts[0] != texts[1]


def _is_created_here(source: ResourceAttribute) -> bool:
    """Whether it is the ID of one certain VPC that the configuration makes."""
    is_vpc = source.type == "aws_vpc" and not source.is_data and "[*]" not in source.address
    return is_vpc and source.attribute == "id"


def is_not_default_vpc(vpc: RelatedResource | None) -> bool:
    """Whether a VPC of the configuration is certain not to be the default one of its region.

    One that Terraform makes never is, but a default one may have been imported.
    """
    block = vpc.argument("cidr_block") if vpc else None
    if block is None or not isinstance(block.raw.data, str):
        return False
    return block.raw.data != OF_DEFAULT_VPC and not block.is_replaceable
