"""What the functions of collections share: elements, and what is unknown of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.terraform.convert import unify
from tflint_sagemaker.terraform.types import (
    ANY,
    Collection,
    Tuple,
    Type,
)
from tflint_sagemaker.terraform.value_marks import (
    is_open_set,
)
from tflint_sagemaker.terraform.values import (
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tflint_sagemaker.terraform.types import Type


def is_sequence(type_: Type, *, sets: bool = True) -> bool:
    """Whether it is a list, a tuple or (unless told otherwise) a set."""
    if isinstance(type_, Collection):
        return type_.kind == "list" or (sets and type_.kind == "set")
    return isinstance(type_, Tuple)


def items_of(value: Value) -> tuple[Value, ...]:
    """The elements of a known list, set or tuple."""
    assert isinstance(value.data, tuple)
    return value.data


def whole_unknown(value: Value) -> Unknown | None:
    """The reason if the value itself is unknown."""
    return value.data if isinstance(value.data, Unknown) else None


def first_unknown(values: Sequence[Value]) -> Unknown | None:
    """The reason if one of these (not some part of it) is unknown, or a set is not sure."""
    for value in values:
        if isinstance(value.data, Unknown):
            return value.data
        if is_open_set(value):
            return value.unknown
    return None


def common(values: Sequence[Value]) -> Type | None:
    """The type that all fit into; empty collections of an open type fit into any."""
    closed = [
        value.type
        for value in values
        if value.data or not (isinstance(value.type, Collection) and value.type.element == ANY)
    ]
    return unify(closed or [value.type for value in values])
