"""Regular expressions without the library, and beyond its limits."""

from __future__ import annotations

import sys

import pytest
from support.expressions import run

from tflint_sagemaker.terraform.values import Unknown


@pytest.mark.parametrize(
    "text", ['regex("a", "a")', 'regexall("[", "a")', 'replace("a", "/a/", "b")']
)
def test_a_result_is_unknown_where_the_library_is_not_installed(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "re2", None)
    value, reported = run(text)
    assert reported == []
    assert isinstance(value.data, Unknown)
    assert value.data.reason == (
        "regular expressions need the package google-re2, which is not installed "
        "(`pip install 'tflint-sagemaker[re2]'`)"
    )


def test_a_text_is_replaced_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "re2", None)
    value, _ = run('replace("a.b", ".", "/")')
    assert value.data == "a/b"


def test_a_pattern_that_makes_others_backtrack_takes_linear_time() -> None:
    value, _ = run(f'regexall("^(a|a)*$", "{"a" * 30}b")')
    assert value.data == ()


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("[", "missing closing ]: ["),
        ("a(", "missing closing ): a("),
        ("a)", "unexpected ): a)"),
        ("*", "missing argument to repetition operator: *"),
        ("a**", "invalid nested repetition operator: **"),
        ("a{1001}", "invalid repeat count: {1001}"),
        ("(?=a)", "invalid or unsupported Perl syntax: (?="),
        ("(?P<é>a)", "invalid named capture: (?P<é>"),
        (r"\\C", r"invalid escape sequence: \C"),
        (r"a\\", "trailing backslash at end of expression"),
    ],
)
def test_a_mistake_is_reported_in_the_words_of_terraform(pattern: str, message: str) -> None:
    _, reported = run(f'regex("{pattern}", "a")')
    assert f"invalid regular expression pattern: {message}" in reported[0].message
