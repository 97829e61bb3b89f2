"""Text for web pages: whatever a linted file holds, it is text there and nothing else."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from tflint_sagemaker.report.text import shown_cells, visible
from tflint_sagemaker.sagemaker.secrets import masked_line
from tflint_sagemaker.util.lazy_regex import lazy_regex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_sagemaker.hcl.text import Span

CONTEXT = 1  # lines before and after
LINES = 8
WIDTH = 220  # characters of a line, before it is cut around what is meant
BEFORE = 50  # of these, what may stand before it
CUT = "…"

_QUOTED = lazy_regex(r"`([^`]+)`")


def text(raw: str) -> str:
    """Plain text."""
    return escape(visible(raw))


def prose(raw: str) -> str:
    """A message: what stands in backticks is code."""
    return _QUOTED.sub(r"<code>\1</code>", text(raw))


def excerpt(span: Span, kind: str, *, caption: str = "") -> str:
    """The lines of a span with what is meant underlined; `kind` says in which colour."""
    if not span.source.text:
        return f'<figure class="excerpt">{caption}</figure>' if caption else ""
    lines = "".join(_lines(span, kind))
    return f'<figure class="excerpt">{caption}<pre tabindex="0">{lines}</pre></figure>'


def captioned(span: Span, kind: str) -> str:
    """The lines, with the place above them."""
    return excerpt(span, kind, caption=f"<figcaption>{text(str(span))}</figcaption>")


def _lines(span: Span, kind: str) -> Iterator[str]:
    first, last = span.first, span.last
    end = last.line - 1 if last.column == 1 and last.line > first.line else last.line
    total = len(span.source.line_starts())
    shown = min(end, first.line + LINES - 1)
    for number in range(max(1, first.line - CONTEXT), min(total, shown + CONTEXT) + 1):
        line = masked_line(span.source, number)
        start = stop = len(line)
        if first.line <= number <= shown:
            start = first.column - 1 if number == first.line else len(line) - len(line.lstrip())
            stop = last.column - 1 if number == last.line else len(line)
        elif number == total and not line:
            continue
        yield _line(number, line, start, max(start, stop), kind, meant=first.line <= number <= end)
        if number == shown < end:
            yield f'<span class="line more">{CUT} {end - shown} more lines</span>'
            return


def _line(number: int, line: str, start: int, stop: int, kind: str, *, meant: bool) -> str:
    left = max(0, start - BEFORE) if meant and len(line) > WIDTH else 0
    right = min(len(line), left + WIDTH)
    start, stop = min(start, right), min(stop, right)
    before = (CUT if left else "") + _code(line[left:start])
    after = _code(line[stop:right]) + (CUT if right < len(line) else "")
    marked = ""
    if meant:
        inside = _code(line[start:stop]) or " "
        marked = f'<mark class="{kind}">{inside}</mark>'
    head = f'<span class="no">{number}</span>'
    return f'<span class="line{" meant" if meant else ""}">{head}{before}{marked}{after}\n</span>'


def _code(raw: str) -> str:
    return escape("".join(shown for shown, _ in shown_cells(raw)))
