"""Regular expressions: Go's RE2 syntax, run by the `regex` package within a time limit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from tflint_sagemaker.terraform.functions.spec import failing
from tflint_sagemaker.terraform.outcome import MAX_CHARACTERS, MAX_ELEMENTS, Failure, TooLarge
from tflint_sagemaker.terraform.types import STRING, Object, Tuple, Type, list_of
from tflint_sagemaker.terraform.values import (
    Unknown,
    Value,
    object_of,
    string,
    tuple_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_SECONDS = 0.5
# What RE2 does not know, and Python does: lookaround, backreferences, atomic groups, conditions.
_NOT_RE2 = re.compile(r"""\\[1-9GKLNRXZu]|\(\?(?:[=!>#|(&]|<[=!]|P[=>])|[*+?}]\+""", re.VERBOSE)
_ESCAPED = re.compile(
    r"\\(?:Q.*?(?:\\E|$)|[pP](?:\{\^?\w+\}|\w)|x\{[0-9A-Fa-f]+\}|.)|\[\^?\]?|.", re.S
)


def _compiled(pattern: str) -> Any:
    import regex

    try:
        return regex.compile(_translated(pattern), regex.V0)
    except (regex.error, RecursionError, OverflowError, ValueError) as error:
        raise failing("pattern", f"invalid regular expression pattern: {error}") from None


def _translated(pattern: str) -> str:
    """The pattern with what RE2 writes differently, refused where RE2 would refuse it."""
    out: list[str] = []
    inside = False
    at = 0
    while at < len(pattern):
        found = _ESCAPED.match(pattern, at)
        assert found
        token = found.group()
        if token.startswith("\\"):
            out.append(_escape(token, pattern))
        elif inside:
            inside = _class_part(token, pattern, at, out)
            if token.startswith("[") and pattern.startswith("[:", at):
                end = pattern.find(":]", at)
                if end > 0:
                    out[-1] = pattern[at : end + 2]
                    at = end + 2
                    continue
                token = "["
                out[-1] = "\\["
        elif token.startswith("["):
            inside = True
            out.append(token.replace("]", "\\]"))
        else:
            _refuse(pattern, at)
            out.append("\\Z" if token == "$" and not _multiline(pattern) else token)
        at += len(token)
    return "".join(out)


def _class_part(token: str, pattern: str, at: int, out: list[str]) -> bool:
    """One character of a class; false where it ends the class."""
    if token == "]":
        out.append("]")
        return False
    out.append(pattern[at] if token[0] != "[" else "\\[")
    return True


def _multiline(pattern: str) -> bool:
    return re.search(r"\(\?[a-zA-Z]*m", pattern) is not None


def _refuse(pattern: str, at: int) -> None:
    found = _NOT_RE2.match(pattern, at)
    if found and not (found.group()[0] in "*+?}" and not pattern[at:].startswith(found.group())):
        raise failing(
            "pattern", f"invalid or unsupported Perl syntax `{found.group()}` in the pattern"
        )


def _escape(token: str, pattern: str) -> str:
    if token.startswith("\\Q"):
        return re.escape(token[2:].removesuffix("\\E"))
    if token.startswith("\\x{"):
        return re.escape(chr(min(int(token[3:-1], 16), 0x10FFFF)))
    if token == "\\z":
        return "\\Z"
    if token == "\\C":
        return "(?s:.)"
    if token[1:2].isalnum() and token[1] not in "abBdDfnrsStvwWAxpPz0" or len(token) < 2:
        raise failing("pattern", f"invalid escape sequence `{token}` in `{pattern}`")
    return token


def _matches(pattern: Any, text: str) -> Iterator[Any]:
    """The matches as Go finds them: no empty one directly behind another."""
    last = -1
    for count, found in enumerate(pattern.finditer(text, timeout=_SECONDS)):
        if count > MAX_ELEMENTS:
            raise TooLarge
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
        return string(found.group())
    if pattern.groupindex:
        return object_of({k: Value(STRING, v) for k, v in found.groupdict().items()})
    return tuple_of(tuple(Value(STRING, part) for part in found.groups()))


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
        raise Failure("pattern did not match any part of the given string")
    return _captured(found, compiled)


def regex_all(pattern: Value, text: Value) -> Value:
    """`regexall`: all matches."""
    compiled = _compiled(str(pattern.data))
    type_ = list_of(_result_type(compiled))
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
        raise TooLarge
    return string(normalize("NFC", body.replace(part, put)))


def _replace_pattern(body: str, pattern: str, put: str) -> Value:
    compiled = _compiled(pattern)
    out: list[str] = []
    at = size = 0
    try:
        for found in _matches(compiled, body):
            out += [body[at : found.start()], _expanded(put, found)]
            size += len(out[-1])
            if size > MAX_CHARACTERS:
                raise TooLarge
            at = found.end()
    except TimeoutError:
        return _too_slow(STRING)
    return string(normalize("NFC", "".join((*out, body[at:]))))


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
