"""Blocks in JSON configuration, which look like arguments without a schema."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING

from tflint_sagemaker.hcl.json import COMMENT_KEY, read_as_expression, refuse_duplicates
from tflint_sagemaker.hcl.syntax import (
    Attribute,
    Block,
    Body,
    Constant,
    Label,
    ObjectCons,
    ObjectItem,
    Template,
    TupleCons,
)
from tflint_sagemaker.hcl.text import InputError, Span
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from tflint_sagemaker.hcl.syntax import Expression

# What every resource may hold, and the number of labels of each block that has any.
_META: dict[str, dict[str, Any]] = {
    "connection": {},
    "lifecycle": {"postcondition": {}, "precondition": {}},
    "provisioner": {"connection": {}},
}
_NESTED_LABELS = {"provisioner": 1, "dynamic": 1, "backend": 1, "provider_meta": 1}


def convert_to_blocks(body: Body, schema: Mapping[str, Any]) -> Body:
    """Make blocks of the arguments that `schema` names as such: block type to its own schema.

    The blocks that every resource may have are known. Raises InputError where a block is not
    made of objects, and where an argument is set twice.
    """
    return _convert_body(body, {**_META, **schema})


@dataclass(slots=True)
class _Shaped:
    attributes: list[Attribute] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)


def _convert_body(body: Body, schema: Mapping[str, Any]) -> Body:
    shaped = _Shaped()
    for attribute in body.attributes:
        name = attribute.name
        if name == "dynamic" or name in schema:
            labels = _NESTED_LABELS.get(name, 0)
            for block in _make_blocks(attribute, attribute.value, labels, ()):
                shaped.blocks.append(_convert_nested(block, schema))
        else:
            shaped.attributes.append(attribute)
    refuse_duplicates(shaped.attributes)
    return replace(body, attributes=tuple(shaped.attributes), blocks=(*body.blocks, *shaped.blocks))


def _convert_nested(block: Block, schema: Mapping[str, Any]) -> Block:
    """Convert the body of a block whose parent body has that schema."""
    if block.type != "dynamic":
        return replace(block, body=_convert_body(block.body, schema.get(block.type, {})))
    body = _convert_body(block.body, {"content": schema.get(block.labels[0].text, {})})
    named = tuple(
        # The name that the content sees is a string in JSON, and no template.
        replace(a, value=read_as_expression(a.value)) if a.name == "iterator" else a
        for a in body.attributes
    )
    return replace(block, body=replace(body, attributes=named))


def _make_blocks(
    attribute: Attribute, value: Expression, labels: int, used: tuple[Label, ...]
) -> Iterator[Block]:
    if isinstance(value, Constant) and value.value is None:
        return
    objects = value.items if isinstance(value, TupleCons) else (value,)
    for item in objects:
        if not isinstance(item, ObjectCons):
            raise InputError(
                f"`{attribute.name}` is a block: a JSON object, or an array of them, "
                "is required here",
                item.span,
            )
        if labels:
            for entry in item.items:
                label = Label(entry.key.span, _make_key(entry))
                yield from _make_blocks(attribute, entry.value, labels - 1, (*used, label))
        else:
            yield _make_nested(attribute, item, used)


def _make_nested(attribute: Attribute, item: ObjectCons, labels: tuple[Label, ...]) -> Block:
    source, start = item.span.source, item.span.start
    attributes = tuple(
        Attribute(
            entry.span,
            _make_key(entry),
            Span(source, entry.key.span.start + 1, entry.key.span.end - 1),
            entry.value,
        )
        for entry in item.items
        if _make_key(entry) != COMMENT_KEY
    )
    return Block(
        span=item.span,
        type=attribute.name,
        type_span=attribute.name_span,
        labels=labels,
        header=labels[-1].span if labels else attribute.name_span,
        brace=Span(source, start, start + 1),
        body=Body(item.span, attributes, (), json=True),
    )


def _make_key(entry: ObjectItem) -> str:
    """Return the name of a property: where it names an argument, it is no template."""
    key = entry.key
    literal = key.literal if isinstance(key, Template) else None
    return key.span.text[1:-1] if literal is None else literal
