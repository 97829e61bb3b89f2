"""Model data, asked of an AWS on this machine: there, missing, denied, elsewhere, locked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from .conftest import client, with_data

if TYPE_CHECKING:
    from collections.abc import Callable

    from fake_aws import FakeAws

    Told = Callable[..., list[str]]


@pytest.fixture
def models(aws: FakeAws) -> Any:
    """A bucket of model data."""
    s3 = client("s3", aws)
    s3.create_bucket(Bucket="fraud-models")
    for key, kind in {"v1/model.tar.gz": "STANDARD", "old/model.tar.gz": "GLACIER"}.items():
        s3.put_object(Bucket="fraud-models", Key=key, Body=b"archive", StorageClass=kind)
    s3.put_object(Bucket="fraud-models", Key="empty/model.tar.gz", Body=b"")
    return s3


@pytest.mark.usefixtures("models")
@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("s3://fraud-models/v2/model.tar.gz", "no object `v2/model.tar.gz`"),
        ("s3://fraud-models/empty/model.tar.gz", "is empty"),
        ("s3://no-such-models/v1/model.tar.gz", "no bucket `no-such-models`"),
    ],
)
def test_model_data_are_there_or_not(told: Told, url: str, message: str) -> None:
    assert told("SM431", with_data("s3://fraud-models/v1/model.tar.gz")) == []
    assert [message in line for line in told("SM431", with_data(url))] == [True]


@pytest.mark.usefixtures("models")
def test_what_the_configuration_puts_there_is_not_missing(told: Told) -> None:
    placed = 'resource "aws_s3_object" "o" {\n  bucket = "b"\n  key = "v2/model.tar.gz"\n}\n'
    found = told("SM431", placed, with_data("s3://fraud-models/v2/model.tar.gz"))
    assert [line.startswith("undecided") for line in found] == [True]


@pytest.mark.usefixtures("models")
def test_a_module_that_is_not_at_hand_may_put_it_there(told: Told) -> None:
    call = 'module "data" {\n  source = "example.com/data/aws"\n}\n'
    found = told("SM431", call, with_data("s3://fraud-models/v2/model.tar.gz"))
    assert [line.startswith("undecided") for line in found] == [True]


@pytest.mark.usefixtures("models")
def test_an_archived_object_cannot_be_read(told: Told) -> None:
    found = told("SM433", with_data("s3://fraud-models/old/model.tar.gz"))
    assert ["`old/model.tar.gz` is archived" in line for line in found] == [True]


def test_a_bucket_of_another_region(told: Told, models: Any) -> None:
    models.create_bucket(
        Bucket="fraud-models-eu", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    found = told("SM432", with_data("s3://fraud-models-eu/v1/model.tar.gz"))
    assert ["is in `eu-west-1`" in line for line in found] == [True]
    assert told("SM432", with_data("s3://fraud-models/v1/model.tar.gz")) == []
