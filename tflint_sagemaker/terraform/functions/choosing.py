"""Collection functions that pick one of several values, or say whether one is true."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tflint_sagemaker.terraform.convert import ConversionError, convert, unify
from tflint_sagemaker.terraform.functions.elements import (
    is_sequence,
)
from tflint_sagemaker.terraform.functions.spec import (
    Function,
    Parameter,
    failing,
)
from tflint_sagemaker.terraform.types import (
    ANY,
    BOOL,
    STRING,
    Anything,
    Collection,
    Object,
    Type,
    make_list_type,
)
from tflint_sagemaker.terraform.value_marks import (
    ExpressionError,
    derive_unknown,
    mark_sensitive,
)
from tflint_sagemaker.terraform.values import (
    Unknown,
    Value,
    make_bool,
)

if TYPE_CHECKING:
    from tflint_sagemaker.terraform.functions.spec import Table
    from tflint_sagemaker.terraform.types import Type


def _lookup(given: Value, key: Value, *default: Value) -> Value:
    if len(default) > 1:
        raise ExpressionError("lookup() takes two or three arguments")
    for value in (given, key):
        if isinstance(value.data, Unknown):
            _check_lookup(given.type, default)
            return derive_unknown(value.data)
    _check_lookup(given.type, default)
    assert isinstance(given.data, Mapping)
    name = str(key.data)
    if name in given.data:
        return given.data[name]
    if not default:
        raise ExpressionError(f"lookup failed to find key `{name}`")
    if isinstance(given.type, Collection):
        return convert(default[0], given.type.element)
    return default[0]


def _looked_up(given: Value, key: Value, *default: Value) -> Value:
    return mark_sensitive(_lookup(given, key, *default), [given, key])


def _check_lookup(type_: Type, default: tuple[Value, ...]) -> None:
    if isinstance(type_, Collection) and type_.kind == "map":
        for value in default:
            try:
                convert(value, type_.element)
            except ConversionError:
                raise failing(
                    "default", "the default value must have the same type as the map elements"
                ) from None
    elif not isinstance(type_, Object | Anything):
        raise failing("inputMap", "lookup() requires a map as the first argument")


def _one(value: Value) -> Value:
    if not is_sequence(value.type) and not isinstance(value.type, Anything):
        raise failing(
            "list", "must be a list, set, or tuple value with either zero or one elements"
        )
    if isinstance(value.data, Unknown):
        return derive_unknown(value.data)
    assert isinstance(value.data, tuple)
    if value.unknown and isinstance(value.type, Collection) and value.type.kind == "set":
        if len(value.data) == 1:
            return value.data[0]
        return derive_unknown(value.unknown)
    if len(value.data) > 1:
        raise failing(
            "list", "must be a list, set, or tuple value with either zero or one elements"
        )
    if value.data:
        return value.data[0]
    return Value(value.type.element if isinstance(value.type, Collection) else ANY, None)


def _all_true(items: Value) -> Value:
    return _fold(items, stop=False)


def _any_true(items: Value) -> Value:
    return _fold(items, stop=True)


def _fold(items: Value, *, stop: bool) -> Value:
    """False as soon as one is not true, or true as soon as one is; a null is false."""
    if isinstance(items.data, Unknown):
        return derive_unknown(items.data, BOOL, not_null=True)
    assert isinstance(items.data, tuple)
    unsure: Unknown | None = None
    for item in items.data:
        if isinstance(item.data, Unknown):
            unsure = unsure or item.data
        elif bool(item.data) == stop:
            return make_bool(stop)
    return derive_unknown(unsure, BOOL, not_null=True) if unsure else make_bool(not stop)


def _coalesce(*values: Value) -> Value:
    found = unify([value.type for value in values])
    if found is None:
        raise ExpressionError("at least one argument is required" if not values else _SAME_TYPE)
    for value in values:
        try:
            converted = convert(value, found)
        except ConversionError as error:
            raise ExpressionError(f"{_SAME_TYPE}: {error}") from None
        if isinstance(converted.data, Unknown):
            return derive_unknown(converted.data, found, not_null=True)
        if converted.data is not None and converted.data != "":
            return converted
    raise ExpressionError("no non-null, non-empty-string arguments")


_SAME_TYPE = "all arguments must have the same type"


def _coalesce_list(*values: Value) -> Value:
    if not values:
        raise ExpressionError("at least one argument is required")
    for value in values:
        if isinstance(value.data, Unknown):
            return derive_unknown(value.data)
        if not is_sequence(value.type, sets=False):
            raise ExpressionError("coalescelist arguments must be lists or tuples")
    lists = all(isinstance(value.type, Collection) for value in values)
    wanted = unify([value.type for value in values]) if lists else None
    for value in values:
        if value.data:
            return convert(value, wanted) if wanted else value
    raise ExpressionError("no non-null arguments")


_BOOLS = Parameter("list", make_list_type(BOOL), partial=True)


_ANY_NULL = Parameter("vals", null=True, partial=True)


_LIST = Parameter("list", partial=True)


FUNCTIONS: Table = {
    "alltrue": Function(_all_true, (_BOOLS,), result=BOOL),
    "anytrue": Function(_any_true, (_BOOLS,), result=BOOL),
    "coalesce": Function(_coalesce, variadic=_ANY_NULL),
    "coalescelist": Function(_coalesce_list, variadic=_ANY_NULL),
    "lookup": Function(
        _looked_up,
        (Parameter("inputMap", partial=True), Parameter("key", STRING, partial=True)),
        Parameter("default", null=True, partial=True),
        marks="none",
    ),
    "one": Function(_one, (_LIST,)),
}
