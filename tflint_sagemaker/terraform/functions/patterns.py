"""Regular expressions: Go's RE2 syntax, run by the `regex` package within a time limit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from tflint_sagemaker.terraform.functions.re2 import PatternError, rewritten
from tflint_sagemaker.terraform.functions.spec import failing
from tflint_sagemaker.terraform.types import STRING, Object, Tuple, Type, make_list_type
from tflint_sagemaker.terraform.value_marks import (
    MAX_CHARACTERS,
    MAX_ELEMENTS,
    ExpressionError,
    ResultTooLargeError,
)
from tflint_sagemaker.terraform.values import (
    Unknown,
    Value,
    make_object,
    make_string,
    make_tuple,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_SECONDS = 0.2


def _compiled(pattern: str) -> Any:
    import regex

    try:
        return regex.compile(rewritten(pattern), regex.V0)
    except (PatternError, regex.error, RecursionError, OverflowError) as error:
        raise failing("pattern", f"invalid regular expression pattern: {error}") from None


def _matches(pattern: Any, text: str) -> Iterator[Any]:
    """The matches as Go finds them: no empty one directly behind another."""
    last = -1
    for count, found in enumerate(pattern.finditer(text, timeout=_SECONDS)):
        if count > MAX_ELEMENTS:
            raise ResultTooLargeError
        if found.end() == found.start() == last:
            continue
        last = found.end()
        yield found


def _result_type(pattern: Any) -> Type:
    named = pattern.groupindex
    if not pattern.groups:
        return STRING
    if not named:
        return Tuple((STRING,) * pattern.groups)
    if len(named) != pattern.groups:
        raise failing("pattern", "cannot mix both named and unnamed capture groups")
    return Object(dict.fromkeys(named, STRING))


def _captured(found: Any, pattern: Any) -> Value:
    if not pattern.groups:
        return make_string(found.group())
    if pattern.groupindex:
        return make_object({k: Value(STRING, v) for k, v in found.groupdict().items()})
    return make_tuple(tuple(Value(STRING, part) for part in found.groups()))


def _too_slow(type_: Type) -> Value:
    return Value(type_, Unknown("the pattern takes too long to evaluate here", not_null=True))


def regex_one(pattern: Value, text: Value) -> Value:
    """`regex`: the first match."""
    compiled = _compiled(str(pattern.data))
    type_ = _result_type(compiled)
    try:
        found = next(_matches(compiled, str(text.data)), None)
    except TimeoutError:
        return _too_slow(type_)
    if found is None:
        raise ExpressionError("pattern did not match any part of the given string")
    return _captured(found, compiled)


def regex_all(pattern: Value, text: Value) -> Value:
    """`regexall`: all matches."""
    compiled = _compiled(str(pattern.data))
    type_ = make_list_type(_result_type(compiled))
    try:
        found = tuple(_captured(each, compiled) for each in _matches(compiled, str(text.data)))
    except TimeoutError:
        return _too_slow(type_)
    return Value(type_, found)


def replace_text(text: Value, old: Value, new: Value) -> Value:
    """`replace`: a pattern where the old text stands between slashes."""
    body, part, put = str(text.data), str(old.data), str(new.data)
    if len(part) > 1 and part.startswith("/") and part.endswith("/"):
        return _replace_pattern(body, part[1:-1], put)
    if body.count(part) * max(len(put), 1) > MAX_CHARACTERS:
        raise ResultTooLargeError
    return make_string(normalize("NFC", body.replace(part, put)))


def _replace_pattern(body: str, pattern: str, put: str) -> Value:
    compiled = _compiled(pattern)
    out: list[str] = []
    at = size = 0
    try:
        for found in _matches(compiled, body):
            out += [body[at : found.start()], _expanded(put, found)]
            size += len(out[-1])
            if size > MAX_CHARACTERS:
                raise ResultTooLargeError
            at = found.end()
    except TimeoutError:
        return _too_slow(STRING)
    return make_string(normalize("NFC", "".join((*out, body[at:]))))


def _expanded(put: str, found: Any) -> str:
    """The replacement with its `$1` and `${name}` filled in; unknown names are empty."""

    def fill(reference: re.Match[str]) -> str:
        name = reference.group(1) or reference.group(2)
        if name is None:
            return "$"
        try:
            return found.group(int(name) if name.isdecimal() else name) or ""
        except IndexError:
            return ""

    return re.sub(r"\$(?:\{(\w+)\}|(\w+)|\$)", fill, put)
