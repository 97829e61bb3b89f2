"""What is said to fit a fragment plainly, jsonschema finds no fault with."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tflint_sagemaker.rule import registry
from tflint_sagemaker.sagemaker.schema_fast_path import is_plainly_fitting

FRAGMENTS = {
    rule.name: dict(rule.schema) for rule in registry.load_rules() if rule.schema is not None
}
KINDS = {"required": dict, "maxProperties": dict, "maxItems": list}

TEXT = st.text(max_size=20) | st.from_regex(r"[-a-zA-Z0-9_. /:]{0,80}", fullmatch=True)
SCALARS = st.none() | st.booleans() | st.integers(-2, 70) | st.floats(allow_nan=False) | TEXT
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=20) | st.dictionaries(TEXT, inner, max_size=5),
    max_leaves=25,
)


def fitting(fragment: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values that mostly fit."""
    if "enum" in fragment:
        return st.sampled_from(fragment["enum"])
    if "pattern" in fragment:
        return st.from_regex(fragment["pattern"])
    if "required" in fragment:
        return st.just(dict.fromkeys(fragment["required"], True))
    if "maxItems" in fragment:
        return st.integers(0, fragment["maxItems"] + 2).map(lambda size: [{}] * size)
    if "maxProperties" in fragment:
        most = fragment["maxProperties"] + 2
        return st.integers(0, most).map(lambda size: dict.fromkeys(map(str, range(size)), ""))
    assert "maxBytes" in fragment
    return st.integers(0, fragment["maxBytes"] + 2).map("x".__mul__) | TEXT


def faults(fragment: dict[str, Any], document: Any) -> list[Any]:
    """What jsonschema has against it, and what we have, whose keyword it does not know."""
    most = fragment.get("maxBytes")
    ours = isinstance(document, str) and most is not None and len(document.encode()) > most
    return [*Draft202012Validator(fragment).iter_errors(document), *([most] if ours else [])]


@pytest.mark.parametrize("rule", FRAGMENTS)
def test_of_the_fragments_of_rules(rule: str) -> None:
    fragment = FRAGMENTS[rule]
    kind = next((KINDS[word] for word in fragment if word in KINDS), str)

    @given(fitting(fragment) | JSON)
    def judged(document: Any) -> None:
        well = not faults(fragment, document)
        assert is_plainly_fitting(fragment, document) == (well and isinstance(document, kind))

    judged()


KEYWORDS = st.fixed_dictionaries(
    {},
    optional={
        "enum": st.lists(SCALARS, min_size=1, max_size=4, unique_by=repr),
        "maxItems": st.integers(0, 3),
        "maxLength": st.integers(0, 9),
        "maxProperties": st.integers(0, 2),
        "pattern": st.sampled_from(["", "a", "^[a-z]+$", r"\A\d{2}", "(?i:X)"]),
        "required": st.lists(TEXT, max_size=2, unique=True),
        "minLength": st.integers(0, 4),
        "type": st.sampled_from(["string", "array", "object", "null"]),
        "not": st.just({"type": "string"}),
        "items": st.just({"maxLength": 2}),
        "description": st.just("is an example"),
        "parts": st.just("[a-z]"),
    },
)


@given(KEYWORDS, JSON)
def test_of_any_fragment(fragment: dict[str, Any], document: Any) -> None:
    if is_plainly_fitting(fragment, document):
        assert faults(fragment, document) == []


BROKEN: list[tuple[dict[str, Any], Any]] = [
    ({"maxLength": "3"}, "x"),
    ({"maxLength": True}, "x"),
    ({"maxLength": -1}, ""),
    ({"maxItems": 1.5}, []),
    ({"pattern": "["}, "["),
    ({"pattern": 1}, "1"),
    ({"enum": ("a",)}, "a"),
    ({"enum": "abc"}, "a"),
    ({"required": "a"}, {"a": True}),
    ({"required": ["a", "a"]}, {"a": True}),
    ({"description": 1, "maxLength": 3}, "x"),
    ({"maxBytes": 9}, "\ud800"),
    ({"const": "x"}, "x"),
]


@pytest.mark.parametrize(("fragment", "document"), BROKEN, ids=str)
def test_a_fragment_that_is_no_schema_is_left_to_jsonschema(
    fragment: dict[str, Any], document: Any
) -> None:
    assert not is_plainly_fitting(fragment, document)
