"""Collection functions, those that look at or pick from one collection."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from tflint_sagemaker.terraform.convert import ConversionError, convert, friendly, unify
from tflint_sagemaker.terraform.functions import combining
from tflint_sagemaker.terraform.functions.graphemes import graphemes
from tflint_sagemaker.terraform.functions.spec import (
    Function,
    Parameter,
    failing,
    number_parameter,
    whole,
)
from tflint_sagemaker.terraform.operators import equal
from tflint_sagemaker.terraform.outcome import Failure, bounded, bounds, marked, unknown_like
from tflint_sagemaker.terraform.types import (
    ANY,
    BOOL,
    NUMBER,
    STRING,
    Anything,
    Collection,
    Object,
    Tuple,
    Type,
    list_of,
)
from tflint_sagemaker.terraform.values import Unknown, Value, boolean, number, string, tuple_of

if TYPE_CHECKING:
    from tflint_sagemaker.terraform.functions.spec import Table


def is_sequence(type_: Type, *, sets: bool = True) -> bool:
    """Whether it is a list, a tuple or (unless told otherwise) a set."""
    if isinstance(type_, Collection):
        return type_.kind == "list" or (sets and type_.kind == "set")
    return isinstance(type_, Tuple)


def _length(value: Value) -> Value:
    data = value.data
    if isinstance(data, Unknown):
        if isinstance(value.type, Tuple):
            return number(len(value.type.elements))
        if isinstance(value.type, Object):
            return number(len(value.type.attributes))
        if value.type in (NUMBER, BOOL):
            raise _no_length()
        reason = replace(data.plain, not_null=True)
        if isinstance(value.type, Collection):
            return bounded(NUMBER, reason, data.low or 0, data.high)
        if value.type == STRING:
            # What follows can add to the last grapheme, but not take one away.
            return bounded(NUMBER, reason, len(graphemes(data.prefix)), None)
        return Value(NUMBER, reason)
    if isinstance(data, str):
        return number(len(graphemes(data)))
    if isinstance(value.type, Collection) and value.type.kind == "set" and value.unknown:
        return bounded(NUMBER, replace(value.unknown.plain, not_null=True), *bounds(value))
    if isinstance(data, tuple | Mapping):
        return number(len(data))
    raise _no_length()


def _no_length() -> Failure:
    return failing("value", "argument must be a string, a collection type, or a structural type")


def _element(items: Value, at: Value) -> Value:
    if not is_sequence(items.type, sets=False) and not isinstance(items.type, Anything):
        raise failing("list", f"cannot read elements from {friendly(items.type)}")
    for value in (items, at):
        if isinstance(value.data, Unknown):
            element = items.type.element if isinstance(items.type, Collection) else ANY
            return unknown_like(value.data, element)
    assert isinstance(items.data, tuple)
    place = whole(at, "index")
    if not items.data:
        raise failing("index", "cannot use element function with an empty list")
    if place < 0 and isinstance(items.type, Tuple):
        raise failing("index", "cannot use element function with a negative index")
    return items.data[place % len(items.data)]


def _index(items: Value, wanted: Value) -> Value:
    for value in (items, wanted):
        if isinstance(value.data, Unknown):
            return unknown_like(value.data, NUMBER, not_null=True)
    if not is_sequence(items.type, sets=False):
        raise failing("list", "argument must be a list or tuple")
    assert isinstance(items.data, tuple)
    if not items.data:
        raise Failure("cannot search an empty list")
    for at, item in enumerate(items.data):
        answer = equal(item, wanted)
        if isinstance(answer, Unknown):
            return unknown_like(answer, NUMBER, not_null=True)
        if answer:
            return number(at)
    raise Failure("item not found")


def _contains(items: Value, wanted: Value) -> Value:
    for value in (items, wanted):
        if isinstance(value.data, Unknown):
            return unknown_like(value.data, BOOL, not_null=True)
    if not is_sequence(items.type):
        raise failing("list", "argument must be list, tuple, or set")
    assert isinstance(items.data, tuple)
    unsure: Unknown | None = None
    for item in items.data:
        answer = equal(item, wanted)
        if answer is True:
            return boolean(data=True)
        if isinstance(answer, Unknown):
            unsure = unsure or answer
    return unknown_like(unsure, BOOL, not_null=True) if unsure else boolean(data=False)


def _keys(value: Value) -> Value:
    match value.type:
        case Object():
            names = sorted(value.type.attributes)
            return tuple_of(tuple(string(name) for name in names))
        case Collection(kind="map"):
            if isinstance(value.data, Unknown):
                return unknown_like(value.data, list_of(STRING), not_null=True)
            assert isinstance(value.data, Mapping)
            return Value(list_of(STRING), tuple(string(name) for name in sorted(value.data)))
        case Anything() if isinstance(value.data, Unknown):
            return unknown_like(value.data, not_null=True)
        case _:
            raise failing("inputMap", "must have map or object type")


def _values(value: Value) -> Value:
    if isinstance(value.data, Unknown):
        if isinstance(value.type, Anything | Object) or (
            isinstance(value.type, Collection) and value.type.kind == "map"
        ):
            return unknown_like(value.data, not_null=True)
    elif isinstance(value.data, Mapping):
        items = tuple(value.data[name] for name in sorted(value.data))
        if isinstance(value.type, Collection):
            return Value(list_of(value.type.element), items)
        return tuple_of(items)
    raise failing("mapping", "values() requires a map as the first argument")


def _lookup(given: Value, key: Value, *default: Value) -> Value:
    if len(default) > 1:
        raise Failure("lookup() takes two or three arguments")
    for value in (given, key):
        if isinstance(value.data, Unknown):
            _check_lookup(given.type, default)
            return unknown_like(value.data)
    _check_lookup(given.type, default)
    assert isinstance(given.data, Mapping)
    name = str(key.data)
    if name in given.data:
        return given.data[name]
    if not default:
        raise Failure(f"lookup failed to find key `{name}`")
    if isinstance(given.type, Collection):
        return convert(default[0], given.type.element)
    return default[0]


def _looked_up(given: Value, key: Value, *default: Value) -> Value:
    return marked(_lookup(given, key, *default), [given, key])


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
        return unknown_like(value.data)
    assert isinstance(value.data, tuple)
    if value.unknown and isinstance(value.type, Collection) and value.type.kind == "set":
        if len(value.data) == 1:
            return value.data[0]
        return unknown_like(value.unknown)
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
        return unknown_like(items.data, BOOL, not_null=True)
    assert isinstance(items.data, tuple)
    unsure: Unknown | None = None
    for item in items.data:
        if isinstance(item.data, Unknown):
            unsure = unsure or item.data
        elif bool(item.data) == stop:
            return boolean(stop)
    return unknown_like(unsure, BOOL, not_null=True) if unsure else boolean(not stop)


def _coalesce(*values: Value) -> Value:
    found = unify([value.type for value in values])
    if found is None:
        raise Failure("at least one argument is required" if not values else _SAME_TYPE)
    for value in values:
        try:
            converted = convert(value, found)
        except ConversionError as error:
            raise Failure(f"{_SAME_TYPE}: {error}") from None
        if isinstance(converted.data, Unknown):
            return unknown_like(converted.data, found, not_null=True)
        if converted.data is not None and converted.data != "":
            return converted
    raise Failure("no non-null, non-empty-string arguments")


_SAME_TYPE = "all arguments must have the same type"


def _coalesce_list(*values: Value) -> Value:
    if not values:
        raise Failure("at least one argument is required")
    for value in values:
        if isinstance(value.data, Unknown):
            return unknown_like(value.data)
        if not is_sequence(value.type, sets=False):
            raise Failure("coalescelist arguments must be lists or tuples")
    lists = all(isinstance(value.type, Collection) for value in values)
    wanted = unify([value.type for value in values]) if lists else None
    for value in values:
        if value.data:
            return convert(value, wanted) if wanted else value
    raise Failure("no non-null arguments")


def _slice(items: Value, start: Value, end: Value) -> Value:
    if isinstance(items.data, Unknown) and isinstance(items.type, Anything):
        return unknown_like(items.data, not_null=True)
    if not is_sequence(items.type, sets=False):
        raise failing("list", "cannot slice a set, because its elements do not have indices")
    if isinstance(items.data, Unknown):
        kept = items.type if isinstance(items.type, Collection) else ANY
        return unknown_like(items.data, kept, not_null=True)
    assert isinstance(items.data, tuple)
    first, last = whole(start, "start_index"), whole(end, "end_index")
    if first < 0:
        raise failing("start_index", "start index must not be less than zero")
    if first > len(items.data):
        raise failing("start_index", "start index must not be greater than the length of the list")
    if last > len(items.data):
        raise failing("end_index", "end index must not be greater than the length of the list")
    if first > last:
        raise failing("start_index", "start index must not be greater than end index")
    part = items.data[first:last]
    return replace(items, data=part) if isinstance(items.type, Collection) else tuple_of(part)


_LIST = Parameter("list", partial=True)
_ANY_NULL = Parameter("vals", null=True, partial=True)
_BOOLS = Parameter("list", list_of(BOOL), partial=True)

FUNCTIONS: Table = {
    "alltrue": Function(_all_true, (_BOOLS,), result=BOOL),
    "anytrue": Function(_any_true, (_BOOLS,), result=BOOL),
    "coalesce": Function(_coalesce, variadic=_ANY_NULL),
    "coalescelist": Function(_coalesce_list, variadic=_ANY_NULL),
    "contains": Function(_contains, (_LIST, Parameter("value", partial=True)), result=BOOL),
    "element": Function(
        _element, (_LIST, Parameter("index", NUMBER, partial=True)), marks="shallow"
    ),
    "index": Function(_index, (_LIST, Parameter("value", partial=True)), result=NUMBER),
    "keys": Function(_keys, (Parameter("inputMap", partial=True),), marks="shallow"),
    "length": Function(
        _length, (Parameter("value", partial=True),), result=NUMBER, marks="shallow"
    ),
    "lookup": Function(
        _looked_up,
        (Parameter("inputMap", partial=True), Parameter("key", STRING, partial=True)),
        Parameter("default", null=True, partial=True),
        marks="none",
    ),
    "one": Function(_one, (_LIST,)),
    "slice": Function(
        _slice,
        (_LIST, number_parameter("start_index"), number_parameter("end_index")),
        marks="shallow",
    ),
    "values": Function(_values, (Parameter("mapping", partial=True),), marks="shallow"),
    **combining.FUNCTIONS,
}
