"""Keys of KMS, asked of an AWS on this machine: whether they decrypt, and for the role."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from support.fake_aws import refusing
from support.live import (
    ACCOUNT,
    DATA,
    ROLE,
    SIMULATE,
    client,
    make_role,
    resources,
    simulated,
    trust,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from support.fake_aws import FakeAws

    Told = Callable[..., list[str]]


@pytest.fixture
def key(aws: FakeAws) -> str:
    """A key that only the account's own policies count for, and a model encrypted with it."""
    make_role(aws)
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
        "Action": "kms:*",
        "Resource": "*",
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    arn: str = client("kms", aws).create_key(Policy=policy)["KeyMetadata"]["Arn"]
    encrypt(aws, arn)
    return arn


def encrypt(aws: FakeAws, arn: str) -> None:
    s3 = client("s3", aws)
    s3.create_bucket(Bucket="fraud-models")
    s3.put_object(
        Bucket="fraud-models",
        Key="v1/model.tar.gz",
        Body=b"archive",
        ServerSideEncryption="aws:kms",
        SSEKMSKeyId=arn,
    )


def test_a_key_that_the_role_may_not_use(told: Told, aws: FakeAws, key: str) -> None:
    aws.on(SIMULATE, simulated({}))
    assert told("SM526", DATA) == []
    assert resources(aws) == [key]
    aws.on(SIMULATE, simulated({"kms:Decrypt": "implicitDeny"}))
    assert ["lacks `kms:Decrypt`" in line for line in told("SM526", DATA)] == [True]


def test_a_key_that_lets_the_role_in_by_itself(told: Told, aws: FakeAws, key: str) -> None:
    aws.on(SIMULATE, simulated({"kms:Decrypt": "implicitDeny"}))
    kms = client("kms", aws)
    kms.create_grant(KeyId=key, GranteePrincipal=ROLE, Operations=["Decrypt"])
    assert [line.startswith("undecided") for line in told("SM526", DATA)] == [True]
    policy = trust("x.amazonaws.com").replace('"Service": "x.amazonaws.com"', f'"AWS": "{ROLE}"')
    kms.put_key_policy(KeyId=key, PolicyName="default", Policy=policy)
    assert [line.startswith("undecided") for line in told("SM526", DATA)] == [True]


def test_a_key_of_another_account(told: Told, aws: FakeAws) -> None:
    make_role(aws)
    encrypt(aws, "arn:aws:kms:us-east-1:222222222222:key/abroad")
    aws.on(SIMULATE, simulated({"kms:Decrypt": "implicitDeny"}))
    assert ["lacks `kms:Decrypt`" in line for line in told("SM526", DATA)] == [True]
    assert aws.asked("kms") == []
    aws.on("kms", refusing("AccessDeniedException"))
    assert [line.startswith("undecided") for line in told("SM434", DATA)] == [True]


def test_a_key_that_decrypts_nothing(told: Told, aws: FakeAws, key: str) -> None:
    assert told("SM434", DATA) == []
    kms = client("kms", aws)
    name = key.rpartition("/")[2]
    kms.disable_key(KeyId=name)
    assert ["is `Disabled`" in line for line in told("SM434", DATA)] == [True]
    kms.schedule_key_deletion(KeyId=name)
    assert ["is `PendingDeletion`" in line for line in told("SM434", DATA)] == [True]
    assert [
        line.startswith("undecided")
        for line in told("SM434", 'resource "aws_kms_key" "k" {}', DATA)
    ] == [True]
    aws.on("kms", refusing("NotFoundException"))
    assert ["is gone" in line for line in told("SM434", DATA)] == [True]
