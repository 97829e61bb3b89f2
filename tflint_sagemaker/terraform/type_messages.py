"""Types and mismatches of types in words, as Terraform's messages have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.terraform.types import Anything, Collection, Object, Primitive, Tuple, Type
from tflint_sagemaker.terraform.unify import is_convertible

if TYPE_CHECKING:
    from collections.abc import Sequence


def describe_type(type_: Type) -> str:
    """Return the type in words: "list of string", "object"."""
    match type_:
        case Primitive():
            return type_.name
        case Anything():
            return "any type"
        case Collection():
            if isinstance(type_.element, Anything):
                return f"{type_.kind} of any single type"
            return f"{type_.kind} of {describe_type(type_.element)}"
        case Tuple():
            return "tuple"
        case Object():
            return "object"


def explain_mismatch(source: Type, target: Type) -> str:
    """Explain why values of one type never convert to another, in Terraform's words."""
    match source, target:
        case Object(), Object():
            absent = [
                name
                for name in target.attributes
                if name not in source.attributes and name not in target.optional
            ]
            if absent:
                return explain_missing(absent)
            for name, wanted in target.attributes.items():
                given = source.attributes.get(name, wanted)
                if not is_convertible(given, wanted):
                    return f"attribute {quote_name(name)}: {explain_mismatch(given, wanted)}"
        case Tuple(), Tuple() if len(source.elements) != len(target.elements):
            return f"tuple required, with {len(target.elements)} elements"
        case (Tuple(), Collection(kind="list" | "set")) if not isinstance(target.element, Anything):
            for at, given in enumerate(source.elements):
                if not is_convertible(given, target.element):
                    return f"element {at}: {explain_mismatch(given, target.element)}"
        case (Object(), Collection(kind="map")) if not isinstance(target.element, Anything):
            for name, given in source.attributes.items():
                if not is_convertible(given, target.element):
                    return f"element {quote_name(name)}: {explain_mismatch(given, target.element)}"
        case (Tuple(), Collection(kind="list" | "set" as kind)) | (
            Object(),
            Collection(kind="map" as kind),
        ):
            return f"all {kind} elements must have the same type"
        case _:
            pass
    return f"{describe_type(target)} required"


def explain_missing(names: Sequence[str]) -> str:
    """Return the message that attributes of these names are missing."""
    each = [quote_name(name) for name in sorted(names)]
    if len(each) == 1:
        return f"attribute {each[0]} is required"
    return f"attributes {', '.join(each[:-1])} and {each[-1]} are required"


def quote_name(name: str) -> str:
    """Return the name in backticks."""
    return f"`{name}`"
