"""Conversion of values from one type to another, and the one type that several fit into.

The rules are those of Terraform's type system (zclconf/go-cty, package convert): primitives turn
into strings and back where their text allows it, tuples and objects into collections, and
whatever does not fit is an error in Terraform's own words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from tflint_sagemaker.terraform import numbers
from tflint_sagemaker.terraform.sets import set_items
from tflint_sagemaker.terraform.types import (
    ANY,
    BOOL,
    NUMBER,
    STRING,
    Anything,
    Collection,
    Object,
    Primitive,
    Tuple,
    Type,
    list_of,
    map_of,
    set_of,
)
from tflint_sagemaker.terraform.unify import (
    convertible,
    friendly,
    has_any,
    mismatch,
    missing,
    quoted,
    unify,
    without_optional,
)
from tflint_sagemaker.terraform.value_marks import is_sensitive, open_set
from tflint_sagemaker.terraform.values import Unknown, Value

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "ConversionError",
    "convert",
    "convertible",
    "friendly",
    "has_any",
    "mismatch",
    "unify",
    "without_optional",
]
_BOOLS = {"true": True, "1": True, "false": False, "0": False}
_NEARLY_BOOLS = {"TRUE", "True", "FALSE", "False"}


class ConversionError(Exception):
    """The value does not fit the type. The message is a clause, with the path where there is one.

    Examples: "string required", "a bool is required", "element 0: string required".
    """

    def __init__(self, message: str, path: tuple[str, ...] = ()) -> None:
        super().__init__(": ".join((*path, message)))
        self.message = message
        self.path = path

    def under(self, step: str) -> ConversionError:
        """The same error, seen from one level further out."""
        return ConversionError(self.message, (step, *self.path))


def convert(value: Value, to: Type) -> Value:
    """The value as that type; its place and its way stay. Raises ConversionError.

    Unknown stays unknown and null stays null, both of the new type. `any` inside a collection
    becomes the one type that all elements fit into.
    """
    if value.type is to and isinstance(to, Primitive):
        return value
    if isinstance(to, Anything) or (value.type == to and not has_any(to)):
        return value
    if isinstance(value.data, Unknown) or value.data is None:
        if not convertible(value.type, to):
            raise ConversionError(mismatch(value.type, to))
        kept = value.data
        type_ = without_optional(to)
        if kept and value.type != type_:
            kept = replace(kept, low=None, high=None) if type_ == STRING else kept.plain
        if isinstance(type_, Collection) and type_.element == ANY:
            type_ = replace(type_, element=_common(value.type))
        return replace(value, type=type_, data=kept)
    match to:
        case Primitive():
            return _to_primitive(value, to)
        case Collection():
            return _to_collection(value, to)
        case Tuple():
            return _to_tuple(value, to)
        case Object():
            return _to_object(value, to)


def _to_primitive(value: Value, to: Primitive) -> Value:
    data = value.data
    if not isinstance(value.type, Primitive):
        raise ConversionError(mismatch(value.type, to))
    if to == STRING:
        if isinstance(data, bool):
            return replace(value, type=STRING, data="true" if data else "false")
        assert not isinstance(data, str | tuple | Mapping | Unknown)
        assert data is not None
        return replace(value, type=STRING, data=numbers.text(data))
    if not isinstance(data, str):
        raise ConversionError(mismatch(value.type, to))
    if to == BOOL:
        if data in _BOOLS:
            return replace(value, type=BOOL, data=_BOOLS[data])
        hint = f"; to convert from string, use lowercase `{data.lower()}`"
        raise ConversionError("a bool is required" + (hint if data in _NEARLY_BOOLS else ""))
    try:
        found = numbers.parsed(data)
    except numbers.OutOfRange:
        return replace(value, type=NUMBER, data=Unknown("the number is too large to compute with"))
    if found is None:
        raise ConversionError("a number is required")
    return replace(value, type=NUMBER, data=found)


def _to_collection(value: Value, to: Collection) -> Value:
    if not convertible(value.type, to):
        raise ConversionError(mismatch(value.type, to))
    if to.kind == "map":
        assert isinstance(value.data, Mapping)
        keys = list(value.data)
        steps = [f"element {quoted(key)}" for key in keys]
        items, element = _elements(value, tuple(value.data.values()), steps, to)
        return replace(
            value, type=map_of(element), data=dict(sorted(zip(keys, items, strict=True)))
        )
    assert isinstance(value.data, tuple)
    if to.kind == "list" and open_set(value):
        # Neither the order nor the number of its elements is known.
        reason = value.unknown
        if reason:
            open_ = Unknown(reason.reason, reason.span, not_null=True)
            return replace(value, type=without_optional(to), data=open_)
    steps = [f"element {at}" for at in range(len(value.data))]
    items, element = _elements(value, value.data, steps, to)
    if to.kind == "list":
        return replace(value, type=list_of(element), data=items)
    marked = value.sensitive or any(map(is_sensitive, items))
    return replace(value, type=set_of(element), data=set_items(items), sensitive=marked)


def _elements(
    value: Value, items: tuple[Value, ...], steps: Sequence[str], to: Collection
) -> tuple[tuple[Value, ...], Type]:
    """The items converted to the element type, which is worked out where it holds an `any`."""
    wanted = to.element
    if isinstance(wanted, Anything):
        wanted = _common(value.type)
    done = tuple(_step(item, wanted, step) for item, step in zip(items, steps, strict=True))
    if not has_any(wanted) or not done:
        return done, without_optional(wanted)
    kinds = [item.type for item in done if item.type != ANY or item.data is not None]
    found = unify(kinds or [ANY])
    if found is None:
        raise ConversionError("all elements must have the same type")
    return tuple(_step(item, found, step) for item, step in zip(done, steps, strict=True)), found


def _common(source: Type) -> Type:
    """The element type for a conversion to `list(any)` and its like."""
    match source:
        case Collection():
            return source.element
        case Tuple():
            return unify(source.elements) or ANY
        case Object():
            return unify(list(source.attributes.values())) or ANY
        case _:
            return ANY


def _step(item: Value, to: Type, step: str) -> Value:
    try:
        return convert(item, to)
    except ConversionError as error:
        raise error.under(step) from None


def _to_tuple(value: Value, to: Tuple) -> Value:
    if not isinstance(value.type, Tuple) or not convertible(value.type, to):
        raise ConversionError(mismatch(value.type, to))
    assert isinstance(value.data, tuple)
    items = tuple(
        _step(item, wanted, f"element {at}")
        for at, (item, wanted) in enumerate(zip(value.data, to.elements, strict=True))
    )
    return replace(value, type=Tuple(tuple(item.type for item in items)), data=items)


def _to_object(value: Value, to: Object) -> Value:
    if not isinstance(value.data, Mapping):
        raise ConversionError(mismatch(value.type, to))
    absent = [name for name in to.attributes if name not in value.data and name not in to.optional]
    if absent:
        raise ConversionError(missing(absent))
    items = {
        name: _step(value.data[name], wanted, f"attribute {quoted(name)}")
        if name in value.data
        else Value(without_optional(wanted), None, value.span)
        for name, wanted in to.attributes.items()
    }
    return replace(
        value, type=Object({name: item.type for name, item in items.items()}), data=items
    )
