"""Fixes: which are applied, and what the fixes of every rule promise."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from support.rule_examples import examples_of

from tflint_sagemaker.config.settings import Settings
from tflint_sagemaker.discovery.modules import Target
from tflint_sagemaker.engine.fixer import apply_fixes, fix_until_stable, make_overlay
from tflint_sagemaker.engine.linter import lint
from tflint_sagemaker.hcl import reader
from tflint_sagemaker.hcl.syntax import Block
from tflint_sagemaker.hcl.text import InputError, Source, Span
from tflint_sagemaker.rule import registry
from tflint_sagemaker.rule.definition import Rule, Severity
from tflint_sagemaker.rule.examples import Example, split_files
from tflint_sagemaker.rule.fixes import as_argument, as_block, removed, renamed
from tflint_sagemaker.rule.problem import Edit, Fix, Problem
from tflint_sagemaker.rule.results import CheckFailure, Finding, Report
from tflint_sagemaker.suppression.comments import read_comment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    Tree = Callable[[dict[str, str]], Path]

NOTHING = Example("", "")
TEXT = Source("main.tf", "0123456789")
RULE = Rule(
    code="SM999",
    name="x",
    severity=Severity.ERROR,
    doc="X.",
    bad=NOTHING,
    good=NOTHING,
)
RULES = registry.load_rules()
EVERY_RULE = Settings(
    select=("ALL",),
    parameters={
        rule.code: {name: known.example for name, known in rule.parameters.items()}
        for rule in RULES
    },
)


def finding(*edits: tuple[int, int, str], safe: bool = True, source: Source = TEXT) -> Finding:
    fix = Fix("fix it", tuple(Edit(Span(source, a, b), text) for a, b, text in edits), safe)
    at = fix.edits[0].span
    return Finding(RULE, None, Problem(at, f"{edits} {safe}", fix=fix))


def same(one: Iterable[Finding], other: Iterable[Finding]) -> bool:
    return Report.collect(one) == Report.collect(other)


@pytest.mark.parametrize(
    ("findings", "text"),
    [
        ([finding((0, 2, "ab"))], "ab23456789"),
        ([finding((0, 0, ">"))], ">0123456789"),
        ([finding((10, 10, "<"))], "0123456789<"),
        ([finding((0, 2, "")), finding((2, 4, ""))], "456789"),
        ([finding((0, 1, "a"), (9, 10, "z")), finding((4, 5, "m"))], "a123m5678z"),
    ],
)
def test_edits_that_do_not_touch_are_all_made(findings: list[Finding], text: str) -> None:
    fixed = apply_fixes(Report.collect(findings))
    assert fixed.texts == {"main.tf": text}
    assert fixed.originals == {"main.tf": TEXT.text}
    assert same(fixed.applied, findings)
    assert fixed.unapplied == ()


@pytest.mark.parametrize(
    ("findings", "text"),
    [
        ([finding((0, 3, "a")), finding((2, 5, "b"))], "a3456789"),
        ([finding((0, 3, "a")), finding((3, 3, "b"))], "a3456789"),
        ([finding((2, 2, "a")), finding((2, 2, "b"))], "01a23456789"),
        ([finding((0, 1, "a"), (6, 8, "b")), finding((7, 9, "c"), (4, 5, "d"))], "a12345b89"),
    ],
)
def test_of_fixes_that_touch_the_first_is_made_whole(findings: list[Finding], text: str) -> None:
    first, second = findings
    for order in (findings, findings[::-1]):
        fixed = apply_fixes(Report.collect(order))
        assert fixed.texts == {"main.tf": text}
        assert fixed.applied == (first,)
        assert fixed.unapplied == (second,)


def test_equal_edits_are_merged() -> None:
    both = [finding((2, 2, "a")), finding((2, 2, "a"), (5, 6, "b"))]
    fixed = apply_fixes(Report.collect(both))
    assert fixed.texts == {"main.tf": "01a234b6789"}
    assert same(fixed.applied, both)


def test_unsafe_fixes_are_optional_and_yield_to_safe_ones() -> None:
    unsafe, safe = finding((0, 3, "a"), safe=False), finding((2, 5, "b"))
    other = finding((8, 9, "c"), safe=False)
    report = Report.collect([unsafe, safe, other])
    assert apply_fixes(report).texts == {"main.tf": "01b56789"}
    assert apply_fixes(report).unapplied == (unsafe, other)
    assert apply_fixes(report, unsafe=True).texts == {"main.tf": "01b567c9"}
    assert apply_fixes(report, unsafe=True).unapplied == (unsafe,)


@pytest.mark.parametrize(
    "path", [".terraform/modules/m/main.tf", "a/.terraform/modules/m/main.tf", "../theirs/main.tf"]
)
def test_foreign_files_are_not_edited(path: str) -> None:
    report = Report.collect([finding((0, 1, "a"), source=Source(path, "0"))])
    fixed = apply_fixes(report, editable=lambda path: not path.startswith(".."))
    assert fixed.texts == {}
    assert len(fixed.unapplied) == 1


@pytest.mark.parametrize(
    "fix", [finding((0, 3, "a"), (2, 5, "b")), finding((0, 1, "0")), finding((0, 0, ""))]
)
def test_a_fix_that_fights_itself_or_does_nothing_is_left(fix: Finding) -> None:
    assert apply_fixes(Report.collect([fix])).texts == {}
    assert apply_fixes(Report.collect([fix])).unapplied == (fix,)


def test_a_file_that_is_edited_keeps_its_line_ends_and_its_mark() -> None:
    source = Source("main.tf", "\ufeffa = 1\r\nb = 2\r\n")
    report = Report.collect([finding((1, 2, "c"), source=source)])
    assert apply_fixes(report).texts == {"main.tf": "\ufeffc = 1\r\nb = 2\r\n"}


def letters(texts: Mapping[str, str]) -> Report:
    """Wants each `a` to be `b`, `b` to be `c`, `c` to be `d`; cannot read an `x`."""
    source = Source("main.tf", texts.get("main.tf", "a-c"))
    found = [
        finding((at, at + 1, chr(ord(letter) + 1)), source=source)
        for at, letter in enumerate(source.text)
        if letter in "abcw"
    ]
    start = Span(source, 0, 0)
    return Report.collect(found, errors=[InputError("x", start)] if "x" in source.text else [])


def test_fixing_goes_on_until_nothing_is_left() -> None:
    fixed, report = fix_until_stable(letters)
    assert fixed.texts == {"main.tf": "d-d"}
    assert fixed.originals == {"main.tf": "a-c"}
    assert len(fixed.applied) == 4
    assert (fixed.unapplied, report.findings) == ((), ())


def test_fixing_goes_on_no_longer_than_it_may() -> None:
    fixed, report = fix_until_stable(letters, rounds=1)
    assert fixed.texts == {"main.tf": "b-d"}
    assert fixed.unapplied == report.findings
    assert len(report.findings) == 1


def test_a_circle_ends_where_it_began() -> None:
    def turn(texts: Mapping[str, str]) -> Report:
        source = Source("main.tf", texts.get("main.tf", "0"))
        return Report.collect([finding((0, 1, "10"[int(source.text)]), source=source)])

    fixed, report = fix_until_stable(turn)
    assert fixed.texts == {}
    assert report.findings


def test_what_makes_a_file_unreadable_is_not_kept() -> None:
    def linted(texts: Mapping[str, str]) -> Report:
        return letters({"main.tf": texts.get("main.tf", "w")})

    fixed, report = fix_until_stable(linted)
    assert fixed.texts == {}
    assert fixed.unapplied == report.findings
    assert report.errors == ()


def test_what_breaks_a_check_is_not_kept() -> None:
    def linted(texts: Mapping[str, str]) -> Report:
        broken = [CheckFailure(RULE, None, "Traceback …")] if texts else []
        return Report.collect([finding((0, 1, "a"))], failures=broken)

    assert fix_until_stable(linted)[0].texts == {}


# --- the fixes of the rules ------------------------------------------------------------------


def told(report: Report) -> Counter[tuple[str, str]]:
    return Counter((found.rule.code, found.problem.message) for found in report.findings)


def find_core_findings(report: Report) -> Counter[tuple[str, str]]:
    """Count the findings of core rules that are more than notices.

    Other rules may report more once a fix has made a value readable.
    """
    core = (found for found in report.findings if found.rule.group == "core")
    return Counter(
        (found.rule.code, found.problem.message)
        for found in core
        if found.rule.severity is not Severity.NOTICE
    )


def comments(texts: Mapping[str, str]) -> list[str]:
    """Return the comments that are no suppression comments."""
    return [
        comment.span.text
        for path, text in sorted(texts.items())
        if path.endswith((".tf", ".tofu"))
        for comment in reader.slice_file(Source(path, text)).comments
        if read_comment(comment) is None
    ]


def after(texts: Mapping[str, str], fixed: Mapping[str, str]) -> dict[str, str]:
    return {**texts, **fixed}


@pytest.mark.parametrize(
    "example",
    [
        pytest.param(example, id=f"{rule.name}-{number}")
        for rule in RULES
        for number, example in enumerate(examples_of(rule, "bad"), 1)
    ],
)
def test_a_fix_changes_only_its_finding(example: str, tree: Tree) -> None:
    texts = split_files(example)
    target = Target(tree(texts), None)
    before = lint([target], EVERY_RULE)
    for unsafe in (False, True):
        fixed = apply_fixes(before, unsafe=unsafe)
        report = lint([target], EVERY_RULE, make_overlay(fixed.texts))
        assert not report.errors, fixed.texts
        assert not report.failures, fixed.texts
        gone = told(before) - told(report)
        for found in fixed.applied:
            assert (found.rule.code, found.problem.message) in gone, fixed.texts
        if not unsafe:
            assert not find_core_findings(report) - find_core_findings(before), fixed.texts
            again = apply_fixes(report)
            assert again.texts == {}, "a second application changes nothing"
        assert comments(after(texts, fixed.texts)) == comments(texts)


def test_fixing_a_configuration_takes_as_many_rounds_as_it_needs(tree: Tree) -> None:
    texts = {
        "main.tf": """\
