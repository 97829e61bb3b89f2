"""Templates put together: escapes, strip markers, the indentation of heredocs, directives."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from tflint_sagemaker.hcl.syntax import (
    Interpolation,
    Template,
    TemplateFor,
    TemplateIf,
    TemplateText,
)
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tflint_sagemaker.hcl.syntax import Expression, TemplatePart
    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.hcl.walk import Part

# The characters that Go's unicode.IsSpace knows; Python's own set is larger.
_BLANKS = "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"
_SPACES = _BLANKS + "\u200a\u2028\u2029\u202f\u205f\u3000"
_QUOTED_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))|([$%])\4\{")
_PLAIN_ESCAPE = re.compile(r"([$%])\1\{")
_LETTERS = {"n": "\n", "r": "\r", "t": "\t"}


@dataclass(slots=True)
class _Piece:
    part: Part
    text: str = ""


@dataclass(frozen=True, slots=True)
class Builder:
    """Makes templates of the parts that lie in one text."""

    text: str
    place: Callable[[int, int], Span]
    expressions: Mapping[int, Expression]

    def build(self, start: int, end: int, parts: Sequence[Part], *, bare: bool = False) -> Template:
        """The template between two offsets, its delimiters included."""
        quoted = not bare and self.text[start] == '"'
        pieces = [_Piece(part, self._literal(part, quoted=quoted)) for part in parts]
        _strip(pieces)
        if self.text.startswith("<<-", start) and not bare:
            _unindent(pieces)
        pieces.reverse()
        return Template(self.place(start, end), self._sequence(_meld(pieces)))

    def _literal(self, part: Part, *, quoted: bool) -> str:
        if part.kind != "text":
            return ""
        text = self.text[part.start : part.end]
        if quoted:
            return unquote(text)
        return _PLAIN_ESCAPE.sub(r"\1{", text)

    def _sequence(self, pieces: list[_Piece]) -> tuple[TemplatePart, ...]:
        """Take pieces off the end of the list, until a directive that closes or divides."""
        done: list[TemplatePart] = []
        while pieces and pieces[-1].part.kind not in {"else", "endif", "endfor"}:
            piece = pieces.pop()
            part = piece.part
            if part.kind == "text":
                if piece.text:
                    done.append(TemplateText(self.place(part.start, part.end), piece.text))
            elif part.kind == "interpolation":
                expression = self.expressions[part.expression]
                done.append(Interpolation(self.place(part.start, part.end), expression))
            else:
                done.append(self._directive(part, pieces))
        return tuple(done)

    def _directive(self, part: Part, pieces: list[_Piece]) -> TemplateIf | TemplateFor:
        expression = self.expressions[part.expression]
        inner = self._sequence(pieces)
        closer = pieces.pop().part
        other: tuple[TemplatePart, ...] = ()
        if closer.kind == "else":
            other = self._sequence(pieces)
            closer = pieces.pop().part
        span = self.place(part.start, closer.end)
        if part.kind == "if":
            return TemplateIf(span, expression, inner, other)
        names = [self.text[start:end] for start, end in part.names]
        key = names[0] if len(names) == 2 else None
        return TemplateFor(span, key, names[-1], expression, inner)


def unquote(text: str) -> str:
    """What the characters between quotes stand for; their escapes are known to be valid."""
    return _QUOTED_ESCAPE.sub(_unescape, text)


def _unescape(match: re.Match[str]) -> str:
    short, long, letter, sign = match.groups()
    if sign:
        return f"{sign}{{"
    if letter:
        return _LETTERS.get(letter, letter)
    return chr(int(short or long, 16))


def _strip(pieces: list[_Piece]) -> None:
    """Apply the `~` markers: each reaches one piece of text, in a heredoc one line of it."""
    for before, after in pairwise(pieces):
        if after.part.kind == "text" and before.part.trims_after:
            after.text = after.text.lstrip(_SPACES)
        if before.part.kind == "text" and after.part.trims_before:
            before.text = before.text.rstrip(_SPACES)


def _unindent(pieces: list[_Piece]) -> None:
    """Take the smallest indentation off the lines of a `<<-` heredoc, as Terraform counts it.

    Blank lines do not count, a line that starts with a sequence counts as not indented, and a
    line that lost its end to a `~` does not make the next one a line of its own.
    """
    line_starts = True
    smallest: int | None = None
    adjust = []
    for piece in pieces:
        if line_starts:
            line_starts = False
            spaces: int | None = 0
            if piece.part.kind == "text":
                rest = piece.text.lstrip(_SPACES)
                if not rest and piece.text.endswith("\n"):
                    spaces = None
                else:
                    spaces = len(piece.text) - len(rest)
                    adjust.append(piece)
            if spaces is not None:
                smallest = spaces if smallest is None else min(spaces, smallest)
        if piece.part.kind == "text" and piece.text.endswith("\n"):
            line_starts = True
    for piece in adjust:
        piece.text = piece.text[smallest or 0 :]


def _meld(pieces: list[_Piece]) -> list[_Piece]:
    """Join neighbouring texts; the list runs from the last piece to the first."""
    melded: list[_Piece] = []
    for piece in pieces:
        after = melded[-1] if melded else None
        if after is not None and piece.part.kind == after.part.kind == "text":
            joined = replace(piece.part, end=after.part.end)
            melded[-1] = _Piece(joined, piece.text + after.text)
        else:
            melded.append(piece)
    return melded
