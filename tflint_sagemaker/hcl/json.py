"""JSON configuration: .tf.json and .tfvars.json, lowered to the nodes of the native syntax.

A string is a template, an object may be a block. Which of the two it is, the schema knows: see
`json_blocks`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tflint_sagemaker.hcl import errors, shapes
from tflint_sagemaker.hcl.chunks import Chunk, Comment, File
from tflint_sagemaker.hcl.json_tokens import Element, decode
from tflint_sagemaker.hcl.syntax import (
    Attribute,
    Block,
    Body,
    Constant,
    Label,
    Number,
    ObjectCons,
    ObjectItem,
    Template,
    TemplateText,
    TupleCons,
    Unary,
)
from tflint_sagemaker.hcl.text import InputError, Source, Span
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tflint_sagemaker.hcl.syntax import Expression

_LABELS = {
    "check": 1,
    "data": 2,
    "ephemeral": 2,
    "import": 0,
    "locals": 0,
    "module": 1,
    "moved": 0,
    "output": 1,
    "provider": 1,
    "removed": 0,
    "resource": 2,
    "terraform": 0,
    "variable": 1,
}
COMMENT_KEY = "//"


def slice_json(source: Source) -> File:
    """Return the blocks of a JSON file, each with its body; faults cost one block each."""
    try:
        root = _read_root(source)
        items = list(_find_items(root, "blocks"))
    except InputError as error:
        return File(source, (), (), (error,), whole=False)
    chunks: list[Chunk] = []
    errors: list[InputError] = []
    for key, value in items:
        if key.text == COMMENT_KEY:
            continue
        try:
            for unpacked in _unpack(key, value, _count_labels(key), ()):
                _collect(unpacked, chunks, errors)
        except InputError as error:
            errors.append(error)
    comments = tuple(_find_comments(root)) if f'"{COMMENT_KEY}"' in source.text else ()
    return File(source, tuple(chunks), comments, tuple(errors), whole=not errors)


def _find_comments(element: Element) -> Iterator[Comment]:
    """Return the texts under the key for comments, each with the object that contains it."""
    for key, value in zip(element.keys, element.items, strict=False):
        if key.text == COMMENT_KEY and value.kind == "string":
            yield Comment(value.inner, own_line=True, covers=element.span)
    for item in element.items:
        yield from _find_comments(item)


def _collect(unpacked: _Unpacked, chunks: list[Chunk], errors: list[InputError]) -> None:
    try:
        chunks.append(_make_chunk(unpacked))
    except InputError as error:
        errors.append(error)


def read_json_body(source: Source) -> tuple[Body, tuple[InputError, ...]]:
    """Return the body of a .tfvars.json file: its strings are literal."""
    try:
        return _make_body(_read_root(source), ""), ()
    except InputError as error:
        return Body(Span(source, 0, len(source.text)), (), (), json=True), (error,)


def _read_root(source: Source) -> Element:
    root = decode(source)
    if root.kind not in {"object", "array"}:
        raise InputError("a JSON configuration is an object, or an array of objects", root.span)
    return root


def _count_labels(key: Element) -> int:
    if key.text not in _LABELS:
        raise InputError(f'there is no block type "{key.text}"', key.span)
    return _LABELS[key.text]


def read_as_expression(expression: Expression) -> Expression:
    """Return the expression in a string where Terraform expects code: a type, a reference.

    Other expressions are returned unchanged. Raises InputError if the string is not an expression.
    """
    if not isinstance(expression, Template) or expression.literal is None:
        return expression
    span = expression.span
    text = span.text
    if not text.startswith('"') or "\\" in text:
        return shapes.read_expression(
            expression.literal, 0, len(expression.literal), _fix_span(span)
        )
    return shapes.read_expression(
        span.source.text, span.start + 1, span.end - 1, _use_offsets(span.source)
    )


# --- structure -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Unpacked:
    """A block before its body is read."""

    key: Element
    labels: tuple[Element, ...]
    value: Element


def _find_items(element: Element, what: str) -> Iterator[tuple[Element, Element]]:
    """Yield the properties of an object, or of each object of an array."""
    if element.kind == "null":
        return
    for item in element.items if element.kind == "array" else (element,):
        if item.kind != "object":
            raise InputError(f"a JSON object is required here, to define {what}", item.span)
        yield from zip(item.keys, item.items, strict=True)


def _unpack(
    key: Element, value: Element, labels: int, used: tuple[Element, ...]
) -> Iterator[_Unpacked]:
    if labels:
        found = False
        for label, inner in _find_items(value, f"the labels of `{key.text}`"):
            found = True
            yield from _unpack(key, inner, labels - 1, (*used, label))
        if not found:
            raise InputError(f"the block `{key.text}` lacks a label", value.span)
        return
    if value.kind == "null":
        return
    if value.kind not in {"object", "array"}:
        raise InputError(
            f"`{key.text}` is a block: a JSON object, or an array of them, is required here",
            value.span,
        )
    for item in value.items if value.kind == "array" else (value,):
        yield _Unpacked(key, used, item)


def _make_chunk(unpacked: _Unpacked) -> Chunk:
    block = _make_block(unpacked)
    if block.type == "locals":
        if unpacked.value.kind != "object":
            raise InputError("a JSON object is required here, to define locals", block.span)
        refuse_duplicates(block.body.attributes)
    return Chunk(
        block.span, block.type, block.type_span, block.labels, block.header, block.brace, block
    )


def _make_block(unpacked: _Unpacked) -> Block:
    key, value = unpacked.key, unpacked.value
    last = unpacked.labels[-1] if unpacked.labels else key
    return Block(
        span=value.span,
        type=key.text,
        type_span=key.inner,
        labels=tuple(Label(label.span, label.text) for label in unpacked.labels),
        header=key.span if last is key else last.span,
        brace=Span(value.span.source, value.span.start, value.span.start + 1),
        body=_make_body(value, key.text),
    )


def _make_body(element: Element, block_type: str) -> Body:
    attributes = tuple(
        Attribute(
            key.span.join(value.span),
            key.text,
            key.inner,
            _make_expression(value, literal=_is_literal(block_type, key.text)),
        )
        for key, value in _find_items(element, "arguments and blocks")
        if key.text != COMMENT_KEY
    )
    return Body(element.span, attributes, (), json=True)


def _is_literal(block_type: str, name: str) -> bool:
    """Whether Terraform takes the strings of an argument as they are, and not as templates.

    It does so in variable files, for all of a variable but what validates it, and for what
    describes an output.
    """
    if block_type == "variable":
        return name != "validation"
    return not block_type or (block_type == "output" and name == "description")


# --- expressions ---------------------------------------------------------------------------


def _make_expression(element: Element, *, literal: bool) -> Expression:
    span = element.span
    if element.kind == "object":
        return ObjectCons(
            span,
            tuple(
                ObjectItem(
                    key.span.join(value.span),
                    _make_template(key, literal=literal),
                    _make_expression(value, literal=literal),
                )
                for key, value in zip(element.keys, element.items, strict=True)
            ),
        )
    if element.kind == "array":
        return TupleCons(
            span, tuple(_make_expression(item, literal=literal) for item in element.items)
        )
    if element.kind == "string":
        return _make_template(element, literal=literal)
    if element.kind == "number":
        digits = element.text.removeprefix("-")
        number = Number(Span(span.source, span.end - len(digits), span.end), digits)
        return Unary(span, "-", number) if digits != element.text else number
    return Constant(span, {"true": True, "false": False, "null": None}[element.kind])


def _make_template(element: Element, *, literal: bool) -> Template:
    text, span = element.text, element.span
    if literal or ("${" not in text and "%{" not in text):
        inside = element.inner
        return Template(span, (TemplateText(inside, text),) if text else ())
    if "\\" in span.text:
        return replace(shapes.read_template(text, 0, len(text), _fix_span(span)), span=span)
    template = shapes.read_template(
        span.source.text, span.start + 1, span.end - 1, _use_offsets(span.source)
    )
    return replace(template, span=span)


def _fix_span(span: Span) -> Callable[[int, int], Span]:
    """Places everything at one span: where escapes made offsets meaningless."""
    return lambda _start, _end: span


def _use_offsets(source: Source) -> Callable[[int, int], Span]:
    """Places offsets in a source as they are."""
    return lambda start, end: Span(source, start, end)


def refuse_duplicates(attributes: list[Attribute] | tuple[Attribute, ...]) -> None:
    """Raise InputError if a body sets an argument twice."""
    first: dict[str, Attribute] = {}
    for attribute in attributes:
        before = first.setdefault(attribute.name, attribute)
        if before is not attribute:
            fault = errors.make_redefinition_fault(attribute.name, before.name_span.first.line)
            raise InputError(fault.message, attribute.name_span, fault.hint)
