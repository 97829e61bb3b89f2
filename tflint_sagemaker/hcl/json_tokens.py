"""JSON with places: what the standard library's decoder does not tell."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Literal

from tflint_sagemaker.hcl.text import InputError, Span
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from tflint_sagemaker.hcl.text import Source

MAX_DEPTH = 200
_TOKEN = re.compile(
    r"""[ \t\r\n]*(?:
        (?P<string>"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")
      | (?P<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)(?![\w.+-])
      | (?P<word>true|false|null)(?![\w])
      | (?P<symbol>[\[\]{},:])
    )""",
    re.VERBOSE,
)
_GAP = re.compile(r"[ \t\r\n]*")
_WORDS: dict[str, Literal["true", "false", "null"]] = {
    "true": "true",
    "false": "false",
    "null": "null",
}
_SURROGATE = re.compile("[\ud800-\udfff]")


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
    """The one value that a JSON text is; raises InputError."""
    reader = _Decoder(source)
    value = reader.value(0)
    if reader.kind != "end":
        raise reader.fault("unexpected characters after the JSON value")
    return value


class _Decoder:
    """Recursive descent over the tokens; `kind`, `start` and `end` are of the token ahead."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.kind = ""
        self.start = self.end = 0
        self._next()

    def _next(self) -> None:
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

    def fault(self, message: str, at: int | None = None) -> InputError:
        start = self.start if at is None else at
        char = self.source.text[start : start + 1]
        if self.kind == "bad" and at is None:
            message = self._bad(char)
        elif self.kind == "end" and at is None:
            message = "the JSON text ends too early"
        return InputError(message, Span(self.source, start, start + len(char)))

    def _bad(self, char: str) -> str:
        if char == '"':
            return "invalid JSON string: it is not closed, or an escape or character is invalid"
        if char == "=":
            return "JSON puts a colon between a name and its value, not an equals sign"
        if char.isdigit() or char == "-":
            return "invalid JSON number"
        return "a JSON value is a string, a number, an object, an array, true, false or null"

    def value(self, depth: int) -> Element:
        """The value that begins with the token ahead."""
        kind, start = self.kind, self.start
        if depth > MAX_DEPTH:
            raise self.fault("nested too deeply", start)
        if kind == "string":
            return self._string()
        if kind == "{":
            return self._object(depth)
        if kind == "[":
            return self._array(depth)
        span = Span(self.source, start, self.end)
        if kind == "number":
            self._next()
            return Element("number", span, span.text)
        if kind in _WORDS:
            self._next()
            return Element(_WORDS[kind], span)
        raise self.fault("a JSON value is required here")

    def _string(self) -> Element:
        span = Span(self.source, self.start, self.end)
        self._next()
        text = span.text[1:-1]
        if "\\" in text:
            # Half a surrogate pair means nothing; Go puts the replacement character.
            text = _SURROGATE.sub("\ufffd", json.loads(span.text))
        return Element("string", span, text)

    def _object(self, depth: int) -> Element:
        start = self.start
        keys: list[Element] = []
        items: list[Element] = []
        self._next()
        while self.kind != "}":
            if self.kind != "string":
                raise self.fault("the name of a JSON property must be a string")
            keys.append(self._string())
            if self.kind != ":":
                raise self.fault("a colon and a value are required after the name of a property")
            self._next()
            items.append(self.value(depth + 1))
            self._separator("}", start)
        span = Span(self.source, start, self.end)
        self._next()
        return Element("object", span, "", tuple(keys), tuple(items))

    def _array(self, depth: int) -> Element:
        start = self.start
        items: list[Element] = []
        self._next()
        while self.kind != "]":
            items.append(self.value(depth + 1))
            self._separator("]", start)
        span = Span(self.source, start, self.end)
        self._next()
        return Element("array", span, "", (), tuple(items))

    def _separator(self, closer: str, opener: int) -> None:
        """Take the comma that must stand here, unless the closer does."""
        if self.kind == closer:
            return
        if self.kind == "end":
            what = "object" if closer == "}" else "array"
            raise self.fault(f"unclosed JSON {what}", opener)
        if self.kind != ",":
            raise self.fault("a comma is required here")
        comma = self.start
        self._next()
        if self.kind == closer:
            raise self.fault("JSON permits no comma after the last item", comma)
