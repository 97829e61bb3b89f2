"""The lines of a source that a span covers, with marks under what is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.report.text import Ink, escape_controls, list_cells, measure_width, paint
from tflint_sagemaker.sagemaker.secrets import mask_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_sagemaker.hcl.text import Span

LINES = 4
CUT = "…"


def render_snippet(
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
    first, last = span.first, _find_last_line(span)
    shown_last = min(last, first.line + LINES - 1)
    for number in range(first.line, shown_last + 1):
        line = mask_line(span.source, number)
        start, end = _clip(span, number, line)
        text, offset, length = _cut(line, start, end, room)
        if number == first.line:
            length = max(length, 1)  # a span of nothing still shows its place
        head = paint(f"{number:>{gutter}} |", Ink.FRAME, colour=colour)
        yield f"{head} {text}".rstrip()
        if length:
            yield f"{bar} {' ' * offset}{paint(mark * length, ink, colour=colour)}"
    if shown_last < last:
        yield paint(f"{CUT:>{gutter}} | {last - shown_last} more lines", Ink.FRAME, colour=colour)


def measure_gutter(spans: list[Span]) -> int:
    """Return the width of the widest line number in the snippets of the spans."""
    numbers = [min(_find_last_line(span), span.first.line + LINES - 1) for span in spans]
    return len(str(max(numbers, default=1)))


def format_place(span: Span, *, gutter: int, colour: bool) -> str:
    """Return `  --> path:line:column`."""
    arrow = paint(f"{'':>{gutter}}-->", Ink.FRAME, colour=colour)
    return f"{arrow} {escape_controls(str(span))}"


def _find_last_line(span: Span) -> int:
    """Return the last line with a character of the span."""
    line, column = span.last
    return line - 1 if column == 1 and line > span.first.line else line


def _clip(span: Span, number: int, line: str) -> tuple[int, int]:
    """Return the part of a line inside the span, without indentation after the first line."""
    first, last = span.first, span.last
    start = first.column - 1 if number == first.line else len(line) - len(line.lstrip())
    end = last.column - 1 if number == last.line else len(line)
    return start, max(start, min(end, len(line)))


def _cut(line: str, start: int, end: int, room: int) -> tuple[str, int, int]:
    """Return the text of a line cut to the room, the column of the marks, and their number."""
    shown = list_cells(line)
    widths = [width for _, width in shown]
    left, right = 0, len(shown)
    if sum(widths) > room:
        left, right = _fit_window(widths, start, end, room - 2 * measure_width(CUT))
    before = CUT if left > 0 else ""
    after = CUT if right < len(shown) else ""
    text = before + "".join(piece for piece, _ in shown[left:right]) + after
    offset = measure_width(before) + sum(widths[left:start])
    return text, offset, sum(widths[start : min(end, right)])


def _fit_window(widths: list[int], start: int, end: int, room: int) -> tuple[int, int]:
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
