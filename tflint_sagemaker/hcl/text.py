"""Sources and the places in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

from bisect import bisect_right
from dataclasses import field
from typing import NamedTuple

from tflint_sagemaker.util import fs
from tflint_sagemaker.util.lazy_dataclass import dataclass


class Position(NamedTuple):
    """A line and a column, both from 1; columns count code points."""

    line: int
    column: int


@dataclass(frozen=True, eq=False)
class Source:
    """A file's text under the path that is shown to people.

    Two sources are equal only if they are the same object: a file is read once.
    `text` is what the file holds after decoding, with nothing taken away.
    """

    path: str
    text: str = field(repr=False)
    _line_starts: list[int] = field(default_factory=list, repr=False, init=False)

    @property
    def is_json(self) -> bool:
        """Whether it is written in the JSON form of the language."""
        return self.path.endswith(".json")

    def find_line_starts(self) -> list[int]:
        """Offsets at which the lines begin."""
        if not self._line_starts:
            starts = [0]
            find = self.text.find
            at = find("\n")
            while at >= 0:
                starts.append(at + 1)
                at = find("\n", at + 1)
            self._line_starts.extend(starts)
        return self._line_starts

    def get_position(self, offset: int) -> Position:
        """Line and column of an offset."""
        starts = self.find_line_starts()
        line = bisect_right(starts, offset)
        return Position(line, offset - starts[line - 1] + 1)

    def get_line(self, number: int) -> str:
        """Text of a line, counted from 1, without its line end."""
        starts = self.find_line_starts()
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r\n")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a source, the end exclusive. Lines and columns are derived, never stored."""

    source: Source
    start: int
    end: int

    @property
    def text(self) -> str:
        """The characters that the span covers."""
        return self.source.text[self.start : self.end]

    @property
    def first(self) -> Position:
        """Where it starts."""
        return self.source.get_position(self.start)

    @property
    def last(self) -> Position:
        """Where it ends: the position just behind its last character."""
        return self.source.get_position(self.end)

    def join(self, other: Span) -> Span:
        """Return the stretch from the start of this span to the end of another of the source."""
        return Span(self.source, self.start, other.end)

    def __str__(self) -> str:
        line, column = self.first
        return f"{self.source.path}:{line}:{column}"


class InputError(Exception):
    """The input cannot be used: unreadable, not text, not HCL, not JSON.

    The message is a sentence for the person who wrote the file; `span` is its place, `hint` how to
    fix it. A file that cannot be read at all has an empty source and a span of nothing.
    """

    def __init__(self, message: str, span: Span, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.span = span
        self.hint = hint


def read_source(path: Path, shown: str) -> Source:
    """Return the text of a file, under the path that is shown; raises InputError."""
    try:
        data = fs.read_bytes(path)
    except (OSError, ValueError) as error:  # a path that holds a NUL is a ValueError
        reason = (getattr(error, "strerror", None) or "it cannot be read").lower()
        raise InputError(f"cannot read the file: {reason}", Span(Source(shown, ""), 0, 0)) from None
    try:
        return Source(shown, data.decode("utf-8"))
    except UnicodeDecodeError as error:
        source = Source(shown, data.decode("utf-8", "replace"))
        at = len(data[: error.start].decode("utf-8"))
        raise InputError(
            f"the file is not UTF-8: byte 0x{data[error.start]:02X} has no meaning here",
            Span(source, at, at + 1),
            "save the file as UTF-8",
        ) from None
