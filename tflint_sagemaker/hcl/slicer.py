"""The first, fast pass: it finds the top-level blocks by strings, comments and braces alone."""

from __future__ import annotations

import re
from dataclasses import field, replace
from typing import TYPE_CHECKING

from tflint_sagemaker.hcl import errors
from tflint_sagemaker.hcl.bodies import find_fault
from tflint_sagemaker.hcl.chunks import Chunk, Comment, File
from tflint_sagemaker.hcl.literals import unquote
from tflint_sagemaker.hcl.syntax import Label
from tflint_sagemaker.hcl.text import InputError, Span
from tflint_sagemaker.hcl.tokens import NAMES, Tokens, find_comment_end, find_template_end, tokenize
from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from tflint_sagemaker.hcl.errors import Fault
    from tflint_sagemaker.hcl.text import Source

_GAP = re.compile(r"(?:[ \t\n]|\r\n)*")
_LINE_COMMENT = compile_later(r"(?:#|//)[^\n]*")
_NAME = r"[^\W\d][\w-]*+"
_LABEL = compile_later(rf'"(?:[^"\\\r\n]|\\.)*"|{_NAME}')
_HEADER = re.compile(rf'({_NAME})((?:[ \t]*(?:"(?:[^"\\\r\n]|\\.)*+"|{_NAME}))*+)[ \t]*\{{')
_INSIDE = re.compile(
    r'"(?:[^"\\\r\n$%]|\\.|[$%](?!\{)|\$\{[^"{}\r\n%$\#/]*\})*+"'
    rf'|[{{}}"]|\#[^\n]*|//[^\n]*|/\*|<<-?{_NAME}\r?\n'
)
_TYPES = (
    "resource|data|ephemeral|module|variable|output|locals|provider|terraform|moved|import|removed"
    "|check"
)
# Where a block that was never closed may be taken to end: at a line that can only begin another.
_NEXT = compile_later(rf'^(?:{_TYPES})(?:[ \t]+[\w"-]+)*[ \t]*\{{', re.MULTILINE)
# Where to go on after a fault: at a line that is hardly inside the block that is broken.
_RESUME = compile_later(
    rf'^(?:{_NAME}(?:[ \t]+(?:"[^"\r\n]*"|{_NAME}))*[ \t]*\{{'
    r'|[ \t]+(?:resource|data|ephemeral)(?:[ \t]+"[\w-]+"){2}[ \t]*\{'
    r'|[ \t]+(?:module|variable|output)[ \t]+"[\w-]+"[ \t]*\{)',
    re.MULTILINE,
)
_TOP = compile_later(rf"(?:{_TYPES})\b")
_PATIENCE = 20


