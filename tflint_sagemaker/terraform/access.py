"""One step into a value: the evaluation of `value.name` and `value[key]`."""

from __future__ import annotations

from collections.abc import Mapping

from tflint_sagemaker.terraform.convert import ConversionError, convert, describe_type
from tflint_sagemaker.terraform.spelling import suggest_name
from tflint_sagemaker.terraform.types import (
    ANY,
    NUMBER,
    STRING,
    Anything,
    Collection,
    Object,
    Primitive,
    Tuple,
    Type,
)
from tflint_sagemaker.terraform.value_marks import ExpressionError, derive_unknown, mark_sensitive
from tflint_sagemaker.terraform.values import Unknown, Value

_NO_ELEMENT = "the given key does not identify an element in this collection value"


class MissingAttributeError(ExpressionError):
    """An object or a map has no such attribute or element."""


def get_attribute(value: Value, name: str) -> Value:
    """Return `value.name`. Raises ExpressionError."""
    if value.data is None:
        raise ExpressionError(f"this value is null, so it does not have an attribute `{name}`")
    match value.type:
        case Object() | Anything() if isinstance(value.data, Mapping) and name in value.data:
            return mark_sensitive(value.data[name], [value])
        case Object():
            if name not in value.type.attributes:
                raise MissingAttributeError(
                    f"this object does not have an attribute named `{name}`",
                    suggest_name(name, value.type.attributes),
                )
            assert isinstance(value.data, Unknown)
            return mark_sensitive(derive_unknown(value.data, value.type.attributes[name]), [value])
        case Collection(kind="map"):
            if isinstance(value.data, Unknown):
                return mark_sensitive(derive_unknown(value.data, value.type.element), [value])
            assert isinstance(value.data, Mapping)
            if name not in value.data:
                raise MissingAttributeError(
                    f"this map does not have an element with the key `{name}`",
                    suggest_name(name, value.data),
                )
            return mark_sensitive(value.data[name], [value])
        case Anything() if isinstance(value.data, Unknown):
            return mark_sensitive(derive_unknown(value.data), [value])
        case _:
            raise MissingAttributeError(_explain_no_attributes(value.type, name))


def _explain_no_attributes(type_: Type, name: str) -> str:
    match type_:
        case Collection(kind="list" | "set", element=Object()):
            return (
                f"can't access attributes on a {type_.kind} of objects; did you mean to access "
                f"attribute `{name}` across all elements of the {type_.kind}"
            )
        case Primitive():
            return f"can't access attributes on a primitive-typed value ({type_})"
        case _:
            return f"this value ({describe_type(type_)}) does not have any attributes"


def get_element(value: Value, key: Value) -> Value:
    """Return `value[key]`. Raises ExpressionError."""
    if value.data is None:
        raise ExpressionError("this value is null, so it does not have any indices")
    if key.data is None:
        raise ExpressionError("can't use a null value as an indexing key")
    for part in (value, key):
        if isinstance(part.type, Anything) and isinstance(part.data, Unknown):
            return mark_sensitive(derive_unknown(part.data), [value, key])
    match value.type:
        case Tuple() | Collection(kind="list"):
            found = _get_sequence_element(value, _convert_key(key, NUMBER))
        case Collection(kind="map"):
            found = _get_member(value, _convert_key(key, STRING))
        case Object():
            # The name of an attribute is part of the type, and a type is never sensitive.
            return mark_sensitive(_get_member(value, _convert_key(key, STRING)), [value])
        case Collection(kind="set"):
            raise ExpressionError(
                "elements of a set have no index or key, so one cannot be selected"
            )
        case _:
            raise ExpressionError(
                f"this value ({describe_type(value.type)}) does not have any indices"
            )
    return mark_sensitive(found, [value, key])


def _convert_key(key: Value, wanted: Primitive) -> Value:
    try:
        return convert(key, wanted)
    except ConversionError as error:
        raise ExpressionError(f"{_NO_ELEMENT}: {error}") from None


def _get_sequence_element(value: Value, key: Value) -> Value:
    if isinstance(key.data, Unknown):
        return derive_unknown(key.data, _get_element_type(value.type))
    at = key.data
    assert not isinstance(at, str | tuple | Mapping)
    assert at is not None
    if isinstance(value.data, Unknown) and isinstance(value.type, Collection):
        return derive_unknown(value.data, value.type.element)
    if not isinstance(at, int):
        raise ExpressionError(f"{_NO_ELEMENT}: indexing a sequence requires a whole number")
    if at < 0:
        raise ExpressionError(
            f"{_NO_ELEMENT}: a negative number is not a valid index for a sequence"
        )
    size = len(value.type.elements) if isinstance(value.type, Tuple) else None
    if isinstance(value.data, tuple):
        size = len(value.data)
    if size is not None and at >= size:
        raise ExpressionError(
            f"{_NO_ELEMENT}: "
            + (
                "the given index is greater than or equal to the length of the collection"
                if size
                else "the collection has no elements"
            )
        )
    if isinstance(value.data, tuple):
        return value.data[at]
    assert isinstance(value.data, Unknown)
    assert isinstance(value.type, Tuple)
    return derive_unknown(value.data, value.type.elements[at])


def _get_member(value: Value, key: Value) -> Value:
    if isinstance(key.data, Unknown):
        return derive_unknown(key.data, _get_element_type(value.type))
    name = key.data
    assert isinstance(name, str)
    if isinstance(value.data, Mapping):
        if name in value.data:
            return value.data[name]
        raise MissingAttributeError(
            f"{_NO_ELEMENT}: there is no `{name}`", suggest_name(name, value.data)
        )
    assert isinstance(value.data, Unknown)
    if isinstance(value.type, Object):
        if name not in value.type.attributes:
            raise MissingAttributeError(
                f"{_NO_ELEMENT}: there is no `{name}`", suggest_name(name, value.type.attributes)
            )
        return derive_unknown(value.data, value.type.attributes[name])
    return derive_unknown(value.data, _get_element_type(value.type))


def _get_element_type(type_: Type) -> Type:
    return type_.element if isinstance(type_, Collection) else ANY
