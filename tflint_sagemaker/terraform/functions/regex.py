"""The functions `regex`, `regexall` and `replace`, on the RE2 library.

Terraform runs Go's `regexp`, which has the syntax and the meaning of RE2 and linear time. Where
the library, the package google-re2, is not installed, the results are unknown.
"""

from __future__ import annotations

import re
from time import monotonic
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from tflint_sagemaker.terraform.functions.spec import failing
from tflint_sagemaker.terraform.types import ANY, STRING, Object, Tuple, Type, make_list_type
from tflint_sagemaker.terraform.value_marks import (
    MAX_CHARACTERS,
    MAX_ELEMENTS,
    ExpressionError,
    ResultTooLargeError,
)
from tflint_sagemaker.terraform.values import Unknown, Value, make_object, make_string, make_tuple
from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# The memory of one pattern, in bytes, and the time for all matches of one pattern in a text.
_MAX_MEMORY = 32 << 20
_SECONDS = 0.5
# The size of a program times the length of a text: what a search takes at the worst.
_MAX_STEPS = 200_000_000
# Go refuses some patterns that nest more deeply, the library accepts them.
_MAX_GROUPS = 250
# What needs attention in a pattern: the name of a group is empty where it has none.
_TOKEN = compile_later(
    r"""
    \\Q.*?(?:\\E|\Z) | (?P<any_byte>\\C) | \\.
    | \[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\]
    | (?P<group>\((?:\?P?<(?P<name>[^>]*)>|(?!\?)))
    """,
    re.DOTALL | re.VERBOSE,
)
# The library's words for a mistake, and Go's, which Terraform shows.
_GO_WORDS = {
    "bad repetition operator": "invalid nested repetition operator",
    "invalid named capture group": "invalid named capture",
    "invalid perl operator": "invalid or unsupported Perl syntax",
    "invalid repetition size": "invalid repeat count",
    "missing )": "missing closing )",
    "missing ]": "missing closing ]",
    "no argument for repetition operator": "missing argument to repetition operator",
    "trailing \\": "trailing backslash at end of expression",
}
# A `$1` or `${name}` in a replacement, in the library's syntax: letters and digits are Unicode's.
_REFERENCE = r"\$(?:\{([\pL\p{Nd}_]+)\}|([\pL\p{Nd}_]+)|\$)"


_TOO_SLOW = "the pattern takes too long to evaluate here"
_NO_LIBRARY = (
    "regular expressions need the package google-re2, which is not installed "
    "(`pip install 'tflint-sagemaker[re2]'`)"
)


