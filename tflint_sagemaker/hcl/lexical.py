"""The fast pass: a file cut into its top-level blocks by strings, comments and braces alone."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tflint_sagemaker.hcl import faults
from tflint_sagemaker.hcl.grammar import read_body
from tflint_sagemaker.hcl.syntax import Chunk, Comment, File, Label
from tflint_sagemaker.hcl.templates import unquote
from tflint_sagemaker.hcl.text import InputError, Span
from tflint_sagemaker.hcl.tokens import Tokens, comment_end, template_end, tokenize

if TYPE_CHECKING:
    from tflint_sagemaker.hcl.text import Source

_GAP = re.compile(r"(?:[ \t\n]|\r\n)*")
_LINE_COMMENT = re.compile(r"(?:#|//)[^\n]*")
_NAME = r"[^\W\d][\w-]*+"
_LABEL = re.compile(rf'"(?:[^"\\\r\n]|\\.)*"|{_NAME}')
_HEADER = re.compile(rf'({_NAME})((?:[ \t]*(?:"(?:[^"\\\r\n]|\\.)*+"|{_NAME}))*+)[ \t]*\{{')
_INSIDE = re.compile(
    r'"(?:[^"\\\r\n$%]|\\.|[$%](?!\{)|\$\{[^"{}\r\n%$\#/]*\})*+"'
    rf'|[{{}}"]|\#[^\n]*|//[^\n]*|/\*|<<-?{_NAME}\r?\n'
)
# Where a block that was never closed may be taken to end: at a line that can only begin another.
_NEXT = re.compile(
    r"^(?:resource|data|ephemeral|module|variable|output|locals|provider|terraform|moved|import"
    r"|removed|check)(?:[ \t]+[\w\"-]+)*[ \t]*\{",
    re.MULTILINE,
)
_ITEM = re.compile(rf'^[ \t]*{_NAME}(?:[ \t]+(?:"[^"\r\n]*"|{_NAME}))*[ \t]*\{{', re.MULTILINE)
_PATIENCE = 20


@dataclass(slots=True)
class _Slicer:
    source: Source
    chunks: list[Chunk] = field(default_factory=list)
    comments: list[tuple[int, int]] = field(default_factory=list)
    errors: list[InputError] = field(default_factory=list)
    unclosed: int = 0
    endless: int = 0
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
            if text[at] in "#/" and (end := self._comment(at)) > 0:
                at = end
            elif line_taken:
                at = self._fail(faults.NEWLINE_AFTER_BLOCK, at)
            else:
                chunks = len(self.chunks)
                at = self._item(at)
                line_taken = len(self.chunks) > chunks
        comments = tuple(self._comments())
        return File(self.source, tuple(self.chunks), comments, tuple(self.errors))

    def _comments(self) -> list[Comment]:
        text, made = self.source.text, []
        for start, end in self.comments:
            line = text.rfind("\n", 0, start) + 1
            own_line = not text[line:start].lstrip("\ufeff").strip(" \t")
            made.append(Comment(Span(self.source, start, end), own_line))
        return made

    def _comment(self, start: int) -> int:
        """Collect the comment that starts here; gives its end, or -1 if there is none."""
        text = self.source.text
        if text.startswith("/*", start):
            end = comment_end(self.tokens, start + 2, len(text))
            if end > 0:
                self.comments.append((start, end))
            return end
        match = _LINE_COMMENT.match(text, start)
        if match is None:
            return -1
        self.comments.append((start, match.end() - match[0].endswith("\r")))
        return match.end()

    def _fail(self, fault: faults.Fault, at: int) -> int:
        """Record a fault, and go on with the next line."""
        text = self.source.text
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        span = Span(self.source, at, min(at + 1, end))
        self.errors.append(InputError(fault.message, span, fault.hint))
        return end

    def _item(self, at: int) -> int:
        """A block, or what stands in its place; gives the offset at which to go on."""
        text = self.source.text
        header = _HEADER.match(text, at)
        if header is None:
            return self._odd_item(at)
        first, end = header.span(2)
        labels = [
            self._label(*match.span())
            for match in (_LABEL.finditer(text, first, end) if first < end else ())
        ]
        return self._block(at, header.end(1), tuple(labels), header.end() - 1)

    def _label(self, start: int, end: int) -> Label:
        text = self.source.text[start:end]
        if text[0] == '"':
            text = text[1:-1]
            if "\\" in text or "{" in text:
                text = unquote(text)
        return Label(Span(self.source, start, end), text)

    def _block(self, start: int, type_end: int, labels: tuple[Label, ...], brace: int) -> int:
        known = len(self.comments)
        text, limit = self.source.text, len(self.source.text)
        if self.unclosed >= _PATIENCE and (after := _NEXT.search(text, brace + 1)):
            limit = after.start()
        end = self._closing_brace(brace + 1, limit)
        if end < 0:
            del self.comments[known:]
            return self._unclosed(start, brace)
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
        return end

    def _closing_brace(self, at: int, limit: int) -> int:
        """The offset behind the brace that closes the block, or -1."""
        text, depth = self.source.text, 1
        search = _INSIDE.search
        while found := search(text, at, limit):
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
                    at = self._quoted_end(found.start(), limit)
            elif char == "<":
                at = self._heredoc_end(found.start(), found[0], limit)
                if at < 0:
                    return -1
            elif (end := self._comment(found.start())) > 0:
                at = end
        return -1

    def _template_end(self, start: int, limit: int) -> int:
        """Where a template ends, or -1; after many that do not end, only its line is searched."""
        text = self.source.text
        if self.endless >= _PATIENCE:
            line = text.find("\n", start, limit)
            limit = limit if line < 0 else line
        end = template_end(text, start, limit)
        self.endless += end < 0
        return end

    def _quoted_end(self, start: int, limit: int) -> int:
        """Where a quoted template ends; one that does not, ends with its line."""
        end = self._template_end(start, limit)
        if end >= 0:
            return end
        end = self.source.text.find("\n", start, limit)
        return limit if end < 0 else end

    def _heredoc_end(self, start: int, opener: str, limit: int) -> int:
        """Where a heredoc ends: at the line of its marker, if a sequence inside is broken."""
        end = self._template_end(start, limit)
        if end >= 0:
            return end
        marker = re.escape(opener.lstrip("<-").strip())
        line = re.compile(rf"^[ \t]*{marker}[ \t]*\r?$", re.MULTILINE)
        found = line.search(self.source.text, start, limit)
        return found.end() if found else -1

    def _unclosed(self, start: int, brace: int) -> int:
        """Report a block without end; go on at the next line that begins a block for certain."""
        text = self.source.text
        self.unclosed += 1
        error = self._check(start, len(text)) if self.unclosed == 1 else None
        if error is None:
            fault, span = faults.UNCLOSED_BLOCK, Span(self.source, brace, brace + 1)
            error = InputError(fault.message, span, fault.hint)
        self.errors.append(error)
        after = _NEXT.search(text, brace + 1)
        end = after.start() if after else len(text)
        self.comments.extend(tokenize(text, brace, end).comments)
        return end

    def _odd_item(self, at: int) -> int:
        """Read with care what does not look like the header of a block."""
        text = self.source.text
        after = _ITEM.search(text, text.find("\n", at) + 1 or len(text))
        end = after.start() if after else len(text)
        tokens = tokenize(text, at, end)
        names = 0
        while tokens.kinds[names] in {"name", "string"}:
            names += 1
        if tokens.kinds[0] == "name" and tokens.kinds[names] == "{":
            return self._odd_header(tokens, names)
        error = self._check(at, end)
        if error is None:
            span = Span(self.source, at, tokens.ends[0])
            error = InputError("an argument is not expected here", span, "put it into a block")
        self.errors.append(error)
        self.comments.extend(tokens.comments)
        return end

    def _odd_header(self, tokens: Tokens, names: int) -> int:
        """A header with comments in it, or with letters that take a closer look."""
        brace = tokens.starts[names]
        self.comments.extend(comment for comment in tokens.comments if comment[0] < brace)
        labels = tuple(self._label(tokens.starts[i], tokens.ends[i]) for i in range(1, names))
        return self._block(tokens.starts[0], tokens.ends[0], labels, brace)

    def _check(self, start: int, end: int) -> InputError | None:
        return check(self.source, start, end)


def check(source: Source, start: int, end: int) -> InputError | None:
    """The first fault of a stretch that should be a body, if it has one."""
    try:
        read_body(source.text, start, end, lambda a, b: Span(source, a, b))
    except InputError as error:
        return error
    return None


def slice_text(source: Source) -> File:
    """Cut a file in HCL's native syntax."""
    return _Slicer(source).run()
