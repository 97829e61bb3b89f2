"""What the data sources that speak of the provider's own region answer.

Recorded from terraform 1.11.4 with hashicorp/aws 5.100.0, which answers from its own tables.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tflint_sagemaker.terraform.values import make_string
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tflint_sagemaker.terraform.evaluated import EvaluatedBlock
    from tflint_sagemaker.terraform.values import Value

# What the name of a region looks like, those to come included.
REGION = r"[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}"
# The regions whose partition their names tell for certain.
USUAL_REGION = r"(?:af|ap|ca|eu|il|me|mx|sa|us)-(?:central|(?:north|south)?(?:east|west)?)-\d"


def is_region(text: str) -> bool:
    """Whether a text can be the name of a region."""
    return re.fullmatch(REGION, text) is not None


# Regions by their beginning: partition, domain, domain the other way round.
_PARTITIONS = (
    (compile_later(r"cn-[a-z]+-\d"), "aws-cn", "amazonaws.com.cn", "cn.com.amazonaws"),
    (compile_later(r"us-gov-[a-z]+-\d"), "aws-us-gov", "amazonaws.com", "com.amazonaws"),
    (
        compile_later(USUAL_REGION),
        "aws",
        "amazonaws.com",
        "com.amazonaws",
    ),
)


def compute_region(block: EvaluatedBlock, region: Value | None = None) -> Mapping[str, Value]:
    """The name of the region that the provider is configured for."""
    if region is None or block.arguments:
        return {}
    return {"name": region, "id": region}


def compute_partition(block: EvaluatedBlock, region: Value | None = None) -> Mapping[str, Value]:
    """The partition of the region that the provider is configured for."""
    if region is None or block.arguments or not isinstance(region.data, str):
        return {}
    for pattern, name, domain, reverse in _PARTITIONS:
        if pattern.fullmatch(region.data):
            partition = make_string(name, block.header)
            return {
                "id": partition,
                "partition": partition,
                "dns_suffix": make_string(domain, block.header),
                "reverse_dns_prefix": make_string(reverse, block.header),
            }
    return {}
