"""Expressions have the structure that Terraform gives them: they have the same values."""

import json
import operator
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from support.paths import FIXTURES

from tflint_sagemaker.hcl import syntax as s
from tflint_sagemaker.hcl.reader import parse_expression
from tflint_sagemaker.hcl.text import Source

RECORDED = json.loads((FIXTURES / "expression_values.json").read_text())
OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "%": lambda a, b: a % b,
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
    "&&": lambda a, b: a and b,
    "||": lambda a, b: a or b,
}
FUNCTIONS: dict[str, Callable[..., Any]] = {"upper": str.upper, "max": max, "length": len}
ITEM = ""

Scope = Mapping[str, Any]


def value(node: s.Expression, scope: Scope) -> Any:
    """A calculator for the recorded cases, and no more than that."""
    match node:
        case s.Constant():
            return node.value
        case s.Number():
            return float(node.digits)
        case s.Variable():
            return scope[node.name]
        case s.GetAttr():
            container = value(node.object, scope)
            return container[int(node.name) if node.name.isdigit() else node.name]
        case s.Index():
            key = value(node.key, scope)
            return value(node.collection, scope)[int(key) if isinstance(key, float) else key]
        case s.SplatItem():
            return scope[ITEM]
        case s.Splat():
            collection = value(node.collection, scope)
            items = collection if isinstance(collection, list) else [collection]
            return [value(node.item, {**scope, ITEM: item}) for item in items]
        case s.Call():
            arguments = [value(argument, scope) for argument in node.arguments]
            if node.expand:
                arguments += arguments.pop()
            return FUNCTIONS[node.name](*arguments)
        case s.Unary():
            operand = value(node.operand, scope)
            return -operand if node.operator == "-" else not operand
        case s.Binary():
            return OPERATORS[node.operator](value(node.left, scope), value(node.right, scope))
        case s.Conditional():
            return value(node.yes if value(node.condition, scope) else node.no, scope)
        case s.Parentheses():
            return value(node.inner, scope)
        case s.TupleCons():
            return [value(item, scope) for item in node.items]
        case s.ObjectCons():
            return {key_of(item.key, scope): value(item.value, scope) for item in node.items}
        case s.For():
            return loop(node, scope)
        case s.Template():
            if len(node.parts) == 1 and isinstance(node.parts[0], s.Interpolation):
                return value(node.parts[0].expression, scope)
            return rendered(node.parts, scope)


def key_of(key: s.Expression, scope: Scope) -> str:
    return key.name if isinstance(key, s.Variable) else text(value(key, scope))


def items_of(collection: Any) -> list[tuple[Any, Any]]:
    if isinstance(collection, dict):
        return sorted(collection.items())
    return [(float(i), item) for i, item in enumerate(collection)]


def loop(node: s.For, scope: Scope) -> Any:
    made: list[tuple[Any, Any]] = []
    for key, item in items_of(value(node.collection, scope)):
        inner = {**scope, node.key_name or ITEM: key, node.value_name: item}
        if node.condition is None or value(node.condition, inner):
            name = value(node.key, inner) if node.key else None
            made.append((name, value(node.value, inner)))
    if node.key is None:
        return [item for _, item in made]
    if node.group:
        return {name: [v for n, v in made if n == name] for name, _ in made}
    return dict(made)


def text(item: Any) -> str:
    if isinstance(item, bool):
        return "true" if item else "false"
    return f"{item:g}" if isinstance(item, float) else str(item)


def rendered(parts: tuple[s.TemplatePart, ...], scope: Scope) -> str:
    done = ""
    for part in parts:
        match part:
            case s.TemplateText():
                done += part.text
            case s.Interpolation():
                done += text(value(part.expression, scope))
            case s.TemplateIf():
                done += rendered(part.yes if value(part.condition, scope) else part.no, scope)
            case s.TemplateFor():
                for key, item in items_of(value(part.collection, scope)):
                    inner = {**scope, part.key_name or ITEM: key, part.value_name: item}
                    done += rendered(part.body, inner)
    return done


@pytest.fixture(scope="module")
def scope() -> Scope:
    pairs = (line.split(" = ", 1) for line in RECORDED["scope"])
    local = {
        name: value(parse_expression(Source("scope", expression)), {}) for name, expression in pairs
    }
    return {"local": local}


@pytest.mark.parametrize(
    "case", RECORDED["cases"], ids=[case["expression"] for case in RECORDED["cases"]]
)
def test_value_is_that_of_terraform(case: Mapping[str, Any], scope: Scope) -> None:
    expression = parse_expression(Source("case", case["expression"]))

    assert value(expression, scope) == case["value"]
