"""Date and time functions."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from fractions import Fraction
from typing import TYPE_CHECKING

from tflint_sagemaker.terraform.functions.spec import Function, Parameter, failing
from tflint_sagemaker.terraform.types import NUMBER, STRING
from tflint_sagemaker.terraform.values import Unknown, Value, make_number, make_string
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from tflint_sagemaker.terraform.functions.spec import Table

_TIMESTAMP = compile_later(
    r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:Z|([+-])(\d\d):(\d\d))", re.ASCII
)
_COMMA = compile_later(r"^(.{19}),(\d)")
_DURATION = compile_later(r"(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)", re.ASCII)
_NANOSECONDS = {
    "ns": 1,
    "us": 10**3,
    "µs": 10**3,
    "μs": 10**3,
    "ms": 10**6,
    "s": 10**9,
    "m": 60 * 10**9,
    "h": 3600 * 10**9,
}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_VERB = compile_later(r"'(?:[^']|'')*'?|([a-zA-Z])\1*|.", re.DOTALL)


def _parsed(value: Value, parameter: str) -> tuple[datetime, Fraction]:
    """A timestamp of RFC 3339, and its fraction of a second."""
    text = str(value.data)
    found = _TIMESTAMP.fullmatch(text)
    complaint = failing(parameter, f"`{text[:80]}` is not a valid RFC3339 timestamp")
    if not found:
        raise complaint
    hours, minutes = int(found[9] or 0), int(found[10] or 0)
    if hours > 23 or minutes > 59:
        raise complaint
    offset = timedelta(hours=hours, minutes=minutes)
    zone = timezone(-offset if found[8] == "-" else offset)
    try:
        moment = datetime(*(int(found[at]) for at in range(1, 7)), tzinfo=zone)  # type: ignore[misc, arg-type]
    except ValueError:
        raise complaint from None
    digits = found[7] or ""
    return moment, Fraction(int(digits or 0), 10 ** len(digits))


_YAML_TIME = compile_later(
    r"(\d{4})-(\d\d?)-(\d\d?)"
    r"(?:[Tt](\d\d?):(\d\d?):(\d\d?)(?:[.,]\d+)?(?:Z|([+-])(\d\d):(\d\d))"
    r"| +(\d\d?):(\d\d?):(\d\d?)(?:[.,]\d+)?)?",
    re.ASCII,
)


def yaml_timestamp(text: str) -> Value | None:
    """A timestamp of YAML as one of RFC 3339, or None if the text is none."""
    found = _YAML_TIME.fullmatch(text)
    if not found:
        return None
    hours, minutes = int(found[8] or 0), int(found[9] or 0)
    if hours > 23 or minutes > 59:
        return None
    offset = timedelta(hours=hours, minutes=minutes)
    zone = timezone(-offset if found[7] == "-" else offset)
    clock = found.group(4, 5, 6) if found[4] else found.group(10, 11, 12)
    hour, minute, second = (int(part or 0) for part in clock)
    if found[1] == "0000":
        return Value(STRING, Unknown("the year 0 is not computed with here", not_null=True))
    try:
        moment = datetime(
            int(found[1]), int(found[2]), int(found[3]), hour, minute, second, tzinfo=zone
        )
    except ValueError:
        return None
    return make_string(_written(moment))


def _duration(value: Value) -> Fraction:
    """A duration of Go's ("1h30m") in seconds."""
    text = str(value.data)
    body = text[1:] if text[:1] in ("+", "-") else text
    if body == "0":
        return Fraction(0)
    parts = _DURATION.findall(body)
    if not parts or "".join(amount + unit for amount, unit in parts) != body or len(body) > 200:
        raise failing("duration", f"invalid duration `{text[:80]}`")
    total = sum(int(Fraction(_decimal(amount)) * _NANOSECONDS[unit]) for amount, unit in parts)
    if total >= 1 << 63:
        raise failing("duration", f"invalid duration `{text[:80]}`")
    return Fraction(-total if text.startswith("-") else total, 10**9)


