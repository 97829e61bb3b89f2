"""Recorded expressions have the values that Terraform gives them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from support.expressions import UNKNOWN, Locals, fitted, run, shown, type_of
from support.recorded_expressions import CHAPTERS, FILES, rows

from tflint_sagemaker.hcl.text import InputError
from tflint_sagemaker.terraform.functions import UNEVALUATED
from tflint_sagemaker.terraform.functions.text_encoding import ENCODINGS
from tflint_sagemaker.terraform.types import STRING
from tflint_sagemaker.terraform.values import Unknown, Value, make_string

# Terraform knows more of these, and of what matches one of the patterns.
LESS_KNOWN = frozenset(
    {
        # Beyond what dates are kept in here.
        'timeadd("9999-12-31T23:00:00Z", "2h")',
        # Infinite, which is a value to Terraform, though not one that it can keep.
        "can(1 / 0)",
        # Not null, whatever the type.
        'regex("a", local.u_string) == null',
        'regexall("a", local.u_string) == null',
        # Terraform takes what is not known for another value.
        'matchkeys(["a"], ["b"], [local.u_string])',
        'matchkeys(["a", "b"], ["x", "y"], [local.u_string])',
        'matchkeys(["a", "b"], ["x", "y"], toset([local.u_string]))',
    }
)
LESS_KNOWN_PATTERNS = (
    # Terraform mixes up the two kinds of address.
    re.compile(r'^cidr\w+\("::ffff:'),
    # Go's parser of YAML and Python's differ on tabs, and on colons before brackets and commas.
    re.compile(r"^yamldecode\(.*\\t"),
    # Odd even for the library that Terraform uses.
    re.compile(r"^fileset\(.*\*\*/\*\*"),
    re.compile(r"^yamldecode\(.*[a-z]:[,\]}\[{]"),
)
# Known here, although Terraform waits for apply: whatever comes then, this is the answer.
MORE_KNOWN = frozenset(
    {
        '"x${local.u_string}" == "y"',
        '"true" == "x${local.u_string}"',
        '"1" == "x${local.u_string}"',
        '"" == "x${local.u_string}"',
        '"a" == "x${local.u_string}"',
        '"é" == "x${local.u_string}"',
        r'"e\u0301" == "x${local.u_string}"',
        '"x${local.u_string}" == sensitive("a")',
        '"x${local.u_string}" != "é"',
        r'"x${local.u_string}" != "e\u0301"',
        '"x%{ if local.u_bool }a%{ else }b%{ endif }" == "y"',
        'startswith("pre-${local.u_string}", "other")',
        'compact(["a", "x${local.u_string}"])',
        'endswith("${local.u_string}-post", "post")',
        'format("%s-%s", "a", local.u_string) == "b"',
        'join(",", ["a", local.u_string]) == "b"',
        '{ a = local.u_string, b = 1 } == { a = "x", b = 2 }',
        "tonumber(local.u_bool ? 5 : 7) > 3",
        "toset(local.u_list) == null",
        "tostring(local.u_number + 1) == null",
        "[for x in local.u_list : x] == null",
        "merge(local.u_map, {}) == null",
        "concat(local.u_list, []) == null",
        "flatten([local.u_list]) == null",
        "can(local.u_string) == null",
        'timeadd(local.u_string, "1h") == null',
    }
)
# Zero has no sign here.
DIFFERENT = frozenset({"tostring(-0)", "tostring(-0.0)"})


def combined(value: Any, mask: Any) -> Any:
    """Return the value in a plan, with a marker for each unknown part."""
    if mask is True:
        return UNKNOWN
    if isinstance(mask, list) and isinstance(value, list):
        masks = [*mask, *[False] * (len(value) - len(mask))]
        return [combined(item, part) for item, part in zip(value, masks, strict=True)]
    if isinstance(mask, dict):
        known = value or {}
        return {
            name: combined(known.get(name), mask.get(name, False))
            for name in sorted({*known, *mask})
        }
    return value


def may_be_unknown(row: dict[str, Any]) -> bool:
    if row["expr"] in LESS_KNOWN or any(p.search(row["expr"]) for p in LESS_KNOWN_PATTERNS):
        return True
    if row["expr"].startswith("fileset(") and row.get("value") == []:
        # A file may be built before the plan.
        return True
    encoding = re.search(r'^text..codebase64\(.*, "?([^"]*)"?\)$', row["expr"])
    if encoding and encoding[1].lower() not in ENCODINGS:
        return True
    return any(f"{name}(" in row["expr"] for name in UNEVALUATED)


def disagreement(row: dict[str, Any]) -> str | None:
    """Return the difference between the evaluator and Terraform, or None."""
    scope = Locals(files=FILES)
    try:
        value, reported = run(row["expr"], scope)
    except InputError as error:
        return None if "error" in row else f"is not read: {error}"
    if "constraint" in row:
        value = fitted(value, row["constraint"], scope)
    if "error" in row:
        if "infinity" in row["error"] and not reported:
            return None if value.unknown else "is known"
        if value.unknown and may_be_unknown(row):
            return None
        if not reported:
            return f"is accepted as {shown(value)!r}, not refused: {row['error']}"
        return None if value.unknown else "is reported and known"
    if reported:
        return f"is reported: {reported[0].message}"
    expected = combined(row.get("value"), row.get("unknown"))
    if value.unknown and may_be_unknown(row):
        return None
    if row["expr"] in MORE_KNOWN and expected == UNKNOWN != shown(value):
        return None
    if row["expr"] in DIFFERENT:
        return None if shown(value) == "0" else f"is {shown(value)!r}"
    if shown(value) != expected:
        return f"is {shown(value)!r}, not {expected!r}"
    if "type" in row and value.data is not None and value.type != type_of(row["type"]):
        return f"is of type {value.type}, not {row['type']}"
    return None


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_expressions_have_the_values_of_terraform(chapter: str) -> None:
    assert [
        f"{row['expr']} {complaint}" for row in rows(chapter) if (complaint := disagreement(row))
    ] == []


def test_enough_is_recorded() -> None:
    assert sum(len(rows(chapter)) for chapter in CHAPTERS) > 9000


def test_the_exceptions_are_expressions_of_the_recordings() -> None:
    recorded = {row["expr"] for chapter in CHAPTERS for row in rows(chapter)}
    assert recorded >= LESS_KNOWN | MORE_KNOWN | DIFFERENT


ONE_OF = ("apple", "pear")


def told_of_choices(text: str) -> str | None:
    """Return what is wrong with the known choices of an expression, or None."""
    unknown = Value(STRING, Unknown("it is one of two", not_null=True, choices=ONE_OF))
    try:
        value, _ = run(text, Locals({**Locals().values, "u_string": unknown}, FILES))
    except InputError:
        return None
    if not isinstance(value.data, Unknown) or not value.data.choices:
        return None
    for word in ONE_OF:
        known, _ = run(text, Locals({**Locals().values, "u_string": make_string(word)}, FILES))
        if known.data not in value.data.choices and known.unknown is None:
            return f"{text} is {shown(known)!r}, none of {value.data.choices}"
    return None


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_choice_contains_the_recorded_value(chapter: str) -> None:
    texts = {row["expr"] for row in rows(chapter) if "u_string" in row["expr"]}
    assert [told for text in sorted(texts) if (told := told_of_choices(text))] == []


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ('local.u_bool ? "a" : "b"', ("a", "b")),
        ('local.u_bool ? "a" : (local.u_any ? "b" : "c")', ("a", "b", "c")),
        ('local.u_bool ? "a" : "a"', ("a",)),
        ('local.u_bool ? "a" : local.u_string', ()),
        ('local.u_bool ? "a" : null', ()),
        ('local.u_bool ? "a" : 1', ()),
        ('"${local.u_bool ? "a" : "b"}"', ("a", "b")),
        ('"x${local.u_bool ? "a" : "b"}"', ()),
        ('upper(local.u_bool ? "a" : "b")', ()),
        ('tobool(local.u_bool ? "true" : "false")', ()),
    ],
)
def test_a_choice_between_known_strings_is_one_of_them(text: str, choices: tuple[str, ...]) -> None:
    value, _ = run(text)
    assert isinstance(value.data, Unknown)
    assert value.data.choices == choices