@dataclass(slots=True)
class _Slicer:
    source: Source
    chunks: list[Chunk] = field(default_factory=list)
    comments: list[tuple[int, int]] = field(default_factory=list)
    errors: list[InputError] = field(default_factory=list)
    unclosed: int = 0
    endless: int = 0
    # Whether no fault may hide a block, and how many of the last blocks no fault follows.
    whole: bool = True
    fresh: int = 0
    tokens: Tokens = field(init=False)

    def __post_init__(self) -> None:
        self.tokens = Tokens(self.source.text)

    def run(self) -> File:
        text = self.source.text
        at, line_taken = int(text.startswith("\ufeff")), False
        while True:
            gap = _GAP.match(text, at)
            assert gap is not None
            line_taken = line_taken and "\n" not in gap[0]
            at = gap.end()
            if at >= len(text):
                break
            if text[at] in "#/" and (end := self._read_comment(at)) > 0:
                at = end
            elif text[at] == "}" and self.fresh:
                at = self._handle_surplus(at, errors.NEWLINE_AFTER_BLOCK if line_taken else None)
                line_taken = False
            elif line_taken:
                at = self._report(errors.NEWLINE_AFTER_BLOCK, at)
            else:
                chunks = len(self.chunks)
                at = self._read_item(at)
                line_taken = len(self.chunks) > chunks
        comments = tuple(self._make_comments())
        return File(self.source, tuple(self.chunks), comments, tuple(self.errors), self.whole)

    def _make_comments(self) -> list[Comment]:
        text, made = self.source.text, []
        for start, end in self.comments:
            line = text.rfind("\n", 0, start) + 1
            own_line = not text[line:start].lstrip("\ufeff").strip(" \t")
            made.append(Comment(Span(self.source, start, end), own_line))
        return made

    def _read_comment(self, start: int) -> int:
        """Collect the comment that starts here; return its end, or -1 if there is none."""
        text = self.source.text
        if text.startswith("/*", start):
            end = find_comment_end(self.tokens, start + 2, len(text))
            if end > 0:
                self.comments.append((start, end))
            return end
        match = _LINE_COMMENT.match(text, start)
        if match is None:
            return -1
        self.comments.append((start, match.end() - match[0].endswith("\r")))
        return match.end()

    def _report(self, fault: Fault, at: int) -> int:
        """Record a fault, and go on with the next line."""
        end = self.source.text.find("\n", at)
        end = len(self.source.text) if end < 0 else end
        span = Span(self.source, at, min(at + 1, end))
        self._report_hiding(InputError(fault.message, span, fault.hint))
        return end

    def _read_item(self, at: int) -> int:
        """Read a block, or what is in its place; return the offset at which to continue."""
        text = self.source.text
        header = _HEADER.match(text, at)
        if header is None:
            return self._read_odd_item(at)
        first, end = header.span(2)
        labels = [
            self._make_label(*match.span())
            for match in (_LABEL.finditer(text, first, end) if first < end else ())
        ]
        return self._read_block(at, header.end(1), tuple(labels), header.end() - 1)

    def _make_label(self, start: int, end: int) -> Label:
        text = self.source.text[start:end]
        if text[0] == '"':
            text = unquote(text[1:-1])
        return Label(Span(self.source, start, end), text)

    def _read_block(self, start: int, type_end: int, labels: tuple[Label, ...], brace: int) -> int:
        known = len(self.comments)
        text, limit = self.source.text, len(self.source.text)
        if self.unclosed >= _PATIENCE and (after := _NEXT.search(text, brace + 1)):
            limit = after.start()
        end = self._find_closing_brace(brace + 1, limit)
        if end < 0:
            del self.comments[known:]
            return self._handle_unclosed(start, brace)
        self.chunks.append(
            Chunk(
                span=Span(self.source, start, end),
                type=text[start:type_end],
                type_span=Span(self.source, start, type_end),
                labels=labels,
                header=Span(self.source, start, labels[-1].span.end if labels else type_end),
                brace=Span(self.source, brace, brace + 1),
            )
        )
        self.fresh += 1
        return end

    def _find_closing_brace(self, at: int, limit: int) -> int:
        """Return the offset behind the brace that closes the block, or -1."""
        text, depth = self.source.text, 1
        while found := _INSIDE.search(text, at, limit):
            at = found.end()
            char = text[found.start()]
            if char == "{":
                depth += 1
            elif char == "}":
                depth -= 1
                if depth == 0:
                    return at
            elif char == '"':
                if at - found.start() == 1:
                    at = self._find_quoted_end(found.start(), limit)
            elif char == "<":
                at = self._find_heredoc_end(found.start(), found[0], limit)
                if at < 0:
                    return -1
            elif (end := self._read_comment(found.start())) > 0:
                at = end
        return -1

    def _find_template_end(self, start: int, limit: int) -> int:
        """Where a template ends, or -1; after many that do not end, only its line is searched."""
        text = self.source.text
        if self.endless >= _PATIENCE:
            line = text.find("\n", start, limit)
            limit = limit if line < 0 else line
        end = find_template_end(text, start, limit)
        self.endless += end < 0
        return end

    def _find_quoted_end(self, start: int, limit: int) -> int:
        """Where a quoted template ends; one that does not, ends with its line."""
        end = self._find_template_end(start, limit)
        if end >= 0:
            return end
        end = self.source.text.find("\n", start, limit)
        return limit if end < 0 else end

    def _find_heredoc_end(self, start: int, opener: str, limit: int) -> int:
        """Where a heredoc ends: at the line of its marker, if a sequence inside is broken."""
        end = self._find_template_end(start, limit)
        if end >= 0:
            return end
        marker = re.escape(opener.lstrip("<-").strip())
        marker_line = re.compile(rf"^[ \t]*{marker}[ \t]*\r?$", re.MULTILINE)
        line = marker_line.search(self.source.text, start, limit)
        return line.end() if line else -1

    def _handle_unclosed(self, start: int, brace: int) -> int:
        """Report a block without end; go on at the next line that begins a block for certain."""
        text = self.source.text
        self.unclosed += 1
        error = find_fault(self.source, start, len(text)) if self.unclosed == 1 else None
        if error is None:
            message, hint = errors.UNCLOSED_BLOCK
            error = InputError(message, Span(self.source, brace, brace + 1), hint)
        self._report_hiding(error)
        after = _NEXT.search(text, brace + 1)
        end = after.start() if after else len(text)
        self.comments.extend(tokenize(text, brace, end).comments)
        return end

    def _read_odd_item(self, at: int) -> int:
        """Read with care what does not look like the header of a block."""
        text = self.source.text
        end = self._find_resumption(at)
        tokens = tokenize(text, at, end)
        names = 0
        while tokens.kinds[names] in NAMES or tokens.kinds[names] == "string":
            names += 1
        if tokens.kinds[0] in NAMES and tokens.kinds[names] == "{":
            return self._read_odd_header(tokens, names)
        error = find_fault(self.source, at, end)
        if error is None:
            span = Span(self.source, at, tokens.ends[0])
            error = InputError("an argument is not expected here", span, "put it into a block")
        if at > text.rfind("\n", 0, at) + 1:
            error = self._mark_broken(error)
        self._report_hiding(error)
        self.comments.extend(tokens.comments)
        return end

    def _report_hiding(self, error: InputError) -> None:
        """Report a fault that may hide whole blocks."""
        self.fresh, self.whole = 0, False
        self.errors.append(error)

    def _find_resumption(self, at: int) -> int:
        """Return where to continue after a fault at this place."""
        after = _RESUME.search(self.source.text, self.source.text.find("\n", at) + 1 or at + 1)
        return after.start() if after else len(self.source.text)

    def _handle_surplus(self, at: int, fault: Fault | None) -> int:
        """Handle a closing brace that closes nothing: a block before it has ended too early."""
        text, end = self.source.text, self._find_resumption(at)
        error = find_fault(self.source, at, end) if fault is None else None
        if error is None:
            message, hint = fault or errors.ITEM_REQUIRED
            error = InputError(message, Span(self.source, at, at + 1), hint)
        error = self._mark_broken(error)
        tokens = tokenize(text, at, end)
        self.comments.extend(tokens.comments)
        self.errors.append(error)
        self.whole = self.whole and not set(tokens.kinds) - {"}", "newline", "eof"}
        return end

    def _mark_broken(self, error: InputError) -> InputError:
        """Mark the block that has ended too early, and what has fallen out of it, as broken.

        Return the first fault. What fell out of a block in which a fault is found is
        part of that fault.
        """
        chunks, start = self.chunks, len(self.chunks)
        while start > len(chunks) - self.fresh:
            start -= 1
            if _TOP.fullmatch(chunks[start].type):
                break
        self.fresh = 0
        for chunk in chunks[start:]:
            first = find_fault(self.source, chunk.span.start, chunk.span.end)
            if first is not None:
                error = first
                del chunks[start + 1 :]
                break
        chunks[start:] = [replace(chunk, fault=error) for chunk in chunks[start:]]
        return error

    def _read_odd_header(self, tokens: Tokens, names: int) -> int:
        """Read a header with comments or letters outside of ASCII."""
        brace = tokens.starts[names]
        self.comments.extend(comment for comment in tokens.comments if comment[0] < brace)
        labels = tuple(self._make_label(tokens.starts[i], tokens.ends[i]) for i in range(1, names))
        return self._read_block(tokens.starts[0], tokens.ends[0], labels, brace)


def slice_text(source: Source) -> File:
    """Cut a file in HCL's native syntax."""
    return _Slicer(source).run()
