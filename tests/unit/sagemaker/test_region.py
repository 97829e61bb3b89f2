"""The region and partition that a provider is configured for, as data sources answer them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tflint_sagemaker.sagemaker.region import compute_partition, compute_region
from tflint_sagemaker.terraform.values import Value, make_string, make_unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tflint_sagemaker.terraform.evaluated import EvaluatedBlock

    Make = Callable[[str, dict[str, Any]], EvaluatedBlock]


def known(answer: Mapping[str, Value]) -> dict[str, Any]:
    return {name: value.data for name, value in answer.items()}


def test_the_region_is_that_of_the_provider(data_block: Make) -> None:
    block = data_block("aws_region", {})
    assert known(compute_region(block, make_string("eu-west-1"))) == {
        "name": "eu-west-1",
        "id": "eu-west-1",
    }
    later = make_unknown("later")
    assert known(compute_region(block, later)) == {"name": later.data, "id": later.data}


def test_a_data_source_of_another_region_is_unknown(data_block: Make) -> None:
    block = data_block("aws_region", {"name": "us-east-1"})
    assert compute_region(block, make_string("eu-west-1")) == {}


@pytest.mark.parametrize(
    ("region", "partition", "domain"),
    [
        ("us-east-1", "aws", "amazonaws.com"),
        ("ap-southeast-2", "aws", "amazonaws.com"),
        ("me-central-1", "aws", "amazonaws.com"),
        ("cn-northwest-1", "aws-cn", "amazonaws.com.cn"),
        ("us-gov-east-1", "aws-us-gov", "amazonaws.com"),
    ],
)
def test_the_partition_is_that_of_the_region(
    data_block: Make, region: str, partition: str, domain: str
) -> None:
    answer = known(compute_partition(data_block("aws_partition", {}), make_string(region)))
    assert (answer["partition"], answer["id"], answer["dns_suffix"]) == (
        partition,
        partition,
        domain,
    )


@pytest.mark.parametrize(
    "region", [None, make_string("us-iso-east-1"), make_string("x"), make_unknown("later")]
)
def test_a_region_that_is_not_known_has_no_partition(
    data_block: Make, region: Value | None
) -> None:
    assert compute_partition(data_block("aws_partition", {}), region) == {}


def test_nothing_is_known_without_a_region(data_block: Make) -> None:
    assert compute_region(data_block("aws_region", {}), None) == {}
