"""python-hcl2 at work; it is imported here and for its tables alone.

It reads expressions by their shapes, see `shapes`: a pure function from text to data,
whose answers are remembered. Trees are in
postfix order, so that neither making nor lowering them needs recursion.
"""

from __future__ import annotations

import json
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.cache import keys
from tflint_sagemaker.cache import store as memo
from tflint_sagemaker.hcl import grammar
from tflint_sagemaker.hcl.lower import Lowering, document_of
from tflint_sagemaker.hcl.shapes import Assembly, UnreadableError
from tflint_sagemaker.hcl.templates import Builder
from tflint_sagemaker.hcl.text import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tflint_sagemaker.hcl.shapes import Row
    from tflint_sagemaker.hcl.syntax import Body, Expression, Template
    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.hcl.walk import Outline

_IGNORED = "new_line_or_comment"
_ATTRIBUTE = "_ = "

READERS = ("python-hcl2", "lark")
SHIPPED = Path(__file__).parent / "data" / "shapes.json"


@lru_cache(maxsize=4096)
def rows(shape: str) -> list[Row]:
    """The tree of an expression in postfix order: rule, first and last token, number of children.

    The tokens of the shape have one blank between them; raises UnreadableError.
    """
    found: list[Row] | None = _shipped().get(shape)
    if found is None:
        version = keys.version(__file__, *READERS)
        found = memo.remembered("rows", version, shape, lambda: parsed(shape))
    return found


@cache
def _shipped() -> Mapping[str, list[Row]]:
    """Trees of the shapes that are met most, if they were made by what is installed."""
    told = json.loads(SHIPPED.read_bytes())
    shapes: Mapping[str, list[Row]] = told["shapes"] if told["version"] == reader() else {}
    return shapes


def reader() -> str:
    """What trees hang on: python-hcl2 and lark, by their versions."""
    return keys.distributions(*READERS)


def parsed(shape: str) -> list[Row]:
    """What python-hcl2 makes of a shape."""
    from lark import Tree, UnexpectedInput

    from tflint_sagemaker.hcl import tables

    text = f"{_ATTRIBUTE}{shape}\n"
    token_at = _token_numbers(text)
    try:
        root = tables.parser().parse(text + "\n")
    except UnexpectedInput as error:
        offset = min(max(getattr(error, "pos_in_stream", None) or 0, 0), len(text) - 1)
        raise UnreadableError(max(token_at[offset], 0)) from error
    (body,) = root.children
    attribute = next(child for child in body.children if child.data == "attribute")
    out: list[Row] = []
    stack: list[tuple[Tree[Any], bool]] = [(attribute.children[-1], False)]
    while stack:
        tree, seen = stack.pop()
        children = [c for c in tree.children if isinstance(c, Tree) and c.data != _IGNORED]
        if seen:
            meta = tree.meta
            # An operation takes the line end with it.
            first, last = token_at[meta.start_pos], token_at[min(meta.end_pos, len(text)) - 1]
            out.append((str(tree.data), first, last, len(children)))
        else:
            stack.append((tree, True))
            stack.extend((child, False) for child in reversed(children))
    return out


def _token_numbers(text: str) -> list[int]:
    """For each offset the number of its token, counted from the one behind the equals sign."""
    number, numbers = -2, []
    for char in text:
        numbers.append(number)
        number += char == " "
    return numbers


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
        body = lowering.run(Assembly(document, rows).run())
    except UnreadableError as error:
        at = lowering.origin(min(error.offset, len(document) - 1))
        raise InputError("this cannot be understood from here on", place(at, at)) from error
    return body, lowering.expressions
