"""Collection functions, those that look at or pick from one collection."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from tflint_sagemaker.terraform.convert import describe_type
from tflint_sagemaker.terraform.functions import choosing, combining, pairing, setwise
from tflint_sagemaker.terraform.functions.elements import (
    is_sequence,
)
from tflint_sagemaker.terraform.functions.graphemes import graphemes
from tflint_sagemaker.terraform.functions.spec import (
    Function,
    Parameter,
    failing,
    number_parameter,
    whole,
)
from tflint_sagemaker.terraform.operators import compare
from tflint_sagemaker.terraform.types import (
    ANY,
    BOOL,
    NUMBER,
    STRING,
    Anything,
    Collection,
    Object,
    Tuple,
    make_list_type,
)
from tflint_sagemaker.terraform.value_marks import (
    ExpressionError,
    bound_unknown,
    derive_unknown,
    get_bounds,
)
from tflint_sagemaker.terraform.values import (
    Unknown,
    Value,
    make_bool,
    make_number,
    make_string,
    make_tuple,
)

if TYPE_CHECKING:
    from tflint_sagemaker.terraform.functions.spec import Table


def _length(value: Value) -> Value:
    data = value.data
    if isinstance(data, Unknown):
        if isinstance(value.type, Tuple):
            return make_number(len(value.type.elements))
        if isinstance(value.type, Object):
            return make_number(len(value.type.attributes))
        if value.type in (NUMBER, BOOL):
            raise _no_length()
        reason = replace(data.plain, not_null=True)
        if isinstance(value.type, Collection):
            return bound_unknown(NUMBER, reason, data.low or 0, data.high)
        if value.type == STRING:
            # What follows can add to the last grapheme, but not take one away.
            return bound_unknown(NUMBER, reason, len(graphemes(data.prefix)), None)
        return Value(NUMBER, reason)
    if isinstance(data, str):
        return make_number(len(graphemes(data)))
    if isinstance(value.type, Collection) and value.type.kind == "set" and value.unknown:
        return bound_unknown(
            NUMBER, replace(value.unknown.plain, not_null=True), *get_bounds(value)
        )
    if isinstance(data, tuple | Mapping):
        return make_number(len(data))
    raise _no_length()


def _no_length() -> ExpressionError:
    return failing("value", "argument must be a string, a collection type, or a structural type")


def _element(items: Value, at: Value) -> Value:
    if not is_sequence(items.type, sets=False) and not isinstance(items.type, Anything):
        raise failing("list", f"cannot read elements from {describe_type(items.type)}")
    for value in (items, at):
        if isinstance(value.data, Unknown):
            element = items.type.element if isinstance(items.type, Collection) else ANY
            return derive_unknown(value.data, element)
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
            return derive_unknown(value.data, NUMBER, not_null=True)
    if not is_sequence(items.type, sets=False):
        raise failing("list", "argument must be a list or tuple")
    assert isinstance(items.data, tuple)
    if not items.data:
        raise ExpressionError("cannot search an empty list")
    for at, item in enumerate(items.data):
        answer = compare(item, wanted)
        if isinstance(answer, Unknown):
            return derive_unknown(answer, NUMBER, not_null=True)
        if answer:
            return make_number(at)
    raise ExpressionError("item not found")


def _contains(items: Value, wanted: Value) -> Value:
    for value in (items, wanted):
        if isinstance(value.data, Unknown):
            return derive_unknown(value.data, BOOL, not_null=True)
    if not is_sequence(items.type):
        raise failing("list", "argument must be list, tuple, or set")
    assert isinstance(items.data, tuple)
    unsure: Unknown | None = None
    for item in items.data:
        answer = compare(item, wanted)
        if answer is True:
            return make_bool(data=True)
        if isinstance(answer, Unknown):
            unsure = unsure or answer
    return derive_unknown(unsure, BOOL, not_null=True) if unsure else make_bool(data=False)


def _keys(value: Value) -> Value:
    match value.type:
        case Object():
            names = sorted(value.type.attributes)
            return make_tuple(tuple(make_string(name) for name in names))
        case Collection(kind="map"):
            if isinstance(value.data, Unknown):
                return derive_unknown(value.data, make_list_type(STRING), not_null=True)
            assert isinstance(value.data, Mapping)
            return Value(
                make_list_type(STRING), tuple(make_string(name) for name in sorted(value.data))
            )
        case Anything() if isinstance(value.data, Unknown):
            return derive_unknown(value.data, not_null=True)
        case _:
            raise failing("inputMap", "must have map or object type")


def _values(value: Value) -> Value:
    if isinstance(value.data, Unknown):
        if isinstance(value.type, Anything | Object) or (
            isinstance(value.type, Collection) and value.type.kind == "map"
        ):
            return derive_unknown(value.data, not_null=True)
    elif isinstance(value.data, Mapping):
        items = tuple(value.data[name] for name in sorted(value.data))
        if isinstance(value.type, Collection):
            return Value(make_list_type(value.type.element), items)
        return make_tuple(items)
    raise failing("mapping", "values() requires a map as the first argument")


def _slice(items: Value, start: Value, end: Value) -> Value:
    if isinstance(items.data, Unknown) and isinstance(items.type, Anything):
        return derive_unknown(items.data, not_null=True)
    if not is_sequence(items.type, sets=False):
        raise failing("list", "cannot slice a set, because its elements do not have indices")
    if isinstance(items.data, Unknown):
        kept = items.type if isinstance(items.type, Collection) else ANY
        return derive_unknown(items.data, kept, not_null=True)
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
    return replace(items, data=part) if isinstance(items.type, Collection) else make_tuple(part)


_LIST = Parameter("list", partial=True)

FUNCTIONS: Table = {
    "contains": Function(_contains, (_LIST, Parameter("value", partial=True)), result=BOOL),
    "element": Function(
        _element, (_LIST, Parameter("index", NUMBER, partial=True)), marks="shallow"
    ),
    "index": Function(_index, (_LIST, Parameter("value", partial=True)), result=NUMBER),
    "keys": Function(_keys, (Parameter("inputMap", partial=True),), marks="shallow"),
    "length": Function(
        _length, (Parameter("value", partial=True),), result=NUMBER, marks="shallow"
    ),
    "slice": Function(
        _slice,
        (_LIST, number_parameter("start_index"), number_parameter("end_index")),
        marks="shallow",
    ),
    "values": Function(_values, (Parameter("mapping", partial=True),), marks="shallow"),
    **choosing.FUNCTIONS,
    **combining.FUNCTIONS,
    **pairing.FUNCTIONS,
    **setwise.FUNCTIONS,
}
