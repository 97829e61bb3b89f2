"""Conversion of values from one type to another, and the one type that several fit into.

The rules are those of Terraform's type system (zclconf/go-cty, package convert): primitives turn
into strings and back where their text allows it, tuples and objects into collections, and
whatever does not fit is an error in Terraform's own words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from tflint_sagemaker.terraform import numbers
from tflint_sagemaker.terraform.outcome import is_sensitive
from tflint_sagemaker.terraform.sets import set_items
from tflint_sagemaker.terraform.types import (
    ANY,
    BOOL,
    NUMBER,
    STRING,
    Anything,
    Collection,
    Object,
    Primitive,
    Tuple,
    Type,
    list_of,
    map_of,
    set_of,
)
from tflint_sagemaker.terraform.values import Unknown, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SAFE = {(NUMBER, STRING), (BOOL, STRING)}
_UNSAFE = {(STRING, NUMBER), (STRING, BOOL)}
_BOOLS = {"true": True, "1": True, "false": False, "0": False}
_NEARLY_BOOLS = {"TRUE", "True", "FALSE", "False"}


class ConversionError(Exception):
    """The value does not fit the type. The message is a clause, with the path where there is one.

    Examples: "string required", "a bool is required", "element 0: string required".
    """

    def __init__(self, message: str, path: tuple[str, ...] = ()) -> None:
        super().__init__(": ".join((*path, message)))
        self.message = message
        self.path = path

    def under(self, step: str) -> ConversionError:
        """The same error, seen from one level further out."""
        return ConversionError(self.message, (step, *self.path))


def convert(value: Value, to: Type) -> Value:
    """The value as that type; its place and its way stay. Raises ConversionError.

    Unknown stays unknown and null stays null, both of the new type. `any` inside a collection
    becomes the one type that all elements fit into.
    """
    if isinstance(to, Anything) or (value.type == to and not has_any(to)):
        return value
    if isinstance(value.data, Unknown) or value.data is None:
        if not convertible(value.type, to):
            raise ConversionError(mismatch(value.type, to))
        kept = value.data
        if kept and (kept.prefix or kept.suffix) and to != STRING:
            kept = replace(kept, prefix="", suffix="")
        return replace(value, type=without_optional(to), data=kept)
    match to:
        case Primitive():
            return _to_primitive(value, to)
        case Collection():
            return _to_collection(value, to)
        case Tuple():
            return _to_tuple(value, to)
        case Object():
            return _to_object(value, to)


def _to_primitive(value: Value, to: Primitive) -> Value:
    data = value.data
    if not isinstance(value.type, Primitive):
        raise ConversionError(mismatch(value.type, to))
    if to == STRING:
        if isinstance(data, bool):
            return replace(value, type=STRING, data="true" if data else "false")
        assert not isinstance(data, str | tuple | Mapping | Unknown)
        assert data is not None
        return replace(value, type=STRING, data=numbers.text(data))
    if not isinstance(data, str):
        raise ConversionError(mismatch(value.type, to))
    if to == BOOL:
        if data in _BOOLS:
            return replace(value, type=BOOL, data=_BOOLS[data])
        hint = f"; to convert from string, use lowercase `{data.lower()}`"
        raise ConversionError("a bool is required" + (hint if data in _NEARLY_BOOLS else ""))
    try:
        found = numbers.parsed(data)
    except numbers.OutOfRange:
        return replace(value, type=NUMBER, data=Unknown("the number is too large to compute with"))
    if found is None:
        raise ConversionError("a number is required")
    return replace(value, type=NUMBER, data=found)


def _to_collection(value: Value, to: Collection) -> Value:
    if not convertible(value.type, to):
        raise ConversionError(mismatch(value.type, to))
    if to.kind == "map":
        assert isinstance(value.data, Mapping)
        keys = list(value.data)
        steps = [f"element {_quoted(key)}" for key in keys]
        items, element = _elements(value, tuple(value.data.values()), steps, to)
        return replace(
            value, type=map_of(element), data=dict(sorted(zip(keys, items, strict=True)))
        )
    assert isinstance(value.data, tuple)
    if to.kind == "list" and isinstance(value.type, Collection) and value.type.kind == "set":
        # Neither the order nor the number of its elements is known.
        reason = value.unknown
        if reason:
            open_ = Unknown(reason.reason, reason.span, not_null=True)
            return replace(value, type=without_optional(to), data=open_)
    steps = [f"element {at}" for at in range(len(value.data))]
    items, element = _elements(value, value.data, steps, to)
    if to.kind == "list":
        return replace(value, type=list_of(element), data=items)
    marked = value.sensitive or any(map(is_sensitive, items))
    return replace(value, type=set_of(element), data=set_items(items), sensitive=marked)


def _elements(
    value: Value, items: tuple[Value, ...], steps: Sequence[str], to: Collection
) -> tuple[tuple[Value, ...], Type]:
    """The items converted to the element type, which is worked out where it holds an `any`."""
    wanted = to.element
    if isinstance(wanted, Anything):
        wanted = _common(value.type)
    done = tuple(_step(item, wanted, step) for item, step in zip(items, steps, strict=True))
    if not has_any(wanted) or not done:
        return done, without_optional(wanted)
    found = unify([item.type for item in done])
    if found is None:
        raise ConversionError("all elements must have the same type")
    return tuple(_step(item, found, step) for item, step in zip(done, steps, strict=True)), found


def _common(source: Type) -> Type:
    """The element type for a conversion to `list(any)` and its like."""
    match source:
        case Collection():
            return source.element
        case Tuple():
            return unify(source.elements) or ANY
        case Object():
            return unify(list(source.attributes.values())) or ANY
        case _:
            return ANY


def _step(item: Value, to: Type, step: str) -> Value:
    try:
        return convert(item, to)
    except ConversionError as error:
        raise error.under(step) from None


def _to_tuple(value: Value, to: Tuple) -> Value:
    if not isinstance(value.type, Tuple) or not convertible(value.type, to):
        raise ConversionError(mismatch(value.type, to))
    assert isinstance(value.data, tuple)
    items = tuple(
        _step(item, wanted, f"element {at}")
        for at, (item, wanted) in enumerate(zip(value.data, to.elements, strict=True))
    )
    return replace(value, type=Tuple(tuple(item.type for item in items)), data=items)


def _to_object(value: Value, to: Object) -> Value:
    if not isinstance(value.data, Mapping):
        raise ConversionError(mismatch(value.type, to))
    missing = [name for name in to.attributes if name not in value.data and name not in to.optional]
    if missing:
        raise ConversionError(_missing(missing))
    items = {
        name: _step(value.data[name], wanted, f"attribute {_quoted(name)}")
        if name in value.data
        else Value(without_optional(wanted), None, value.span)
        for name, wanted in to.attributes.items()
    }
    return replace(
        value, type=Object({name: item.type for name, item in items.items()}), data=items
    )


def _missing(names: Sequence[str]) -> str:
    quoted = [_quoted(name) for name in sorted(names)]
    if len(quoted) == 1:
        return f"attribute {quoted[0]} is required"
    return f"attributes {', '.join(quoted[:-1])} and {quoted[-1]} are required"


def _quoted(name: str) -> str:
    return f"`{name}`"


# --- types -----------------------------------------------------------------------------------


def has_any(type_: Type) -> bool:
    """Whether the type leaves something open."""
    match type_:
        case Anything():
            return True
        case Collection():
            return has_any(type_.element)
        case Tuple():
            return any(map(has_any, type_.elements))
        case Object():
            return any(map(has_any, type_.attributes.values()))
        case _:
            return False


def without_optional(type_: Type) -> Type:
    """The type of values of that constraint: `optional` says nothing about a value."""
    match type_:
        case Collection():
            return Collection(type_.kind, without_optional(type_.element))
        case Tuple():
            return Tuple(tuple(map(without_optional, type_.elements)))
        case Object():
            return Object({k: without_optional(v) for k, v in type_.attributes.items()})
        case _:
            return type_


def convertible(source: Type, target: Type, *, unsafe: bool = True) -> bool:
    """Whether values of one type may fit another; `unsafe` admits what depends on the value."""
    if isinstance(target, Anything) or source == target:
        return True
    if isinstance(source, Anything):
        return unsafe
    match source, target:
        case Primitive(), Primitive():
            return (source, target) in _SAFE or (unsafe and (source, target) in _UNSAFE)
        case Collection(kind="map"), Collection(kind="map"):
            return convertible(source.element, target.element, unsafe=unsafe)
        case Collection(kind="list" | "set"), Collection(kind="list" | "set"):
            return (unsafe or source.kind == "set" or target.kind == "list") and convertible(
                source.element, target.element, unsafe=unsafe
            )
        case Tuple(), Collection(kind="list" | "set"):
            return (unsafe or target.kind == "list") and _all_fit(
                source.elements, target.element, unsafe=unsafe
            )
        case Object(), Collection(kind="map"):
            return _all_fit(source.attributes.values(), target.element, unsafe=unsafe)
        case Collection(kind="map"), Object():
            return unsafe and _all_convertible(
                ((source.element, wanted) for wanted in target.attributes.values()), unsafe=unsafe
            )
        case Tuple(), Tuple():
            return len(source.elements) == len(target.elements) and _all_convertible(
                zip(source.elements, target.elements, strict=True), unsafe=unsafe
            )
        case Object(), Object():
            return all(
                name in source.attributes or name in target.optional for name in target.attributes
            ) and _all_convertible(
                (
                    (source.attributes[name], wanted)
                    for name, wanted in target.attributes.items()
                    if name in source.attributes
                ),
                unsafe=unsafe,
            )
        case _:
            return False


def _all_convertible(pairs: Iterable[tuple[Type, Type]], *, unsafe: bool) -> bool:
    return all(convertible(source, target, unsafe=unsafe) for source, target in pairs)


def _all_fit(types: Iterable[Type], target: Type, *, unsafe: bool) -> bool:
    distinct = list(dict.fromkeys(types))
    if isinstance(target, Anything):
        return not distinct or unify(distinct, unsafe=unsafe) is not None
    return all(convertible(source, target, unsafe=unsafe) for source in distinct)


def unify(types: Iterable[Type], *, unsafe: bool = True) -> Type | None:
    """The one type that all of these can be converted to, or None."""
    distinct = list(dict.fromkeys(types))
    if len(distinct) <= 1:
        return distinct[0] if distinct else None
    objects = [each for each in distinct if isinstance(each, Object)]
    tuples = [each for each in distinct if isinstance(each, Tuple)]
    open_ = sum(isinstance(each, Anything) for each in distinct)
    if objects and tuples:
        return None
    if objects and len(objects) + open_ == len(distinct):
        return _unify_objects(objects, unsafe=unsafe)
    if tuples and len(tuples) + open_ == len(distinct):
        return _unify_tuples(tuples, unsafe=unsafe)
    found = _unify_collections(distinct, unsafe=unsafe)
    if found is not None:
        return found
    for wanted in _by_preference(distinct):
        if all(convertible(each, wanted, unsafe=unsafe) for each in distinct):
            return wanted
    return None


def _unify_collections(types: Sequence[Type], *, unsafe: bool) -> Type | None:
    """Collections of one kind, with tuples among lists and objects among maps."""
    kinds = {each.kind for each in types if isinstance(each, Collection)}
    if len(kinds) != 1:
        return None
    kind = kinds.pop()
    elements: list[Type] = []
    for each in types:
        match each:
            case Collection():
                elements.append(each.element)
            case Tuple() if kind == "list":
                elements.extend(each.elements)
            case Object() if kind == "map":
                elements.extend(each.attributes.values())
            case Anything():
                pass
            case _:
                return None
    element = unify(elements, unsafe=unsafe)
    return None if element is None else Collection(kind, element)


def _unify_objects(objects: Sequence[Object], *, unsafe: bool) -> Type | None:
    names = objects[0].attributes.keys()
    if any(each.attributes.keys() != names for each in objects):
        every = [type_ for each in objects for type_ in each.attributes.values()]
        element = unify(every, unsafe=unsafe)
        return None if element is None else map_of(element)
    found = {
        name: unify([each.attributes[name] for each in objects], unsafe=unsafe) for name in names
    }
    attributes = {name: type_ for name, type_ in found.items() if type_ is not None}
    return Object(attributes) if len(attributes) == len(found) else None


def _unify_tuples(tuples: Sequence[Tuple], *, unsafe: bool) -> Type | None:
    size = len(tuples[0].elements)
    if any(len(each.elements) != size for each in tuples):
        element = unify([type_ for each in tuples for type_ in each.elements], unsafe=unsafe)
        return None if element is None else list_of(element)
    found = [unify([each.elements[at] for each in tuples], unsafe=unsafe) for at in range(size)]
    elements = tuple(type_ for type_ in found if type_ is not None)
    return Tuple(elements) if len(elements) == size else None


def _by_preference(types: Sequence[Type]) -> list[Type]:
    """The types, each behind those that it may be converted to."""
    left, order = list(types), []
    while left:
        best = next(
            (each for each in left if not any(_preferred(other, each) for other in left)), left[0]
        )
        left.remove(best)
        order.append(best)
    return order


def _preferred(one: Type, other: Type) -> bool:
    """Whether the first is the more general type of the two."""
    match one, other:
        case Anything(), _:
            return False
        case _, Anything():
            return True
        case Primitive(), Primitive():
            return one == STRING != other
        case Collection(), Collection() if one.kind == other.kind:
            return _preferred(one.element, other.element)
        case Collection(kind="list"), Collection(kind="set") | Tuple():
            return True
        case Tuple(), Collection(kind="set"):
            return True
        case Collection(kind="map"), Object():
            return True
        case _:
            return False


def friendly(type_: Type) -> str:
    """The type in words: "list of string", "object"."""
    match type_:
        case Primitive():
            return type_.name
        case Anything():
            return "any type"
        case Collection():
            if isinstance(type_.element, Anything):
                return f"{type_.kind} of any single type"
            return f"{type_.kind} of {friendly(type_.element)}"
        case Tuple():
            return "tuple"
        case Object():
            return "object"


def mismatch(source: Type, target: Type) -> str:
    """Why values of one type never fit another, in Terraform's words."""
    match source, target:
        case Object(), Object():
            missing = [
                name
                for name in target.attributes
                if name not in source.attributes and name not in target.optional
            ]
            if missing:
                return _missing(missing)
            for name, wanted in target.attributes.items():
                given = source.attributes.get(name, wanted)
                if not convertible(given, wanted):
                    return f"attribute {_quoted(name)}: {mismatch(given, wanted)}"
        case Tuple(), Tuple() if len(source.elements) != len(target.elements):
            return f"tuple required, with {len(target.elements)} elements"
        case (Tuple(), Collection(kind="list" | "set")) if not isinstance(target.element, Anything):
            for at, given in enumerate(source.elements):
                if not convertible(given, target.element):
                    return f"element {at}: {mismatch(given, target.element)}"
        case (Object(), Collection(kind="map")) if not isinstance(target.element, Anything):
            for name, given in source.attributes.items():
                if not convertible(given, target.element):
                    return f"element {_quoted(name)}: {mismatch(given, target.element)}"
        case (Tuple(), Collection(kind="list" | "set" as kind)) | (
            Object(),
            Collection(kind="map" as kind),
        ):
            return f"all {kind} elements must have the same type"
        case _:
            pass
    return f"{friendly(target)} required"
