"""Lines of a source around a span, divided into the text before, inside and after the span."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.report.text import list_cells
from tflint_sagemaker.sagemaker.secrets import mask_line
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_sagemaker.hcl.text import Span

CONTEXT = 1  # lines before and after the span
MAX_LINES = 8  # lines of the span
MAX_WIDTH = 220  # characters; a longer line is cut around the span
MAX_BEFORE = 50  # characters kept before the span in a line that is cut
CUT = "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcerptLine:
    """One line. If `hidden_lines` is not 0, it replaces that many lines that are not shown."""

    number: int = 0
    before: str = ""
    marked: str = ""
    after: str = ""
    is_marked: bool = False
    hidden_lines: int = 0


def extract_lines(span: Span) -> Iterator[ExcerptLine]:
    """Yield the lines of the span, and one line before and after it. Secrets are masked."""
    first, last = span.first, span.last
    end = last.line - 1 if last.column == 1 and last.line > first.line else last.line
    total = len(span.source.find_line_starts())
    shown = min(end, first.line + MAX_LINES - 1)
    for number in range(max(1, first.line - CONTEXT), min(total, shown + CONTEXT) + 1):
        line = mask_line(span.source, number)
        if first.line <= number <= shown:
            start = first.column - 1 if number == first.line else len(line) - len(line.lstrip())
            stop = last.column - 1 if number == last.line else len(line)
            yield _split_line(number, line, start, max(start, stop))
        elif line or number != total:
            after = CUT if len(line) > MAX_WIDTH else ""
            yield ExcerptLine(number=number, before=_show(line[:MAX_WIDTH]), after=after)
        if number == shown < end:
            yield ExcerptLine(hidden_lines=end - shown)
            return


def _split_line(number: int, line: str, start: int, stop: int) -> ExcerptLine:
    left = max(0, start - MAX_BEFORE) if len(line) > MAX_WIDTH else 0
    right = min(len(line), left + MAX_WIDTH)
    start, stop = min(start, right), min(stop, right)
    return ExcerptLine(
        number=number,
        before=(CUT if left else "") + _show(line[left:start]),
        marked=_show(line[start:stop]) or " ",
        after=_show(line[stop:right]) + (CUT if right < len(line) else ""),
        is_marked=True,
    )


def _show(text: str) -> str:
    return "".join(shown for shown, _ in list_cells(text))
