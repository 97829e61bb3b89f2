"""Terraform's types (https://developer.hashicorp.com/terraform/language/expressions/types)."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Literal, TypeAlias

from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Primitive:
    """`string`, `number` or `bool`."""

    name: Literal["string", "number", "bool"]

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Anything:
    """`any`: not known yet, or without a constraint."""

    def __str__(self) -> str:
        return "any"


@dataclass(frozen=True, slots=True)
class Collection:
    """`list(T)`, `set(T)` or `map(T)`: elements of one type."""

    kind: Literal["list", "set", "map"]
    element: Type

    def __str__(self) -> str:
        return f"{self.kind}({self.element})"


@dataclass(frozen=True, slots=True)
class Tuple:
    """`tuple([…])`: a type for each element."""

    elements: tuple[Type, ...]

    def __str__(self) -> str:
        return f"tuple([{', '.join(map(str, self.elements))}])"


@dataclass(frozen=True, slots=True)
class Object:
    """`object({…})`; `optional` names the attributes that may be missing."""

    attributes: Mapping[str, Type]
    optional: frozenset[str] = field(default=frozenset())

    def __str__(self) -> str:
        return f"object({{{', '.join(f'{k}={v}' for k, v in self.attributes.items())}}})"

    def __hash__(self) -> int:
        return hash((frozenset(self.attributes.items()), self.optional))


Type: TypeAlias = Primitive | Anything | Collection | Tuple | Object

STRING = Primitive("string")
NUMBER = Primitive("number")
BOOL = Primitive("bool")
ANY = Anything()


def make_list_type(element: Type) -> Collection:
    """Return `list(element)`."""
    return Collection("list", element)


def make_set_type(element: Type) -> Collection:
    """Return `set(element)`."""
    return Collection("set", element)


def make_map_type(element: Type) -> Collection:
    """Return `map(element)`."""
    return Collection("map", element)
