"""Evaluation of expressions to values.

Follows the evaluation of HCL (hashicorp/hcl, hclsyntax) node by node: nothing short-circuits, both
branches of a conditional are evaluated, and an unknown operand makes the result unknown for the
same reason. An expression that Terraform rejects is reported to the scope and becomes unknown, so
that one fault causes no others.
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
from tflint_sagemaker.terraform.conditional import evaluate_conditional
from tflint_sagemaker.terraform.frame import BudgetExceededError, Frame
from tflint_sagemaker.terraform.function_calls import evaluate_call
from tflint_sagemaker.terraform.scope import Capture, MissingFile, Reference, Scope
from tflint_sagemaker.terraform.types import NUMBER
from tflint_sagemaker.terraform.value_marks import (
    TOO_LARGE,
    ExpressionError,
    ResultTooLargeError,
    check_size,
    is_sensitive,
    mark_sensitive,
    merge_steps,
)
from tflint_sagemaker.terraform.values import Value, make_bool, make_null, make_number, make_unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tflint_sagemaker.hcl.text import Span

__all__ = ["MissingFile", "Reference", "Scope", "evaluate"]


def evaluate(expression: Expression, scope: Scope) -> Value:
    """Return the value of an expression. Never raises: faults go to `scope.report`."""
    faults = Capture(scope)
    try:
        return evaluate_in(expression, Frame(faults))
    except BudgetExceededError:
        return make_unknown("the expression takes too many steps to evaluate here", expression.span)
    except RecursionError:
        return make_unknown("the expression is nested too deeply to evaluate here", expression.span)
    finally:
        faults.release()


def evaluate_in(expression: Expression, frame: Frame) -> Value:
    """Return the value of a sub-expression, with the names that are bound around it."""
    frame.budget.take_step()
    try:
        value = _EVALUATORS[type(expression)](expression, frame)
        if isinstance(expression, _MAKERS):
            check_size(value)
    except ExpressionError as failure:
        return frame.report_error(failure, expression.span)
    except ResultTooLargeError:
        return make_unknown(TOO_LARGE, expression.span)
    if value.span is expression.span:
        return value
    return Value(value.type, value.data, expression.span, value.via, value.sensitive)


def _evaluate_constant(expression: Constant, _frame: Frame) -> Value:
    if expression.value is None:
        return make_null()
    return make_bool(expression.value)


def _evaluate_number(expression: Number, _frame: Frame) -> Value:
    try:
        found = numbers.parse_number(expression.digits)
    except numbers.OutOfRange:
        return make_unknown("the number is too large to evaluate here", expression.span, NUMBER)
    if found is None:
        raise ExpressionError(f"`{expression.digits}` is not a number")
    return make_number(found)


def _evaluate_parentheses(expression: Parentheses, frame: Frame) -> Value:
    inner: Expression = expression
    while isinstance(inner, Parentheses):
        inner = inner.inner
    return evaluate_in(inner, frame)


def _evaluate_traversal(expression: Variable | GetAttr | Index, frame: Frame) -> Value:
    """Return the value of a root and steps into it; a loop, since such chains can be long."""
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
        value = _apply_step(value, step, frame)
    return value


def _apply_step(value: Value, step: GetAttr | Index, frame: Frame) -> Value:
    """Apply one step to a value; a part without steps of origin inherits those of the whole."""
    try:
        if isinstance(step, Index):
            key = evaluate_in(step.key, frame)
            found = access.get_element(value, key)
        elif step.name.isdecimal():
            found = access.get_element(value, make_number(int(step.name)))
        else:
            found = access.get_attribute(value, step.name)
    except ExpressionError as failure:
        span = step.name_span if isinstance(step, GetAttr) else step.key.span
        return frame.report_error(failure, span)
    return found if found.via else replace(found, via=value.via)


def _evaluate_splat_item(_expression: SplatItem, frame: Frame) -> Value:
    return frame.item or make_unknown("the element of a splat expression")


def _evaluate_unary(expression: Unary, frame: Frame) -> Value:
    operand = evaluate_in(expression.operand, frame)
    return _make_result(
        operators.apply_unary(expression.operator, operand), [operand], expression.span
    )


def _evaluate_binary(expression: Binary, frame: Frame) -> Value:
    """Evaluate a chain of operators, innermost first; a loop, since such chains can be long."""
    chain: list[Binary] = []
    node: Expression = expression
    while isinstance(node, Binary):
        chain.append(node)
        node = node.left
    left = evaluate_in(node, frame)
    for operation in reversed(chain):
        right = evaluate_in(operation.right, frame)
        try:
            result = operators.apply_binary(operation.operator, left, right)
        except ExpressionError as failure:
            result = frame.report_error(failure, operation.span)
        if operation.operator in ("==", "!=") and (is_sensitive(left) or is_sensitive(right)):
            result = replace(result, sensitive=True)
        left = _make_result(result, [left, right], operation.span)
    return left


def _make_result(result: Value, inputs: list[Value], span: Span) -> Value:
    """Return a result with the steps and marks of the inputs."""
    return mark_sensitive(
        Value(result.type, result.data, span, merge_steps(inputs), result.sensitive), inputs
    )


def _evaluate_conditional(expression: Conditional, frame: Frame) -> Value:
    return evaluate_conditional(expression, frame, evaluate_in)


def _evaluate_template(expression: Template, frame: Frame) -> Value:
    return template_rendering.render(expression, frame, evaluate_in)


def _evaluate_tuple(expression: TupleCons, frame: Frame) -> Value:
    return collections.evaluate_tuple(expression, frame, evaluate_in)


def _evaluate_object(expression: ObjectCons, frame: Frame) -> Value:
    return collections.evaluate_object(expression, frame, evaluate_in)


def _evaluate_for(expression: For, frame: Frame) -> Value:
    return collections.evaluate_for(expression, frame, evaluate_in)


def _evaluate_splat(expression: Splat, frame: Frame) -> Value:
    return splats.evaluate_splat(expression, frame, evaluate_in)


def _evaluate_call(expression: Call, frame: Frame) -> Value:
    return evaluate_call(expression, frame, evaluate_in)


# Expressions whose value can be larger than its parts.
_MAKERS = (TupleCons, ObjectCons, For, Splat, Call)

_EVALUATORS: Mapping[type, Callable[[Any, Frame], Value]] = {
    Constant: _evaluate_constant,
    Number: _evaluate_number,
    Variable: _evaluate_traversal,
    GetAttr: _evaluate_traversal,
    Index: _evaluate_traversal,
    SplatItem: _evaluate_splat_item,
    Splat: _evaluate_splat,
    Call: _evaluate_call,
    Unary: _evaluate_unary,
    Binary: _evaluate_binary,
    Conditional: _evaluate_conditional,
    Parentheses: _evaluate_parentheses,
    TupleCons: _evaluate_tuple,
    ObjectCons: _evaluate_object,
    For: _evaluate_for,
    Template: _evaluate_template,
}
