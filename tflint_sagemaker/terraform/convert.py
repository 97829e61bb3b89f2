"""Conversion of values from one type to another.

The rules are those of Terraform's type system (zclconf/go-cty, package convert). Primitives are
converted to strings, and back if the text allows it; tuples and objects to collections. Errors
have Terraform's own words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from tflint_sagemaker.terraform import numbers
from tflint_sagemaker.terraform.sets import sort_set_items
from tflint_sagemaker.terraform.type_messages import (
    describe_type,
    explain_mismatch,
    explain_missing,
    quote_name,
)
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
    make_list_type,
    make_map_type,
    make_set_type,
)
from tflint_sagemaker.terraform.unify import (
    has_any,
    is_convertible,
    strip_optional,
    unify,
)
from tflint_sagemaker.terraform.value_marks import is_open_set, is_sensitive
from tflint_sagemaker.terraform.values import Unknown, Value

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "ConversionError",
    "convert",
    "describe_type",
    "explain_mismatch",
    "has_any",
    "is_convertible",
    "strip_optional",
    "unify",
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

    def add_step(self, step: str) -> ConversionError:
        """Return the same error with one more step at the start of its path."""
        return ConversionError(self.message, (step, *self.path))


def convert(value: Value, to: Type) -> Value:
    """Return the value as that type, with its span and its steps. Raises ConversionError.

    Unknown stays unknown and null stays null, both of the new type. `any` inside a collection
    becomes the one type that all elements can be converted to.
    """
    if value.type is to and isinstance(to, Primitive):
        return value
    if isinstance(to, Anything) or (value.type == to and not has_any(to)):
        return value
    if isinstance(value.data, Unknown) or value.data is None:
        if not is_convertible(value.type, to):
            raise ConversionError(explain_mismatch(value.type, to))
        kept = value.data
        type_ = strip_optional(to)
        if kept and value.type != type_:
            kept = replace(kept, low=None, high=None) if type_ == STRING else kept.plain
        if isinstance(type_, Collection) and type_.element == ANY:
            type_ = replace(type_, element=_unify_element_types(value.type))
        return replace(value, type=type_, data=kept)
    match to:
        case Primitive():
            return _convert_to_primitive(value, to)
        case Collection():
            return _convert_to_collection(value, to)
        case Tuple():
            return _convert_to_tuple(value, to)
        case Object():
            return _convert_to_object(value, to)


def _convert_to_primitive(value: Value, to: Primitive) -> Value:
    data = value.data
    if not isinstance(value.type, Primitive):
        raise ConversionError(explain_mismatch(value.type, to))
    if to == STRING:
        if isinstance(data, bool):
            return replace(value, type=STRING, data="true" if data else "false")
        assert not isinstance(data, str | tuple | Mapping | Unknown)
        assert data is not None
        return replace(value, type=STRING, data=numbers.format_plain(data))
    if not isinstance(data, str):
        raise ConversionError(explain_mismatch(value.type, to))
    if to == BOOL:
        if data in _BOOLS:
            return replace(value, type=BOOL, data=_BOOLS[data])
        hint = f"; to convert from string, use lowercase `{data.lower()}`"
        raise ConversionError("a bool is required" + (hint if data in _NEARLY_BOOLS else ""))
    try:
        found = numbers.parse_number(data)
    except numbers.OutOfRange:
        return replace(value, type=NUMBER, data=Unknown("the number is too large to compute with"))
    if found is None:
        raise ConversionError("a number is required")
    return replace(value, type=NUMBER, data=found)


def _convert_to_collection(value: Value, to: Collection) -> Value:
    if not is_convertible(value.type, to):
        raise ConversionError(explain_mismatch(value.type, to))
    if to.kind == "map":
        assert isinstance(value.data, Mapping)
        keys = list(value.data)
        steps = [f"element {quote_name(key)}" for key in keys]
        items, element = _convert_elements(value, tuple(value.data.values()), steps, to)
        return replace(
            value, type=make_map_type(element), data=dict(sorted(zip(keys, items, strict=True)))
        )
    assert isinstance(value.data, tuple)
    if to.kind == "list" and is_open_set(value):
        # Neither the order nor the number of its elements is known.
        reason = value.unknown
        if reason:
            open_ = Unknown(reason.reason, reason.span, not_null=True)
            return replace(value, type=strip_optional(to), data=open_)
    steps = [f"element {at}" for at in range(len(value.data))]
    items, element = _convert_elements(value, value.data, steps, to)
    if to.kind == "list":
        return replace(value, type=make_list_type(element), data=items)
    marked = value.sensitive or any(map(is_sensitive, items))
    return replace(value, type=make_set_type(element), data=sort_set_items(items), sensitive=marked)


def _convert_elements(
    value: Value, items: tuple[Value, ...], steps: Sequence[str], to: Collection
) -> tuple[tuple[Value, ...], Type]:
    """Return the items as the element type; an `any` in it becomes the type of the items."""
    wanted = to.element
    if isinstance(wanted, Anything):
        wanted = _unify_element_types(value.type)
    done = tuple(_convert_part(item, wanted, step) for item, step in zip(items, steps, strict=True))
    if not has_any(wanted) or not done:
        return done, strip_optional(wanted)
    kinds = [item.type for item in done if item.type != ANY or item.data is not None]
    found = unify(kinds or [ANY])
    if found is None:
        raise ConversionError("all elements must have the same type")
    return tuple(
        _convert_part(item, found, step) for item, step in zip(done, steps, strict=True)
    ), found


def _unify_element_types(source: Type) -> Type:
    """Return the element type for a conversion to `list(any)`, `set(any)` or `map(any)`."""
    match source:
        case Collection():
            return source.element
        case Tuple():
            return unify(source.elements) or ANY
        case Object():
            return unify(list(source.attributes.values())) or ANY
        case _:
            return ANY


def _convert_part(item: Value, to: Type, step: str) -> Value:
    try:
        return convert(item, to)
    except ConversionError as error:
        raise error.add_step(step) from None


def _convert_to_tuple(value: Value, to: Tuple) -> Value:
    if not isinstance(value.type, Tuple) or not is_convertible(value.type, to):
        raise ConversionError(explain_mismatch(value.type, to))
    assert isinstance(value.data, tuple)
    items = tuple(
        _convert_part(item, wanted, f"element {at}")
        for at, (item, wanted) in enumerate(zip(value.data, to.elements, strict=True))
    )
    return replace(value, type=Tuple(tuple(item.type for item in items)), data=items)


def _convert_to_object(value: Value, to: Object) -> Value:
    if not isinstance(value.data, Mapping):
        raise ConversionError(explain_mismatch(value.type, to))
    absent = [name for name in to.attributes if name not in value.data and name not in to.optional]
    if absent:
        raise ConversionError(explain_missing(absent))
    items = {
        name: _convert_part(value.data[name], wanted, f"attribute {quote_name(name)}")
        if name in value.data
        else Value(strip_optional(wanted), None, value.span)
        for name, wanted in to.attributes.items()
    }
    return replace(
        value, type=Object({name: item.type for name, item in items.items()}), data=items
    )
