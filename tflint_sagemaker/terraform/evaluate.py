"""Expressions to values.

Follows the evaluation of HCL (hashicorp/hcl, hclsyntax) node by node: nothing short-circuits, both
branches of a conditional are looked at, an unknown operand makes the result unknown and hands on
its reason. What Terraform refuses is reported to the scope and becomes an unknown, so that one
fault costs only itself.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.hcl.syntax import (
    Binary,
    Call,
    Conditional,
    Constant,
    Expression,
    For,
    GetAttr,
    Index,
    Number,
    ObjectCons,
    Parentheses,
    Splat,
    SplatItem,
    Template,
    TupleCons,
    Unary,
    Variable,
)
from tflint_sagemaker.terraform import (
    access,
    collections,
    numbers,
    operators,
    splats,
    template_rendering,
)
from tflint_sagemaker.terraform.conditional import conditional
from tflint_sagemaker.terraform.frame import Exhausted, Frame
from tflint_sagemaker.terraform.function_calls import call
from tflint_sagemaker.terraform.scope import Capture, Missing, Reference, Scope
from tflint_sagemaker.terraform.types import NUMBER
from tflint_sagemaker.terraform.value_marks import (
    TOO_LARGE,
    Failure,
    TooLarge,
    check_size,
    is_sensitive,
    marked,
    ways,
)
from tflint_sagemaker.terraform.values import Value, boolean, null, number, unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tflint_sagemaker.hcl.text import Span

__all__ = ["Missing", "Reference", "Scope", "evaluate"]


def evaluate(expression: Expression, scope: Scope) -> Value:
    """The value of an expression. Never raises: what is wrong goes to `scope.report`."""
    faults = Capture(scope)
    try:
        return evaluate_in(expression, Frame(faults))
    except Exhausted:
        return unknown("the expression takes too many steps to evaluate here", expression.span)
    except RecursionError:
        return unknown("the expression is nested too deeply to evaluate here", expression.span)
    finally:
        faults.release()


def evaluate_in(expression: Expression, frame: Frame) -> Value:
    """The value of a sub-expression, with the names that are bound around it."""
    frame.budget.spend()
    try:
        value = _EVALUATORS[type(expression)](expression, frame)
        if isinstance(expression, _MAKERS):
            check_size(value)
    except Failure as failure:
        return frame.fail(failure, expression.span)
    except TooLarge:
        return unknown(TOO_LARGE, expression.span)
    if value.span is expression.span:
        return value
    return Value(value.type, value.data, expression.span, value.via, value.sensitive)


def _constant(expression: Constant, _frame: Frame) -> Value:
    if expression.value is None:
        return null()
    return boolean(expression.value)


def _number(expression: Number, _frame: Frame) -> Value:
    try:
        found = numbers.parsed(expression.digits)
    except numbers.OutOfRange:
        return unknown("the number is too large to evaluate here", expression.span, NUMBER)
    if found is None:
        raise Failure(f"`{expression.digits}` is not a number")
    return number(found)


def _parentheses(expression: Parentheses, frame: Frame) -> Value:
    inner: Expression = expression
    while isinstance(inner, Parentheses):
        inner = inner.inner
    return evaluate_in(inner, frame)


def _traversal(expression: Variable | GetAttr | Index, frame: Frame) -> Value:
    """A root and steps into it; a loop, so that long chains do not nest."""
    steps: list[GetAttr | Index] = []
    node: Expression = expression
    while isinstance(node, GetAttr | Index):
        steps.append(node)
        node = node.object if isinstance(node, GetAttr) else node.collection
    steps.reverse()
    used = 0
    if not isinstance(node, Variable):
        value = evaluate_in(node, frame)
    elif node.name in frame.names:
        value = frame.names[node.name]
    else:
        value, used = frame.scope.resolve(Reference(node, tuple(steps)))
    for step in steps[used:]:
        value = _step(value, step, frame)
    return value


def _step(value: Value, step: GetAttr | Index, frame: Frame) -> Value:
    """One step into a value; the way of the whole goes on in the part that has none."""
    try:
        if isinstance(step, Index):
            key = evaluate_in(step.key, frame)
            found = access.index(value, key)
        elif step.name.isdecimal():
            found = access.index(value, number(int(step.name)))
        else:
            found = access.attribute(value, step.name)
    except Failure as failure:
        place = step.name_span if isinstance(step, GetAttr) else step.key.span
        return frame.fail(failure, place)
    return found if found.via else replace(found, via=value.via)


def _splat_item(_expression: SplatItem, frame: Frame) -> Value:
    return frame.item or unknown("the element of a splat expression")


def _unary(expression: Unary, frame: Frame) -> Value:
    operand = evaluate_in(expression.operand, frame)
    return _computed(operators.unary(expression.operator, operand), [operand], expression.span)


def _binary(expression: Binary, frame: Frame) -> Value:
    """A chain of operators, from the innermost on the left; a loop, since chains can be long."""
    chain: list[Binary] = []
    node: Expression = expression
    while isinstance(node, Binary):
        chain.append(node)
        node = node.left
    left = evaluate_in(node, frame)
    for operation in reversed(chain):
        right = evaluate_in(operation.right, frame)
        try:
            result = operators.binary(operation.operator, left, right)
        except Failure as failure:
            result = frame.fail(failure, operation.span)
        if operation.operator in ("==", "!=") and (is_sensitive(left) or is_sensitive(right)):
            result = replace(result, sensitive=True)
        left = _computed(result, [left, right], operation.span)
    return left


def _computed(result: Value, inputs: list[Value], span: Span) -> Value:
    """A result with the ways and marks of what it was computed from."""
    return marked(Value(result.type, result.data, span, ways(inputs), result.sensitive), inputs)


def _conditional(expression: Conditional, frame: Frame) -> Value:
    return conditional(expression, frame, evaluate_in)


def _template(expression: Template, frame: Frame) -> Value:
    return template_rendering.render(expression, frame, evaluate_in)


def _tuple(expression: TupleCons, frame: Frame) -> Value:
    return collections.make_tuple(expression, frame, evaluate_in)


def _object(expression: ObjectCons, frame: Frame) -> Value:
    return collections.make_object(expression, frame, evaluate_in)


def _for(expression: For, frame: Frame) -> Value:
    return collections.for_each(expression, frame, evaluate_in)


def _splat(expression: Splat, frame: Frame) -> Value:
    return splats.splat(expression, frame, evaluate_in)


def _call(expression: Call, frame: Frame) -> Value:
    return call(expression, frame, evaluate_in)


# What can make a value larger than its parts.
_MAKERS = (TupleCons, ObjectCons, For, Splat, Call)

_EVALUATORS: Mapping[type, Callable[[Any, Frame], Value]] = {
    Constant: _constant,
    Number: _number,
    Variable: _traversal,
    GetAttr: _traversal,
    Index: _traversal,
    SplatItem: _splat_item,
    Splat: _splat,
    Call: _call,
    Unary: _unary,
    Binary: _binary,
    Conditional: _conditional,
    Parentheses: _parentheses,
    TupleCons: _tuple,
    ObjectCons: _object,
    For: _for,
    Template: _template,
}