class _UndecidedError(Exception):
    """The library is missing, or takes too long. The message is a clause."""


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A compiled pattern, and the names of its groups in their order, empty where there is none."""

    compiled: Any
    names: tuple[str, ...]

    def find_matches(self, text: str) -> Iterator[Any]:
        """Yield the matches as Go finds them: no empty one directly behind another.

        Raise _UndecidedError if they take too long.
        """
        if self.compiled.programsize * len(text) > _MAX_STEPS:
            raise _UndecidedError(_TOO_SLOW)
        last = -1
        end = monotonic() + _SECONDS
        for count, found in enumerate(self.compiled.finditer(text)):
            if count > MAX_ELEMENTS:
                raise ResultTooLargeError
            if monotonic() > end:
                raise _UndecidedError(_TOO_SLOW)
            if found.end() == found.start() == last:
                continue
            last = found.end()
            yield found

    def find_group(self, found: Any, name: str) -> str:
        """Return the text of a group, by its number or its name; it is empty if there is none."""
        if name.isascii() and name.isdigit() and (name == "0" or name[0] != "0"):
            number = int(name)
            return found.group(number) or "" if number <= len(self.names) else ""
        texts = (found.group(at) for at, known in enumerate(self.names, 1) if known == name)
        return next((text for text in texts if text is not None), "")


def _compile(pattern: str) -> _Pattern:
    """Return the compiled pattern. Raise ExpressionError or _UndecidedError."""
    re2 = _import_re2()
    if pattern.count("(") > _MAX_GROUPS:
        raise _UndecidedError("the pattern has too many groups to evaluate here")
    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MAX_MEMORY
    try:
        compiled = re2.compile(pattern, options)
    except re2.error as error:
        message = error.args[0].decode(errors="replace")
        if message.startswith("pattern too large"):
            raise _UndecidedError(_TOO_SLOW) from None
        raise _make_error(message) from None
    return _Pattern(compiled, _group_names(pattern))


def _import_re2() -> Any:
    try:
        import re2
    except ImportError:
        raise _UndecidedError(_NO_LIBRARY) from None
    return re2


def _make_error(message: str) -> ExpressionError:
    kind, separator, place = message.partition(": ")
    text = f"{_GO_WORDS.get(kind, kind)}{separator}{place}"
    return failing("pattern", f"invalid regular expression pattern: {text}")


def _group_names(pattern: str) -> tuple[str, ...]:
    r"""Return the names of the groups. Raise ExpressionError for what only the library accepts.

    That is `\C`, and a name with letters beyond ASCII.
    """
    names = []
    for token in _TOKEN.finditer(pattern):
        if token["any_byte"]:
            raise _make_error("invalid escape sequence: \\C")
        if token["group"]:
            name = token["name"] or ""
            if not name.isascii():
                raise _make_error(f"invalid named capture group: {token['group']}")
            names.append(name)
    return tuple(names)


def _result_type(pattern: _Pattern) -> Type:
    if not pattern.names:
        return STRING
    if not any(pattern.names):
        return Tuple((STRING,) * len(pattern.names))
    if not all(pattern.names):
        raise failing("pattern", "cannot mix both named and unnamed capture groups")
    return Object(dict.fromkeys(pattern.names, STRING))


def _capture(found: Any, pattern: _Pattern) -> Value:
    if not pattern.names:
        return make_string(found.group())
    texts = [Value(STRING, text) for text in found.groups()]
    if any(pattern.names):
        return make_object(dict(zip(pattern.names, texts, strict=True)))
    return make_tuple(tuple(texts))


def _evaluate(
    pattern: str,
    result_type: Callable[[_Pattern], Type],
    compute: Callable[[_Pattern], Value],
) -> Value:
    """Return what `compute` makes of the compiled pattern, or an unknown value of its type."""
    type_: Type = ANY
    try:
        compiled = _compile(pattern)
        type_ = result_type(compiled)
        return compute(compiled)
    except _UndecidedError as error:
        return Value(type_, Unknown(str(error), not_null=True))


def regex(pattern: Value, text: Value) -> Value:
    """Return the first match, or raise ExpressionError."""

    def match_first(compiled: _Pattern) -> Value:
        found = next(compiled.find_matches(str(text.data)), None)
        if found is None:
            raise ExpressionError("pattern did not match any part of the given string")
        return _capture(found, compiled)

    return _evaluate(str(pattern.data), _result_type, match_first)


def regex_all(pattern: Value, text: Value) -> Value:
    """Return the list of all matches."""

    def match_all(compiled: _Pattern) -> Value:
        matches = compiled.find_matches(str(text.data))
        return Value(
            make_list_type(_result_type(compiled)),
            tuple(_capture(each, compiled) for each in matches),
        )

    return _evaluate(
        str(pattern.data), lambda compiled: make_list_type(_result_type(compiled)), match_all
    )


def replace(text: Value, old: Value, new: Value) -> Value:
    """Replace each occurrence of a text, which is a pattern if it is between slashes."""
    body, part, replacement = str(text.data), str(old.data), str(new.data)
    if len(part) > 1 and part.startswith("/") and part.endswith("/"):
        return _evaluate(
            part[1:-1], lambda _: STRING, lambda one: _replace_matches(one, body, replacement)
        )
    if body.count(part) * max(len(replacement), 1) > MAX_CHARACTERS:
        raise ResultTooLargeError
    return make_string(normalize("NFC", body.replace(part, replacement)))


def _replace_matches(pattern: _Pattern, body: str, replacement: str) -> Value:
    references = _compile(_REFERENCE).compiled
    out: list[str] = []
    at = size = 0
    for found in pattern.find_matches(body):
        out += [body[at : found.start()], _expand(replacement, references, pattern, found)]
        size += len(out[-1])
        if size > MAX_CHARACTERS:
            raise ResultTooLargeError
        at = found.end()
    return make_string(normalize("NFC", "".join((*out, body[at:]))))


def _expand(replacement: str, references: Any, pattern: _Pattern, found: Any) -> str:
    """Return the replacement with its `$1` and `${name}` filled in."""

    def fill(reference: Any) -> str:
        name = reference.group(1) or reference.group(2)
        return pattern.find_group(found, name) if name else "$"

    return str(references.sub(fill, replacement)) if "$" in replacement else replacement
