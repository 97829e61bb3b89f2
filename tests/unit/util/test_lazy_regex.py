"""Patterns that are compiled on first use are patterns like any other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tflint_sagemaker.util.lazy_regex import METHODS, compile_later

if TYPE_CHECKING:
    from collections.abc import Callable

CALLS: dict[str, Callable[[re.Pattern[str]], Any]] = {
    "findall": lambda one: one.findall("a1 B2"),
    "finditer": lambda one: [found.span() for found in one.finditer("a1 B2")],
    "fullmatch": lambda one: one.fullmatch("a1") and one.fullmatch("a1 B2") is None,
    "match": lambda one: one.match("xa1", 1),
    "search": lambda one: one.search("- B2"),
    "split": lambda one: one.split("-a1-b2-"),
    "sub": lambda one: one.sub(r"\2\1", "a1 B2"),
    "subn": lambda one: one.subn("", "a1 B2"),
    "groups": lambda one: one.groups,
    "groupindex": lambda one: dict(one.groupindex),
    "pattern": lambda one: one.pattern,
}


@pytest.mark.parametrize("call", CALLS)
def test_every_method_answers_as_that_of_a_compiled_one(call: str) -> None:
    text = r"(?P<letter>[a-z])(\d)"
    lazy, made = compile_later(text, re.IGNORECASE), re.compile(text, re.IGNORECASE)
    for _ in range(2):
        assert repr(CALLS[call](lazy)) == repr(CALLS[call](made))


def test_all_methods_are_known() -> None:
    assert set(METHODS) <= CALLS.keys()


def test_bytes() -> None:
    assert compile_later(rb"\d+").findall(b"a12b3") == [b"12", b"3"]


def test_a_mistake_is_reported_on_first_use() -> None:
    wrong = compile_later("(")
    with pytest.raises(re.error):
        wrong.match("")


def test_what_a_pattern_does_not_have() -> None:
    with pytest.raises(AttributeError):
        assert compile_later("a").nothing  # type: ignore[attr-defined]
