"""Evaluation of `condition ? yes : no`: both branches are evaluated and converted to one type."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from tflint_sagemaker.hcl.syntax import Conditional, Expression
from tflint_sagemaker.terraform.convert import ConversionError, convert, describe_type, unify
from tflint_sagemaker.terraform.types import (
    ANY,
    BOOL,
    NUMBER,
    Anything,
    Collection,
    Object,
    Tuple,
    Type,
)
from tflint_sagemaker.terraform.value_marks import (
    ExpressionError,
    bound_unknown,
    get_bounds,
    is_never_null,
    mark_sensitive,
    merge_steps,
)
from tflint_sagemaker.terraform.values import Unknown, Value

if TYPE_CHECKING:
    from tflint_sagemaker.terraform.frame import Frame
    from tflint_sagemaker.terraform.scope import Capture

MOST_CHOICES = 20

EvaluateFunction: TypeAlias = Callable[[Expression, "Frame"], Value]


def evaluate_conditional(
    expression: Conditional, frame: Frame, evaluate: EvaluateFunction
) -> Value:
    """Return the chosen branch. `a ? b : c ? d : e` is a loop, since such chains can be long."""
    chain: list[Conditional] = []
    node: Expression = expression
    while isinstance(node, Conditional):
        chain.append(node)
        node = node.no
    faults, inner = frame.collect_faults()
    value = evaluate(node, inner)
    for choice in reversed(chain[1:]):
        outer, inner = frame.collect_faults()
        faults.outer = outer
        value = _choose_or_report(choice, value, faults, inner, evaluate)
        faults = outer
    faults.outer = frame.scope
    return _choose(expression, value, faults, frame, evaluate)


def _choose_or_report(
    expression: Conditional, no: Value, no_faults: Capture, frame: Frame, evaluate: EvaluateFunction
) -> Value:
    try:
        return _choose(expression, no, no_faults, frame, evaluate).relocate(expression.span)
    except ExpressionError as failure:
        return frame.report_error(failure, expression.span)


def _choose(
    expression: Conditional, no: Value, no_faults: Capture, frame: Frame, evaluate: EvaluateFunction
) -> Value:
    yes_faults, inner = frame.collect_faults()
    yes = evaluate(expression.yes, inner)
    wanted = unify_branches(yes, no)
    condition = convert_condition(evaluate(expression.condition, frame))
    if isinstance(condition.data, Unknown):
        return combine_branches(condition, condition.data, yes, no, wanted)
    chosen, faults = (yes, yes_faults) if condition.data else (no, no_faults)
    faults.release()
    if not isinstance(wanted, Anything):
        which = "true" if condition.data else "false"
        if _is_mixed(chosen.type, wanted):
            raise ExpressionError(f"the {which} result value has elements of several types")
        try:
            chosen = convert(chosen, wanted)
        except ConversionError as error:
            raise ExpressionError(f"the {which} result value has the wrong type: {error}") from None
    return mark_sensitive(chosen, [condition])


def _is_mixed(type_: Type, wanted: Type) -> bool:
    """Return whether the elements of a collection of an open type have no type in common."""
    if not isinstance(wanted, Collection) or not isinstance(wanted.element, Anything):
        return False
    if isinstance(type_, Object):
        return len(set(type_.attributes.values()) - {ANY}) > 1
    return isinstance(type_, Tuple) and len(set(type_.elements) - {ANY}) > 1


def convert_condition(condition: Value) -> Value:
    """Return a condition as a bool. Raises ExpressionError."""
    if condition.data is None:
        raise ExpressionError(
            "the condition value is null; conditions must either be true or false"
        )
    if isinstance(condition.data, Unknown):
        # Terraform does not check the type of an unknown condition.
        return condition
    try:
        return convert(condition, BOOL)
    except ConversionError as error:
        raise ExpressionError(f"the condition expression must be of type bool: {error}") from None


def combine_branches(condition: Value, why: Unknown, yes: Value, no: Value, wanted: Type) -> Value:
    """Return what is known of the result if the condition is unknown."""
    if yes.data is None and no.data is None:
        return mark_sensitive(Value(wanted, None), [condition])
    not_null = is_never_null(yes) and is_never_null(no)
    reason = Unknown(why.reason, why.span, not_null=not_null, choices=_list_choices(yes, no))
    result = Value(wanted, reason)
    if yes.type == no.type and (wanted == NUMBER or isinstance(wanted, Collection)):
        (low, high), (other_low, other_high) = get_bounds(yes), get_bounds(no)
        least = None if low is None or other_low is None else min(low, other_low)
        most = None if high is None or other_high is None else max(high, other_high)
        result = bound_unknown(wanted, reason, least, most)
    return mark_sensitive(
        replace(result, via=merge_steps([condition, yes, no])), [condition, yes, no]
    )


def _list_choices(yes: Value, no: Value) -> tuple[str, ...]:
    """Return the strings of which the result will be one, if all are known and not too many."""
    found: list[str] = []
    for value in (yes, no):
        match value.data:
            case str():
                found.append(value.data)
            case Unknown(choices=(_, *_)):
                found += value.data.choices
            case _:
                return ()
    once = tuple(dict.fromkeys(found))
    return once if len(once) <= MOST_CHOICES else ()


def unify_branches(yes: Value, no: Value) -> Type:
    """Return the type of the result. Raises ExpressionError if the branches have none in common."""
    if _is_open_null(yes):
        return no.type
    if _is_open_null(no):
        return yes.type
    if isinstance(yes.type, Anything) or isinstance(no.type, Anything):
        return ANY
    if yes.type == no.type:
        return yes.type
    found = unify([yes.type, no.type])
    if found is None:
        raise ExpressionError(
            "the true and false result expressions must have consistent types; "
            + _explain_difference(yes.type, no.type)
        )
    return found


def _is_open_null(value: Value) -> bool:
    return value.data is None and isinstance(value.type, Anything)


def _explain_difference(yes: Type, no: Type) -> str:
    if isinstance(yes, Object) and isinstance(no, Object):
        only = sorted(yes.attributes.keys() ^ no.attributes.keys())
        if only:
            there, here = ("true", "false") if only[0] in yes.attributes else ("false", "true")
            return (
                f"the '{there}' value includes object attribute `{only[0]}`, "
                f"which is absent in the '{here}' value"
            )
        for name in sorted(yes.attributes):
            if unify([yes.attributes[name], no.attributes[name]]) is None:
                inner = _explain_difference(yes.attributes[name], no.attributes[name])
                return f"type mismatch for object attribute `{name}`: {inner}"
    if isinstance(yes, Tuple) and isinstance(no, Tuple):
        if len(yes.elements) != len(no.elements):
            return (
                f"the 'true' tuple has length {len(yes.elements)}, "
                f"but the 'false' tuple has length {len(no.elements)}"
            )
        for at, (one, other) in enumerate(zip(yes.elements, no.elements, strict=True)):
            if unify([one, other]) is None:
                return f"type mismatch for tuple element {at}: {_explain_difference(one, other)}"
    return f"the 'true' value is {describe_type(yes)}, but the 'false' value is {describe_type(no)}"
