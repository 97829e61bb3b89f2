"""Encoding functions."""

from __future__ import annotations

import json
import re
from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any
from unicodedata import normalize
from urllib.parse import quote_plus

from tflint_sagemaker.terraform import numbers
from tflint_sagemaker.terraform.functions import text_encoding, yaml_encode
from tflint_sagemaker.terraform.functions.spec import Function, Parameter, failing, plain
from tflint_sagemaker.terraform.types import STRING, Object, make_list_type
from tflint_sagemaker.terraform.value_marks import (
    MAX_CHARACTERS,
    ExpressionError,
    ResultTooLargeError,
)
from tflint_sagemaker.terraform.values import (
    Unknown,
    Value,
    make_bool,
    make_null,
    make_number,
    make_object,
    make_string,
    make_tuple,
)
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from collections.abc import Callable

    from tflint_sagemaker.terraform.functions.spec import Table

_ESCAPES = {
    '"': '\\"',
    "\\": "\\\\",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\b": "\\b",
    "\f": "\\f",
}
_CSV_FIELD = compile_later(r'(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|\Z)')
_SPECIAL = compile_later('[\x00-\x1f"\\\\<>&\u2028\u2029]')


def _json_string(text: str) -> str:
    """A JSON string as Go writes it, with `<`, `>` and `&` escaped."""
    return '"' + _SPECIAL.sub(_escape, text) + '"'


def _escape(found: re.Match[str]) -> str:
    char = found.group()
    return _ESCAPES.get(char) or f"\\u{ord(char):04x}"


def json_text(value: Value) -> str:
    """A known value as JSON, attributes in order of their names."""
    pieces: list[str] = []
    _write(value, pieces)
    return "".join(pieces)


def _write(value: Value, pieces: list[str]) -> None:
    data = value.data
    match data:
        case None:
            pieces.append("null")
        case bool():
            pieces.append("true" if data else "false")
        case str():
            pieces.append(_json_string(data))
        case int() | Fraction():
            pieces.append(numbers.format_plain(data))
        case tuple():
            pieces.append("[")
            for at, item in enumerate(data):
                if at:
                    pieces.append(",")
                _write(item, pieces)
            pieces.append("]")
        case Mapping():
            pieces.append("{")
            for at, name in enumerate(sorted(data)):
                pieces.append(("," if at else "") + _json_string(name) + ":")
                _write(data[name], pieces)
            pieces.append("}")
        case _:
            raise AssertionError(data)
    if len(pieces) > MAX_CHARACTERS:
        raise ResultTooLargeError


def _json_encode(value: Value) -> Value:
    if (reason := value.unknown) is not None:
        return Value(STRING, Unknown(reason.reason, reason.span, not_null=True, encodes=value))
    return make_string(normalize("NFC", json_text(value)))


class _Digits(str):
    """A number of a JSON document, as it is written."""

    __slots__ = ()


def _json_decode(text: Value) -> Value:
    def refuse(word: str) -> Any:
        raise ValueError(f"`{word}` is not JSON")

    try:
        found = json.loads(
            str(text.data), parse_float=_Digits, parse_int=_Digits, parse_constant=refuse
        )
    except (ValueError, RecursionError) as error:
        raise failing("str", f"invalid JSON: {error}") from None
    return from_json(found)


def from_json(found: Any) -> Value:
    """The value that a JSON document means: arrays are tuples, objects are objects."""
    match found:
        case None:
            return make_null()
        case bool():
            return make_bool(found)
        case _Digits():
            try:
                return make_number(numbers.parse_number(found) or 0)
            except numbers.OutOfRange:
                raise failing("str", "a number is too large") from None
        case str():
            return make_string(_clean(found))
        case list():
            return make_tuple(tuple(from_json(item) for item in found))
        case dict():
            names = {_clean(name): item for name, item in found.items()}
            return make_object({name: from_json(names[name]) for name in sorted(names)})
        case _:
            raise AssertionError(found)


def _clean(text: str) -> str:
    """The text without halves of surrogate pairs, in NFC."""
    if text.isascii():
        return text
    fixed = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return normalize("NFC", fixed)


def _csv_decode(text: Value) -> Value:
    rows = _csv_rows(str(text.data).replace("\r\n", "\n"))
    if not rows:
        raise failing("str", "missing header line")
    names, *lines = rows
    if len(set(names)) < len(names):
        raise failing("str", "duplicate column name")
    for line in lines:
        if len(line) != len(names):
            raise failing("str", "wrong number of fields")
    type_ = Object(dict.fromkeys(names, STRING))
    items = tuple(
        make_object({name: make_string(cell) for name, cell in zip(names, line, strict=True)})
        for line in lines
    )
    return Value(make_list_type(type_), items)


def _csv_rows(text: str) -> list[list[str]]:
    """The records of a CSV text, read as strictly as Go reads it; empty lines do not count."""
    rows: list[list[str]] = []
    row: list[str] = []
    at = 0
    while at < len(text):
        if not row and text[at] == "\n":
            at += 1
            continue
        found = _CSV_FIELD.match(text, at)
        if not found:
            raise failing("str", 'invalid CSV: a bare or unexpected " in a field')
        row.append(found[2] if found[1] is None else found[1].replace('""', '"'))
        at = found.end()
        if found[3] != ",":
            rows.append(row)
            row = []
    return [*rows, [*row, ""]] if row else rows


def _base64_encode(text: str) -> str:
    return b64encode(text.encode()).decode()


def _base64_decode(text: str) -> str:
    try:
        return normalize("NFC", b64decode(re.sub(r"[\r\n]", "", text), validate=True).decode())
    except UnicodeDecodeError:
        raise ExpressionError(
            "the result of decoding the provided string is not valid UTF-8"
        ) from None
    except (Error, ValueError):
        raise failing("str", "failed to decode base64 data") from None


def _url_encode(text: str) -> str:
    return quote_plus(text, safe="-_.~")


def _yaml_decode(text: Value) -> Value:
    from tflint_sagemaker.terraform.functions.yaml_decode import decode

    return decode(text)


def _left_alone(reason: str) -> Callable[..., Value]:
    """The implementation of a function whose arguments are checked, and no more."""

    def implementation(*_arguments: Value) -> Value:
        return Value(STRING, Unknown(reason, not_null=True))

    return implementation


_STR = Parameter("str", STRING)
FUNCTIONS: Table = {
    "base64gzip": Function(
        _left_alone("what `base64gzip` gives depends on how Go compresses"), (_STR,), result=STRING
    ),
    "rsadecrypt": Function(
        _left_alone("`rsadecrypt` is not evaluated: private keys are left alone here"),
        (Parameter("ciphertext", STRING), Parameter("privatekey", STRING)),
        result=STRING,
    ),
    "yamldecode": Function(_yaml_decode, (Parameter("src", STRING),)),
    "yamlencode": Function(yaml_encode.encode, (Parameter("value", null=True),), result=STRING),
    **text_encoding.FUNCTIONS,
    "base64decode": plain(_base64_decode, STRING, _STR),
    "base64encode": plain(_base64_encode, STRING, _STR),
    "csvdecode": Function(_csv_decode, (_STR,)),
    "jsondecode": Function(_json_decode, (_STR,)),
    "jsonencode": Function(
        _json_encode, (Parameter("val", null=True, partial=True),), result=STRING
    ),
    "urlencode": plain(_url_encode, STRING, _STR),
}
