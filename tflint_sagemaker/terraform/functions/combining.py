"""Collection functions, those that make new collections of old ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from tflint_sagemaker.terraform import numbers
from tflint_sagemaker.terraform.convert import convert, describe_type
from tflint_sagemaker.terraform.functions.elements import (
    common,
    first_unknown,
    items_of,
)
from tflint_sagemaker.terraform.functions.spec import (
    Function,
    Parameter,
    failing,
    number_parameter,
    whole,
)
from tflint_sagemaker.terraform.operators import get_number
from tflint_sagemaker.terraform.sets import make_identity
from tflint_sagemaker.terraform.types import (
    ANY,
    NUMBER,
    STRING,
    Anything,
    Collection,
    Object,
    Tuple,
    Type,
    make_list_type,
)
from tflint_sagemaker.terraform.value_marks import (
    MAX_ELEMENTS,
    ExpressionError,
    ResultTooLargeError,
    derive_unknown,
    mark_sensitive,
)
from tflint_sagemaker.terraform.values import (
    Unknown,
    Value,
    make_number,
    make_object,
    make_tuple,
)

if TYPE_CHECKING:
    from tflint_sagemaker.terraform.functions.spec import Table
    from tflint_sagemaker.terraform.types import Type


def _concat(*values: Value) -> Value:
    if not values:
        raise ExpressionError("at least one argument is required")
    for value in values:
        lists = isinstance(value.type, Tuple) or (
            isinstance(value.type, Collection) and value.type.kind == "list"
        )
        if not lists and not isinstance(value.type, Anything):
            raise ExpressionError(
                f"all arguments must be lists or tuples; got {describe_type(value.type)}"
            )
    reason = first_unknown(values)
    if reason:
        return derive_unknown(reason, not_null=True)
    if all(isinstance(value.type, Collection) for value in values):
        wanted = common(values)
        if wanted is not None:
            parts = [items_of(convert(value, wanted)) for value in values]
            return Value(wanted, tuple(item for part in parts for item in part))
    return make_tuple(tuple(item for value in values for item in items_of(value)))


def _merge(*values: Value) -> Value:
    for value in values:
        maps = isinstance(value.type, Object | Anything) or (
            isinstance(value.type, Collection) and value.type.kind == "map"
        )
        if not maps:
            raise ExpressionError(
                f"arguments must be maps or objects, got `{describe_type(value.type)}`"
            )
    reason = first_unknown(values)
    if reason:
        return derive_unknown(reason, not_null=True)
    merged: dict[str, Value] = {}
    for value in values:
        if isinstance(value.data, Mapping):
            merged.update(value.data)
    types = {value.type for value in values}
    (first, *rest) = types or {ANY}
    if not rest and isinstance(first, Collection):
        return Value(first, {name: merged[name] for name in sorted(merged)})
    return make_object({name: merged[name] for name in sorted(merged)})


def _flatten(value: Value) -> Value:
    if value.unknown and not isinstance(value.data, tuple):
        return derive_unknown(value.unknown, not_null=True)
    if not isinstance(value.type, Tuple) and not (
        isinstance(value.type, Collection) and value.type.kind != "map"
    ):
        raise failing("list", "can only flatten lists, sets and tuples")
    found: list[Value] = []
    lists: list[Value] = []
    pending = [value]
    while pending:
        item = pending.pop()
        if len(found) > MAX_ELEMENTS:
            raise ResultTooLargeError
        if item.data is None or not _may_nest(item.type):
            found.append(item)
            continue
        lists.append(item)
        reason = first_unknown([item])
        if reason:
            return mark_sensitive(derive_unknown(reason, not_null=True), lists)
        pending.extend(reversed(items_of(item)))
    return mark_sensitive(make_tuple(tuple(found)), lists)


def _may_nest(type_: Type) -> bool:
    if isinstance(type_, Collection):
        return type_.kind != "map"
    return isinstance(type_, Tuple | Anything)


def _distinct(value: Value) -> Value:
    if value.unknown:
        return derive_unknown(value.unknown, value.type, not_null=True)
    seen = {make_identity(item): item for item in reversed(items_of(value))}
    kept = {id(item) for item in seen.values()}
    return Value(value.type, tuple(item for item in items_of(value) if id(item) in kept))


def _compact(value: Value) -> Value:
    if isinstance(value.data, Unknown):
        return derive_unknown(value.data, make_list_type(STRING), not_null=True)
    kept = []
    for item in items_of(value):
        if isinstance(item.data, Unknown):
            surely = item.data.prefix or item.data.suffix
            if not surely:
                return derive_unknown(item.data, make_list_type(STRING), not_null=True)
        if item.data:
            kept.append(item)
    return Value(make_list_type(STRING), tuple(kept))


def _chunks(items: Value, size: Value) -> Value:
    if isinstance(items.data, Unknown):
        return derive_unknown(items.data, make_list_type(items.type), not_null=True)
    count = whole(size, "size")
    if count < 0:
        raise failing("size", "the size argument must be positive")
    rows = items_of(items)
    parts = [rows[at : at + count] for at in range(0, len(rows), count)] if count else [rows]
    if not rows:
        parts = []
    return Value(make_list_type(items.type), tuple(Value(items.type, part) for part in parts))


def _range(*limits: Value) -> Value:
    given = [get_number(limit) for limit in limits]
    if not 1 <= len(given) <= 3:
        raise ExpressionError("must have one, two, or three arguments")
    start, end = (0, given[0]) if len(given) == 1 else (given[0], given[1])
    step = given[2] if len(given) == 3 else (1 if start <= end else -1)
    if step == 0 and start != end:
        raise failing("step", "step must not be zero")
    if (end > start and step < 0) or (end < start and step > 0):
        down = "positive" if step > 0 else "negative"
        way = "less" if step > 0 else "greater"
        raise failing("end", f"end must not be {way} than start with a {down} step")
    found: list[Value] = []
    at = start
    while (at < end) if step > 0 else (at > end):
        if len(found) >= 1024:
            raise ExpressionError("more than 1024 values were generated; use a larger step")
        found.append(make_number(at))
        at = numbers.add(at, step)
    return Value(make_list_type(NUMBER), tuple(found))


def _reverse(value: Value) -> Value:
    match value.type:
        case Tuple():
            if isinstance(value.data, Unknown):
                return derive_unknown(
                    value.data, Tuple(tuple(reversed(value.type.elements))), not_null=True
                )
            return make_tuple(tuple(reversed(items_of(value))))
        case Collection(kind="list" | "set"):
            reason = first_unknown([value])
            if reason:
                return derive_unknown(reason, make_list_type(value.type.element), not_null=True)
            return Value(make_list_type(value.type.element), tuple(reversed(items_of(value))))
        case Anything() if isinstance(value.data, Unknown):
            return derive_unknown(value.data, not_null=True)
        case _:
            raise failing(
                "list", f"can only reverse list or tuple values, not {describe_type(value.type)}"
            )


def _sort(value: Value) -> Value:
    if isinstance(value.data, Unknown):
        return derive_unknown(value.data, make_list_type(STRING), not_null=True)
    for item in items_of(value):
        if item.data is None:
            raise failing("list", "given list element is null; a null string cannot be sorted")
    reason = value.unknown
    if reason:
        # Their number is known, and no place of any of them.
        return Value(
            make_list_type(STRING), (derive_unknown(reason, STRING),) * len(items_of(value))
        )
    return Value(
        make_list_type(STRING), tuple(sorted(items_of(value), key=lambda item: str(item.data)))
    )


_LISTS = Parameter("list", make_list_type(ANY))

FUNCTIONS: Table = {
    "chunklist": Function(
        _chunks,
        (Parameter("list", make_list_type(ANY), partial=True), number_parameter("size")),
        marks="shallow",
    ),
    "compact": Function(_compact, (Parameter("list", make_list_type(STRING), partial=True),)),
    "concat": Function(_concat, variadic=Parameter("seqs", partial=True), marks="shallow"),
    "distinct": Function(_distinct, (replace(_LISTS, partial=True),)),
    "flatten": Function(_flatten, (Parameter("list", partial=True),), marks="shallow"),
    "merge": Function(_merge, variadic=Parameter("maps", null=True, partial=True), marks="shallow"),
    "range": Function(_range, variadic=number_parameter("params"), result=make_list_type(NUMBER)),
    "reverse": Function(_reverse, (Parameter("list", partial=True),), marks="shallow"),
    "sort": Function(
        _sort,
        (Parameter("list", make_list_type(STRING), partial=True),),
        result=make_list_type(STRING),
    ),
}
