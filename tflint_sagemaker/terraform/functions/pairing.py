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
from tflint_sagemaker.terraform.operators import compare
from tflint_sagemaker.terraform.types import (
    ANY,
    STRING,
    Anything,
    Collection,
    Tuple,
    make_list_type,
    make_map_type,
)
from tflint_sagemaker.terraform.value_marks import (
    ExpressionError,
    derive_unknown,
    mark_sensitive,
)
from tflint_sagemaker.terraform.values import (
    Unknown,
    Value,
    make_object,
    make_string,
)

if TYPE_CHECKING:
    from tflint_sagemaker.terraform.functions.spec import Table


def _match_keys(values: Value, keys: Value, wanted: Value) -> Value:
    reason = first_unknown([values, keys, wanted])
    if reason:
        return derive_unknown(reason, values.type, not_null=True)
    if len(items_of(values)) != len(items_of(keys)):
        raise ExpressionError("length of keys and values should be equal")
    common = unify([keys.type, wanted.type])
    if common is None:
        raise ExpressionError("keys and searchset must be of the same type")
    reason = keys.unknown or wanted.unknown
    if reason:
        return derive_unknown(reason, values.type, not_null=True)
    keys, wanted = convert(keys, common), convert(wanted, common)
    found = tuple(
        value
        for value, key in zip(items_of(values), items_of(keys), strict=True)
        if any(compare(key, each) is True for each in items_of(wanted))
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
            found.setdefault(str(item.data), []).append(make_string(name))
    rows = {name: Value(make_list_type(STRING), tuple(found[name])) for name in sorted(found)}
    return Value(make_map_type(make_list_type(STRING)), rows)


def _zipmap(keys: Value, values: Value) -> Value:
    sequence = isinstance(values.type, Tuple) or (
        isinstance(values.type, Collection) and values.type.kind == "list"
    )
    if not sequence and not isinstance(values.type, Anything):
        raise failing("values", "values argument must be a list or tuple value")
    reason = first_unknown([keys, values])
    if reason:
        return derive_unknown(reason, not_null=True)
    names, items = items_of(keys), items_of(values)
    if len(names) != len(items):
        raise ExpressionError(
            f"number of keys ({len(names)}) does not match number of values ({len(items)})"
        )
    found: dict[str, Value] = {}
    for key, item in zip(names, items, strict=True):
        if isinstance(key.data, Unknown):
            return derive_unknown(key.data, not_null=True)
        if key.data is None:
            raise failing("keys", "a key must not be null")
        found[str(key.data)] = item
    rows = {name: found[name] for name in sorted(found)}
    if isinstance(values.type, Collection):
        return mark_sensitive(Value(make_map_type(values.type.element), rows), names)
    return mark_sensitive(make_object(rows), names)


FUNCTIONS: Table = {
    "matchkeys": Function(
        _match_keys,
        (
            Parameter("values", make_list_type(ANY), partial=True),
            Parameter("keys", make_list_type(ANY), partial=True),
            Parameter("searchset", make_list_type(ANY), partial=True),
        ),
    ),
    "transpose": Function(
        _transpose,
        (Parameter("values", make_map_type(make_list_type(STRING))),),
        result=make_map_type(make_list_type(STRING)),
    ),
    "zipmap": Function(
        _zipmap,
        (
            Parameter("keys", make_list_type(STRING), partial=True),
            Parameter("values", partial=True),
        ),
        marks="shallow",
    ),
}
