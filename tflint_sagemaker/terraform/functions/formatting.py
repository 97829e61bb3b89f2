"""`format` and `formatlist`: the verbs of Terraform's format strings."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING
from unicodedata import normalize

from tflint_sagemaker.terraform import numbers
from tflint_sagemaker.terraform.convert import ConversionError, convert
from tflint_sagemaker.terraform.functions.encoding import json_text
from tflint_sagemaker.terraform.functions.graphemes import graphemes
from tflint_sagemaker.terraform.types import (
    BOOL,
    NUMBER,
    STRING,
    Anything,
    Collection,
    Primitive,
    Tuple,
    make_list_type,
)
from tflint_sagemaker.terraform.value_marks import (
    MAX_CHARACTERS,
    MAX_ELEMENTS,
    ExpressionError,
    ResultTooLargeError,
    derive_unknown,
    is_open_set,
)
from tflint_sagemaker.terraform.values import Unknown, Value, join_parts, make_string
from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tflint_sagemaker.terraform.values import StringPart

_VERB = compile_later(
    r"%(?P<flags>[ #+\-0]*)(?P<width>[1-9]\d*)?(?:\.(?P<precision>\d*))?(?:\[(?P<at>\d+)\])?"
    r"(?P<verb>[a-zA-Z%])?",
    re.ASCII,
)
_NUMERIC = frozenset("bdoxXeEfgG")
_MAX_WIDTH = 10_000
_NO_TYPE = "a null of no type cannot be formatted"


class _NotKnown(Exception):  # noqa: N818
    def __init__(self, reason: Unknown) -> None:
        super().__init__(reason.reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class _Verb:
    flags: str
    width: int
    precision: int | None
    letter: str
    text: str


def format_values(template: Value, *arguments: Value) -> Value:
    """`format`; of what is wrong Terraform says nothing before all arguments are known."""
    try:
        return _format(template, *arguments)
    except ExpressionError:
        for value in arguments:
            if isinstance(value.data, Unknown):
                return derive_unknown(value.data, STRING, not_null=True)
            if value.data is None and isinstance(value.type, Anything):
                return Value(STRING, Unknown(_NO_TYPE, not_null=True))
        raise


def _format(template: Value, *arguments: Value) -> Value:
    text = str(template.data)
    pieces: list[StringPart] = []
    unsure: Unknown | None = None
    at = used = highest = 0
    while (start := text.find("%", at)) >= 0:
        pieces.append(text[at:start])
        verb, at, place = _parse(text, start, used)
        if verb.letter == "%":
            pieces.append("%")
            continue
        used = place
        highest = max(highest, used)
        if used > len(arguments):
            raise ExpressionError(f"not enough arguments for `{verb.text}`: need index {used}")
        try:
            pieces.append(_formatted(verb, arguments[used - 1]))
        except _NotKnown as stop:
            unsure = unsure or stop.reason
            pieces.extend(_known_parts(verb, arguments[used - 1]))
    pieces.append(text[at:])
    if highest < len(arguments):
        raise ExpressionError(
            f"too many arguments; only {highest} used by format string"
            if highest
            else "too many arguments; no verbs in format string"
        )
    texts = [piece for piece in pieces if isinstance(piece, str)]
    if sum(map(len, texts)) > MAX_CHARACTERS:
        raise ResultTooLargeError
    if unsure is None:
        return make_string(normalize("NFC", "".join(texts)))
    return Value(STRING, join_parts(pieces, unsure))


def _known_parts(verb: _Verb, value: Value) -> tuple[StringPart, ...]:
    """What is known of an unknown argument, if it is put in as it is."""
    if verb.letter != "s" or verb.flags or verb.width or verb.precision is not None:
        return (None,)
    return value.data.pieces if isinstance(value.data, Unknown) else (None,)


def _parse(text: str, start: int, used: int) -> tuple[_Verb, int, int]:
    """The verb at that place, where it ends, and the number of its argument."""
    found = _VERB.match(text, start)
    assert found
    if found["verb"] is None:
        raise ExpressionError(f"unrecognized format character in `{text[start : found.end() + 1]}`")
    if found["at"] is not None and int(found["at"]) < 1:
        raise ExpressionError(
            f"unrecognized format sequence `{found.group()}`: there is no argument 0"
        )
    width, precision = found["width"], found["precision"]
    if len(width or "") > 5 or len(precision or "") > 5 or int(width or 0) > _MAX_WIDTH:
        raise ResultTooLargeError
    verb = _Verb(
        found["flags"],
        int(width or 0),
        None if precision is None else int(precision or 0),
        found["verb"],
        found.group(),
    )
    return verb, found.end(), int(found["at"] or used + 1)


def _formatted(verb: _Verb, value: Value) -> str:
    letter = verb.letter
    if letter not in "vtsqbdoxXeEfgG":
        raise ExpressionError(f"unsupported format verb `{letter}` in `{verb.text}`")
    reason = value.unknown
    if reason:
        raise _NotKnown(reason)
    if value.data is None and isinstance(value.type, Anything):
        raise _NotKnown(Unknown("a null of no type cannot be formatted"))
    if letter == "v":
        return _as_value(verb, value)
    if value.data is None:
        raise ExpressionError(
            f"unsupported value for `{verb.text}`: null value cannot be formatted"
        )
    if letter == "t":
        return "true" if _converted(verb, value, BOOL).data else "false"
    if letter in _NUMERIC:
        return _number(verb, _converted(verb, value, NUMBER))
    return _text(verb, str(_converted(verb, value, STRING).data))


def _converted(verb: _Verb, value: Value, wanted: Primitive) -> Value:
    try:
        return convert(value, wanted)
    except ConversionError as error:
        raise ExpressionError(f"unsupported value for `{verb.text}`: {error}") from None


def _as_value(verb: _Verb, value: Value) -> str:
    if "#" in verb.flags or isinstance(value.data, tuple | dict):
        return _padded(verb, json_text(value))
    if value.data is None:
        return _padded(verb, "null")
    verb = replace(verb, precision=None)
    if isinstance(value.data, str):
        return _text(verb, value.data)
    if isinstance(value.data, bool):
        return _padded(verb, "true" if value.data else "false")
    return _number(verb, value)


def _text(verb: _Verb, text: str) -> str:
    if verb.precision is not None:
        text = "".join(graphemes(text)[: verb.precision])
    if verb.letter == "q":
        text = json_text(make_string(text))
    return _padded(verb, text)


def _padded(verb: _Verb, text: str) -> str:
    missing = verb.width - len(graphemes(text))
    if missing <= 0:
        return text
    if "-" in verb.flags:
        return text + " " * missing
    return ("0" if "0" in verb.flags else " ") * missing + text


def _number(verb: _Verb, value: Value) -> str:
    data = value.data
    assert isinstance(data, int | Fraction)
    letter, places = verb.letter, verb.precision
    size: numbers.Number = -data if data < 0 else data
    if letter in "bdoxX":
        if not isinstance(data, int):
            raise ExpressionError(f"unsupported value for `{verb.text}`: an integer is required")
        body = format(size, letter)
        if places is not None:
            body = body.zfill(places)
        if "#" in verb.flags and letter in "xXob":
            body = {"x": "0x", "X": "0X", "o": "0", "b": "0b"}[letter] + body
    elif letter in "eE":
        body = numbers.format_scientific(size, 6 if places is None else places, letter)
    elif letter == "f":
        body = numbers.format_fixed(size, 6 if places is None else places)
    else:
        body = numbers.format_general(size, places, "E" if letter == "G" else "e")
    sign = "-" if data < 0 else "+" if "+" in verb.flags else " " if " " in verb.flags else ""
    missing = verb.width - len(sign) - len(body)
    if missing <= 0:
        return sign + body
    if "-" in verb.flags:
        return sign + body + " " * missing
    if "0" in verb.flags:
        return sign + "0" * missing + body
    return " " * missing + sign + body


def format_list(template: Value, *arguments: Value) -> Value:
    """`formatlist`: lists are walked in step, whatever else is the same in each."""
    if not arguments:
        if isinstance(template.data, Unknown):
            return derive_unknown(template.data, make_list_type(STRING), not_null=True)
        return Value(make_list_type(STRING), (format_values(template),))
    size: int | None = None
    for value in arguments:
        if _is_list(value):
            if isinstance(value.data, Unknown):
                return derive_unknown(value.data, make_list_type(STRING), not_null=True)
            if value.data is None:
                raise ExpressionError("a list argument of `formatlist` must not be null")
            assert isinstance(value.data, tuple)
            if value.unknown and is_open_set(value):
                return derive_unknown(value.unknown, make_list_type(STRING), not_null=True)
            if size is not None and size != len(value.data):
                raise ExpressionError(
                    f"argument lists must all have the same length: {size} and {len(value.data)}"
                )
            size = len(value.data)
        elif value.data is None and isinstance(value.type, Anything):
            return Value(make_list_type(STRING), Unknown(_NO_TYPE, not_null=True))
        elif isinstance(value.data, Unknown) and value.type not in (STRING, NUMBER, BOOL):
            return derive_unknown(value.data, make_list_type(STRING), not_null=True)
    if isinstance(template.data, Unknown):
        return derive_unknown(template.data, make_list_type(STRING), not_null=True)
    if (size or 0) > MAX_ELEMENTS:
        raise ResultTooLargeError
    rows = range(1 if size is None else size)
    return Value(
        make_list_type(STRING), tuple(format_values(template, *_row(arguments, at)) for at in rows)
    )


def _is_list(value: Value) -> bool:
    if isinstance(value.type, Collection):
        return value.type.kind != "map"
    return isinstance(value.type, Tuple)


def _row(arguments: Sequence[Value], at: int) -> list[Value]:
    row = []
    for value in arguments:
        if _is_list(value) and isinstance(value.data, tuple):
            item = value.data[at]
            row.append(convert(item, STRING) if item.data is None else item)
        else:
            row.append(value)
    return row