def _decimal(text: str) -> str:
    return f"0{text}" if text.startswith(".") else text.removesuffix(".")


def _time_add(timestamp: Value, duration: Value) -> Value:
    moment, part = _parsed(timestamp, "timestamp")
    seconds = (part + _duration(duration)).__floor__()
    try:
        return make_string(_written(moment + timedelta(seconds=seconds)))
    except OverflowError:
        return Value(STRING, Unknown("the year has more than four digits", not_null=True))


def _written(moment: datetime) -> str:
    return f"{moment.year:04d}-{moment:%m-%dT%H:%M:%S}{_zone(moment, ':', 'Z')}"


def _zone(moment: datetime, colon: str, utc: str) -> str:
    offset = moment.utcoffset() or timedelta()
    minutes = int(offset.total_seconds()) // 60
    if minutes == 0 and utc:
        return utc
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02d}{colon}{abs(minutes) % 60:02d}"


def _time_compare(one: Value, other: Value) -> Value:
    # Here, and here only, a comma may stand before the fraction.
    one, other = (replace(each, data=_COMMA.sub(r"\1.\2", str(each.data))) for each in (one, other))
    left, right = _parsed(one, "timestamp_a"), _parsed(other, "timestamp_b")
    return make_number((left > right) - (left < right))


def _format_date(template: Value, time: Value) -> Value:
    moment, _ = _parsed(time, "time")
    out = []
    for found in _VERB.finditer(str(template.data)):
        token = found.group()
        if token.startswith("'"):
            if len(token) < 2 or not token.endswith("'") or token[1:-1].count("'") % 2:
                raise failing("format", "unterminated literal `'`")
            out.append(token[1:-1].replace("''", "'") or "'")
        elif found[1] is None:
            out.append(token)
        else:
            text = _date_part(token, moment)
            if text is None:
                raise failing("format", f"invalid date format verb `{token}`")
            out.append(text)
    return make_string("".join(out))


def _date_part(token: str, moment: datetime) -> str | None:
    """What a verb of `formatdate` stands for, or None where there is no such verb."""
    plain = {
        "Y": {4: f"{moment.year:04d}", 2: f"{moment.year % 100:02d}"},
        "M": {
            1: str(moment.month),
            2: f"{moment.month:02d}",
            3: _MONTHS[moment.month - 1][:3],
            4: _MONTHS[moment.month - 1],
        },
        "D": {1: str(moment.day), 2: f"{moment.day:02d}"},
        "E": {3: _DAYS[moment.weekday()][:3], 4: _DAYS[moment.weekday()]},
        "h": {1: str(moment.hour), 2: f"{moment.hour:02d}"},
        "H": {1: str(moment.hour % 12 or 12), 2: f"{moment.hour % 12 or 12:02d}"},
        "A": {2: "AM" if moment.hour < 12 else "PM"},
        "a": {2: "am" if moment.hour < 12 else "pm"},
        "m": {1: str(moment.minute), 2: f"{moment.minute:02d}"},
        "s": {1: str(moment.second), 2: f"{moment.second:02d}"},
        "Z": {
            1: _zone(moment, ":", "Z"),
            3: _zone(moment, "", "UTC"),
            4: _zone(moment, "", ""),
            5: _zone(moment, ":", ""),
        },
    }
    return plain.get(token[0], {}).get(len(token))


FUNCTIONS: Table = {
    "formatdate": Function(
        _format_date, (Parameter("format", STRING), Parameter("time", STRING)), result=STRING
    ),
    "timeadd": Function(
        _time_add, (Parameter("timestamp", STRING), Parameter("duration", STRING)), result=STRING
    ),
    "timecmp": Function(
        _time_compare,
        (Parameter("timestamp_a", STRING), Parameter("timestamp_b", STRING)),
        result=NUMBER,
    ),
}
