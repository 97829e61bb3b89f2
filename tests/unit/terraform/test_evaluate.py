"""Properties of values that recordings do not show: spans, steps, reasons, limits."""

from __future__ import annotations

import pytest
from support.expressions import Locals, run, shown

from tflint_sagemaker.hcl.text import Source, Span
from tflint_sagemaker.terraform.types import ANY, NUMBER, STRING, make_list_type, make_set_type
from tflint_sagemaker.terraform.values import ResourceAttribute as Attribute
from tflint_sagemaker.terraform.values import (
    Step,
    StringPart,
    Unknown,
    Value,
    make_number,
    make_object,
    make_string,
    make_tuple,
    make_unknown,
)

ELSEWHERE = Span(Source("variables.tf", "x"), 0, 1)
IMAGE = Step("default of var.image", ELSEWHERE)
TAG = Step("default of var.tag", ELSEWHERE)
ARN = Attribute("aws_s3_bucket.models", "arn")
NO_DEFAULT = "var.image has no default and no value was given"


def scope(**values: Value) -> Locals:
    return Locals(values)


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("local.image", [IMAGE]),
        ("(local.image)", [IMAGE]),
        ('"${local.image}"', [IMAGE]),
        ("true ? local.image : local.tag", [IMAGE]),
        ('"${local.image}:${local.tag}"', [IMAGE, TAG]),
        ('"${local.image}:${local.image}"', [IMAGE]),
        ("upper(local.image)", [IMAGE]),
        ('join(":", [local.image, local.tag])', [IMAGE, TAG]),
        ("local.object.image", [IMAGE]),
        ("local.object.other", [TAG]),
        ("[for x in local.list : x][0]", [IMAGE]),
        ("(local.list[*])[0]", [IMAGE]),
        ("try(local.image, 1)", [IMAGE]),
        ("local.image == local.tag", [IMAGE, TAG]),
        ('"latest"', []),
    ],
)
def test_the_steps_of_a_value(text: str, way: list[Step]) -> None:
    image, tag = Value(STRING, "repo", via=(IMAGE,)), Value(STRING, "1", via=(TAG,))
    whole = make_object({"image": image, "other": make_string("x")}).add_step(TAG)
    value, _ = run(
        text,
        scope(
            image=image, tag=tag, object=whole, list=make_tuple((make_string("a"),)).add_step(IMAGE)
        ),
    )
    assert list(value.via) == way


@pytest.mark.parametrize(
    "text",
    ["local.x", '"a${1}"', "[1][0]", "(1)", "true ? 1 : 2", "upper(local.x)", "local.x.y", "1 + 2"],
)
def test_a_value_has_the_span_of_its_expression(text: str) -> None:
    value, _ = run(text, scope(x=make_string("a", ELSEWHERE)))
    assert value.span is not None
    assert value.span.text == text


@pytest.mark.parametrize(
    "text",
    [
        "local.u",
        "local.u.a[0].b",
        "upper(local.u)",
        "1 + local.u",
        "local.u ? 1 : 2",
        '"a${local.u}"',
        "[for x in local.u : x]",
        "local.u[*].id",
        "{ (local.u) = 1 }",
        'try(local.u, "a")',
        "merge({}, local.u)",
        'lookup(local.u, "a", "b")',
        "length(local.u)",
        "max(local.u...)",
        "jsonencode({ a = local.u })",
    ],
)
def test_a_result_keeps_the_reason_of_its_input(text: str) -> None:
    value, reported = run(text, scope(u=make_unknown(NO_DEFAULT)))
    assert reported == []
    assert isinstance(value.data, Unknown)
    assert value.data.reason == NO_DEFAULT


@pytest.mark.parametrize(
    ("text", "prefix", "suffix"),
    [
        ('"a${local.u}b"', "a", "b"),
        ('"a${local.u}b${local.u}c"', "a", "c"),
        ('"x${"a${local.u}b"}y"', "xa", "by"),
        ('"${local.u}:latest"', "", ":latest"),
        ('"x%{ if true }${local.u}%{ endif }y"', "x", "y"),
        ('format("s3://%s/%s", local.u, "key")', "s3://", "/key"),
        ('join("/", ["s3:/", local.u, "key"])', "s3://", "/key"),
        ('true ? "a${local.u}b" : ""', "a", "b"),
        ('tostring("a${local.u}b")', "a", "b"),
    ],
)
def test_the_known_start_and_end_of_an_unknown_string(text: str, prefix: str, suffix: str) -> None:
    value, _ = run(text, scope(u=make_unknown(NO_DEFAULT)))
    assert value.type == STRING
    assert isinstance(value.data, Unknown)
    assert (value.data.prefix, value.data.suffix, value.data.not_null) == (prefix, suffix, True)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ('"a${local.u}b${local.arn}c"', ("a", None, "b", ARN, "c")),
        ('"x${"a${local.arn}b"}y"', ("xa", ARN, "by")),
        ('"${local.arn}:${local.u}"', (ARN, ":", None)),
        ('"${local.arn}"', (ARN,)),
        ("local.arn", (ARN,)),
        ("local.u", (None,)),
        ('format("%s/%s-%s", local.arn, "key", local.u)', (ARN, "/key-", None)),
        ('format("%5s/%d", local.arn, local.u)', (None, "/", None)),
        ('join("/", ["s3:/", local.arn, "key"])', ("s3://", ARN, "/key")),
        ('"a%{ if local.u }b%{ endif }c"', ("a", None, "c")),
        ("upper(local.arn)", (None,)),
    ],
)
def test_the_parts_of_an_unknown_string(text: str, pieces: tuple[StringPart, ...]) -> None:
    arn = Value(STRING, Unknown("known after apply", source=ARN))
    value, _ = run(text, scope(u=make_unknown(NO_DEFAULT), arn=arn))
    assert isinstance(value.data, Unknown)
    assert value.data.pieces == pieces


