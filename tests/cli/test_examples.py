"""How the text of an example is taken out of a Python file."""

from __future__ import annotations

from textwrap import dedent

from hypothesis import given
from hypothesis import strategies as st

from tflint_sagemaker.api import hcl

LINE = st.tuples(
    st.sampled_from(["", " ", "    ", "        ", "            ", "\t", "    \t"]),
    st.sampled_from(["", "a", "a {", "}", "<<-EOT", "# file: a", "a  b ", "\r"]),
).map("".join)


@given(st.lists(LINE, max_size=8).map("\n".join))
def test_the_margin_is_taken_away(text: str) -> None:
    assert hcl(text) == dedent(text).strip() + "\n"


def test_an_example() -> None:
    assert hcl("\n        a {\n\n          b = 1\n        }\n    ") == "a {\n\n  b = 1\n}\n"
