"""Model data, asked of an AWS on this machine: there, missing, denied, elsewhere, locked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from support.fake_aws import refusing_in_xml
from support.live import IMAGE, client, model, with_data

if TYPE_CHECKING:
    from collections.abc import Callable

    from support.fake_aws import FakeAws

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


@pytest.mark.parametrize("code", ["SM431", "SM432", "SM433", "SM434"])
@pytest.mark.parametrize(
    "bucket", ["fraud-0a1b2c3d4e5f6g7h8i9j-s3alias", "fraud--use1-az4--x-s3", "fraud--ol-s3"]
)
def test_what_is_no_usual_bucket_is_not_asked_for(
    told: Told, aws: FakeAws, code: str, bucket: str
) -> None:
    found = told(code, with_data(f"s3://{bucket}/v1/model.tar.gz"))
    assert ["access point or a directory bucket" in line for line in found] == [True]
    assert aws.asked("s3") == []


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


@pytest.mark.usefixtures("models")
def test_a_prefix_holds_something_or_not(told: Told) -> None:
    assert told("SM431", uncompressed("s3://fraud-models/v1/")) == []
    found = told("SM431", uncompressed("s3://fraud-models/v9/"))
    assert ["no objects below `v9/`" in line for line in found] == [True]


def uncompressed(uri: str) -> str:
    """A model whose data are all that lies below a prefix."""
    source = f's3_uri = "{uri}"\n s3_data_type = "S3Prefix"\n compression_type = "None"'
    data = f"model_data_source {{\n s3_data_source {{\n {source}\n }}\n }}"
    return model(f'image = "{IMAGE}"\n {data}')


def test_what_is_archived_below_a_prefix_or_restored(told: Told, models: Any) -> None:
    found = told("SM433", uncompressed("s3://fraud-models/old/"))
    assert ["`old/model.tar.gz` is archived" in line for line in found] == [True]
    models.restore_object(Bucket="fraud-models", Key="old/model.tar.gz", RestoreRequest={"Days": 9})
    assert told("SM433", with_data("s3://fraud-models/old/model.tar.gz")) == []


def test_a_redirect_to_the_region_of_a_bucket_is_followed(told: Told, aws: FakeAws) -> None:
    s3 = client("s3", aws, "eu-west-1")
    s3.create_bucket(
        Bucket="fraud-models-eu", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    s3.put_object(Bucket="fraud-models-eu", Key="v1/model.tar.gz", Body=b"archive")
    aws.requests.clear()

    def behave(environ: dict[str, Any]) -> tuple[int, str, dict[str, str]] | None:
        if "/eu-west-1/s3/" in environ["HTTP_AUTHORIZATION"]:
            return None
        return 301, "", {"x-amz-bucket-region": "eu-west-1"}

    aws.on("s3", behave)
    text = with_data("s3://fraud-models-eu/v1/model.tar.gz")
    for rule in ("SM431", "SM433", "SM434"):
        assert told(rule, text) == []
    assert ["is in `eu-west-1`" in line for line in told("SM432", text)] == [True]
    assert {one.region for one in aws.asked("s3")} == {"us-east-1", "eu-west-1"}


# What S3 answers to who may not see it, also in another account, and to who asks too often. A HEAD
# has no body: the status is all.
@pytest.mark.parametrize(
    ("code", "status", "reason"),
    [
        ("AccessDenied", 403, "AWS has denied s3:"),
        ("SlowDown", 503, "to s3:"),
        ("AuthorizationHeaderMalformed", 400, "to s3:"),
    ],
)
@pytest.mark.parametrize("rule", ["SM431", "SM432", "SM433", "SM434"])
def test_what_s3_does_not_tell_is_undecided(
    told: Told, aws: FakeAws, code: str, status: int, reason: str, rule: str
) -> None:
    aws.on("s3", refusing_in_xml(code, status))
    found = told(rule, with_data("s3://fraud-models/v1/model.tar.gz"))
    assert [line.startswith("undecided") for line in found] == [True]
    assert reason in found[0]


@pytest.mark.usefixtures("models")
@pytest.mark.parametrize("rule", ["SM431", "SM433", "SM434"])
def test_an_object_that_may_not_be_seen_is_undecided(told: Told, aws: FakeAws, rule: str) -> None:
    """Without `s3:ListBucket` S3 says 403 of an object that is not there, too."""

    def behave(environ: dict[str, Any]) -> tuple[int, str] | None:
        return (403, "") if environ["PATH_INFO"].endswith("v2/model.tar.gz") else None

    aws.on("s3", behave)
    found = told(rule, with_data("s3://fraud-models/v2/model.tar.gz"))
    assert [line.startswith("undecided") for line in found] == [True]
    assert "AWS has denied s3:GetObject" in found[0]
    assert told(rule, with_data("s3://fraud-models/v1/model.tar.gz")) == []


@pytest.mark.parametrize("rule", ["SM431", "SM432", "SM433", "SM434"])
def test_a_bucket_of_the_configuration_is_not_asked_for(
    told: Told, aws: FakeAws, rule: str
) -> None:
    made = 'resource "aws_s3_bucket" "b" {\n  bucket = "fraud-models"\n}\n'
    found = told(rule, made, with_data("s3://fraud-models/v1/model.tar.gz"))
    assert [line.startswith("undecided") for line in found] == [True]
    assert aws.asked("s3") == []
