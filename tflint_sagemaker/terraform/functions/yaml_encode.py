"""`yamlencode`: YAML as Terraform writes it.

Strings stand in double quotes, or as a literal block where they have several lines; long ones are
folded. Which characters are escaped and where lines break is as libyaml has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING
from unicodedata import normalize

from tflint_sagemaker.terraform import numbers
from tflint_sagemaker.terraform.value_marks import MAX_CHARACTERS, ResultTooLargeError
from tflint_sagemaker.terraform.values import Value, make_string
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

_WIDTH = 80
_LONGEST_KEY = 128
_BREAKS = "\r\n\x85\u2028\u2029"
_ESCAPES = {
    "\0": "\\0",
    "\a": "\\a",
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\v": "\\v",
    "\f": "\\f",
    "\r": "\\r",
    "\x1b": "\\e",
    '"': '\\"',
    "\\": "\\\\",
    "\x85": "\\N",
    "\u2028": "\\L",
    "\u2029": "\\P",
}


def encode(value: Value) -> Value:
    """A known value as a YAML document."""
    writer = _Writer()
    writer.node(value, 0, 2)
    if writer.column:
        writer.put("\n")
    if not isinstance(value.data, str | tuple | Mapping):
        writer.put("...\n")
    return make_string(normalize("NFC", "".join(writer.out)))


def _printable(char: str) -> bool:
    code = ord(char)
    return (
        char == "\n"
        or 0x20 <= code <= 0x7E
        or 0xA0 <= code <= 0xD7FF
        or (0xE000 <= code <= 0xFFFD and code != 0xFEFF)
    )


def _literal(text: str) -> bool:
    """Whether a text can be, and is, written as a literal block."""
    if "\n" not in text or text.endswith(" ") or not all(map(_printable, text)):
        return False
    return not any(here == " " and behind in _BREAKS for here, behind in pairwise(text))


@dataclass(slots=True)
class _Writer:
    """A YAML document on its way; `column` is where the next character goes."""

    out: list[str] = field(default_factory=list)
    column: int = 0
    size: int = 0

    def put(self, text: str) -> None:
        """Write a text that has no other line break than one at its end."""
        self.out.append(text)
        self.column = 0 if text[-1:] in _BREAKS else self.column + len(text)
        self.size += len(text)
        if self.size > MAX_CHARACTERS:
            raise ResultTooLargeError

    def line(self, indent: int) -> None:
        """Go to that column, on a new line unless this one has not come that far."""
        if self.column > indent:
            self.put("\n")
        if self.column < indent:
            self.put(" " * (indent - self.column))

    def node(self, value: Value, indent: int, inner: int) -> None:
        """A value. Nested items start at `indent`, further lines of a text at `inner`."""
        match value.data:
            case None:
                self.put("null")
            case bool(data):
                self.put("true" if data else "false")
            case int() | Fraction() as data:
                self.put(numbers.format_plain(data))
            case str(data):
                self.text(data, inner)
            case () | {} if not value.data:
                self.put("[]" if isinstance(value.data, tuple) else "{}")
            case tuple(items):
                self.sequence(items, indent)
            case Mapping() as items:
                self.mapping(items, indent)
            case _:
                raise AssertionError(value)

    def sequence(self, items: Iterable[Value], indent: int) -> None:
        """`- a` and so on, each on a line."""
        for at, item in enumerate(items):
            if at or self.column < indent:
                self.line(indent)
            self.put("- ")
            self.node(item, indent + 2, indent + 2)

    def mapping(self, items: Mapping[str, Value], indent: int) -> None:
        """`"a": b` and so on, each on a line."""
        for at, name in enumerate(sorted(items)):
            item = items[name]
            if at or self.column < indent:
                self.line(indent)
            simple = len(name.encode()) <= _LONGEST_KEY and not any(c in name for c in _BREAKS)
            if simple:
                self.quoted(name, None)
                self.put(":")
            else:
                self.put("? ")
                self.text(name, indent + 2)
                self.line(indent)
                self.put(":")
            nested = isinstance(item.data, tuple | Mapping) and bool(item.data)
            if not nested or not simple:
                self.put(" ")
                self.node(item, indent + 2, indent + 2)
                continue
            # A list in a mapping is not indented.
            below = indent if isinstance(item.data, tuple) else indent + 2
            self.put("\n")
            self.line(below)
            self.node(item, below, below + 2)

    def text(self, text: str, indent: int) -> None:
        """A string."""
        if _literal(text):
            self.literal(text, indent)
        else:
            self.quoted(text, indent)

    def literal(self, text: str, indent: int) -> None:
        """A string as a block of lines."""
        hint = "2" if text[0] == " " or text[0] in _BREAKS else ""
        chomp = "-"
        if text[-1] in _BREAKS:
            chomp = "+" if len(text) == 1 or text[-2] in _BREAKS else ""
        self.put(f"|{hint}{chomp}\n")
        for char in text:
            if self.column == 0 and char not in _BREAKS:
                self.put(" " * indent)
            self.put(char)

    def quoted(self, text: str, indent: int | None) -> None:
        """A string in double quotes, folded where there is an indent to go on at."""
        self.put('"')
        spaces = False
        for at, char in enumerate(text):
            if char in _ESCAPES or not _printable(char):
                self.put(_escaped(char))
                spaces = False
            elif char == " ":
                inside = 0 < at < len(text) - 1
                if indent is not None and inside and not spaces and self.column > _WIDTH:
                    self.put("\n")
                    self.put(" " * indent + ("\\" if text[at + 1] == " " else ""))
                else:
                    self.put(char)
                spaces = True
            else:
                self.put(char)
                spaces = False
        self.put('"')


def _escaped(char: str) -> str:
    code = ord(char)
    if char in _ESCAPES:
        return _ESCAPES[char]
    if code <= 0xFF:
        return f"\\x{code:02X}"
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"
