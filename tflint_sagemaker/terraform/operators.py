"""Unary and binary operators: operands are converted, except for those of `==` and `!=`."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING
from unicodedata import combining, normalize

from tflint_sagemaker.terraform import numbers
from tflint_sagemaker.terraform.convert import ConversionError, convert, has_any
from tflint_sagemaker.terraform.types import (
    BOOL,
    NUMBER,
    Anything,
    Collection,
    Object,
    Primitive,
    Tuple,
    Type,
)
from tflint_sagemaker.terraform.value_marks import (
    ExpressionError,
    derive_unknown,
    get_bounds,
    is_never_null,
)
from tflint_sagemaker.terraform.values import Unknown, Value, make_bool, make_number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_ARITHMETIC: Mapping[str, Callable[[numbers.Number, numbers.Number], numbers.Number]] = {
    "+": numbers.add,
    "-": numbers.subtract,
    "*": numbers.multiply,
    "/": numbers.divide,
    "%": numbers.compute_modulo,
}
_COMPARISON: Mapping[str, Callable[[numbers.Number, numbers.Number], bool]] = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}


def apply_binary(operator: str, left: Value, right: Value) -> Value:
    """Return `left operator right`, without a span. Raises ExpressionError."""
    if operator in ("==", "!="):
        return _apply_equality(operator, left, right)
    wanted = BOOL if operator in ("&&", "||") else NUMBER
    one = _convert_operand(left, wanted, "left operand")
    other = _convert_operand(right, wanted, "right operand")
    result = NUMBER if operator in _ARITHMETIC else BOOL
    for side in (one, other):
        if isinstance(side.data, Unknown):
            decided = _compare_bounds(operator, one, other) if operator in _COMPARISON else None
            if decided is not None:
                return make_bool(decided)
            return derive_unknown(side.data, result, not_null=True)
    if operator == "&&":
        return make_bool(bool(one.data) and bool(other.data))
    if operator == "||":
        return make_bool(bool(one.data) or bool(other.data))
    a, b = get_number(one), get_number(other)
    if operator in _COMPARISON:
        return make_bool(_COMPARISON[operator](a, b))
    return _compute(operator, a, b)


def _compare_bounds(operator: str, left: Value, right: Value) -> bool | None:
    """Return the result of a comparison if the bounds of the two numbers decide it."""
    if operator in ("<", "<="):
        left, right = right, left
    (low, high), (other_low, other_high) = get_bounds(left), get_bounds(right)
    # Equal bounds decide nothing, as in Terraform.
    if low is not None and other_high is not None and low > other_high:
        return True
    if high is not None and other_low is not None and high < other_low:
        return False
    return None


def _compute(operator: str, left: numbers.Number, right: numbers.Number) -> Value:
    try:
        return make_number(_ARITHMETIC[operator](left, right))
    except ZeroDivisionError:
        raise ExpressionError("zero cannot be divided by zero") from None
    except numbers.OutOfRange:
        return Value(NUMBER, Unknown("the result is infinite or too large", not_null=True))


def apply_unary(operator: str, operand: Value) -> Value:
    """Return `-operand` or `!operand`, without a span. Raises ExpressionError."""
    wanted = BOOL if operator == "!" else NUMBER
    value = _convert_operand(operand, wanted, "unary operand")
    if isinstance(value.data, Unknown):
        return derive_unknown(value.data, wanted, not_null=True)
    return make_bool(not value.data) if operator == "!" else make_number(-get_number(value))


def get_number(value: Value) -> numbers.Number:
    """Return the data of a value that is a known number."""
    assert isinstance(value.data, int | Fraction)
    return value.data


def _convert_operand(value: Value, wanted: Primitive, what: str) -> Value:
    try:
        converted = convert(value, wanted)
    except ConversionError as error:
        raise ExpressionError(f"unsuitable value for {what}: {error}") from None
    if converted.data is None:
        raise ExpressionError(f"unsuitable value for {what}: it is null")
    return converted


def _apply_equality(operator: str, left: Value, right: Value) -> Value:
    same = compare(left, right)
    if isinstance(same, Unknown):
        return derive_unknown(same, BOOL, not_null=True)
    return make_bool(same == (operator == "=="))


def compare(left: Value, right: Value) -> bool | Unknown:
    """Return whether two values are equal, or why that is not known."""
    one, other = left.data, right.data
    if isinstance(one, Unknown) or isinstance(other, Unknown):
        return _compare_unknown(left, right)
    if one is None or other is None:
        return one is other
    if not is_same_type(left.type, right.type):
        if has_any(left.type) or has_any(right.type):
            return _compare_open_types(left, right)
        return False
    return _compare_data(left, right)


def _compare_data(left: Value, right: Value) -> bool | Unknown:
    one, other = left.data, right.data
    if isinstance(left.type, Collection) and left.type.kind == "set":
        for side in (left, right):
            if side.unknown:
                return side.unknown
    if isinstance(one, tuple) and isinstance(other, tuple):
        if len(one) != len(other):
            return False
        return _combine_all(compare(a, b) for a, b in zip(one, other, strict=True))
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        if one.keys() != other.keys():
            return False
        return _combine_all(compare(item, other[name]) for name, item in one.items())
    return one == other


def _combine_all(answers: Iterable[bool | Unknown]) -> bool | Unknown:
    unsure: Unknown | None = None
    for answer in answers:
        if answer is False:
            return False
        if isinstance(answer, Unknown):
            unsure = unsure or answer
    return unsure or True


def _compare_open_types(left: Value, right: Value) -> bool | Unknown:
    """Compare values whose types have an open part: a null or an unknown somewhere inside."""
    kinds = (Tuple, Object)
    for kind in kinds:
        if isinstance(left.type, kind) and isinstance(right.type, kind):
            return _compare_data(left, right)
    one, other = left.type, right.type
    if isinstance(one, Collection) and isinstance(other, Collection) and one.kind == other.kind:
        return one.kind != "set" and _compare_data(left, right)
    return False


def _compare_unknown(left: Value, right: Value) -> bool | Unknown:
    """Compare values of which one at least is unknown: only refinements can decide that."""
    if not isinstance(left.data, Unknown):
        left, right = right, left
    assert isinstance(left.data, Unknown)
    known = left.data
    if right.data is None:
        return False if is_never_null(left) else known
    if isinstance(right.data, Unknown):
        return known
    if not _can_be_of_type(left.type, right.type):
        return False
    if isinstance(right.data, int | Fraction) and not _is_within(right.data, known):
        return False
    if isinstance(right.data, str) and not _has_known_edges(right.data, known):
        return False
    return known


def _can_be_of_type(open_: Type, known: Type) -> bool:
    """Return whether a value of the open type, once known, could be of the other type."""
    match open_, known:
        case Anything(), _:
            return True
        case Collection(), Collection():
            return open_.kind == known.kind and _can_be_of_type(open_.element, known.element)
        case Tuple(), Tuple():
            return len(open_.elements) == len(known.elements) and all(
                map(_can_be_of_type, open_.elements, known.elements)
            )
        case Object(), Object():
            return open_.attributes.keys() == known.attributes.keys() and all(
                _can_be_of_type(each, known.attributes[name])
                for name, each in open_.attributes.items()
            )
        case _:
            return open_ == known


def _is_within(value: numbers.Number, known: Unknown) -> bool:
    return (known.low is None or value >= known.low) and (known.high is None or value <= known.high)


def _has_known_edges(text: str, known: Unknown) -> bool:
    """Return whether a text starts and ends as the unknown does, regardless of accents.

    The unknown part can add an accent to the letter before it, or the known part to its last one.
    """
    whole = normalize("NFD", text)
    prefix, suffix = normalize("NFD", known.prefix), normalize("NFD", known.suffix)
    while prefix and combining(prefix[-1]):
        prefix = prefix[:-1]
    while suffix and combining(suffix[0]):
        suffix = suffix[1:]
    return whole.startswith(prefix) and whole.endswith(suffix)


def is_same_type(left: Type, right: Type) -> bool:
    """Return whether two types are the same, except for optional attributes."""
    return left == right
