"""Where keys and values are in a TOML text."""

from __future__ import annotations

import json
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tflint_sagemaker.config.toml_positions import KeyPath, find_positions

TEXT = '''\
# a = 0
a = 1 # one
"b.c" = "x # y"
d.e = [1, [2, "]"], # three
  { f = 1.5, 'g h' = true },
]
[t]
x = """
[no]
\\""""
y = \'\'\'it's\'\'\'
when = 1979-05-27 07:32:00
[t . "sub"]
z = 0xFF
[[many]]
n = 1
[many.inner]
m = 2
[[many]]
n = 3
[[many.deep]]
o = "\\u00e9\\""
'''
CASES: list[tuple[KeyPath, str, str]] = [
    (("a",), "a", "1"),
    (("b.c",), '"b.c"', '"x # y"'),
    (("d",), "d", "d"),
    (("d", "e"), "e", "[1, [2, \"]\"], # three\n  { f = 1.5, 'g h' = true },\n]"),
    (("d", "e", 0), "1", "1"),
    (("d", "e", 1, 1), '"]"', '"]"'),
    (("d", "e", 2), "{ f = 1.5, 'g h' = true }", "{ f = 1.5, 'g h' = true }"),
    (("d", "e", 2, "f"), "f", "1.5"),
    (("d", "e", 2, "g h"), "'g h'", "true"),
    (("t",), "[t]", "[t]"),
    (("t", "x"), "x", '"""\n[no]\n\\""""'),
    (("t", "y"), "y", "'''it's'''"),
    (("t", "when"), "when", "1979-05-27 07:32:00"),
    (("t", "sub"), '[t . "sub"]', '[t . "sub"]'),
    (("t", "sub", "z"), "z", "0xFF"),
    (("many",), "[[many]]", "[[many]]"),
    (("many", 0, "n"), "n", "1"),
    (("many", 0, "inner", "m"), "m", "2"),
    (("many", 1, "n"), "n", "3"),
    (("many", 1, "deep", 0, "o"), "o", '"\\u00e9\\""'),
]


@pytest.mark.parametrize(("key", "name", "value"), CASES, ids=str)
def test_a_place(key: KeyPath, name: str, value: str) -> None:
    place = find_positions(TEXT)[key]
    assert TEXT[slice(*place.key)] == name
    assert TEXT[slice(*place.value)] == value


def test_lines_may_end_as_on_windows() -> None:
    text = TEXT.replace("\n", "\r\n")
    assert set(find_positions(text)) == set(find_positions(TEXT))
    start, end = find_positions(text)["t", "sub", "z"].value
    assert text[start:end] == "0xFF"


def at(document: Any, key: KeyPath) -> Any:
    for step in key:
        document = document[step]
    return document


def ways(value: Any, key: KeyPath = ()) -> list[KeyPath]:
    """The way to each leaf."""
    if isinstance(value, dict) and value:
        return [way for name, item in value.items() for way in ways(item, (*key, name))]
    if isinstance(value, list) and value:
        return [way for number, item in enumerate(value) for way in ways(item, (*key, number))]
    return [key]


NAMES = st.text(alphabet="ab-_.\"'#[]= é\\", max_size=4)
LEAVES = st.one_of(
    st.booleans(), st.integers(-9, 9), st.text(alphabet="a\"'\\#[]{},=\n\té", max_size=6)
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=3)),
    max_leaves=8,
)
TABLES = st.dictionaries(NAMES, VALUES, max_size=3)


def written(value: Any, *, loose: bool) -> str:
    """The value as TOML; loosely, lists go over lines and have comments."""
    match value:
        case dict():
            inner = (f"{json.dumps(k)} = {written(v, loose=loose)}" for k, v in value.items())
            return "{ " + ", ".join(inner) + " }"
        case list():
            gap = " # ]\n " if loose else ""
            inner = (written(item, loose=loose) + gap + "," for item in value)
            return "[" + gap + "".join(inner) + gap + "]"
        case str() if loose and "'" not in value and "\n" not in value and "\\" not in value:
            return f"'{value}'"
        case _:
            return json.dumps(value, ensure_ascii=False)


@given(top=TABLES, tables=st.lists(TABLES, max_size=3), loose=st.booleans())
def test_every_value_is_found_where_it_is_written(
    top: dict[str, Any], tables: list[dict[str, Any]], *, loose: bool
) -> None:
    top.pop("tables", None)
    parts = [(top, ""), *((table, "[[tables]]\n") for table in tables)]
    text = "".join(
        head
        + "".join(
            f"{json.dumps(name, ensure_ascii=False)}= {written(value, loose=loose)} # = \n"
            for name, value in table.items()
        )
        for table, head in parts
    )
    document = tomllib.loads(text)
    known = find_positions(text)
    for way in ways(document):
        if not way:
            continue
        start, end = known[way].value
        value = at(document, way)
        if value in ({}, []) and text[start:end].startswith("[["):
            continue  # an empty table of a list is its header
        assert tomllib.loads(f"x = {text[start:end]}")["x"] == value