@pytest.mark.parametrize(
    ("text", "kind", "place", "hint"),
    [
        ("local.o.imag", "unsupported-attribute", "imag", "did you mean `image`?"),
        ('local.o["imag"]', "unsupported-attribute", '"imag"', "did you mean `image`?"),
        ("uper(local.s)", "invalid-expression", "uper", "did you mean `upper`?"),
        ("1 + local.o", "invalid-expression", "1 + local.o", None),
        ('"a${null}b"', "invalid-expression", "${null}", None),
        ("[upper([])]", "invalid-expression", "upper([])", None),
        (
            "{ for x in [1, 1] : x => x }",
            "invalid-expression",
            None,
            "put `...` after the value expression to group by key",
        ),
    ],
)
def test_faults_are_reported_at_their_span(
    text: str, kind: str, place: str | None, hint: str | None
) -> None:
    value, (fault,) = run(
        text, scope(o=make_object({"image": make_string("x")}), s=make_string("a"))
    )
    assert value.unknown
    assert (fault.kind, fault.span.text, fault.hint) == (kind, place or text, hint)


@pytest.mark.parametrize(
    "text", ['true ? "a" : tonumber("x")', 'try(tonumber("x"), 1)', "can([][0])"]
)
def test_faults_of_the_other_branch_do_not_count(text: str) -> None:
    value, reported = run(text)
    assert (value.unknown, reported) == (None, [])


def test_a_fault_in_a_loop_is_reported_once() -> None:
    _, reported = run("[for x in [1, 2, 3] : upper([])]")
    assert len(reported) == 1


def test_removed_functions_have_a_hint() -> None:
    _, (fault,) = run('map("a", 1)')
    assert fault.hint == "write `tomap({…})`, as of Terraform 0.12"


def test_faults_of_references_count_even_in_try() -> None:
    _, (fault,) = run("try(local.nothing, 1)")
    assert fault.kind == "undeclared-reference"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("upper(local.secret)", True),
        ('"a${local.secret}"', True),
        ("local.secret == 1", True),
        ("[local.secret]", False),
        ("[local.secret][0]", True),
        ("local.object.name", True),
        ("jsonencode([local.secret])", True),
        ("nonsensitive(local.secret)", False),
        ('local.secret == "" ? 1 : 2', True),
        ("length([local.secret])", False),
        ("[for x in local.object : x]", True),
        ("local.object[*].name", True),
    ],
)
def test_a_result_of_sensitive_values_is_sensitive(text: str, *, expected: bool) -> None:
    secret = Value(STRING, "s", sensitive=True)
    whole = make_object({"name": make_string("x")})
    marked = Value(whole.type, whole.data, sensitive=True)
    value, _ = run(text, scope(secret=secret, object=marked))
    assert value.sensitive is expected


@pytest.mark.parametrize(
    "text",
    [
        " + ".join(["1"] * 3000),
        " && ".join(["true"] * 3000),
        "false ? 1 : " * 800 + "2",
        "(" * 60 + "1" + ")" * 60,
    ],
    ids=["sum", "and", "conditional", "parentheses"],
)
def test_long_chains_are_evaluated(text: str) -> None:
    value, reported = run(text)
    assert (value.unknown, reported) == (None, [])


@pytest.mark.parametrize(
    "text",
    [
        "[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : a + b + c]]]",
        "setproduct(range(1000), range(1000))",
        "[for x in range(1000) : local.many]",
        'format("%99999d", 1)',
        "join(local.long, [for x in range(1000) : local.long])",
        '"%{ for x in range(1000) }${local.long}%{ endfor }"',
        'replace(local.long, "", local.long)',
        "indent(1000000, local.lines)",
        "1e999999999",
        "1e9999 * 1e9999",
        'tonumber("1e999999999")',
        "pow(9, 999)",
        'regex("(x?){1000}x{1000}y", local.long)',
        'regexall("(x?){1000}x{1000}y", local.long)',
        'replace(local.long, "/(x?){1000}x{1000}y/", "")',
        'regex("${join("", [for i in range(300) : "("])}", "a")',
    ],
)
def test_a_result_that_is_too_large_is_unknown(text: str) -> None:
    value, reported = run(
        text,
        scope(
            many=Value(make_list_type(NUMBER), tuple(map(make_number, range(1000)))),
            long=make_string("x" * 50_000),
            lines=make_string("\n" * 1000),
        ),
    )
    assert value.unknown
    assert reported == []


def test_shared_parts_count_each_time() -> None:
    value: Value = make_number(1)
    for _ in range(40):
        value, _ = run("[local.x, local.x]", scope(x=value))
    assert value.unknown


def test_a_set_of_unknowns_keeps_what_is_known() -> None:
    value, _ = run('toset(["b", local.u, "a", "b"])', scope(u=Value(STRING, Unknown(NO_DEFAULT))))
    assert value.type == make_set_type(STRING)
    assert shown(value) == ["a", "b", "(unknown)"]


def test_an_unknown_of_no_type_converts_to_every_type() -> None:
    for text in ("local.u + 1", "local.u.a", "local.u[0]", "upper(local.u)", "!local.u"):
        assert run(text, scope(u=Value(ANY, Unknown(NO_DEFAULT))))[1] == []
