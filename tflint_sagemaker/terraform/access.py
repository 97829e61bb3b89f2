"""Attributes, indexes: one step into a value."""

from __future__ import annotations

from collections.abc import Mapping

from tflint_sagemaker.terraform.convert import ConversionError, convert, friendly
from tflint_sagemaker.terraform.spelling import near_miss
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
from tflint_sagemaker.terraform.value_marks import Failure, marked, unknown_like
from tflint_sagemaker.terraform.values import Unknown, Value

_NO_ELEMENT = "the given key does not identify an element in this collection value"


class MissingAttribute(Failure):
    """An object or a map has no such attribute or element."""


def attribute(value: Value, name: str) -> Value:
    """`value.name`. Raises Failure."""
    if value.data is None:
        raise Failure(f"this value is null, so it does not have an attribute `{name}`")
    match value.type:
        case Object() | Anything() if isinstance(value.data, Mapping) and name in value.data:
            return marked(value.data[name], [value])
        case Object():
            if name not in value.type.attributes:
                raise MissingAttribute(
                    f"this object does not have an attribute named `{name}`",
                    near_miss(name, value.type.attributes),
                )
            assert isinstance(value.data, Unknown)
            return marked(unknown_like(value.data, value.type.attributes[name]), [value])
        case Collection(kind="map"):
            if isinstance(value.data, Unknown):
                return marked(unknown_like(value.data, value.type.element), [value])
            assert isinstance(value.data, Mapping)
            if name not in value.data:
                raise MissingAttribute(
                    f"this map does not have an element with the key `{name}`",
                    near_miss(name, value.data),
                )
            return marked(value.data[name], [value])
        case Anything() if isinstance(value.data, Unknown):
            return marked(unknown_like(value.data), [value])
        case _:
            raise MissingAttribute(_no_attributes(value.type, name))


def _no_attributes(type_: Type, name: str) -> str:
    match type_:
        case Collection(kind="list" | "set", element=Object()):
            return (
                f"can't access attributes on a {type_.kind} of objects; did you mean to access "
                f"attribute `{name}` across all elements of the {type_.kind}"
            )
        case Primitive():
            return f"can't access attributes on a primitive-typed value ({type_})"
        case _:
            return f"this value ({friendly(type_)}) does not have any attributes"


def index(value: Value, key: Value) -> Value:
    """`value[key]`. Raises Failure."""
    if value.data is None:
        raise Failure("this value is null, so it does not have any indices")
    if key.data is None:
        raise Failure("can't use a null value as an indexing key")
    for part in (value, key):
        if isinstance(part.type, Anything) and isinstance(part.data, Unknown):
            return marked(unknown_like(part.data), [value, key])
    match value.type:
        case Tuple() | Collection(kind="list"):
            found = _element(value, _key(key, NUMBER))
        case Collection(kind="map"):
            found = _member(value, _key(key, STRING))
        case Object():
            # The name of an attribute is part of the type, which is no secret.
            return marked(_member(value, _key(key, STRING)), [value])
        case Collection(kind="set"):
            raise Failure("elements of a set have no index or key, so one cannot be selected")
        case _:
            raise Failure(f"this value ({friendly(value.type)}) does not have any indices")
    return marked(found, [value, key])


def _key(key: Value, wanted: Primitive) -> Value:
    try:
        return convert(key, wanted)
    except ConversionError as error:
        raise Failure(f"{_NO_ELEMENT}: {error}") from None


def _element(value: Value, key: Value) -> Value:
    if isinstance(key.data, Unknown):
        return unknown_like(key.data, _element_type(value.type))
    at = key.data
    assert not isinstance(at, str | tuple | Mapping)
    assert at is not None
    if isinstance(value.data, Unknown) and isinstance(value.type, Collection):
        return unknown_like(value.data, value.type.element)
    if not isinstance(at, int):
        raise Failure(f"{_NO_ELEMENT}: indexing a sequence requires a whole number")
    if at < 0:
        raise Failure(f"{_NO_ELEMENT}: a negative number is not a valid index for a sequence")
    size = len(value.type.elements) if isinstance(value.type, Tuple) else None
    if isinstance(value.data, tuple):
        size = len(value.data)
    if size is not None and at >= size:
        raise Failure(
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
    return unknown_like(value.data, value.type.elements[at])


def _member(value: Value, key: Value) -> Value:
    if isinstance(key.data, Unknown):
        return unknown_like(key.data, _element_type(value.type))
    name = key.data
    assert isinstance(name, str)
    if isinstance(value.data, Mapping):
        if name in value.data:
            return value.data[name]
        raise MissingAttribute(f"{_NO_ELEMENT}: there is no `{name}`", near_miss(name, value.data))
    assert isinstance(value.data, Unknown)
    if isinstance(value.type, Object):
        if name not in value.type.attributes:
            raise MissingAttribute(
                f"{_NO_ELEMENT}: there is no `{name}`", near_miss(name, value.type.attributes)
            )
        return unknown_like(value.data, value.type.attributes[name])
    return unknown_like(value.data, _element_type(value.type))


def _element_type(type_: Type) -> Type:
    return type_.element if isinstance(type_, Collection) else ANY
