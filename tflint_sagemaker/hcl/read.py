"""The ways into the package: a path or a text in, sources, chunks, blocks and bodies out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tflint_sagemaker.hcl import json, shapes, slicer
from tflint_sagemaker.hcl.bodies import read_body
from tflint_sagemaker.hcl.errors import redefined
from tflint_sagemaker.hcl.syntax import Body
from tflint_sagemaker.hcl.text import InputError, Source, Span
from tflint_sagemaker.hcl.tokens import CLOSERS, OPENERS, tokenize
from tflint_sagemaker.util import fs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tflint_sagemaker.hcl.syntax import Attribute, Block, Chunk, Expression, File, Template
    from tflint_sagemaker.hcl.tokens import Tokens

_PATIENCE = 50


def read_source(path: Path, shown: str) -> Source:
    """The text of a file, under the path that is shown; raises InputError."""
    try:
        data = fs.contents(path)
    except (OSError, ValueError) as error:  # a path that holds a NUL is a ValueError
        reason = (getattr(error, "strerror", None) or "it cannot be read").lower()
        raise InputError(f"cannot read the file: {reason}", Span(Source(shown, ""), 0, 0)) from None
    try:
        return Source(shown, data.decode("utf-8"))
    except UnicodeDecodeError as error:
        source = Source(shown, data.decode("utf-8", "replace"))
        at = len(data[: error.start].decode("utf-8"))
        raise InputError(
            f"the file is not UTF-8: byte 0x{data[error.start]:02X} has no meaning here",
            Span(source, at, at + 1),
            "save the file as UTF-8",
        ) from None


def slice_file(source: Source) -> File:
    """The top-level blocks of a file; faults are in its `errors`, and cost one block each."""
    if source.is_json:
        return json.slice_json(source)
    return slicer.slice_text(source)


def check_syntax(chunk: Chunk) -> InputError | None:
    """Return the first fault of syntax in a block, found without python-hcl2."""
    if chunk.block is not None or chunk.fault is not None:
        return chunk.fault
    return slicer.check(chunk.span.source, chunk.span.start, chunk.span.end)


def parse(chunk: Chunk) -> Block:
    """The syntax tree of a block; raises InputError."""
    if chunk.fault is not None:
        raise chunk.fault
    if chunk.block is not None:
        return chunk.block
    return _body(chunk.span.source, chunk.span.start, chunk.span.end).blocks[0]


def parse_body(source: Source) -> tuple[Body, tuple[InputError, ...]]:
    """A whole file as one body, as a .tfvars file is; a broken item costs only itself."""
    if source.is_json:
        return json.json_body(source)
    end = len(source.text)
    try:
        return _body(source, 0, end), ()
    except InputError:
        pass
    attributes: list[Attribute] = []
    blocks: list[Block] = []
    errors: list[InputError] = []
    seen: dict[str, Attribute] = {}
    for start, stop in _items(source.text):
        try:
            body = _body(source, start, stop)
        except InputError as error:
            errors.append(error)
            continue
        blocks.extend(body.blocks)
        for attribute in body.attributes:
            first = seen.setdefault(attribute.name, attribute)
            if first is attribute:
                attributes.append(attribute)
            else:
                fault = redefined(attribute.name, first.name_span.first.line)
                errors.append(InputError(fault.message, attribute.name_span, fault.hint))
    return Body(Span(source, 0, end), tuple(attributes), tuple(blocks)), tuple(errors)


def parse_expression(source: Source) -> Expression:
    """A text that is one expression; raises InputError."""
    return shapes.read_expression(source.text, 0, len(source.text), partial(Span, source))


def parse_template(source: Source) -> Template:
    """A text that is a template, as a file for `templatefile` is; raises InputError."""
    return shapes.read_template(source.text, 0, len(source.text), partial(Span, source))


def _body(source: Source, start: int, end: int) -> Body:
    return read_body(source.text, start, end, partial(Span, source))


def _items(text: str) -> Iterator[tuple[int, int]]:
    """The stretches between newlines that stand outside all brackets.

    A string that is not closed on its line ends its item there; after many of these the rest is
    one item, since each of them has the rest of the text read again.
    """
    start = 0
    for _ in range(_PATIENCE):
        broken = -1
        for first, end, is_broken in _stretches(tokenize(text, start)):
            yield first, end
            broken = end if is_broken else -1
        if broken < 0:
            return
        start = broken
    yield start, len(text)


def _stretches(tokens: Tokens) -> Iterator[tuple[int, int, bool]]:
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
