"""Numeric functions."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

from tflint_sagemaker.terraform import numbers
from tflint_sagemaker.terraform.convert import ConversionError, convert
from tflint_sagemaker.terraform.functions.spec import (
    Function,
    Parameter,
    failing,
    number_parameter,
    plain,
    whole,
)
from tflint_sagemaker.terraform.operators import get_number
from tflint_sagemaker.terraform.types import NUMBER, STRING, Anything, Collection, Tuple
from tflint_sagemaker.terraform.value_marks import ExpressionError, derive_unknown
from tflint_sagemaker.terraform.values import Unknown, Value, make_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from tflint_sagemaker.terraform.functions.spec import Table
    from tflint_sagemaker.terraform.numbers import Number

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _extreme(choose: Callable[..., Number]) -> Callable[..., Number]:
    def extreme(*values: Number) -> Number:
        if not values:
            raise ExpressionError("must pass at least one number")
        return choose(values)

    return extreme


def _floats(compute: Callable[[float, float], float]) -> Function:
    """A function that goes through 64-bit floats."""

    def computed(left: Value, right: Value) -> Value:
        try:
            result = compute(float(get_number(left)), float(get_number(right)))
            return make_number(numbers.convert_float(result))
        except (OverflowError, ZeroDivisionError, numbers.OutOfRange):
            return Value(NUMBER, Unknown("the result is infinite or too large", not_null=True))

    return Function(computed, (number_parameter("num"), number_parameter("power")), result=NUMBER)


_LN2_HIGH = 6.93147180369123816490e-01
_LN2_LOW = 1.90821492927058770002e-10
_LOG = (
    6.666666666666735130e-01,
    3.999999999940941908e-01,
    2.857142874366239149e-01,
    2.222219843214978396e-01,
    1.818357216161805012e-01,
    1.531383769920937332e-01,
    1.479819860511658591e-01,
)


def _log(value: float, base: float) -> float:
    if value < 0 or base < 0:
        raise ExpressionError("the logarithm of a negative number is not a number")
    if value == 0 and base == 0:
        raise ExpressionError("the logarithm of zero to the base zero is not a number")
    if base == 0:
        return 0.0
    if value == base == 1:
        raise ExpressionError("the logarithm of one to the base one is not a number")
    if value == 0:
        raise OverflowError
    return _go_log(value) / _go_log(base)


def _go_log(value: float) -> float:
    """The natural logarithm as Go computes it (FreeBSD's e_log.c)."""
    fraction, exponent = math.frexp(value)
    if fraction < math.sqrt(2) / 2:
        fraction, exponent = fraction * 2, exponent - 1
    rest = fraction - 1
    ratio = rest / (2 + rest)
    square = ratio * ratio
    fourth = square * square
    odd = square * (_LOG[0] + fourth * (_LOG[2] + fourth * (_LOG[4] + fourth * _LOG[6])))
    even = fourth * (_LOG[1] + fourth * (_LOG[3] + fourth * _LOG[5]))
    half = 0.5 * rest * rest
    correction = ratio * (half + (odd + even)) + exponent * _LN2_LOW
    return exponent * _LN2_HIGH - ((half - correction) - rest)


def _pow(value: float, power: float) -> float:
    if value < 0 and power != math.floor(power):
        raise ExpressionError("the power of a negative number is not a number")
    return _go_pow(value, power)


def _go_pow(value: float, power: float) -> float:
    """The power as Go computes it, which differs from C in the last digit now and then."""
    if power in (0.5, -0.5):
        return math.sqrt(value) ** (1 if power > 0 else -1)
    if power == 0 or value == 1:
        return 1.0
    if value == 0:
        if power < 0:
            raise OverflowError
        return 0.0
    part, whole_part = math.modf(abs(power))
    result, exponent = 1.0, 0
    if part:
        if part > 0.5:
            part, whole_part = part - 1, whole_part + 1
        result = math.exp(part * math.log(value))
    base, scale = math.frexp(value)
    left = int(whole_part)
    while left:
        if abs(scale) > 1 << 12:
            exponent += scale
            break
        if left & 1:
            result, exponent = result * base, exponent + scale
        base, scale = base * base, scale * 2
        if base < 0.5:
            base, scale = base * 2, scale - 1
        left >>= 1
    if power < 0:
        result, exponent = 1 / result, -exponent
    return math.ldexp(result, exponent)


def _signum(value: Value) -> Value:
    found = whole(value, "num")
    if not -(1 << 63) <= found < 1 << 63:
        raise failing("num", "value must be a whole number that fits into 64 bits")
    return make_number((found > 0) - (found < 0))


def _parse_int(text: Value, base: Value) -> Value:
    if text.type != STRING and not isinstance(text.type, Anything):
        raise failing("number", f"first argument must be a string, not {text.type}")
    for value in (text, base):
        if value.unknown:
            return derive_unknown(value.unknown, NUMBER, not_null=True)
    radix = whole(base, "base")
    if not 2 <= radix <= 62:
        raise failing("base", "base must be a whole number between 2 and 62 inclusive")
    given = str(text.data)
    digits = given[1:] if given[:1] in ("+", "-") else given
    if radix <= 36:
        digits = digits.lower()
    allowed = _DIGITS[:radix]
    if not digits or len(digits) > 10_000 or any(digit not in allowed for digit in digits):
        raise failing("number", f"cannot parse `{given[:80]}` as a base {radix} integer")
    total = 0
    for digit in digits:
        total = total * radix + allowed.index(digit)
    return make_number(-total if given.startswith("-") else total)


def _sum(items: Value) -> Value:
    if isinstance(items.data, Unknown):
        return derive_unknown(items.data, NUMBER, not_null=True)
    if not isinstance(items.type, Tuple) and not (
        isinstance(items.type, Collection) and items.type.kind != "map"
    ):
        raise failing("list", "argument must be list, set, or tuple")
    if items.unknown:
        return derive_unknown(items.unknown, NUMBER, not_null=True)
    assert isinstance(items.data, tuple)
    if not items.data:
        raise failing("list", "cannot sum an empty list")
    total: Number = 0
    for item in items.data:
        try:
            converted = convert(item, NUMBER)
        except ConversionError:
            converted = item
        if not isinstance(converted.data, int | Fraction) or isinstance(converted.data, bool):
            raise failing("list", "argument must be list, set, or tuple of number values")
        total = numbers.add(total, converted.data)
    return make_number(total)


_NUM = number_parameter("num")
FUNCTIONS: Table = {
    "abs": plain(abs, NUMBER, _NUM),
    "ceil": plain(math.ceil, NUMBER, _NUM),
    "floor": plain(math.floor, NUMBER, _NUM),
    "log": _floats(_log),
    "max": plain(_extreme(max), NUMBER, variadic=number_parameter("numbers")),
    "min": plain(_extreme(min), NUMBER, variadic=number_parameter("numbers")),
    "parseint": Function(
        _parse_int,
        (Parameter("number", partial=True), Parameter("base", NUMBER, partial=True)),
        result=NUMBER,
    ),
    "pow": _floats(_pow),
    "signum": Function(_signum, (_NUM,), result=NUMBER),
    "sum": Function(_sum, (Parameter("list", partial=True),), result=NUMBER),
}
