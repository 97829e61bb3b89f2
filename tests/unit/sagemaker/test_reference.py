"""What is read of an image, of which all, some or nothing is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tflint_sagemaker.hcl.text import Source as File
from tflint_sagemaker.hcl.text import Span
from tflint_sagemaker.sagemaker.argument import Argument
from tflint_sagemaker.sagemaker.reference import (
    ImageReference,
    find_domain,
    list_aws_domains,
    locate_part,
    parse_image_reference,
)
from tflint_sagemaker.sagemaker.repositories import read_aws_repositories
from tflint_sagemaker.terraform.types import STRING
from tflint_sagemaker.terraform.values import (
    ResourceAttribute,
    Undecided,
    Unknown,
    Value,
    join_parts,
    make_string,
)

if TYPE_CHECKING:
    from tflint_sagemaker.terraform.values import StringPart

WHERE = Span(File("main.tf", ""), 0, 0)
HOST = "123456789012.dkr.ecr.us-east-1.amazonaws.com"
HEX = "0123456789abcdef" * 4
URL = ResourceAttribute("aws_ecr_repository.fraud", "repository_url")
ACCOUNT = ResourceAttribute("data.aws_caller_identity.here", "account_id")
REGION = ResourceAttribute('module.a["x"].data.aws_region.here', "name")


def image(*pieces: StringPart) -> Argument:
    known = [piece for piece in pieces if isinstance(piece, str)]
    if len(known) == len(pieces):
        return Argument("image", make_string("".join(known)), WHERE)
    return Argument("image", Value(STRING, join_parts(pieces, Unknown("later"))), WHERE)


def parts(*pieces: StringPart) -> tuple[str | None, ...]:
    """Account, region, domain, repository, tag, digest."""
    found = parse_image_reference(image(*pieces))
    host = (found.account, found.region, found.domain)
    return (*host, found.repository, found.tag, found.digest)


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ((f"{HOST}/a/b:1",), ("123456789012", "us-east-1", "amazonaws.com", "a/b", "1", "")),
        ((f"{HOST}/a",), ("123456789012", "us-east-1", "amazonaws.com", "a", "", "")),
        (
            (f"{HOST}/a:1@sha256:{HEX}",),
            ("123456789012", "us-east-1", "amazonaws.com", "a", "1", f"sha256:{HEX}"),
        ),
        (("1.dkr-ecr.us-east-1.on.aws/a:1",), ("1", "us-east-1", "on.aws", "a", "1", "")),
        (("1.dkr.ecr-fips.us-east-1.x.y/a:1",), ("1", "us-east-1", "x.y", "a", "1", "")),
        ((None, ".dkr.ecr.cn-x-1.a.b/a:1"), (None, "cn-x-1", "a.b", "a", "1", "")),
        (("1.dkr.ecr.", None, ".a.b/", None, ":1"), ("1", None, None, None, "1", "")),
        (("1.dkr.ecr.", None, ".c2s.ic.gov/a"), ("1", None, "c2s.ic.gov", "a", "", "")),
        (("1.dkr.ecr.", None, "/a:1"), (None, None, None, None, "1", "")),
        ((f"{HOST}/", None), ("123456789012", "us-east-1", "amazonaws.com", None, None, None)),
        (
            (f"{HOST}/a:", None),
            ("123456789012", "us-east-1", "amazonaws.com", "a", None, None),
        ),
        ((ACCOUNT, ".dkr.ecr.", REGION, ".a.b/a"), (None, None, "a.b", "a", "", "")),
        ((URL,), (None, None, None, None, "", "")),
        ((URL, ":latest"), (None, None, None, None, "latest", "")),
        ((URL, ":", None), (None, None, None, None, None, None)),
        ((URL, "@sha256:", None), (None, None, None, None, "", None)),
        ((URL, None), (None, None, None, None, None, None)),
        ((None, ":latest"), (None, None, None, None, "latest", "")),
        ((None, f":{HEX}"), (None, None, None, None, None, None)),
        (
            (f"{HOST}/", None, f":{HEX}"),
            ("123456789012", "us-east-1", "amazonaws.com", None, None, None),
        ),
        ((None, f"@sha256:{HEX}"), (None, None, None, None, None, f"sha256:{HEX}")),
        ((None,), (None,) * 6),
        (("localhost:4566/a:1",), (None,) * 6),
        ((f"https://{HOST}/a:1",), (None,) * 6),
        ((f"{HOST}/a :1",), (None,) * 6),
        (("ghcr.io/a/b:1",), (None, None, None, "a/b", "1", "")),
        (("tensorflow/serving:1",), (None,) * 6),
    ],
)
def test_each_part_is_known_as_far_as_the_pieces_go(
    pieces: tuple[StringPart, ...], expected: tuple[str | None, ...]
) -> None:
    assert parts(*pieces) == expected


@pytest.mark.parametrize(
    "pieces", [(f"{HOST}/a:1",), (URL, ":1"), (None, ".dkr.ecr.", None, ".amazonaws.com/a:1")]
)
def test_an_image_is_of_ecr_also_where_little_is_known(pieces: tuple[StringPart, ...]) -> None:
    assert parse_image_reference(image(*pieces)).ecr


def test_a_registry_of_others_is_known_by_its_host() -> None:
    assert (
        parse_image_reference(image("registry.example.com:5000/a:1")).host
        == "registry.example.com:5000"
    )


def test_the_repository_whose_url_begins_the_image_is_known() -> None:
    assert parse_image_reference(image(URL, ":1")).url_of == URL
    assert parse_image_reference(image("x/", URL, ":1")).url_of is None


@pytest.mark.parametrize("text", ["<account>.dkr.ecr.x/y", "REPLACE_ME", f"{HOST}/change-me:1"])
def test_what_waits_to_be_replaced_is_not_read(text: str) -> None:
    with pytest.raises(Undecided):
        parse_image_reference(image(text))


def test_nothing_is_reported_about_a_sensitive_image() -> None:
    hidden = Argument("image", Value(STRING, f"{HOST}/a:latest", sensitive=True), WHERE)
    assert parse_image_reference(hidden) == ImageReference()


@given(st.lists(st.one_of(st.none(), st.sampled_from([URL, ACCOUNT]), st.text())))
def test_any_pieces_are_read_without_a_fault(pieces: list[StringPart]) -> None:
    try:
        found = parse_image_reference(image(*pieces))
    except Undecided:
        return
    for part in (found.account, found.region, found.domain, found.repository, found.tag):
        assert (
            part is None
            or not set(part) & set("\0\1\2")
            or any(isinstance(piece, str) and set(piece) & set("\0\1\2") for piece in pieces)
        )


@given(st.integers(0, 60), st.integers(0, 60))
def test_what_is_cut_out_is_never_read_otherwise(one: int, other: int) -> None:
    text = f"{HOST}/team/fraud:1.4.2"
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    whole, cut = parts(text), parts(text[:start], None, text[end:])
    for known, found in zip(whole, cut, strict=True):
        assert found in (known, None)


@pytest.mark.parametrize(
    ("region", "domain"),
    [
        ("us-east-1", "amazonaws.com"),
        ("ap-southeast-9", "amazonaws.com"),
        ("us-gov-west-1", "amazonaws.com"),
        ("cn-north-1", "amazonaws.com.cn"),
        ("us-iso-east-1", "c2s.ic.gov"),
        ("us-isob-east-1", "sc2s.sgov.gov"),
        ("eusc-de-east-1", "amazonaws.eu"),
        ("xy-north-1", None),
        ("us-isoz-east-1", None),
    ],
)
def test_the_domain_of_a_region_is_that_of_its_partition(region: str, domain: str | None) -> None:
    assert find_domain(region) == domain
    assert domain is None or domain in list_aws_domains()


def literal(text: str) -> Argument:
    return Argument("image", make_string(""), Span(File("main.tf", text), 0, len(text)))


@pytest.mark.parametrize(
    ("text", "part", "at"),
    [
        ('"a.b/c:1"', ":1", 6),
        ('"${var.x}:1"', ":1", 9),
        ('"a:1:1"', ":1", None),
        ('"${f(":1")}"', ":1", None),
        ("var.x", "x", None),
        ('"${var.x}}"', "}", 9),
    ],
)
def test_a_part_is_found_where_a_literal_has_it_once(text: str, part: str, at: int | None) -> None:
    found = locate_part(literal(text), part)
    assert (found.start if found else None) == at


@pytest.mark.parametrize(
    ("repository", "account", "region", "right"),
    [
        ("pytorch-inference", "763104351884", "eu-south-1", "692866216735"),
        ("pytorch-inference", "763104351884", "eu-west-1", None),
        ("pytorch-inference", "123456789012", "eu-south-1", None),
        ("pytorch-inference", "763104351884", "mx-central-1", None),
        ("xgboost", "811284229777", "us-east-2", "825641698319"),
        ("sagemaker-rl-mxnet", "520713654638", "af-south-1", None),
        ("a-framework-of-tomorrow", "763104351884", "eu-south-1", None),
    ],
)
def test_the_right_account_is_named_only_where_it_is_certain(
    repository: str, account: str, region: str, right: str | None
) -> None:
    assert read_aws_repositories().elsewhere(repository, account, region) == right


def test_what_is_known_of_repositories_is_of_known_ones() -> None:
    known = read_aws_repositories()
    meant = set(known.misnomers.values())
    for names in (known.in_doubt, known.algorithms, known.not_deep_learning, meant):
        assert names <= set(known.accounts)
    assert not set(known.misnomers) & set(known.accounts)
    assert not known.algorithms & known.frameworks
