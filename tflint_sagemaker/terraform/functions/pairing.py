"""Collection functions that bring keys and values together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tflint_sagemaker.terraform.convert import convert, unify
from tflint_sagemaker.terraform.functions.elements import (
    first_unknown,
    items_of,
)
from tflint_sagemaker.terraform.functions.spec import (
    Function,
    Parameter,
    failing,
)
from tflint_sagemaker.terraform.operators import equal
from tflint_sagemaker.terraform.types import (
    ANY,
    STRING,
    Anything,
    Collection,
    Tuple,
    list_of,
    map_of,
)
from tflint_sagemaker.terraform.value_marks import (
    Failure,
    marked,
    unknown_like,
)
from tflint_sagemaker.terraform.values import (
    Unknown,
    Value,
    object_of,
    string,
)

if TYPE_CHECKING:
    from tflint_sagemaker.terraform.functions.spec import Table


def _match_keys(values: Value, keys: Value, wanted: Value) -> Value:
    reason = first_unknown([values, keys, wanted])
    if reason:
        return unknown_like(reason, values.type, not_null=True)
    if len(items_of(values)) != len(items_of(keys)):
        raise Failure("length of keys and values should be equal")
    common = unify([keys.type, wanted.type])
    if common is None:
        raise Failure("keys and searchset must be of the same type")
    reason = keys.unknown or wanted.unknown
    if reason:
        return unknown_like(reason, values.type, not_null=True)
    keys, wanted = convert(keys, common), convert(wanted, common)
    found = tuple(
        value
        for value, key in zip(items_of(values), items_of(keys), strict=True)
        if any(equal(key, each) is True for each in items_of(wanted))
    )
    return Value(values.type, found)


def _transpose(value: Value) -> Value:
    assert isinstance(value.data, Mapping)
    found: dict[str, list[Value]] = {}
    for name in sorted(value.data):
        items = value.data[name]
        if items.data is None:
            raise failing("values", "input must not contain null list")
        for item in items_of(items):
            if item.data is None:
                raise failing("values", "input must not contain null string")
            found.setdefault(str(item.data), []).append(string(name))
    rows = {name: Value(list_of(STRING), tuple(found[name])) for name in sorted(found)}
    return Value(map_of(list_of(STRING)), rows)


def _zipmap(keys: Value, values: Value) -> Value:
    sequence = isinstance(values.type, Tuple) or (
        isinstance(values.type, Collection) and values.type.kind == "list"
    )
    if not sequence and not isinstance(values.type, Anything):
        raise failing("values", "values argument must be a list or tuple value")
    reason = first_unknown([keys, values])
    if reason:
        return unknown_like(reason, not_null=True)
    names, items = items_of(keys), items_of(values)
    if len(names) != len(items):
        raise Failure(
            f"number of keys ({len(names)}) does not match number of values ({len(items)})"
        )
    found: dict[str, Value] = {}
    for key, item in zip(names, items, strict=True):
        if isinstance(key.data, Unknown):
            return unknown_like(key.data, not_null=True)
        if key.data is None:
            raise failing("keys", "a key must not be null")
        found[str(key.data)] = item
    rows = {name: found[name] for name in sorted(found)}
    if isinstance(values.type, Collection):
        return marked(Value(map_of(values.type.element), rows), names)
    return marked(object_of(rows), names)


FUNCTIONS: Table = {
    "matchkeys": Function(
        _match_keys,
        (
            Parameter("values", list_of(ANY), partial=True),
            Parameter("keys", list_of(ANY), partial=True),
            Parameter("searchset", list_of(ANY), partial=True),
        ),
    ),
    "transpose": Function(
        _transpose,
        (Parameter("values", map_of(list_of(STRING))),),
        result=map_of(list_of(STRING)),
    ),
    "zipmap": Function(
        _zipmap,
        (Parameter("keys", list_of(STRING), partial=True), Parameter("values", partial=True)),
        marks="shallow",
    ),
}
