"""Numbers as Terraform computes with them: binary floats with a mantissa of 512 bits.

A number is an int, or a Fraction whose denominator is a power of two. Rounding is to the nearest,
ties to even, as in Go's math/big, which Terraform uses. There is no infinity here: `OutOfRange`.
"""

from __future__ import annotations

import re
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import TypeAlias

from tflint_sagemaker.util.lazy_regex import compile_later

Number: TypeAlias = int | Fraction

PRECISION = 512
# Numbers with more bits than this before or after the point are not computed.
MAX_EXPONENT = 40_000
_DECIMAL = compile_later(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)


class OutOfRange(ArithmeticError):  # noqa: N818
    """The number is infinite, or too large or too small to be computed here."""


def round_number(number: Number, precision: int = PRECISION) -> Number:
    """Return the nearest number with a mantissa of that many bits; an int if it is whole."""
    numerator, denominator = number.numerator, number.denominator
    if numerator == 0:
        return 0
    size = abs(numerator).bit_length()
    if size - denominator.bit_length() > MAX_EXPONENT or denominator.bit_length() > MAX_EXPONENT:
        raise OutOfRange
    if denominator == 1 and size <= precision:
        return numerator
    shift = precision - (size - denominator.bit_length() + 1)
    scaled = Fraction(abs(numerator) << max(shift, 0), denominator << max(-shift, 0))
    if scaled.numerator // scaled.denominator >= 1 << precision:
        shift -= 1
        scaled /= 2
    elif scaled.numerator // scaled.denominator < 1 << (precision - 1):
        shift += 1
        scaled *= 2
    mantissa = round(scaled)
    value = Fraction(mantissa << max(-shift, 0), 1 << max(shift, 0))
    signed = value if numerator > 0 else -value
    return signed.numerator if signed.denominator == 1 else signed


def parse_number(text: str) -> Number | None:
    """Return the number that a decimal text means, or None if it is no number."""
    if not _DECIMAL.fullmatch(text):
        return None
    mantissa, _, exponent = text.lower().partition("e")
    if len(mantissa) > MAX_EXPONENT or len(exponent) > 6 or abs(int(exponent or 0)) > 10_000:
        if not mantissa.strip("+-0."):
            return 0
        raise OutOfRange
    whole, _, part = mantissa.partition(".")
    scale = int(exponent or 0) - len(part)
    digits = _parse_int(whole + part)
    return round_number(digits * 10**scale if scale >= 0 else Fraction(digits, 10**-scale))


def _parse_int(digits: str) -> int:
    """Return `int(digits)` without its limit on the number of digits."""
    sign, digits = (-1, digits[1:]) if digits.startswith("-") else (1, digits.lstrip("+"))
    value = 0
    for start in range(0, len(digits), 4000):
        part = digits[start : start + 4000]
        value = value * 10 ** len(part) + int(part)
    return sign * value


def _format_int(value: int) -> str:
    """Return `str(value)` of a non-negative int without its limit on the number of digits."""
    if value.bit_length() < 12_000:
        return str(value)
    high, low = divmod(value, 10**3000)
    return _format_int(high) + _format_int(low).zfill(3000)


def add(left: Number, right: Number) -> Number:
    """Return `left + right`."""
    return round_number(left + right)


def subtract(left: Number, right: Number) -> Number:
    """Return `left - right`."""
    return round_number(left - right)


def multiply(left: Number, right: Number) -> Number:
    """Return `left * right`."""
    return round_number(left * right)


def divide(left: Number, right: Number) -> Number:
    """Return `left / right`. Raises ZeroDivisionError for 0 / 0 and OutOfRange for x / 0."""
    if right == 0:
        if left == 0:
            raise ZeroDivisionError
        raise OutOfRange
    return round_number(Fraction(left) / Fraction(right))


def compute_modulo(left: Number, right: Number) -> Number:
    """Return `left % right`, with the sign of the left side; `x % 0` is x."""
    if right == 0:
        return left
    whole = truncate(divide(left, right))
    return round_number(left - round_number(right * whole))


def truncate(number: Number) -> int:
    """Return the whole part of a number."""
    whole = abs(number.numerator) // number.denominator
    return whole if number >= 0 else -whole


def find_shortest_digits(number: Number, precision: int = PRECISION) -> tuple[str, int]:
    """Return the fewest digits that identify this number, and the position of the point.

    ("314", 1) is 3.14. The number is not negative. The method is that of Go's `big.Float.Text`:
    digits are dropped as long as the rest is closer to this number than to its neighbours.
    """
    if number == 0:
        return "0", 1
    numerator, denominator = number.numerator, number.denominator
    exponent = numerator.bit_length() - precision - (denominator.bit_length() - 1)
    middle, lower, upper = (
        _compute_exact_digits(Fraction(numerator, denominator), exponent, half)
        for half in (0, -1, 1)
    )
    width = max(len(part[0]) for part in (middle, lower, upper))
    point = max(part[1] for part in (middle, lower, upper))
    digits, low, high = (
        ("0" * (point - place) + text).ljust(width, "0").rstrip("0")
        for text, place in (middle, lower, upper)
    )
    scaled = Fraction(numerator, denominator) / _make_power_of_two(exponent)
    inclusive = scaled.numerator % 2 == 0
    return _shorten(digits, low, high, inclusive=inclusive, point=point)