resource "aws_sagemaker_model" "m" {
  executionRoleArn = "arn:aws:iam::123456789012:role/fraud" // who
  primary_container = {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
    mode  = "single_model" # which
    environment = { A = 1, B = 2 }
  }
}
"""
    }
    target = Target(tree(texts), None)
    fixed, report = fix_until_stable(lambda texts: lint([target], Settings(), make_overlay(texts)))
    assert fixed.texts == {
        "main.tf": """\
resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud" // who
  primary_container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
    mode  = "SingleModel" # which
    environment = { A = 1, B = 2 }
  }
}
"""
    }
    assert {found.rule.code for found in fixed.applied} == {"SM105", "SM205"}
    assert report.findings == ()
    assert (target.directory / "main.tf").read_text() == texts["main.tf"], "nothing is written"


def block_of(text: str) -> Block:
    block = reader.parse(reader.slice_file(Source("main.tf", text)).chunks[0])
    assert isinstance(block, Block)
    return block


def changed(text: str, fix: Fix | None) -> str | None:
    if fix is None:
        return None
    found = Finding(RULE, None, Problem(fix.edits[0].span, "x", fix=fix))
    return apply_fixes(Report.collect([found]), unsafe=True).texts.get("main.tf", text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("b {\n  a = 1\n  x = 2\n}\n", "b {\n  a = 1\n}\n"),
        ("b {\r\n  x = 2\r\n  a = 1\r\n}\r\n", "b {\r\n  a = 1\r\n}\r\n"),
        ("b {\n  x = 2 # why\n}\n", "b {\n  # why\n}\n"),
        ("b {\n  /* why */ x = 2\n}\n", "b {\n  /* why */\n}\n"),
        ("b { x = 2 }\n", "b { }\n"),
        ("b {\n  x = [\n    2,\n  ]\n}\n", "b {\n}\n"),
        ("b {\n  x = [\n    2, # why\n  ]\n}\n", None),
    ],
)
def test_an_argument_is_removed_with_its_line_and_without_comments(
    text: str, expected: str | None
) -> None:
    attribute = block_of(text).body.get_attribute("x")
    assert attribute is not None
    assert changed(text, removed(attribute.span, "remove it")) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("b {\n  x = {\n    a = 1\n  }\n}\n", "b {\n  x {\n    a = 1\n  }\n}\n"),
        ("b {\n  x={}\n}\n", "b {\n  x {}\n}\n"),
        ("b {\n  x = { a = 1 }\n}\n", "b {\n  x { a = 1 }\n}\n"),
        (
            "b {\n  x = {\n    a = 1 # one\n\n    c = [\n      2]\n  }\n}\n",
            "b {\n  x {\n    a = 1 # one\n\n    c = [\n      2]\n  }\n}\n",
        ),
        ("b {\n  x = { a = 1, c = 2 }\n}\n", None),
        ("b {\n  x = {\n    a = 1,\n    c = 2\n  }\n}\n", None),
        ("b {\n  x = {\n    a = 1,\n  }\n}\n", None),
        ("b {\n  x = {\n    a : 1\n  }\n}\n", None),
        ('b {\n  x = {\n    "a" = 1\n  }\n}\n', None),
        ("b {\n  x = { a = 1\n  }\n}\n", None),
        ("b {\n  x = {\n    a = 1 }\n}\n", None),
        ("b {\n  x = merge({}, {})\n}\n", None),
        ("b {\n  x = [{ a = 1 }]\n}\n", None),
    ],
)
def test_an_object_becomes_a_block_where_the_types_allow_it(
    text: str, expected: str | None
) -> None:
    attribute = block_of(text).body.get_attribute("x")
    assert attribute is not None
    result = changed(text, as_block(attribute))
    assert result == expected
    if result is not None:
        assert block_of(result).body.blocks[0].type == "x"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("b {\n  x {\n    a = 1\n  }\n}\n", "b {\n  x = {\n    a = 1\n  }\n}\n"),
        ("b {\n  x { a = 1 }\n}\n", "b {\n  x = { a = 1 }\n}\n"),
        ('b {\n  x "y" {\n    a = 1\n  }\n}\n', None),
        ("b {\n  x {\n    y {}\n  }\n}\n", None),
    ],
)
def test_a_block_becomes_a_map_where_the_types_allow_it(text: str, expected: str | None) -> None:
    assert changed(text, as_argument(block_of(text).body.blocks[0])) == expected


@pytest.mark.parametrize(
    ("name", "meant", "expected"),
    [
        ("modelDataUrl", "model_data_url", True),
        ("execution_role_arm", "execution_role_arn", True),
        ("image_uri", "image", False),
        ("mods", "mode", False),
    ],
)
def test_another_name_is_safe_if_the_given_one_is_a_slip(
    name: str, meant: str, *, expected: bool
) -> None:
    fix = renamed(Span(Source("main.tf", name), 0, len(name)), name, meant)
    assert fix is not None
    assert (fix.edits[0].text, fix.safe) == (meant, expected)


def test_a_name_that_is_written_in_another_way_is_not_replaced() -> None:
    assert renamed(Span(Source("main.tf", '"a\\u0062"'), 0, 9), "ab", "abc") is None


def test_in_json_a_name_keeps_its_quotes_and_nothing_is_removed() -> None:
    source = Source("main.tf.json", '{"imagee": "x"}')
    fix = renamed(Span(source, 1, 9), "imagee", "image")
    assert fix is not None
    assert fix.edits[0].text == '"image"'
    assert removed(Span(source, 1, 14), "remove it") is None
