"""What is known of a location in S3, whole or in part."""

from __future__ import annotations

import pytest

from tflint_sagemaker.hcl.text import Source, Span
from tflint_sagemaker.sagemaker.argument import Argument
from tflint_sagemaker.sagemaker.s3 import S3Location, is_licensed, parse_s3_location
from tflint_sagemaker.terraform.types import STRING
from tflint_sagemaker.terraform.values import Unknown, Value

NOWHERE = Span(Source("main.tf", ""), 0, 0)


def known(text: str) -> Argument:
    return Argument("model_data_url", Value(STRING, text), NOWHERE)


def partly(prefix: str, suffix: str) -> Argument:
    reason = Unknown("some of it is not known", prefix=prefix, suffix=suffix)
    return Argument("model_data_url", Value(STRING, reason), NOWHERE)


def place(bucket: str, key: str, region: str | None = None) -> S3Location:
    return S3Location(bucket, whole=True, key=key, tail=key, region=region)


@pytest.mark.parametrize(
    ("url", "location"),
    [
        ("s3://models/v1/m.tar.gz", place("models", "v1/m.tar.gz")),
        ("s3://models", place("models", "")),
        ("s3://models/", place("models", "")),
        ("s3://models//m", place("models", "/m")),
        ("https://models.s3.amazonaws.com/m", place("models", "m")),
        ("https://models.s3.eu-west-1.amazonaws.com/m", place("models", "m", "eu-west-1")),
        ("https://my.models.s3-eu-west-1.amazonaws.com/m", place("my.models", "m", "eu-west-1")),
        ("https://s3.us-gov-west-1.amazonaws.com/models/m", place("models", "m", "us-gov-west-1")),
        ("https://s3-us-west-2.amazonaws.com/models/m/n", place("models", "m/n", "us-west-2")),
        ("https://s3.amazonaws.com/models", place("models", "")),
        ("https://s3.cn-north-1.amazonaws.com.cn/models/m", place("models", "m", "cn-north-1")),
        ("https://b.s3.dualstack.us-east-2.amazonaws.com/m", place("b", "m", "us-east-2")),
        ("https://example.com/models/m", None),
        ("https://models.s3.us-east-1.amazonaws.com.example.com/m", None),
        ("models/v1", None),
        ("", None),
    ],
)
def test_a_location_that_is_known(url: str, location: S3Location | None) -> None:
    assert parse_s3_location(known(url)) == location


@pytest.mark.parametrize(
    ("prefix", "suffix", "location"),
    [
        ("s3://", "", S3Location()),
        ("s3://models-", "/m.tar.gz", S3Location("models-", tail="/m.tar.gz")),
        ("s3://models/v", ".tar.gz", S3Location("models", whole=True, key="v", tail=".tar.gz")),
        (
            "https://",
            ".s3.us-west-2.amazonaws.com/v1/m.tar.gz",
            S3Location(region="us-west-2", tail="v1/m.tar.gz"),
        ),
        ("https://", "-s3.us-west-2.amazonaws.com/m", None),
        ("https://s3.", ".amazonaws.com/models/m", None),
        ("", "/m.tar.gz", None),
    ],
)
def test_a_location_of_which_the_ends_are_known(
    prefix: str, suffix: str, location: S3Location | None
) -> None:
    assert parse_s3_location(partly(prefix, suffix)) == location


@pytest.mark.parametrize(
    ("url", "has_key"),
    [
        (known("s3://models/v1"), True),
        (known("s3://models/"), False),
        (known("s3://models"), False),
        (partly("s3://", "/v1"), True),
        (partly("s3://", "/"), False),
        (partly("s3://", "v1"), False),
        (partly("s3://models/", "v1"), True),
    ],
)
def test_whether_a_key_is_certain(url: Argument, *, has_key: bool) -> None:
    location = parse_s3_location(url)
    assert location is not None
    assert location.has_key == has_key


@pytest.mark.parametrize(
    ("url", "licensed"),
    [
        (known("s3://jumpstart-private-cache-prod-us-east-1/meta-textgeneration/llama/"), True),
        (known("s3://jumpstart-private-cache-prod-us-east-1/huggingface-llm/zephyr/"), False),
        (known("s3://jumpstart-cache-prod-us-east-1/meta-textgeneration/llama/"), False),
        (known("s3://mine/jumpstart-private-cache-prod-/meta-textgeneration/"), False),
        (partly("s3://jumpstart-private-cache-prod-", "/meta-textgeneration/llama/"), True),
        (partly("s3://", "/meta-textgeneration/llama/"), False),
    ],
)
def test_which_models_have_a_license_to_accept(url: Argument, *, licensed: bool) -> None:
    assert is_licensed(url) == licensed