def _make_power_of_two(exponent: int) -> Fraction:
    return Fraction(1 << max(exponent, 0), 1 << max(-exponent, 0))


def _compute_exact_digits(number: Fraction, exponent: int, half: int) -> tuple[str, int]:
    """Return all digits of a number shifted by half a unit of its last digit, and the point."""
    moved = number + half * _make_power_of_two(exponent) / 2
    places = moved.denominator.bit_length() - 1
    text = _format_int(moved.numerator * 5**places)
    return text.rstrip("0") or "0", len(text) - places


def _shorten(digits: str, low: str, high: str, *, inclusive: bool, point: int) -> tuple[str, int]:
    for at, digit in enumerate(digits):
        below = low[at] if at < len(low) else "0"
        above = high[at] if at < len(high) else "0"
        down = below != digit or (inclusive and at + 1 == len(low))
        up = digit != above and (inclusive or int(digit) + 1 < int(above) or at + 1 < len(high))
        if down and up:
            rest = digits[at + 1 :]
            half = rest == "5"
            up = int(digit) % 2 == 1 if half else rest[:1] >= "5"
            down = not up
        if down or up:
            return _trim_digits(digits[: at + 1], point, up=up)
    return _trim_digits(digits, point, up=False)


def _trim_digits(digits: str, point: int, *, up: bool) -> tuple[str, int]:
    if up:
        more = _format_int(_parse_int(digits) + 1).zfill(len(digits))
        point += len(more) - len(digits)
        digits = more
    zeros = len(digits) - len(digits.lstrip("0"))
    return digits[zeros:].rstrip("0") or "0", point - zeros


def format_plain(number: Number) -> str:
    """Return the number as Terraform converts it to a string: all digits, never an exponent."""
    sign = "-" if number < 0 else ""
    number = -number if number < 0 else number
    if isinstance(number, int) and number.bit_length() <= PRECISION:
        return sign + str(number)
    digits, point = find_shortest_digits(number)
    if point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    if point >= len(digits):
        return sign + digits + "0" * (point - len(digits))
    return f"{sign}{digits[:point]}.{digits[point:]}"


def format_fixed(number: Number, places: int) -> str:
    """Return the number with that many digits after the point, ties to even (`%.2f`)."""
    scaled = round(Fraction(number) * 10**places)
    whole = _format_int(abs(scaled)).zfill(places + 1)
    sign = "-" if number < 0 else ""
    return sign + (f"{whole[:-places]}.{whole[-places:]}" if places else whole)


def format_scientific(number: Number, places: int | None, letter: str = "e") -> str:
    """Return the number with an exponent (`%e`, `%.3e`); None means as few digits as needed."""
    sign = "-" if number < 0 else ""
    number = -number if number < 0 else number
    digits, point = (
        find_shortest_digits(number) if places is None else _round_digits(number, places + 1)
    )
    mantissa = f"{digits[0]}.{digits[1:]}" if len(digits) > 1 else digits
    exponent = point - 1 if number else 0
    return f"{sign}{mantissa}{letter}{'-' if exponent < 0 else '+'}{abs(exponent):02d}"


def format_general(number: Number, places: int | None, letter: str = "e") -> str:
    """Return the shorter of the two forms of a number (`%g`)."""
    sign = "-" if number < 0 else ""
    number = -number if number < 0 else number
    if places is None:
        digits, point = find_shortest_digits(number)
        limit = 6
    else:
        digits, point = _round_digits(number, max(places, 1))
        digits = digits.rstrip("0") or "0"
        limit = max(places, 1)
        if limit > len(digits) >= point:
            limit = len(digits)
    exponent = point - 1 if number else 0
    if exponent < -4 or exponent >= limit:
        return sign + _append_exponent(digits, exponent, letter)
    if point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    if point >= len(digits):
        return sign + digits + "0" * (point - len(digits))
    return f"{sign}{digits[:point]}.{digits[point:]}"


def _append_exponent(digits: str, exponent: int, letter: str) -> str:
    mantissa = f"{digits[0]}.{digits[1:]}" if len(digits) > 1 else digits
    return f"{mantissa}{letter}{'-' if exponent < 0 else '+'}{abs(exponent):02d}"


def _round_digits(number: Number, count: int) -> tuple[str, int]:
    """Return the first digits of a number, rounded half to even, and the position of its point."""
    if number == 0:
        return "0" * count, 1
    with localcontext() as context:
        context.prec = count
        context.Emax, context.Emin = 999_999, -999_999
        quotient = Decimal(number.numerator) / Decimal(number.denominator)
    digits = "".join(map(str, quotient.as_tuple().digits)).ljust(count, "0")
    return digits, quotient.adjusted() + 1


def convert_float(value: float) -> Number:
    """Return a 64-bit float as the number with the same shortest digits."""
    found = parse_number(repr(value))
    if found is None:
        raise OutOfRange
    return found
