"""What holds for every text: valid, broken, or no text at all."""

import dataclasses
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tflint_sagemaker.hcl import shapes
from tflint_sagemaker.hcl.reader import (
    check_syntax,
    parse,
    parse_body,
    parse_expression,
    slice_file,
)
from tflint_sagemaker.hcl.syntax import Attribute, Block, Node
from tflint_sagemaker.hcl.text import InputError, Source, Span, read_source
from tflint_sagemaker.hcl.tokens import tokenize

COMMON = settings(
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
NAMES = st.sampled_from(["a", "été", "for", "in", "null", "x-y", "_", "变量", "resource"])
TEXTS = st.text("aé {}#/<>[]()'~𝄞\u0301", max_size=8)
LITERALS = st.one_of(
    st.sampled_from(["1", "0.5", "1e3", "true", "null", '""', '"$${x}"', '"\\n\\u00e9"', "[]"]),
    TEXTS.map(lambda text: f'"{text}"'),
    st.sampled_from(['<<E\n}}{{ "\nE\n', "<<-E\n    a ${b}\n  E\n"]).map(lambda h: f"[{h}]"),
)
GAPS = st.sampled_from(["", " ", "  ", " /* } */ ", "\t"])


def _nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pair = st.tuples(inner, inner)
    return st.one_of(
        pair.map(lambda p: f"({p[0]} + {p[1]})"),
        pair.map(lambda p: f"[{p[0]}, # c }}\n {p[1]}\n]"),
        pair.map(lambda p: f"{{ a = {p[0]}, é = {p[1]} }}"),
        pair.map(lambda p: f"{{\n a = {p[0]}\n (b) : {p[1]} # {{\n}}"),
        pair.map(lambda p: f"f({p[0]},\n{p[1]}...)"),
        pair.map(lambda p: f"({p[0]}\n? {p[1]}\n: 1)"),
        pair.map(lambda p: f"[for x, y in {p[0]} : {p[1]} if x]"),
        inner.map(lambda e: f'"x ${{ {e} }} y"'),
        inner.map(lambda e: f'"%{{ if {e} ~}} y %{{ endif }}"'),
        inner.map(lambda e: f"!-({e}).a[0][*].b.*.c"),
    )


EXPRESSIONS = st.recursive(
    st.one_of(LITERALS, NAMES.filter(lambda name: name != "for")), _nested, max_leaves=6
)


@st.composite
def bodies(draw: st.DrawFn, depth: int = 2) -> str:
    lines = []
    for name in draw(st.lists(NAMES, unique=True, max_size=4)):
        if depth and draw(st.booleans()):
            lines.append(f"{name}{draw(GAPS)} {{\n{draw(bodies(depth - 1))}}}")
        else:
            lines.append(f"{name}{draw(GAPS)}={draw(GAPS)}{draw(EXPRESSIONS)}")
    comment = draw(st.sampled_from(["", "# }\n", "// {\n", "\n", "/* \n } */\n"]))
    return comment + "".join(f"{line}\n" for line in lines)


@st.composite
def files(draw: st.DrawFn) -> str:
    text = draw(st.sampled_from(["", "\ufeff"]))
    for _ in range(draw(st.integers(0, 3))):
        labels = draw(st.lists(st.sampled_from(['"l"', "m", '"é b"', '"\\"{"']), max_size=2))
        header = " ".join([draw(NAMES), *labels])
        text += f"{header} {{\n{draw(bodies())}}}{draw(GAPS)}\n"
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


def nodes(node: object) -> list[Node]:
    found: list[Node] = []
    stack = [node]
    while stack:
        at = stack.pop()
        if isinstance(at, tuple):
            stack.extend(at)
        elif isinstance(at, Node):
            found.append(at)
            stack.extend(getattr(at, field.name) for field in dataclasses.fields(at))
    return found


def shape(node: object) -> object:
    if isinstance(node, tuple):
        return [shape(item) for item in node]
    if isinstance(node, Node):
        fields = [f.name for f in dataclasses.fields(node)]
        return [type(node).__name__, *(shape(getattr(node, f)) for f in fields if "span" not in f)]
    return None if isinstance(node, Span) else node


@COMMON
@given(files())
def test_slices_are_the_blocks_that_the_parser_finds(text: str) -> None:
    source = Source("a.tf", text)
    file = slice_file(source)
    body, errors = parse_body(source)

    assert not file.errors
    assert not errors
    assert [chunk.span for chunk in file.chunks] == [block.span for block in body.blocks]
    for chunk, block in zip(file.chunks, body.blocks, strict=True):
        assert check_syntax(chunk) is None
        parsed = parse(chunk)
        assert parsed == block
        assert (chunk.type, chunk.type_span, chunk.labels) == (
            block.type,
            block.type_span,
            block.labels,
        )
        assert (chunk.header, chunk.brace) == (block.header, block.brace)


@COMMON
@given(files())
def test_spans_are_inside_the_file_and_read_back(text: str) -> None:
    body, _ = parse_body(Source("a.tf", text))

    for node in nodes(body):
        assert 0 <= node.span.start <= node.span.end <= len(text)
        if isinstance(node, Attribute):
            assert node.name_span.text == node.name
        if isinstance(node, Block):
            assert node.type_span.text == node.type
            assert node.span.text.endswith("}")


ODD = st.sampled_from(
    [
        *('"', "${", "%{", "}", "{", "[", "]", "(", ")", "\n", "<<E\n", "E\n", "/*", "*/", "#"),
        *("~}", "=", ",", "...", "=>", ":", "?", "\\", "\x00", "\r", "\ufeff", "é", "'", ";"),
        *(".", "if"),
    ]
)


def parse_all(text: str) -> list[object]:
    """The blocks of a text, or what is wrong with them."""
    found: list[object] = []
    source = Source("a.tf", text)
    for chunk in slice_file(source).chunks:
        try:
            block = parse(chunk)
        except InputError as error:
            found.append((error.message, error.span.start, error.span.end))
        else:
            found.append((shape(block), [(n.span.start, n.span.end) for n in nodes(block)]))
    return found


@COMMON
@given(st.lists(EXPRESSIONS, min_size=1, max_size=4), st.data())
def test_a_known_shape_is_read_as_a_new_one(texts: list[str], data: st.DataObject) -> None:
    """The shape of an edited expression may be known, or be that of a valid one: no difference."""
    text = "".join(f"a {{\n  x = {one}\n}}\n" for one in texts)
    edited = text
    for _ in range(data.draw(st.integers(0, 3))):
        at = data.draw(st.integers(0, len(edited)))
        edited = edited[:at] + data.draw(ODD | TEXTS) + edited[at + data.draw(st.integers(0, 3)) :]
    parse_all(text)
    known = parse_all(edited)
    shapes._shapes.clear()

    assert parse_all(edited) == known


@COMMON
@given(EXPRESSIONS, st.sampled_from(["# c\n", "\n", "/* \n */", "\r\n", " "]), st.data())
def test_gaps_do_not_change_the_tree(text: str, gap: str, data: st.DataObject) -> None:
    """In parentheses, a comment or a blank line between two tokens means nothing."""
    tokens = tokenize(text)
    inside = any(kind in {'"', "<<", "{", "newline"} for kind in tokens.kinds)
    places = [0, len(text)] if inside else [*tokens.starts]
    at = data.draw(st.sampled_from(places))
    plain = parse_expression(Source("x", f"({text})"))
    spread = parse_expression(Source("x", f"({text[:at]}{gap}{text[at:]})"))

    assert shape(plain) == shape(spread)


@st.composite
def mutants(draw: st.DrawFn) -> str:
    text = draw(files())
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(ODD) + text[at + draw(st.integers(0, 3)) :]
    return text


def outcome(read: Callable[[], object]) -> InputError | None:
    try:
        read()
    except InputError as error:
        return error
    return None


def lies_in(error: InputError, text: str) -> bool:
    return bool(error.message) and 0 <= error.span.start <= error.span.end <= len(text)


@pytest.mark.parametrize("name", ["a.tf", "a.tf.json"])
@given(st.one_of(mutants(), st.lists(ODD, max_size=30).map("".join), st.text()))
@settings(COMMON, max_examples=120)
def test_nothing_but_input_errors(name: str, text: str) -> None:
    source = Source(name, text)
    file = slice_file(source)
    for chunk in file.chunks:
        expected = check_syntax(chunk)
        raised = outcome(partial(parse, chunk))
        if expected is None or raised is None:
            assert expected is raised is None
        else:
            assert (raised.message, raised.span) == (expected.message, expected.span)
    _, errors = parse_body(source)
    raised = outcome(partial(parse_expression, source))
    for error in (*file.errors, *errors, *([raised] if raised else [])):
        assert lies_in(error, text)


@given(data=st.binary())
@settings(COMMON)
def test_any_bytes_are_read_or_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.tf"
    path.write_bytes(data)

    error = outcome(lambda: slice_file(read_source(path, "a.tf")))

    assert error is None or lies_in(error, error.span.source.text)


def _json(inner: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["//", "a", "é", "${b}", "resource"]), inner, max_size=3),
    )


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from(["", "x", "${a.b}", 'é ${ f("x") } %{ if a }b%{ endif }', "${", "\n\t"]),
)


@COMMON
@given(
    st.dictionaries(
        st.sampled_from(["resource", "data", "variable", "locals", "//", "module", "nope"]),
        st.recursive(SCALARS, _json, max_leaves=12),
    ),
    st.sampled_from([None, 2]),
)
def test_json_blocks_have_places(document: dict[str, object], indent: int | None) -> None:
    text = json.dumps(document, indent=indent)
    file = slice_file(Source("a.tf.json", text))

    for chunk in file.chunks:
        assert parse(chunk) is chunk.block
        for node in nodes(chunk):
            assert 0 <= node.span.start <= node.span.end <= len(text)
            if isinstance(node, Attribute) and node.name.isascii():
                assert node.name_span.text == node.name
