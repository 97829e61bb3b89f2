"""python-hcl2 at work; it is imported here and for its tables alone.

`rows` is a pure function from text to data and is remembered by the text. It yields the tree
in postfix order, so that neither it nor the lowering needs recursion.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tflint_sagemaker import memo
from tflint_sagemaker.hcl import grammar
from tflint_sagemaker.hcl.lower import Lowering, document_of
from tflint_sagemaker.hcl.templates import Builder
from tflint_sagemaker.hcl.text import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tflint_sagemaker.hcl.lower import Row
    from tflint_sagemaker.hcl.syntax import Body, Expression, Template
    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.hcl.walk import Outline

_IGNORED = "new_line_or_comment"


class _UnreadableError(Exception):
    """python-hcl2 cannot read what our own grammar lets through, from this offset on."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


def rows(text: str) -> list[Row]:
    """The tree in postfix order: rule, start, end, number of children; tokens are left out."""
    version = memo.version(__file__, "python-hcl2", "lark")
    return memo.remembered("rows", version, text, lambda: _parsed(text))


def _parsed(text: str) -> list[Row]:
    from lark import Tree, UnexpectedInput

    from tflint_sagemaker.hcl import tables

    try:
        root = tables.parser().parse(text + "\n")
    except UnexpectedInput as error:
        offset = getattr(error, "pos_in_stream", None)
        raise _UnreadableError(max(offset or 0, 0)) from error
    out: list[Row] = []
    stack: list[tuple[Tree[Any], bool]] = [(root, False)]
    while stack:
        tree, seen = stack.pop()
        if tree.data == "string":  # a literal whose shadow would run into the word before it
            out.append(("identifier", tree.meta.start_pos, tree.meta.end_pos, 0))
            continue
        children = [c for c in tree.children if isinstance(c, Tree) and c.data != _IGNORED]
        if seen:
            meta = tree.meta
            start, end = (-1, -1) if meta.empty else (meta.start_pos, meta.end_pos)
            out.append((str(tree.data), start, end, len(children)))
        else:
            stack.append((tree, True))
            stack.extend((child, False) for child in reversed(children))
    return out


def read_body(text: str, start: int, end: int, place: Callable[[int, int], Span]) -> Body:
    """The stretch as a body; raises InputError."""
    outline = grammar.read_body(text, start, end, place)
    body, _ = lower(text, outline, start, place)
    return body


def read_expression(
    text: str, start: int, end: int, place: Callable[[int, int], Span]
) -> Expression:
    """The stretch as one expression; raises InputError."""
    outline = grammar.read_expression(text, start, end, place)
    outline.expressions.append((start, outline.shadow))
    outline.shadow = ""
    _, expressions = lower(text, outline, start, place)
    return expressions[start]


def read_template(text: str, start: int, end: int, place: Callable[[int, int], Span]) -> Template:
    """The stretch as a template without quotes; raises InputError."""
    outline = grammar.read_template(text, start, end, place)
    outline.shadow = ""
    _, expressions = lower(text, outline, start, place)
    stop, parts = outline.templates[start]
    return Builder(text, place, expressions).build(start, stop, parts, bare=True)


def lower(
    text: str, outline: Outline, start: int, place: Callable[[int, int], Span]
) -> tuple[Body, dict[int, Expression]]:
    """The body that an outline stands for, and the expressions of its templates by offset."""
    document, stretches = document_of(outline, start)
    lowering = Lowering(text, outline, document, stretches, place)
    try:
        body = lowering.run(rows(document))
    except _UnreadableError as error:
        at = lowering.origin(min(error.offset, len(document) - 1))
        raise InputError("this cannot be understood from here on", place(at, at)) from error
    return body, lowering.expressions
