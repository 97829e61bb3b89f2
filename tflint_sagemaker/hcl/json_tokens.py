"""JSON with places: what the standard library's decoder does not give."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Literal

from tflint_sagemaker.hcl.text import InputError, Span
from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from tflint_sagemaker.hcl.text import Source

MAX_DEPTH = 200
_TOKEN = compile_later(
    r"""[ \t\r\n]*(?:
        (?P<string>"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")
      | (?P<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)(?![\w.+-])
      | (?P<word>true|false|null)(?![\w])
      | (?P<symbol>[\[\]{},:])
    )""",
    re.VERBOSE,
)
_GAP = compile_later(r"[ \t\r\n]*")
_WORDS: dict[str, Literal["true", "false", "null"]] = {
    "true": "true",
    "false": "false",
    "null": "null",
}
_SURROGATE = compile_later("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Element:
    """A JSON value. `text` is what a string says or how a number is written."""

    kind: Literal["object", "array", "string", "number", "true", "false", "null"]
    span: Span
    text: str = ""
    keys: tuple[Element, ...] = ()
    items: tuple[Element, ...] = ()

    @property
    def inner(self) -> Span:
        """The span of a string without its quotes."""
        return Span(self.span.source, self.span.start + 1, self.span.end - 1)


def decode(source: Source) -> Element:
    """Return the value of a JSON text; raises InputError."""
    reader = _Decoder(source)
    value = reader.read_value(0)
    if reader.kind != "end":
        raise reader.make_error("unexpected characters after the JSON value")
    return value


class _Decoder:
    """Recursive descent over the tokens; `kind`, `start` and `end` are of the token ahead."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.kind = ""
        self.start = self.end = 0
        self._read_token()

    def _read_token(self) -> None:
        text = self.source.text
        match = _TOKEN.match(text, self.end)
        if match is None:
            gap = _GAP.match(text, self.end)
            self.start = self.end = gap.end() if gap else self.end
            self.kind = "bad" if self.start < len(text) else "end"
            return
        group = match.lastgroup or ""
        self.start, self.end = match.span(group)
        self.kind = group if group in {"string", "number"} else match[group]

    def make_error(self, message: str, at: int | None = None) -> InputError:
        start = self.start if at is None else at
        char = self.source.text[start : start + 1]
        if self.kind == "bad" and at is None:
            message = self._describe_character(char)
        elif self.kind == "end" and at is None:
            message = "the JSON text ends too early"
        return InputError(message, Span(self.source, start, start + len(char)))

    def _describe_character(self, char: str) -> str:
        if char == '"':
            return "invalid JSON string: it is not closed, or an escape or character is invalid"
        if char == "=":
            return "JSON puts a colon between a name and its value, not an equals sign"
        if char.isdigit() or char == "-":
            return "invalid JSON number"
        return "a JSON value is a string, a number, an object, an array, true, false or null"

    def read_value(self, depth: int) -> Element:
        """Return the value that begins with the next token."""
        kind, start = self.kind, self.start
        if depth > MAX_DEPTH:
            raise self.make_error("nested too deeply", start)
        if kind == "string":
            return self._read_string()
        if kind == "{":
            return self._read_object(depth)
        if kind == "[":
            return self._read_array(depth)
        span = Span(self.source, start, self.end)
        if kind == "number":
            self._read_token()
            return Element("number", span, span.text)
        if kind in _WORDS:
            self._read_token()
            return Element(_WORDS[kind], span)
        raise self.make_error("a JSON value is required here")

    def _read_string(self) -> Element:
        span = Span(self.source, self.start, self.end)
        self._read_token()
        text = span.text[1:-1]
        if "\\" in text:
            # Half a surrogate pair means nothing; Go puts the replacement character.
            text = _SURROGATE.sub("\ufffd", json.loads(span.text))
        return Element("string", span, text)

    def _read_object(self, depth: int) -> Element:
        start = self.start
        keys: list[Element] = []
        items: list[Element] = []
        self._read_token()
        while self.kind != "}":
            if self.kind != "string":
                raise self.make_error("the name of a JSON property must be a string")
            keys.append(self._read_string())
            if self.kind != ":":
                raise self.make_error(
                    "a colon and a value are required after the name of a property"
                )
            self._read_token()
            items.append(self.read_value(depth + 1))
            self._read_separator("}", start)
        span = Span(self.source, start, self.end)
        self._read_token()
        return Element("object", span, "", tuple(keys), tuple(items))

    def _read_array(self, depth: int) -> Element:
        start = self.start
        items: list[Element] = []
        self._read_token()
        while self.kind != "]":
            items.append(self.read_value(depth + 1))
            self._read_separator("]", start)
        span = Span(self.source, start, self.end)
        self._read_token()
        return Element("array", span, "", (), tuple(items))

    def _read_separator(self, closer: str, opener: int) -> None:
        """Read the required comma, unless the closer is next."""
        if self.kind == closer:
            return
        if self.kind == "end":
            what = "object" if closer == "}" else "array"
            raise self.make_error(f"unclosed JSON {what}", opener)
        if self.kind != ",":
            raise self.make_error("a comma is required here")
        comma = self.start
        self._read_token()
        if self.kind == closer:
            raise self.make_error("JSON permits no comma after the last item", comma)
