"""Assembly of templates: escapes, strip markers, the indentation of heredocs, directives."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from tflint_sagemaker.hcl.literals import unquote
from tflint_sagemaker.hcl.syntax import (
    Interpolation,
    TemplateFor,
    TemplateIf,
    TemplateText,
)
from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from tflint_sagemaker.hcl.cursor import MakeSpan
    from tflint_sagemaker.hcl.drafts import PartDraft
    from tflint_sagemaker.hcl.syntax import Expression, TemplatePart

# The characters that Go's unicode.IsSpace knows; Python's own set is larger.
_BLANKS = "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"
_SPACES = _BLANKS + "\u200a\u2028\u2029\u202f\u205f\u3000"
_PLAIN_ESCAPE = compile_later(r"([$%])\1\{")


@dataclass(slots=True)
class TemplatePiece:
    """A part of a template between two offsets, with its text or the expression in it."""

    part: PartDraft
    start: int
    end: int
    text: str = ""
    expression: Expression | None = None
    names: tuple[str, ...] = ()


def assemble_template(
    pieces: list[TemplatePiece], make_span: MakeSpan, *, quoted: bool, indented: bool
) -> tuple[TemplatePart, ...]:
    """Return the nodes of a template, its strip markers applied and its directives nested.

    `quoted` templates have escape sequences. `indented` ones lose their common indentation.
    """
    for piece in pieces:
        if piece.part.kind == "text":
            piece.text = unquote(piece.text) if quoted else _PLAIN_ESCAPE.sub(r"\1{", piece.text)
    _strip(pieces)
    if indented:
        _remove_indentation(pieces)
    pieces.reverse()
    return _collect_parts(_join_texts(pieces), make_span)


def _collect_parts(pieces: list[TemplatePiece], make_span: MakeSpan) -> tuple[TemplatePart, ...]:
    """Take pieces off the end of the list, until a directive that closes or divides."""
    done: list[TemplatePart] = []
    while pieces and pieces[-1].part.kind not in {"else", "endif", "endfor"}:
        piece = pieces.pop()
        kind = piece.part.kind
        if kind == "text":
            if piece.text:
                done.append(TemplateText(make_span(piece.start, piece.end), piece.text))
        elif kind == "interpolation":
            assert piece.expression is not None
            done.append(Interpolation(make_span(piece.start, piece.end), piece.expression))
        else:
            done.append(_make_directive(piece, pieces, make_span))
    return tuple(done)


def _make_directive(
    piece: TemplatePiece, pieces: list[TemplatePiece], make_span: MakeSpan
) -> TemplateIf | TemplateFor:
    expression, names = piece.expression, piece.names
    assert expression is not None
    inner = _collect_parts(pieces, make_span)
    closer = pieces.pop()
    other: tuple[TemplatePart, ...] = ()
    if closer.part.kind == "else":
        other = _collect_parts(pieces, make_span)
        closer = pieces.pop()
    span = make_span(piece.start, closer.end)
    if piece.part.kind == "if":
        return TemplateIf(span, expression, inner, other)
    key = names[0] if len(names) == 2 else None
    return TemplateFor(span, key, names[-1], expression, inner)


def _strip(pieces: list[TemplatePiece]) -> None:
    """Apply the `~` markers: each reaches one piece of text, in a heredoc one line of it."""
    for before, after in pairwise(pieces):
        if after.part.kind == "text" and before.part.trims_after:
            after.text = after.text.lstrip(_SPACES)
        if before.part.kind == "text" and after.part.trims_before:
            before.text = before.text.rstrip(_SPACES)


def _remove_indentation(pieces: list[TemplatePiece]) -> None:
    """Remove the smallest indentation from the lines of a `<<-` heredoc, as Terraform counts it.

    Blank lines do not count. A line that starts with a sequence counts as not indented. A line
    that lost its end to a `~` continues in the next one.
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


def _join_texts(pieces: list[TemplatePiece]) -> list[TemplatePiece]:
    """Join neighbouring texts; the list runs from the last piece to the first."""
    joined: list[TemplatePiece] = []
    for piece in pieces:
        after = joined[-1] if joined else None
        if after is not None and piece.part.kind == after.part.kind == "text":
            joined[-1] = TemplatePiece(piece.part, piece.start, after.end, piece.text + after.text)
        else:
            joined.append(piece)
    return joined
