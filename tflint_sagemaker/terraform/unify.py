"""Convertibility of types, and the one type that several types can be converted to.

The rules are those of Terraform's type system (zclconf/go-cty, package convert).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    make_list_type,
    make_map_type,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SAFE = {(NUMBER, STRING), (BOOL, STRING)}
_UNSAFE = {(STRING, NUMBER), (STRING, BOOL)}


def has_any(type_: Type) -> bool:
    """Return whether the type has an open part (`any`)."""
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


def strip_optional(type_: Type) -> Type:
    """Return the type without `optional`, as values have it."""
    match type_:
        case Collection():
            return Collection(type_.kind, strip_optional(type_.element))
        case Tuple():
            return Tuple(tuple(map(strip_optional, type_.elements)))
        case Object():
            return Object({k: strip_optional(v) for k, v in type_.attributes.items()})
        case _:
            return type_


def is_convertible(source: Type, target: Type, *, unsafe: bool = True) -> bool:
    """Return whether values of one type may convert to another.

    `unsafe` allows conversions that depend on the value.
    """
    if isinstance(target, Anything) or source == target:
        return True
    if isinstance(source, Anything):
        return unsafe
    match source, target:
        case Primitive(), Primitive():
            return (source, target) in _SAFE or (unsafe and (source, target) in _UNSAFE)
        case Collection(kind="map"), Collection(kind="map"):
            return is_convertible(source.element, target.element, unsafe=unsafe)
        case Collection(kind="list" | "set"), Collection(kind="list" | "set"):
            return (unsafe or source.kind == "set" or target.kind == "list") and is_convertible(
                source.element, target.element, unsafe=unsafe
            )
        case Tuple(), Collection(kind="list" | "set"):
            if isinstance(target.element, Anything) and not _has_one_type(source.elements):
                return False
            return (unsafe or target.kind == "list") and _is_every_type_convertible(
                source.elements, target.element, unsafe=unsafe
            )
        case Object(), Collection(kind="map"):
            return _is_every_type_convertible(
                source.attributes.values(), target.element, unsafe=unsafe
            )
        case Collection(kind="map"), Object():
            return unsafe and _is_every_pair_convertible(
                ((source.element, wanted) for wanted in target.attributes.values()), unsafe=unsafe
            )
        case Tuple(), Tuple():
            return len(source.elements) == len(target.elements) and _is_every_pair_convertible(
                zip(source.elements, target.elements, strict=True), unsafe=unsafe
            )
        case Object(), Object():
            return all(
                name in source.attributes or name in target.optional for name in target.attributes
            ) and _is_every_pair_convertible(
                (
                    (source.attributes[name], wanted)
                    for name, wanted in target.attributes.items()
                    if name in source.attributes
                ),
                unsafe=unsafe,
            )
        case _:
            return False


def _is_every_pair_convertible(pairs: Iterable[tuple[Type, Type]], *, unsafe: bool) -> bool:
    return all(is_convertible(source, target, unsafe=unsafe) for source, target in pairs)


def _has_one_type(types: Sequence[Type]) -> bool:
    """Return whether types are the same, or convert to one type without open parts."""
    found = unify(types)
    return found is None or not has_any(found) or len(set(types)) == 1


def _is_every_type_convertible(types: Iterable[Type], target: Type, *, unsafe: bool) -> bool:
    distinct = list(dict.fromkeys(types))
    if isinstance(target, Anything):
        return not distinct or unify(distinct, unsafe=unsafe) is not None
    return all(is_convertible(source, target, unsafe=unsafe) for source in distinct)


def unify(types: Iterable[Type], *, unsafe: bool = True) -> Type | None:
    """Return the one type that all of these can be converted to, or None."""
    distinct = list(dict.fromkeys(types))
    if len(distinct) <= 1:
        return distinct[0] if distinct else None
    objects = [each for each in distinct if isinstance(each, Object)]
    tuples = [each for each in distinct if isinstance(each, Tuple)]
    open_ = sum(isinstance(each, Anything) for each in distinct)
    if objects and tuples:
        return None
    kinds = {_get_kind(each) for each in distinct if not isinstance(each, Anything)}
    if open_ and len(kinds) == 1 and "primitive" not in kinds:
        # The result depends on the open part.
        return ANY
    if objects and len(objects) == len(distinct):
        return _unify_objects(objects, unsafe=unsafe)
    if tuples and len(tuples) == len(distinct):
        return _unify_tuples(tuples, unsafe=unsafe)
    found = _unify_collections(distinct, unsafe=unsafe)
    if found is not None:
        return found
    for wanted in _sort_by_generality(distinct):
        if all(is_convertible(each, wanted, unsafe=unsafe) for each in distinct):
            return wanted
    return None


def _get_kind(type_: Type) -> str:
    if isinstance(type_, Collection):
        return type_.kind
    return type(type_).__name__.lower()


def _unify_collections(types: Sequence[Type], *, unsafe: bool) -> Type | None:
    """Unify collections of one kind, with tuples among lists and objects among maps."""
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
        return None if element is None else make_map_type(element)
    found = {
        name: unify([each.attributes[name] for each in objects], unsafe=unsafe) for name in names
    }
    attributes = {name: type_ for name, type_ in found.items() if type_ is not None}
    return Object(attributes) if len(attributes) == len(found) else None


def _unify_tuples(tuples: Sequence[Tuple], *, unsafe: bool) -> Type | None:
    size = len(tuples[0].elements)
    if any(len(each.elements) != size for each in tuples):
        element = unify([type_ for each in tuples for type_ in each.elements], unsafe=unsafe)
        return None if element is None else make_list_type(element)
    found = [unify([each.elements[at] for each in tuples], unsafe=unsafe) for at in range(size)]
    elements = tuple(type_ for type_ in found if type_ is not None)
    return Tuple(elements) if len(elements) == size else None


def _sort_by_generality(types: Sequence[Type]) -> list[Type]:
    """Return the types, each after those that it may be converted to."""
    left, order = list(types), []
    while left:
        best = next(
            (each for each in left if not any(_is_more_general(other, each) for other in left)),
            left[0],
        )
        left.remove(best)
        order.append(best)
    return order


def _is_more_general(one: Type, other: Type) -> bool:
    """Return whether the first is the more general type of the two."""
    match one, other:
        case Anything(), _:
            return False
        case _, Anything():
            return True
        case Primitive(), Primitive():
            return one == STRING != other
        case Collection(), Collection() if one.kind == other.kind:
            return _is_more_general(one.element, other.element)
        case Collection(kind="list"), Collection(kind="set") | Tuple():
            return True
        case Tuple(), Collection(kind="set"):
            return True
        case Collection(kind="map"), Object():
            return True
        case _:
            return False
