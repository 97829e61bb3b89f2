"""Text for terminals: control characters of linted files are escaped; colors are optional."""

from __future__ import annotations

import unicodedata
from enum import Enum
from typing import TYPE_CHECKING

from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from tflint_sagemaker.rule.definition import Severity

TAB = 4

# The start of a command to Azure Pipelines, GitHub Actions or TeamCity, anywhere in a log line.
_COMMAND = compile_later(r"##(?=(?:vso|teamcity)?\[)")


class Ink(Enum):
    """What a colour stands for; the value is the terminal's code (ECMA-48, SGR)."""

    ERROR = "1;31"
    WARNING = "1;33"
    NOTICE = "1;36"
    FRAME = "1;34"
    STRONG = "1"

    @classmethod
    def get_for(cls, severity: Severity) -> Ink:
        """Return the color of a severity."""
        return cls[severity.name]


def paint(text: str, ink: Ink, *, colour: bool) -> str:
    """Return the text in a color, if `colour` is true."""
    return f"\x1b[{ink.value}m{text}\x1b[0m" if colour and text else text


def escape_controls(text: str) -> str:
    """Replace control and invisible characters by their escapes."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_escape_character, text))


def disable_commands(text: str) -> str:
    """Return the text without commands to a CI service; the width does not change."""
    return _COMMAND.sub("#·", text)


def measure_width(text: str) -> int:
    """Return the columns of a text on a terminal."""
    return len(text) if text.isascii() else sum(map(_measure_character, text))


def list_cells(text: str) -> list[tuple[str, int]]:
    """Return how each character of a source line is shown, with its columns."""
    return [_make_cell(character) for character in text]


def format_count(number: int, thing: str) -> str:
    """Return number and noun: `1 model`, `2 models`."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _make_cell(character: str) -> tuple[str, int]:
    if character == "\t":
        return " " * TAB, TAB
    shown = _escape_character(character)
    return shown, measure_width(shown)


def _escape_character(character: str) -> str:
    # Control, format (bidirectional marks, zero-width), private, surrogate, unassigned; line ends.
    if unicodedata.category(character)[0] != "C" and character not in "\u2028\u2029":
        return character
    code = ord(character)
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _measure_character(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
