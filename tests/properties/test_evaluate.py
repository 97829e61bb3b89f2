"""Properties of every expression: no exception, and no known result from an unknown value."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.expressions import UNKNOWN, Locals, run, shown
from support.recorded_expressions import CHAPTERS, FILES, rows

from tflint_sagemaker.hcl.reader import parse_expression
from tflint_sagemaker.hcl.syntax import Node, Number, ObjectCons, Template, TupleCons
from tflint_sagemaker.hcl.text import Source
from tflint_sagemaker.terraform import functions
from tflint_sagemaker.terraform.convert import ConversionError, convert, unify
from tflint_sagemaker.terraform.evaluate import evaluate
from tflint_sagemaker.terraform.functions.encoding import json_text
from tflint_sagemaker.terraform.types import (
    BOOL,
    NUMBER,
    STRING,
    Object,
    Tuple,
    Type,
    make_list_type,
    make_map_type,
    make_set_type,
)
from tflint_sagemaker.terraform.value_marks import get_bounds
from tflint_sagemaker.terraform.values import Unknown, Value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=150)
NAMES = ("a", "b", "c")
WORDS = st.sampled_from(
    ["", "a", "A b", "1", "-2.5", "true", "é", "a,b", "10.0.0.0/16", "%s-%d", "(", "x.y"]
)
LITERALS = st.one_of(
    WORDS.map(lambda text: f'"{text.replace("%", "%")}"'),
    st.sampled_from(["0", "1", "-1", "2.5", "1e3", "true", "false", "null", "[]", "{}"]),
    st.sampled_from([f"local.{name}" for name in NAMES]),
)
FUNCTIONS = st.sampled_from(sorted(set(functions.names()) - {"templatefile", "templatestring"}))


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pair = st.tuples(inner, inner)
    return st.one_of(
        st.tuples(inner, st.sampled_from("+ - * / % == != < > <= >= && ||".split()), inner).map(
            lambda parts: f"({' '.join(parts)})"
        ),
        inner.map(lambda text: f"(-{text})"),
        inner.map(lambda text: f"(!{text})"),
        st.tuples(inner, inner, inner).map(lambda p: f"({p[0]} ? {p[1]} : {p[2]})"),
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        pair.map(lambda p: f"{{ a = {p[0]}, b = {p[1]} }}"),
        pair.map(lambda p: f"{{ ({p[0]}) = {p[1]} }}"),
        pair.map(lambda p: f"[for k, v in {p[0]} : {p[1]} if v != k]"),
        pair.map(lambda p: f"{{ for k, v in {p[0]} : v => {p[1]}... }}"),
        pair.map(lambda p: f"({p[0]})[{p[1]}]"),
        inner.map(lambda text: f"({text}).a"),
        inner.map(lambda text: f"({text})[*].a"),
        inner.map(lambda text: f"({text})[*]"),
        pair.map(lambda p: f'"x${{{p[0]}}}-${{{p[1]}}}"'),
        pair.map(lambda p: f'"%{{ if {p[0]} }}a${{{p[1]}}}%{{ else }}b%{{ endif }}"'),
        pair.map(lambda p: f'"%{{ for v in {p[0]} }}${{v}}${{{p[1]}}}%{{ endfor }}"'),
        st.tuples(FUNCTIONS, st.lists(inner, max_size=3)).map(
            lambda call: f"{call[0]}({', '.join(call[1])})"
        ),
        st.tuples(FUNCTIONS, inner).map(lambda call: f"{call[0]}({call[1]}...)"),
    )


EXPRESSIONS = st.recursive(LITERALS, _grown, max_leaves=12)

PRIMITIVES = st.one_of(
    st.sampled_from(["", "a", "b", "1", "true", "x-y"]).map(lambda text: Value(STRING, text)),
    st.integers(-3, 3).map(lambda data: Value(NUMBER, data)),
    st.booleans().map(lambda data: Value(BOOL, data)),
)


def _containers(inner: st.SearchStrategy[Value]) -> st.SearchStrategy[Value]:
    def tuple_value(items: list[Value]) -> Value:
        return Value(Tuple(tuple(item.type for item in items)), tuple(items))

    def object_value(items: dict[str, Value]) -> Value:
        return Value(Object({name: item.type for name, item in items.items()}), items)

    def converted(maker: Callable[[Type], Type], items: list[Value]) -> Value:
        element = unify([item.type for item in items]) or STRING
        try:
            return convert(tuple_value(items), maker(element))
        except ConversionError:
            return tuple_value(items)

    lists = st.lists(inner, max_size=3)
    return st.one_of(
        lists.map(tuple_value),
        lists.map(lambda items: converted(make_list_type, items)),
        lists.map(lambda items: converted(make_set_type, items)),
        st.dictionaries(st.sampled_from(["a", "b", "k"]), inner, max_size=2).map(object_value),
    )


VALUES = st.recursive(PRIMITIVES, _containers, max_leaves=5)
SCOPES = st.fixed_dictionaries(dict.fromkeys(NAMES, VALUES))


def agrees(certain: Any, actual: Any) -> bool:
    """Return whether the known parts of a result agree with the result of the known input."""
    if certain == UNKNOWN:
        return True
    if isinstance(certain, list) and isinstance(actual, list):
        return len(certain) == len(actual) and all(map(agrees, certain, actual))
    if isinstance(certain, dict) and isinstance(actual, dict):
        return certain.keys() == actual.keys() and all(
            agrees(item, actual[name]) for name, item in certain.items()
        )
    return bool(certain == actual)


def has_unknown_set(value: Value) -> bool:
    """Of a set with unknown elements neither order nor number is known."""
    if isinstance(value.data, tuple):
        if getattr(value.type, "kind", None) == "set" and value.unknown:
            return True
        return any(map(has_unknown_set, value.data))
    if isinstance(value.data, dict):
        return any(map(has_unknown_set, value.data.values()))
    return False


def check(certain: Value, actual: Value) -> None:
    """Check that a result with an unknown input does not contradict the full result."""
    if actual.unknown or has_unknown_set(certain):
        return
    assert agrees(shown(certain), shown(actual))
    if isinstance(certain.data, Unknown) and isinstance(actual.data, str):
        assert actual.data.startswith(certain.data.prefix)
        assert actual.data.endswith(certain.data.suffix)
    if isinstance(certain.data, Unknown) and certain.data.not_null:
        assert actual.data is not None
    if isinstance(certain.data, Unknown) and actual.data is not None:
        (low, high), (size, _) = get_bounds(certain), get_bounds(actual)
        assert low is None or size is None or low <= size
        assert high is None or size is None or size <= high


def literals(node: Node) -> Iterator[Node]:
    """Return the literals and constructors in an expression, except for names of keys."""
    if isinstance(node, Number | TupleCons | ObjectCons) or (
        isinstance(node, Template) and node.literal is not None
    ):
        yield node
    for name in node.__dataclass_fields__:
        if name in ("span", "name_span"):
            continue
        child = getattr(node, name)
        for each in child if isinstance(child, tuple) else (child,):
            if isinstance(each, Node):
                yield from literals(each)


def replaced(node: Any, old: Node, new: Node) -> Any:
    """Return the expression with one node replaced."""
    if node is old:
        return new
    if isinstance(node, tuple):
        return tuple(replaced(each, old, new) for each in node)
    if not isinstance(node, Node):
        return node
    changes = {
        name: replaced(getattr(node, name), old, new)
        for name in node.__dataclass_fields__
        if name not in ("span", "name_span")
    }
    return replace(node, **changes)


HIDDEN = parse_expression(Source("main.tf", "(local.hidden)"))


def contradictions(text: str) -> Iterator[str]:
    """Return where the value with one unknown literal contradicts the value with all known."""
    expression = parse_expression(Source("main.tf", f"(\n{text}\n)" if "\n" in text else text))
    scope = Locals(files=FILES)
    actual = evaluate(expression, scope)
    for literal in literals(expression):
        value = evaluate(literal, Locals(files=FILES))  # type: ignore[arg-type]
        hidden = Value(value.type, Unknown("hidden"))
        inner = Locals({**scope.values, "hidden": hidden}, FILES)
        certain = evaluate(replaced(expression, literal, HIDDEN), inner)
        if inner.diagnostics:
            yield f"{text} with {literal.span.text} hidden: {inner.diagnostics[0].message}"
            continue
        try:
            check(certain, actual)
        except AssertionError as error:
            yield f"{text} with {literal.span.text} hidden: {error}"


# All take a minute; which are taken does not change from run to run.
EVERY = 3


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_each_literal_of_a_recorded_expression_may_be_unknown(chapter: str) -> None:
    accepted = [row["expr"] for row in rows(chapter) if "value" in row and "constraint" not in row]
    assert [each for text in accepted[::EVERY] for each in contradictions(text)] == []


@SLOW
@given(EXPRESSIONS, SCOPES)
def test_evaluation_never_raises(text: str, values: dict[str, Value]) -> None:
    value, reported = run(text, Locals(values))
    assert not reported or value is not None
    if not value.unknown:
        json_text(value)


@SLOW
@given(EXPRESSIONS, SCOPES, st.sampled_from(NAMES))
def test_an_unknown_input_makes_no_wrong_result_known(
    text: str, values: dict[str, Value], name: str
) -> None:
    actual, faults = run(text, Locals(values))
    if faults:
        return
    hidden = Value(values[name].type, Unknown("hidden"))
    certain, reported = run(text, Locals({**values, name: hidden}))
    assert [each.message for each in reported] == []
    check(certain, actual)


@SLOW
@given(VALUES)
def test_a_value_survives_json(value: Value) -> None:
    back, _ = run("jsondecode(jsonencode(local.a))", Locals({"a": value}))
    assert shown(back) == shown(value)


def fitted(value: Value, to: Type) -> Value | None:
    """Return the value as that type, or None if it cannot be converted."""
    try:
        return convert(value, to)
    except ConversionError:
        return None


@SLOW
@given(VALUES, VALUES)
def test_a_converted_value_converts_to_itself(value: Value, other: Value) -> None:
    for to in (
        other.type,
        make_list_type(other.type),
        make_map_type(other.type),
        make_set_type(other.type),
    ):
        converted = fitted(value, to)
        if converted is not None:
            assert converted.type == to
            assert convert(converted, to) == converted
