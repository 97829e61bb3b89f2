"""Reads sources: from a text to blocks, bodies and syntax trees."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tflint_sagemaker.hcl import json, shapes, slicer
from tflint_sagemaker.hcl.bodies import find_fault, read_body
from tflint_sagemaker.hcl.errors import make_redefinition_fault
from tflint_sagemaker.hcl.syntax import Body
from tflint_sagemaker.hcl.text import InputError, Source, Span
from tflint_sagemaker.hcl.tokens import CLOSERS, OPENERS, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_sagemaker.hcl.chunks import Chunk, File
    from tflint_sagemaker.hcl.syntax import Attribute, Block, Expression, Template
    from tflint_sagemaker.hcl.tokens import Tokens

__all__ = [
    "check_syntax",
    "parse",
    "parse_body",
    "parse_expression",
    "parse_template",
    "slice_file",
]

_PATIENCE = 50


def slice_file(source: Source) -> File:
    """Return the top-level blocks of a file; each fault in its `errors` costs one block."""
    if source.is_json:
        return json.slice_json(source)
    return slicer.slice_text(source)


def check_syntax(chunk: Chunk) -> InputError | None:
    """Return the first fault of syntax in a block, found without python-hcl2."""
    if chunk.block is not None or chunk.fault is not None:
        return chunk.fault
    return find_fault(chunk.span.source, chunk.span.start, chunk.span.end)


def parse(chunk: Chunk) -> Block:
    """Return the syntax tree of a block; raises InputError."""
    if chunk.fault is not None:
        raise chunk.fault
    if chunk.block is not None:
        return chunk.block
    return _read_body(chunk.span.source, chunk.span.start, chunk.span.end).blocks[0]


def parse_body(source: Source) -> tuple[Body, tuple[InputError, ...]]:
    """Return a whole file as one body, as a .tfvars file is, and the errors of invalid items."""
    if source.is_json:
        return json.read_json_body(source)
    end = len(source.text)
    try:
        return _read_body(source, 0, end), ()
    except InputError:
        pass
    attributes: list[Attribute] = []
    blocks: list[Block] = []
    errors: list[InputError] = []
    seen: dict[str, Attribute] = {}
    for start, stop in _split_items(source.text):
        try:
            body = _read_body(source, start, stop)
        except InputError as error:
            errors.append(error)
            continue
        blocks.extend(body.blocks)
        for attribute in body.attributes:
            first = seen.setdefault(attribute.name, attribute)
            if first is attribute:
                attributes.append(attribute)
            else:
                fault = make_redefinition_fault(attribute.name, first.name_span.first.line)
                errors.append(InputError(fault.message, attribute.name_span, fault.hint))
    return Body(Span(source, 0, end), tuple(attributes), tuple(blocks)), tuple(errors)


def parse_expression(source: Source) -> Expression:
    """Return the tree of a text that is one expression; raises InputError."""
    return shapes.read_expression(source.text, 0, len(source.text), partial(Span, source))


def parse_template(source: Source) -> Template:
    """Return the tree of a file for `templatefile`; raises InputError."""
    return shapes.read_template(source.text, 0, len(source.text), partial(Span, source))


def _read_body(source: Source, start: int, end: int) -> Body:
    return read_body(source.text, start, end, partial(Span, source))


def _split_items(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches between newlines outside of all brackets.

    A string that is not closed on its line ends its item there; after many of these the rest is
    one item, since each of them has the rest of the text read again.
    """
    start = 0
    for _ in range(_PATIENCE):
        broken = -1
        for first, end, is_broken in _split_lines(tokenize(text, start)):
            yield first, end
            broken = end if is_broken else -1
        if broken < 0:
            return
        start = broken
    yield start, len(text)


def _split_lines(tokens: Tokens) -> Iterator[tuple[int, int, bool]]:
    """Items with their newlines, without which a heredoc is not closed; the last may be broken."""
    depth, start = 0, -1
    for kind, at, end in zip(tokens.kinds, tokens.starts, tokens.ends, strict=True):
        if kind == "break":
            yield start, end, True
            return
        if kind in {"newline", "eof"} and (depth <= 0 or kind == "eof"):
            if start >= 0:
                yield start, end, False
            start, depth = -1, 0
        elif start < 0 and kind != "newline":
            start = at
        if kind in OPENERS:
            depth += 1
        elif kind in CLOSERS:
            depth -= 1
