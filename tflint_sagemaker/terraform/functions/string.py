"""String functions."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import normalize

from tflint_sagemaker.terraform.functions import regex
from tflint_sagemaker.terraform.functions.formatting import format_list, format_values
from tflint_sagemaker.terraform.functions.graphemes import graphemes
from tflint_sagemaker.terraform.functions.spec import (
    Function,
    Parameter,
    failing,
    number_parameter,
    plain,
    whole,
)
from tflint_sagemaker.terraform.types import BOOL, STRING, make_list_type
from tflint_sagemaker.terraform.value_marks import (
    MAX_CHARACTERS,
    ExpressionError,
    ResultTooLargeError,
    derive_unknown,
)
from tflint_sagemaker.terraform.values import Unknown, Value, join_parts, make_bool, make_string

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tflint_sagemaker.terraform.functions.spec import Table
    from tflint_sagemaker.terraform.values import StringPart

# Unicode's White_Space, which is not quite what `str.strip` takes away.
_SPACE = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)


def _upper_char(char: str) -> str:
    """The one upper-case letter for a letter, or the letter itself where it takes several."""
    for changed in (char.upper(), char.title()):
        if len(changed) == 1:
            return changed
    return char


def _upper(text: str) -> str:
    return "".join(map(_upper_char, text))


def _lower(text: str) -> str:
    return "".join(char.lower()[0] for char in text)


def _title_char(char: str) -> str:
    changed = char.title()
    return changed if len(changed) == 1 else char


def _title(text: str) -> str:
    inside = False
    out = []
    for char in text:
        out.append(char if inside else _title_char(char))
        if char.isascii():
            inside = char.isalnum() or char == "_"
        elif not (char.isalpha() or char.isdecimal()):
            inside = char not in _SPACE
        else:
            inside = True
    return "".join(out)


def _chomp(text: str) -> str:
    return text.rstrip("\r\n")


def _indent(spaces: Value, text: Value) -> Value:
    count = whole(spaces, "spaces")
    if count < 0:
        raise failing("spaces", "the number of spaces must not be negative")
    body = str(text.data)
    if count * (body.count("\n") + 1) > MAX_CHARACTERS:
        raise ResultTooLargeError
    return make_string(body.replace("\n", "\n" + " " * count))


def _trim(text: str, characters: str) -> str:
    return text.strip(characters) if characters else text


def _reversed(text: str) -> str:
    return "".join(reversed(graphemes(text)))


def _substr(text: Value, offset: Value, length: Value) -> Value:
    parts = graphemes(str(text.data))
    start, count = whole(offset, "offset"), whole(length, "length")
    if start < 0:
        start = max(len(parts) + start, 0)
        if count == 0:
            # Not what one would think, but what Terraform does.
            count = -1
    end = len(parts) if count < 0 else start + count
    return make_string("".join(parts[start:end]))


def _split(separator: Value, text: Value) -> Value:
    mark, body = str(separator.data), str(text.data)
    parts = body.split(mark) if mark else list(body)
    return Value(make_list_type(STRING), tuple(make_string(part) for part in parts))


def _join(separator: Value, *lists: Value) -> Value:
    """The parts joined; of an unknown one what stands before and behind it is known."""
    if not lists:
        raise ExpressionError("at least one list is required")
    for items in (separator, *lists):
        if isinstance(items.data, Unknown):
            return derive_unknown(items.data, STRING, not_null=True)
    mark = str(separator.data)
    pieces: list[StringPart] = []
    unsure: Unknown | None = None
    for items in lists:
        assert isinstance(items.data, tuple)
        for at, item in enumerate(items.data):
            if item.data is None:
                raise failing("lists", f"element {at} is null; cannot concatenate null values")
            if pieces:
                pieces.append(mark)
            if isinstance(item.data, Unknown):
                unsure = unsure or item.data
                pieces.extend(item.data.pieces)
            else:
                pieces.append(str(item.data))
    return assembled(pieces, unsure)


def assembled(pieces: Sequence[StringPart], unsure: Unknown | None) -> Value:
    """A string of pieces; `unsure` is why one of them is not known."""
    texts = [piece for piece in pieces if isinstance(piece, str)]
    if sum(map(len, texts)) > MAX_CHARACTERS:
        raise ResultTooLargeError
    if unsure is None:
        return make_string(normalize("NFC", "".join(texts)))
    return Value(STRING, join_parts(pieces, unsure))


def _starts_with(text: Value, prefix: Value) -> Value:
    if isinstance(prefix.data, Unknown):
        return derive_unknown(prefix.data, BOOL, not_null=True)
    wanted = str(prefix.data)
    if isinstance(text.data, Unknown):
        known = text.data.prefix
        if known.startswith(wanted):
            return make_bool(data=True)
        if not wanted.startswith(known):
            return make_bool(data=False)
        return derive_unknown(text.data, BOOL, not_null=True)
    return make_bool(str(text.data).startswith(wanted))


def _ends_with(text: Value, suffix: Value) -> Value:
    if isinstance(suffix.data, Unknown):
        return derive_unknown(suffix.data, BOOL, not_null=True)
    wanted = str(suffix.data)
    if isinstance(text.data, Unknown):
        known = text.data.suffix
        if known.endswith(wanted):
            return make_bool(data=True)
        if not wanted.endswith(known):
            return make_bool(data=False)
        return derive_unknown(text.data, BOOL, not_null=True)
    return make_bool(str(text.data).endswith(wanted))


def _text(name: str) -> Parameter:
    return Parameter(name, STRING)


_STR = _text("str")
_PARTIAL = Parameter("str", STRING, partial=True)
_REST = Parameter("args", null=True, partial=True)

FUNCTIONS: Table = {
    "chomp": plain(_chomp, STRING, _STR),
    "endswith": Function(
        _ends_with, (_PARTIAL, Parameter("suffix", STRING, partial=True)), result=BOOL
    ),
    "format": Function(format_values, (Parameter("format", STRING),), _REST, STRING),
    "formatlist": Function(format_list, (Parameter("format", STRING, partial=True),), _REST),
    "indent": Function(_indent, (number_parameter("spaces"), _STR), result=STRING),
    "join": Function(
        _join,
        (Parameter("separator", STRING, partial=True),),
        Parameter("lists", make_list_type(STRING), partial=True),
        STRING,
    ),
    "lower": plain(_lower, STRING, _STR),
    "regex": Function(regex.regex, (_text("pattern"), _text("string"))),
    "regexall": Function(regex.regex_all, (_text("pattern"), _text("string"))),
    "replace": Function(regex.replace, (_STR, _text("substr"), _text("replace")), result=STRING),
    "split": Function(_split, (_text("separator"), _STR), result=make_list_type(STRING)),
    "startswith": Function(
        _starts_with, (_PARTIAL, Parameter("prefix", STRING, partial=True)), result=BOOL
    ),
    "strcontains": plain(lambda text, part: part in text, BOOL, _STR, _text("substr")),
    "strrev": plain(_reversed, STRING, _STR),
    "substr": Function(
        _substr, (_STR, number_parameter("offset"), number_parameter("length")), result=STRING
    ),
    "title": plain(_title, STRING, _STR),
    "trim": plain(_trim, STRING, _STR, _text("cutset")),
    "trimprefix": plain(str.removeprefix, STRING, _STR, _text("prefix")),
    "trimspace": plain(lambda text: text.strip(_SPACE), STRING, _STR),
    "trimsuffix": plain(str.removesuffix, STRING, _STR, _text("suffix")),
    "upper": plain(_upper, STRING, _STR),
}
