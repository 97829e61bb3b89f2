"""`condition ? yes : no`: both branches are evaluated and brought to one type."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from tflint_sagemaker.hcl.syntax import Conditional, Expression
from tflint_sagemaker.terraform.convert import ConversionError, convert, friendly, unify
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
    Failure,
    bounded,
    bounds,
    marked,
    never_null,
    ways,
)
from tflint_sagemaker.terraform.values import Unknown, Value

if TYPE_CHECKING:
    from tflint_sagemaker.terraform.frame import Frame
    from tflint_sagemaker.terraform.scope import Capture

MOST_CHOICES = 20

Evaluate: TypeAlias = Callable[[Expression, "Frame"], Value]


def conditional(expression: Conditional, frame: Frame, evaluate: Evaluate) -> Value:
    """The chosen branch. A loop over `a ? b : c ? d : e`, since such chains can be long."""
    chain: list[Conditional] = []
    node: Expression = expression
    while isinstance(node, Conditional):
        chain.append(node)
        node = node.no
    faults, inner = frame.capture()
    value = evaluate(node, inner)
    for choice in reversed(chain[1:]):
        outer, inner = frame.capture()
        faults.outer = outer
        value = _safely(choice, value, faults, inner, evaluate)
        faults = outer
    faults.outer = frame.scope
    return _choose(expression, value, faults, frame, evaluate)


def _safely(
    expression: Conditional, no: Value, no_faults: Capture, frame: Frame, evaluate: Evaluate
) -> Value:
    try:
        return _choose(expression, no, no_faults, frame, evaluate).at(expression.span)
    except Failure as failure:
        return frame.fail(failure, expression.span)


def _choose(
    expression: Conditional, no: Value, no_faults: Capture, frame: Frame, evaluate: Evaluate
) -> Value:
    yes_faults, inner = frame.capture()
    yes = evaluate(expression.yes, inner)
    wanted = branch_type(yes, no)
    condition = truth(evaluate(expression.condition, frame))
    if isinstance(condition.data, Unknown):
        return either(condition, condition.data, yes, no, wanted)
    chosen, faults = (yes, yes_faults) if condition.data else (no, no_faults)
    faults.release()
    if not isinstance(wanted, Anything):
        which = "true" if condition.data else "false"
        if _is_mixed(chosen.type, wanted):
            raise Failure(f"the {which} result value has elements of several types")
        try:
            chosen = convert(chosen, wanted)
        except ConversionError as error:
            raise Failure(f"the {which} result value has the wrong type: {error}") from None
    return marked(chosen, [condition])


def _is_mixed(type_: Type, wanted: Type) -> bool:
    """Whether a collection of an open type would get elements that have no type in common."""
    if not isinstance(wanted, Collection) or not isinstance(wanted.element, Anything):
        return False
    if isinstance(type_, Object):
        return len(set(type_.attributes.values()) - {ANY}) > 1
    return isinstance(type_, Tuple) and len(set(type_.elements) - {ANY}) > 1


def truth(condition: Value) -> Value:
    """A condition as a bool. Raises Failure."""
    if condition.data is None:
        raise Failure("the condition value is null; conditions must either be true or false")
    if isinstance(condition.data, Unknown):
        # Of a condition that is not known Terraform does not ask for the type.
        return condition
    try:
        return convert(condition, BOOL)
    except ConversionError as error:
        raise Failure(f"the condition expression must be of type bool: {error}") from None


def either(condition: Value, why: Unknown, yes: Value, no: Value, wanted: Type) -> Value:
    """What is known of the result while the condition is not."""
    if yes.data is None and no.data is None:
        return marked(Value(wanted, None), [condition])
    not_null = never_null(yes) and never_null(no)
    reason = Unknown(why.reason, why.span, not_null=not_null, choices=_choices(yes, no))
    result = Value(wanted, reason)
    if yes.type == no.type and (wanted == NUMBER or isinstance(wanted, Collection)):
        (low, high), (other_low, other_high) = bounds(yes), bounds(no)
        least = None if low is None or other_low is None else min(low, other_low)
        most = None if high is None or other_high is None else max(high, other_high)
        result = bounded(wanted, reason, least, most)
    return marked(replace(result, via=ways([condition, yes, no])), [condition, yes, no])


def _choices(yes: Value, no: Value) -> tuple[str, ...]:
    """The strings of which the result will be one, if all are known and not too many."""
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


def branch_type(yes: Value, no: Value) -> Type:
    """The type of the result. Raises Failure where the branches have none in common."""
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
        raise Failure(
            "the true and false result expressions must have consistent types; "
            + _difference(yes.type, no.type)
        )
    return found


def _is_open_null(value: Value) -> bool:
    return value.data is None and isinstance(value.type, Anything)


def _difference(yes: Type, no: Type) -> str:
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
                inner = _difference(yes.attributes[name], no.attributes[name])
                return f"type mismatch for object attribute `{name}`: {inner}"
    if isinstance(yes, Tuple) and isinstance(no, Tuple):
        if len(yes.elements) != len(no.elements):
            return (
                f"the 'true' tuple has length {len(yes.elements)}, "
                f"but the 'false' tuple has length {len(no.elements)}"
            )
        for at, (one, other) in enumerate(zip(yes.elements, no.elements, strict=True)):
            if unify([one, other]) is None:
                return f"type mismatch for tuple element {at}: {_difference(one, other)}"
    return f"the 'true' value is {friendly(yes)}, but the 'false' value is {friendly(no)}"
