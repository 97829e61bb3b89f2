"""`aws_sagemaker_prebuilt_ecr_image` answers as hashicorp/aws 5.100.0 does."""

from __future__ import annotations

from typing import Any

import pytest

from tflint_sagemaker.sagemaker.image import (
    NO_REGION,
    TYPE,
    compute_prebuilt_image,
    read_prebuilt_images,
)
from tflint_sagemaker.terraform.values import Unknown, make_string

KMEANS = {"repository_name": "kmeans"}
FROM_US_EAST_1 = {**KMEANS, "region": "us-east-1"}
LATER = Unknown("known after apply")


@pytest.mark.parametrize(
    ("home", "given", "path"),
    [
        # recorded with terraform 1.11.4 plan
        ("us-west-2", KMEANS, "174872318107.dkr.ecr.us-west-2.amazonaws.com/kmeans:1"),
        (
            "us-west-2",
            {**KMEANS, "region": None, "dns_suffix": None, "image_tag": None},
            "174872318107.dkr.ecr.us-west-2.amazonaws.com/kmeans:1",
        ),
        (
            "us-west-2",
            {**KMEANS, "region": ""},
            "174872318107.dkr.ecr.us-west-2.amazonaws.com/kmeans:1",
        ),
        (
            "us-west-2",
            {**FROM_US_EAST_1, "dns_suffix": ""},
            "382416733822.dkr.ecr.us-east-1.amazonaws.com/kmeans:1",
        ),
        (
            "us-west-2",
            {**FROM_US_EAST_1, "image_tag": ""},
            "382416733822.dkr.ecr.us-east-1.amazonaws.com/kmeans:",
        ),
        (
            "us-west-2",
            {**KMEANS, "image_tag": 2},
            "174872318107.dkr.ecr.us-west-2.amazonaws.com/kmeans:2",
        ),
        (
            "us-west-2",
            {**KMEANS, "region": "eu-west-1", "dns_suffix": "x.y", "image_tag": "1.2"},
            "438346466558.dkr.ecr.eu-west-1.x.y/kmeans:1.2",
        ),
        (
            "us-west-2",
            {**KMEANS, "region": "cn-north-1"},
            "390948362332.dkr.ecr.cn-north-1.amazonaws.com/kmeans:1",
        ),
        (
            "cn-north-1",
            FROM_US_EAST_1,
            "382416733822.dkr.ecr.us-east-1.amazonaws.com.cn/kmeans:1",
        ),
        (
            "cn-north-1",
            KMEANS,
            "390948362332.dkr.ecr.cn-north-1.amazonaws.com.cn/kmeans:1",
        ),
        ("us-gov-west-1", KMEANS, "226302683700.dkr.ecr.us-gov-west-1.amazonaws.com/kmeans:1"),
        ("us-iso-east-1", FROM_US_EAST_1, "382416733822.dkr.ecr.us-east-1.c2s.ic.gov/kmeans:1"),
        ("us-isob-east-1", FROM_US_EAST_1, "382416733822.dkr.ecr.us-east-1.sc2s.sgov.gov/kmeans:1"),
        (
            "us-isof-east-1",
            FROM_US_EAST_1,
            "382416733822.dkr.ecr.us-east-1.csp.hci.ic.gov/kmeans:1",
        ),
        (
            "eu-isoe-west-1",
            FROM_US_EAST_1,
            "382416733822.dkr.ecr.us-east-1.cloud.adc-e.uk/kmeans:1",
        ),
        ("eusc-de-east-1", FROM_US_EAST_1, "382416733822.dkr.ecr.us-east-1.amazonaws.eu/kmeans:1"),
        ("mx-central-1", FROM_US_EAST_1, "382416733822.dkr.ecr.us-east-1.amazonaws.com/kmeans:1"),
    ],
)
def test_the_path_is_the_providers(
    home: str, given: dict[str, Any], path: str, data_block: Any
) -> None:
    answer = compute_prebuilt_image(data_block(TYPE, given), make_string(home))
    assert answer["registry_path"].data == path
    assert answer["registry_id"].data == answer["id"].data == path.split(".", maxsplit=1)[0]


@pytest.mark.parametrize(
    ("given", "prefix", "suffix", "reason"),
    [
        (KMEANS, "", "/kmeans:1", NO_REGION),
        (FROM_US_EAST_1, "382416733822.dkr.ecr.us-east-1.", "/kmeans:1", NO_REGION),
        ({**KMEANS, "image_tag": LATER}, "", "", NO_REGION),
        ({**KMEANS, "dns_suffix": "x.y"}, "", ".x.y/kmeans:1", NO_REGION),
        ({**KMEANS, "region": LATER}, "", "/kmeans:1", LATER.reason),
        ({"repository_name": LATER, "region": "us-east-1"}, "", ":1", LATER.reason),
        (
            {**FROM_US_EAST_1, "dns_suffix": "x.y", "image_tag": Unknown("later", suffix="-cpu")},
            "382416733822.dkr.ecr.us-east-1.x.y/kmeans:",
            "-cpu",
            "later",
        ),
        (
            {**KMEANS, "region": Unknown("later", prefix="us-")},
            "",
            "/kmeans:1",
            "later",
        ),
        ({"repository_name": "KMeans"}, "", "/KMeans:1", "there is no repository `KMeans`"),
        (
            {**KMEANS, "region": "mars-1"},
            "",
            "/kmeans:1",
            "there is no registry of `kmeans` in region `mars-1`",
        ),
        ({**KMEANS, "region": ["us-east-1"]}, "", "/kmeans:1", "`region` is not valid"),
        ({}, "", ":1", "`repository_name` is not given"),
    ],
)
def test_what_is_certain_of_the_path_is_kept(
    given: dict[str, Any], prefix: str, suffix: str, reason: str, data_block: Any
) -> None:
    unknown = compute_prebuilt_image(data_block(TYPE, given))["registry_path"].data
    assert isinstance(unknown, Unknown)
    assert (unknown.prefix, unknown.suffix, unknown.reason) == (prefix, suffix, reason)


def test_the_account_hangs_on_the_region_alone(data_block: Any) -> None:
    answer = compute_prebuilt_image(data_block(TYPE, {**FROM_US_EAST_1, "image_tag": LATER}))
    assert answer["registry_id"].data == "382416733822"


def test_every_account_is_one() -> None:
    facts = read_prebuilt_images()
    for accounts in facts.accounts.values():
        assert accounts
        for region, account in accounts.items():
            assert account.isdecimal()
            assert len(account) == 12
            assert region not in facts.uncharted
