"""Collection functions, those that make new collections of old ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from tflint_sagemaker.terraform import numbers
from tflint_sagemaker.terraform.convert import convert, friendly
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
from tflint_sagemaker.terraform.operators import as_number
from tflint_sagemaker.terraform.sets import identity
from tflint_sagemaker.terraform.types import (
    ANY,
    NUMBER,
    STRING,
    Anything,
    Collection,
    Object,
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
    number,
    object_of,
    tuple_of,
)

if TYPE_CHECKING:
    from tflint_sagemaker.terraform.functions.spec import Table
    from tflint_sagemaker.terraform.types import Type


def _concat(*values: Value) -> Value:
    if not values:
        raise Failure("at least one argument is required")
    for value in values:
        lists = isinstance(value.type, Tuple) or (
            isinstance(value.type, Collection) and value.type.kind == "list"
        )
        if not lists and not isinstance(value.type, Anything):
            raise Failure(f"all arguments must be lists or tuples; got {friendly(value.type)}")
    reason = first_unknown(values)
    if reason:
        return unknown_like(reason, not_null=True)
    if all(isinstance(value.type, Collection) for value in values):
        wanted = common(values)
        if wanted is not None:
            parts = [items_of(convert(value, wanted)) for value in values]
            return Value(wanted, tuple(item for part in parts for item in part))
    return tuple_of(tuple(item for value in values for item in items_of(value)))


def _merge(*values: Value) -> Value:
    for value in values:
        maps = isinstance(value.type, Object | Anything) or (
            isinstance(value.type, Collection) and value.type.kind == "map"
        )
        if not maps:
            raise Failure(f"arguments must be maps or objects, got `{friendly(value.type)}`")
    reason = first_unknown(values)
    if reason:
        return unknown_like(reason, not_null=True)
    merged: dict[str, Value] = {}
    for value in values:
        if isinstance(value.data, Mapping):
            merged.update(value.data)
    types = {value.type for value in values}
    (first, *rest) = types or {ANY}
    if not rest and isinstance(first, Collection):
        return Value(first, {name: merged[name] for name in sorted(merged)})
    return object_of({name: merged[name] for name in sorted(merged)})


def _flatten(value: Value) -> Value:
    if value.unknown and not isinstance(value.data, tuple):
        return unknown_like(value.unknown, not_null=True)
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
            raise TooLarge
        if item.data is None or not _may_nest(item.type):
            found.append(item)
            continue
        lists.append(item)
        reason = first_unknown([item])
        if reason:
            return marked(unknown_like(reason, not_null=True), lists)
        pending.extend(reversed(items_of(item)))
    return marked(tuple_of(tuple(found)), lists)


def _may_nest(type_: Type) -> bool:
    if isinstance(type_, Collection):
        return type_.kind != "map"
    return isinstance(type_, Tuple | Anything)


def _distinct(value: Value) -> Value:
    if value.unknown:
        return unknown_like(value.unknown, value.type, not_null=True)
    seen = {identity(item): item for item in reversed(items_of(value))}
    kept = {id(item) for item in seen.values()}
    return Value(value.type, tuple(item for item in items_of(value) if id(item) in kept))


def _compact(value: Value) -> Value:
    if isinstance(value.data, Unknown):
        return unknown_like(value.data, list_of(STRING), not_null=True)
    kept = []
    for item in items_of(value):
        if isinstance(item.data, Unknown):
            surely = item.data.prefix or item.data.suffix
            if not surely:
                return unknown_like(item.data, list_of(STRING), not_null=True)
        if item.data:
            kept.append(item)
    return Value(list_of(STRING), tuple(kept))


def _chunks(items: Value, size: Value) -> Value:
    if isinstance(items.data, Unknown):
        return unknown_like(items.data, list_of(items.type), not_null=True)
    count = whole(size, "size")
    if count < 0:
        raise failing("size", "the size argument must be positive")
    rows = items_of(items)
    parts = [rows[at : at + count] for at in range(0, len(rows), count)] if count else [rows]
    if not rows:
        parts = []
    return Value(list_of(items.type), tuple(Value(items.type, part) for part in parts))


def _range(*limits: Value) -> Value:
    given = [as_number(limit) for limit in limits]
    if not 1 <= len(given) <= 3:
        raise Failure("must have one, two, or three arguments")
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
            raise Failure("more than 1024 values were generated; use a larger step")
        found.append(number(at))
        at = numbers.add(at, step)
    return Value(list_of(NUMBER), tuple(found))


def _reverse(value: Value) -> Value:
    match value.type:
        case Tuple():
            if isinstance(value.data, Unknown):
                return unknown_like(
                    value.data, Tuple(tuple(reversed(value.type.elements))), not_null=True
                )
            return tuple_of(tuple(reversed(items_of(value))))
        case Collection(kind="list" | "set"):
            reason = first_unknown([value])
            if reason:
                return unknown_like(reason, list_of(value.type.element), not_null=True)
            return Value(list_of(value.type.element), tuple(reversed(items_of(value))))
        case Anything() if isinstance(value.data, Unknown):
            return unknown_like(value.data, not_null=True)
        case _:
            raise failing(
                "list", f"can only reverse list or tuple values, not {friendly(value.type)}"
            )


def _sort(value: Value) -> Value:
    if isinstance(value.data, Unknown):
        return unknown_like(value.data, list_of(STRING), not_null=True)
    for item in items_of(value):
        if item.data is None:
            raise failing("list", "given list element is null; a null string cannot be sorted")
    reason = value.unknown
    if reason:
        # Their number is known, and no place of any of them.
        return Value(list_of(STRING), (unknown_like(reason, STRING),) * len(items_of(value)))
    return Value(list_of(STRING), tuple(sorted(items_of(value), key=lambda item: str(item.data))))


_LISTS = Parameter("list", list_of(ANY))

FUNCTIONS: Table = {
    "chunklist": Function(
        _chunks,
        (Parameter("list", list_of(ANY), partial=True), number_parameter("size")),
        marks="shallow",
    ),
    "compact": Function(_compact, (Parameter("list", list_of(STRING), partial=True),)),
    "concat": Function(_concat, variadic=Parameter("seqs", partial=True), marks="shallow"),
    "distinct": Function(_distinct, (replace(_LISTS, partial=True),)),
    "flatten": Function(_flatten, (Parameter("list", partial=True),), marks="shallow"),
    "merge": Function(_merge, variadic=Parameter("maps", null=True, partial=True), marks="shallow"),
    "range": Function(_range, variadic=number_parameter("params"), result=list_of(NUMBER)),
    "reverse": Function(_reverse, (Parameter("list", partial=True),), marks="shallow"),
    "sort": Function(
        _sort, (Parameter("list", list_of(STRING), partial=True),), result=list_of(STRING)
    ),
}
