"""Plain keywords of fragments are answered as jsonschema answers them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tflint_sagemaker import registry
from tflint_sagemaker.sagemaker.keywords import plain_tests, unfulfilled

FRAGMENTS = st.fixed_dictionaries(
    {},
    optional={
        "pattern": st.sampled_from(["^[a-z]+$", "b", r"\A\Z", ".{3}"]),
        "enum": st.lists(st.sampled_from(["a", "b", "ab", "true"]), min_size=1, unique=True),
        "maxLength": st.integers(0, 3),
        "maxItems": st.integers(0, 2),
        "maxProperties": st.integers(0, 2),
        "description": st.just("may be anything"),
        "required": st.just(["a"]),
    },
)
LEAVES = st.text("ab\né", max_size=4) | st.integers(0, 2) | st.booleans() | st.none()
DOCUMENTS = LEAVES | st.lists(LEAVES, max_size=3) | st.dictionaries(st.sampled_from("abcd"), LEAVES)


@given(FRAGMENTS, DOCUMENTS)
def test_what_is_unfulfilled_is_what_jsonschema_says(
    fragment: dict[str, Any], document: Any
) -> None:
    assert plain_tests(fragment) is not None
    errors = Draft202012Validator(fragment).iter_errors(document)
    known = [(e.validator, e.validator_value, e.instance) for e in errors]
    assert unfulfilled(fragment, document) == [one for one in known if one[0] != "required"]


@pytest.mark.parametrize(("text", "fits"), [("aé", True), ("aéé", False), (12345, True)])
def test_bytes_are_those_of_utf_8(text: Any, *, fits: bool) -> None:
    assert (unfulfilled({"maxBytes": 3}, text) == []) == fits


@pytest.mark.parametrize(
    "fragment",
    [
        {"items": {"maxLength": 1}},
        {"maxLength": 3, "not": {"enum": ["ab"]}},
        {"enum": [1, 2]},
        {"required": ["a"], "minProperties": 9},
    ],
)
@pytest.mark.parametrize("document", ["ab", 3, ["ab"], {"b": 1}])
def test_what_is_not_plain_is_left_to_jsonschema(fragment: dict[str, Any], document: Any) -> None:
    assert plain_tests(fragment) is None
    errors = Draft202012Validator(fragment).iter_errors(document)
    known = {str(e.validator) for e in errors} - {"required"}
    assert {word for word, *_ in unfulfilled(fragment, document)} == known


def test_the_fragments_of_our_rules_are_plain() -> None:
    assert all(plain_tests(rule.schema) is not None for rule in registry.rules() if rule.schema)
