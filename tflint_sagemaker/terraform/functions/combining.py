"""Collection functions, those that make new collections of old ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from tflint_sagemaker.terraform import numbers
from tflint_sagemaker.terraform.convert import convert, friendly, unify
from tflint_sagemaker.terraform.functions.spec import (
    Function,
    Parameter,
    failing,
    number_parameter,
    whole,
)
from tflint_sagemaker.terraform.operators import as_number, equal
from tflint_sagemaker.terraform.outcome import (
    MAX_ELEMENTS,
    Failure,
    TooLarge,
    marked,
    open_set,
    unknown_like,
)
from tflint_sagemaker.terraform.sets import identity, set_items
from tflint_sagemaker.terraform.types import (
    ANY,
    NUMBER,
    STRING,
    Anything,
    Collection,
    Object,
    Tuple,
    list_of,
    map_of,
    set_of,
)
from tflint_sagemaker.terraform.values import (
    Unknown,
    Value,
    number,
    object_of,
    string,
    tuple_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tflint_sagemaker.terraform.functions.spec import Table
    from tflint_sagemaker.terraform.types import Type


def _items(value: Value) -> tuple[Value, ...]:
    assert isinstance(value.data, tuple)
    return value.data


def _whole(value: Value) -> Unknown | None:
    return value.data if isinstance(value.data, Unknown) else None


def _first_unknown(values: Sequence[Value]) -> Unknown | None:
    """The reason if one of these (not some part of it) is unknown, or a set is not sure."""
    for value in values:
        if isinstance(value.data, Unknown):
            return value.data
        if open_set(value):
            return value.unknown
    return None


def _common(values: Sequence[Value]) -> Type | None:
    """The type that all fit into; empty collections of an open type fit into any."""
    closed = [
        value.type
        for value in values
        if value.data or not (isinstance(value.type, Collection) and value.type.element == ANY)
    ]
    return unify(closed or [value.type for value in values])


def _concat(*values: Value) -> Value:
    if not values:
        raise Failure("at least one argument is required")
    for value in values:
        lists = isinstance(value.type, Tuple) or (
            isinstance(value.type, Collection) and value.type.kind == "list"
        )
        if not lists and not isinstance(value.type, Anything):
            raise Failure(f"all arguments must be lists or tuples; got {friendly(value.type)}")
    reason = _first_unknown(values)
    if reason:
        return unknown_like(reason, not_null=True)
    if all(isinstance(value.type, Collection) for value in values):
        wanted = _common(values)
        if wanted is not None:
            parts = [_items(convert(value, wanted)) for value in values]
            return Value(wanted, tuple(item for part in parts for item in part))
    return tuple_of(tuple(item for value in values for item in _items(value)))


def _merge(*values: Value) -> Value:
    for value in values:
        maps = isinstance(value.type, Object | Anything) or (
            isinstance(value.type, Collection) and value.type.kind == "map"
        )
        if not maps:
            raise Failure(f"arguments must be maps or objects, got `{friendly(value.type)}`")
    reason = _first_unknown(values)
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
        reason = _first_unknown([item])
        if reason:
            return marked(unknown_like(reason, not_null=True), lists)
        pending.extend(reversed(_items(item)))
    return marked(tuple_of(tuple(found)), lists)


def _may_nest(type_: Type) -> bool:
    if isinstance(type_, Collection):
        return type_.kind != "map"
    return isinstance(type_, Tuple | Anything)


def _distinct(value: Value) -> Value:
    if value.unknown:
        return unknown_like(value.unknown, value.type, not_null=True)
    seen = {identity(item): item for item in reversed(_items(value))}
    kept = {id(item) for item in seen.values()}
    return Value(value.type, tuple(item for item in _items(value) if id(item) in kept))


def _compact(value: Value) -> Value:
    if isinstance(value.data, Unknown):
        return unknown_like(value.data, list_of(STRING), not_null=True)
    kept = []
    for item in _items(value):
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
    rows = _items(items)
    parts = [rows[at : at + count] for at in range(0, len(rows), count)] if count else [rows]
    if not rows:
        parts = []
    return Value(list_of(items.type), tuple(Value(items.type, part) for part in parts))


def _match_keys(values: Value, keys: Value, wanted: Value) -> Value:
    reason = _first_unknown([values, keys, wanted])
    if reason:
        return unknown_like(reason, values.type, not_null=True)
    if len(_items(values)) != len(_items(keys)):
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
        for value, key in zip(_items(values), _items(keys), strict=True)
        if any(equal(key, each) is True for each in _items(wanted))
    )
    return Value(values.type, found)


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
            return tuple_of(tuple(reversed(_items(value))))
        case Collection(kind="list" | "set"):
            reason = _first_unknown([value])
            if reason:
                return unknown_like(reason, list_of(value.type.element), not_null=True)
            return Value(list_of(value.type.element), tuple(reversed(_items(value))))
        case Anything() if isinstance(value.data, Unknown):
            return unknown_like(value.data, not_null=True)
        case _:
            raise failing(
                "list", f"can only reverse list or tuple values, not {friendly(value.type)}"
            )


def _sort(value: Value) -> Value:
    if isinstance(value.data, Unknown):
        return unknown_like(value.data, list_of(STRING), not_null=True)
    for item in _items(value):
        if item.data is None:
            raise failing("list", "given list element is null; a null string cannot be sorted")
    reason = value.unknown
    if reason:
        # Their number is known, and no place of any of them.
        return Value(list_of(STRING), (unknown_like(reason, STRING),) * len(_items(value)))
    return Value(list_of(STRING), tuple(sorted(_items(value), key=lambda item: str(item.data))))


def _set_product(*values: Value) -> Value:
    if len(values) < 2:
        raise Failure("at least two arguments are required")
    for value in values:
        if not isinstance(value.type, Tuple | Anything) and not (
            isinstance(value.type, Collection) and value.type.kind != "map"
        ):
            raise Failure("a set or a list is required")
    reason = _first_unknown(values)
    if reason:
        return unknown_like(reason, not_null=True)
    every = [
        convert(value, list_of(ANY)) if isinstance(value.type, Tuple) else value for value in values
    ]
    if prod(len(_items(value)) for value in every) > MAX_ELEMENTS:
        raise TooLarge
    rows = tuple(tuple_of(row) for row in product(*map(_items, every)))
    elements = [value.type.element for value in every if isinstance(value.type, Collection)]
    element = Tuple(tuple(elements))
    if any(isinstance(v.type, Collection) and v.type.kind == "set" for v in every):
        return Value(set_of(element), set_items(rows))
    return Value(list_of(element), rows)


def _set_operation(name: str) -> Function:
    def operation(*values: Value) -> Value:
        wanted = _common(values)
        if wanted is None:
            raise Failure("given sets must all have compatible element types")
        # Elements that are not known can be united with others, not compared with them.
        reasons = (_whole(value) if name == "union" else value.unknown for value in values)
        reason = next(filter(None, reasons), None)
        if reason:
            return unknown_like(reason, wanted, not_null=True)
        sets = [_items(convert(value, wanted)) for value in values]
        keys = [{identity(item) for item in items} for items in sets]
        if name == "union":
            return Value(wanted, set_items(item for items in sets for item in items))
        first, rest = sets[0], keys[1:]
        if name == "subtract":
            return Value(wanted, tuple(i for i in first if identity(i) not in rest[0]))
        return Value(wanted, tuple(i for i in first if all(identity(i) in k for k in rest)))

    first = Parameter("first_set", set_of(ANY), partial=True)
    others = Parameter("other_sets", set_of(ANY), partial=True)
    if name == "subtract":
        return Function(operation, (replace(first, name="a"), replace(others, name="b")))
    return Function(operation, (first,), others)


def _transpose(value: Value) -> Value:
    assert isinstance(value.data, Mapping)
    found: dict[str, list[Value]] = {}
    for name in sorted(value.data):
        items = value.data[name]
        if items.data is None:
            raise failing("values", "input must not contain null list")
        for item in _items(items):
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
    reason = _first_unknown([keys, values])
    if reason:
        return unknown_like(reason, not_null=True)
    names = _items(keys)
    if len(names) != len(_items(values)):
        raise Failure(
            f"number of keys ({len(names)}) does not match number of values ({len(_items(values))})"
        )
    found: dict[str, Value] = {}
    for key, item in zip(names, _items(values), strict=True):
        if isinstance(key.data, Unknown):
            return unknown_like(key.data, not_null=True)
        if key.data is None:
            raise failing("keys", "a key must not be null")
        found[str(key.data)] = item
    rows = {name: found[name] for name in sorted(found)}
    if isinstance(values.type, Collection):
        return marked(Value(map_of(values.type.element), rows), names)
    return marked(object_of(rows), names)


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
    "matchkeys": Function(
        _match_keys,
        (
            Parameter("values", list_of(ANY), partial=True),
            Parameter("keys", list_of(ANY), partial=True),
            Parameter("searchset", list_of(ANY), partial=True),
        ),
    ),
    "merge": Function(_merge, variadic=Parameter("maps", null=True, partial=True), marks="shallow"),
    "range": Function(_range, variadic=number_parameter("params"), result=list_of(NUMBER)),
    "reverse": Function(_reverse, (Parameter("list", partial=True),), marks="shallow"),
    "setintersection": _set_operation("intersection"),
    "setproduct": Function(_set_product, variadic=Parameter("sets", partial=True), marks="shallow"),
    "setsubtract": _set_operation("subtract"),
    "setunion": _set_operation("union"),
    "sort": Function(
        _sort, (Parameter("list", list_of(STRING), partial=True),), result=list_of(STRING)
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
