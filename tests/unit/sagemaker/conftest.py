"""Blocks made of plain data, as if they had been evaluated from a file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tflint_sagemaker.hcl.syntax import Block, Body
from tflint_sagemaker.hcl.text import Source, Span
from tflint_sagemaker.sagemaker.provider import load_schemas
from tflint_sagemaker.terraform.block_schema import BlockSchema
from tflint_sagemaker.terraform.evaluated import EvaluatedArgument, EvaluatedBlock
from tflint_sagemaker.terraform.types import ANY, STRING
from tflint_sagemaker.terraform.values import (
    Unknown,
    Value,
    make_bool,
    make_null,
    make_number,
    make_object,
    make_string,
    make_tuple,
)

if TYPE_CHECKING:
    from collections.abc import Callable

Maker = "Callable[[str, dict[str, Any]], EvaluatedBlock]"


def _value(data: Any, span: Span) -> Value:
    match data:
        case None:
            return make_null(span=span)
        case Unknown():
            # Only of a string is the start or the end known.
            return Value(STRING if data.prefix or data.suffix else ANY, data, span)
        case bool():
            return make_bool(data, span)
        case int():
            return make_number(data, span)
        case str():
            return make_string(data, span)
        case list():
            return make_tuple(tuple(_value(item, span) for item in data), span)
        case _:
            return make_object({key: _value(item, span) for key, item in data.items()}, span)


def _block(kind: str, data: dict[str, Any], schema: BlockSchema) -> EvaluatedBlock:
    written = Source(f"{kind}.tf", json.dumps(data, default=str))
    span = Span(written, 0, len(written.text))
    head = Span(written, 0, 1)
    arguments = {
        name: EvaluatedArgument(name, span, _value(value, span))
        for name, value in data.items()
        if name not in schema.blocks
    }
    nested = {name: value for name, value in data.items() if name in schema.blocks}
    blocks = tuple(
        _block(name, one, schema.blocks[name].block)
        for name, many in nested.items()
        if not isinstance(many, Unknown)
        for one in many
    )
    unsure = {name: value for name, value in nested.items() if isinstance(value, Unknown)}
    syntax = Block(span, kind, head, (), head, head, Body(span, (), ()))
    return EvaluatedBlock(kind, syntax, arguments, blocks, unsure)


@pytest.fixture(scope="session")
def data_block() -> Callable[[str, dict[str, Any]], EvaluatedBlock]:
    """A data source block of a type with the given arguments; `Unknown` stands for itself."""

    def make(kind: str, data: dict[str, Any]) -> EvaluatedBlock:
        return _block("data", data, load_schemas().find_data_source(kind) or BlockSchema())

    return make
