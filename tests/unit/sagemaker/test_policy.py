"""Reading policies: whatever the text, the answer is a policy or the reason why it is none."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tflint_sagemaker.sagemaker.policy import PolicyError, convert_pairs, read_document, read_json

SCRAPS = st.sampled_from(
    '{ } [ ] : , "Statement" "Principal" "Condition" "Sid" "*" null 1 true \\u "\\ud800" "'.split()
)
JSON = st.recursive(
    st.none() | st.booleans() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["Statement", "Principal", "Condition", "Sid", "Action", "x"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)


@given(st.lists(SCRAPS, max_size=12).map("".join) | JSON.map(json.dumps))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        document = read_document(text)
    except PolicyError:
        return
    assert isinstance(document, dict)
    json.dumps(document, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    "text",
    ["", "{", "[1,]", "01", "NaN", '{"a": NaN}', "1e999", "{'a': 1}", "{} {}", "[" * 100_000],
)
def test_what_go_refuses_is_refused(text: str) -> None:
    with pytest.raises(PolicyError):
        read_json(text)


@pytest.mark.parametrize(
    ("text", "data"),
    [
        (' {"a": [1, 2.5, true, null]} ', {"a": [1, 2.5, True, None]}),
        ('{"a": 1, "a": 2}', {"a": 2}),
        (r'"\ud83d\ude00"', "\U0001f600"),
        (r'["\ud800", {"\udc00": "x\ud800y"}]', ["\ufffd", {"\ufffd": "x\ufffdy"}]),
    ],
)
def test_json_is_read_as_go_does(text: str, data: object) -> None:
    assert convert_pairs(read_json(text)) == data
