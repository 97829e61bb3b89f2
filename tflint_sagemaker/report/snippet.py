"""The lines of a source that a span covers, with marks under what is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.report.text import Ink, cells, paint, shown_cells, visible
from tflint_sagemaker.sagemaker.secrets import masked_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_sagemaker.hcl.text import Span

LINES = 4
CUT = "…"


def snippet(
    span: Span, *, mark: str, ink: Ink, width: int, gutter: int, colour: bool
) -> Iterator[str]:
    """Lines such as `12 |   mode = "x"` and, under each, the marks; nothing if there is no text.

    A line wider than `width` is cut around what is marked; of a span over many lines the first
    ones are shown. Tokens that are known by their shape are not shown.
    """
    if not span.source.text:
        return
    room = max(width - gutter - 4, 20)  # one column is for a mark behind the end of a line
    bar = paint(f"{'':>{gutter}} |", Ink.FRAME, colour=colour)
    yield bar
    first, last = span.first, _last(span)
    shown_last = min(last, first.line + LINES - 1)
    for number in range(first.line, shown_last + 1):
        line = masked_line(span.source, number)
        start, end = _within(span, number, line)
        text, offset, length = _cut(line, start, end, room)
        if number == first.line:
            length = max(length, 1)  # a span of nothing still shows its place
        head = paint(f"{number:>{gutter}} |", Ink.FRAME, colour=colour)
        yield f"{head} {text}".rstrip()
        if length:
            yield f"{bar} {' ' * offset}{paint(mark * length, ink, colour=colour)}"
    if shown_last < last:
        yield paint(f"{CUT:>{gutter}} | {last - shown_last} more lines", Ink.FRAME, colour=colour)


def gutter_of(spans: list[Span]) -> int:
    """Width of the widest line number among those that the snippets of the spans show."""
    numbers = [min(_last(span), span.first.line + LINES - 1) for span in spans]
    return len(str(max(numbers, default=1)))


def place(span: Span, *, gutter: int, colour: bool) -> str:
    """`  --> path:line:column`."""
    arrow = paint(f"{'':>{gutter}}-->", Ink.FRAME, colour=colour)
    return f"{arrow} {visible(str(span))}"


def _last(span: Span) -> int:
    """The last line with a character of the span in it."""
    line, column = span.last
    return line - 1 if column == 1 and line > span.first.line else line


def _within(span: Span, number: int, line: str) -> tuple[int, int]:
    """The part of a line that the span covers, blanks at its start left out from line two on."""
    first, last = span.first, span.last
    start = first.column - 1 if number == first.line else len(line) - len(line.lstrip())
    end = last.column - 1 if number == last.line else len(line)
    return start, max(start, min(end, len(line)))


def _cut(line: str, start: int, end: int, room: int) -> tuple[str, int, int]:
    """Text of a line that fits the room, the column of the marks in it, and their number."""
    shown = shown_cells(line)
    widths = [width for _, width in shown]
    left, right = 0, len(shown)
    if sum(widths) > room:
        left, right = _window(widths, start, end, room - 2 * cells(CUT))
    before = CUT if left > 0 else ""
    after = CUT if right < len(shown) else ""
    text = before + "".join(piece for piece, _ in shown[left:right]) + after
    offset = cells(before) + sum(widths[left:start])
    return text, offset, sum(widths[start : min(end, right)])


def _window(widths: list[int], start: int, end: int, room: int) -> tuple[int, int]:
    """Bounds of a stretch of at most `room` columns with the marked part, or its start, in it."""
    left = right = min(start, len(widths))
    used = 0
    while right < min(end, len(widths)) and used + widths[right] <= room:
        used += widths[right]
        right += 1
    # What is left goes to both sides, at most a third of it before the marks.
    context = (room - used) // 3
    while left > 0 and widths[left - 1] <= context:
        left -= 1
        context -= widths[left]
        used += widths[left]
    while right < len(widths) and used + widths[right] <= room:
        used += widths[right]
        right += 1
    while left > 0 and used + widths[left - 1] <= room:
        left -= 1
        used += widths[left]
    return left, right
