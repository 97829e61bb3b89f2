"""Splats: `collection[*]…`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tflint_sagemaker.terraform.access import MissingAttribute
from tflint_sagemaker.terraform.convert import unify
from tflint_sagemaker.terraform.types import (
    ANY,
    Anything,
    Collection,
    Tuple,
    Type,
    list_of,
)
from tflint_sagemaker.terraform.value_marks import (
    MAX_ELEMENTS,
    Failure,
    TooLarge,
    marked,
    unknown_like,
)
from tflint_sagemaker.terraform.values import (
    Unknown,
    Value,
    tuple_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tflint_sagemaker.hcl.syntax import (
        Splat,
    )
    from tflint_sagemaker.terraform.conditional import Evaluate
    from tflint_sagemaker.terraform.frame import Frame


def splat(expression: Splat, frame: Frame, evaluate: Evaluate) -> Value:
    """`collection[*]…`: what is no sequence counts as one element, null as none."""
    source = evaluate(expression.collection, frame)
    sequence = isinstance(source.type, Tuple) or (
        isinstance(source.type, Collection) and source.type.kind != "map"
    )
    if source.data is None:
        if sequence:
            raise Failure("splat expressions (with the `*` symbol) cannot be applied to null")
        return tuple_of(())
    if not sequence:
        if isinstance(source.data, Unknown) and not (
            source.data.not_null and not isinstance(source.type, Anything)
        ):
            evaluate(expression.item, frame.with_item(source))
            return marked(replace(unknown_like(source.data), via=source.via), [source])
        return marked(tuple_of((evaluate(expression.item, frame.with_item(source)),)), [source])
    unsure = source.data if isinstance(source.data, Unknown) else None
    if isinstance(source.type, Collection) and source.type.kind == "set":
        unsure = unsure or source.unknown
    if unsure:
        return _splat_unknown(expression, source, unsure, frame, evaluate)
    assert isinstance(source.data, tuple)
    if len(source.data) > MAX_ELEMENTS:
        raise TooLarge
    items = tuple(
        evaluate(
            expression.item,
            frame.with_item(item if item.via else replace(item, via=source.via)),
        )
        for item in source.data
    )
    result = tuple_of(items)
    if isinstance(source.type, Collection):
        result = list_value(items, _element_type(expression, source, frame, evaluate))
    return marked(result, [source])


def _splat_unknown(
    expression: Splat, source: Value, reason: Unknown, frame: Frame, evaluate: Evaluate
) -> Value:
    """The type of the result is known where that of the elements is."""
    type_: Type = ANY
    if isinstance(source.type, Collection):
        type_ = list_of(_element_type(expression, source, frame, evaluate))
    result = unknown_like(reason, type_, not_null=True)
    return marked(replace(result, via=source.via), [source])


def _element_type(expression: Splat, source: Value, frame: Frame, evaluate: Evaluate) -> Type:
    assert isinstance(source.type, Collection)
    element = Value(source.type.element, Unknown("the element of a splat expression"))
    faults, inner = frame.with_item(element).capture()
    type_ = evaluate(expression.item, inner).type
    if source.type.kind == "list":
        # What no element can have is an error, though Terraform says so for lists only.
        for fault in faults.diagnostics:
            raise MissingAttribute(fault.message, fault.hint)
    return type_


def list_value(items: Sequence[Value], empty: Type = ANY) -> Value:
    """A list of items that are of one type already, but for what is open in them."""
    if not items:
        return Value(list_of(empty), ())
    types = list(dict.fromkeys(item.type for item in items))
    element = types[0] if len(types) == 1 else unify(types) or ANY
    return Value(list_of(element), tuple(items))
