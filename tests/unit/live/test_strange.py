"""What answers in the place of AWS, as a proxy does that wants one to sign in, is no answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.live import DATA, IMAGE, PROVIDER, in_vpc, model

if TYPE_CHECKING:
    from support.fake_aws import FakeAws
    from support.live import Check, Tree

BELOW = 's3_uri = "s3://fraud-models/v1/"\n s3_data_type = "S3Prefix"\n compression_type = "None"\n'
PREFIX = model(f'image = "{IMAGE}"\n model_data_source {{\n s3_data_source {{\n {BELOW} }}\n }}\n')
NETWORK = in_vpc(["subnet-0123456789abcdef0"], ["sg-0123456789abcdef0"])


@pytest.mark.parametrize(
    ("what", "code", "text"),
    [
        ("ecr", "SM331", model()),
        ("sts", "SM331", model()),
        ("iam", "SM521", model()),
        ("ec2", "SM621", NETWORK),
        ("s3", "SM433", PREFIX),
    ],
)
@pytest.mark.parametrize("page", ["<html><body>sign in</body></html>", "{}", ""])
def test_what_is_not_from_aws_decides_nothing(
    check: Check, tree: Tree, aws: FakeAws, what: str, code: str, text: str, page: str
) -> None:
    aws.on(what, lambda _: (200, page))
    tree({"main.tf": PROVIDER + text})
    status, out, err = check("--select", code)
    found = [line for line in out.splitlines() if f"[{code}]" in line]
    assert (status, [line.startswith("undecided") for line in found]) == (0, [True])
    # botocore takes what is no XML for a failure of S3 itself
    assert "was not from AWS" in found[0] or (what, page) == ("s3", "{}")
    assert f"note: 1 check undecided: {found[0].partition(': ')[2]}" in err


def test_why_another_account_is_not_judged_is_told(check: Check, tree: Tree) -> None:
    tree({"main.tf": PROVIDER + DATA.replace("iam::123456789012", "iam::210987654321")})
    _, _, err = check("--select", "SM521")
    assert "note: 1 check undecided: the role is of the account 210987654321, and AWS" in err
    assert "give credentials of 210987654321" in err
