"""Text for terminals: what linted files say is shown, never obeyed; colours are asked for."""

from __future__ import annotations

import unicodedata
from enum import Enum
from typing import TYPE_CHECKING

from tflint_sagemaker.util.lazy_regex import lazy_regex

if TYPE_CHECKING:
    from tflint_sagemaker.rule.definition import Severity

TAB = 4

# What Azure Pipelines, GitHub Actions and TeamCity obey wherever it stands in a line of a log.
_COMMAND = lazy_regex(r"##(?=(?:vso|teamcity)?\[)")


class Ink(Enum):
    """What a colour stands for; the value is the terminal's code (ECMA-48, SGR)."""

    ERROR = "1;31"
    WARNING = "1;33"
    NOTICE = "1;36"
    FRAME = "1;34"
    STRONG = "1"

    @classmethod
    def of(cls, severity: Severity) -> Ink:
        """The colour of a severity."""
        return cls[severity.name]


def paint(text: str, ink: Ink, *, colour: bool) -> str:
    """Put the text in a colour, if there are to be colours."""
    return f"\x1b[{ink.value}m{text}\x1b[0m" if colour and text else text


def visible(text: str) -> str:
    """Replace what a terminal would obey, or show as something else, by its escape."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_shown, text))


def inert(text: str) -> str:
    """Text of which no CI service takes a part for a command to itself; no wider, no narrower."""
    return _COMMAND.sub("#·", text)


def cells(text: str) -> int:
    """Columns that text which is visible takes on a terminal."""
    return len(text) if text.isascii() else sum(map(_width, text))


def shown_cells(text: str) -> list[tuple[str, int]]:
    """How each character of a source line is shown, and how many columns that takes."""
    return [_cell(character) for character in text]


def counted(number: int, thing: str) -> str:
    """`1 model`, `2 models`."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _cell(character: str) -> tuple[str, int]:
    if character == "\t":
        return " " * TAB, TAB
    shown = _shown(character)
    return shown, cells(shown)


def _shown(character: str) -> str:
    # Control, format (bidirectional marks, zero-width), private, surrogate, unassigned; line ends.
    if unicodedata.category(character)[0] != "C" and character not in "\u2028\u2029":
        return character
    code = ord(character)
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _width(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
