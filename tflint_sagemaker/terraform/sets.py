"""Sets: the order and the identity of their elements."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from tflint_sagemaker.terraform import numbers
from tflint_sagemaker.terraform.types import Collection, Object
from tflint_sagemaker.terraform.values import Unknown, Value

if TYPE_CHECKING:
    from collections.abc import Iterable

ValueKey: TypeAlias = tuple[object, ...]


def make_identity(value: Value) -> ValueKey | None:
    """Return a hashable key: two known values are the same if their keys are equal.

    None for a value that is not completely known.
    """
    data = value.data
    match data:
        case Unknown():
            return None
        case tuple():
            parts = [make_identity(item) for item in data]
            return None if None in parts else ("sequence", value.type, *parts)
        case Mapping():
            named = [(name, make_identity(item)) for name, item in sorted(data.items())]
            if any(part is None for _, part in named):
                return None
            return ("mapping", value.type, *named)
        case _:
            return (value.type, data)


def sort_set_items(items: Iterable[Value]) -> tuple[Value, ...]:
    """Return items of one type in the order of a set, each once, unknown ones last."""
    known: dict[ValueKey, Value] = {}
    unsure: list[Value] = []
    for item in items:
        key = make_identity(item)
        if key is None:
            unsure.append(item)
        else:
            known.setdefault(key, item)
    return (*sorted(known.values(), key=_make_sort_key), *unsure)


def _make_sort_key(value: Value) -> tuple[bool, object]:
    data = value.data
    if data is None:
        return (True, 0)
    if isinstance(data, str | bool | int | Fraction):
        return (False, data)
    return (False, _format_value(value))


def _format_value(value: Value) -> str:
    """Return the text by which Terraform sorts collections and objects."""
    data = value.data
    match data:
        case None:
            return "~"
        case Unknown():
            return "?"
        case bool():
            return "T" if data else "F"
        case str():
            return _quote(data)
        case tuple():
            open_, close = "[]" if isinstance(value.type, Collection) else "<>"
            return open_ + "".join(_format_value(item) + ";" for item in data) + close
        case Mapping():
            rows = sorted(data.items())
            if isinstance(value.type, Object):
                return "<" + "".join(_format_value(item) + ";" for _, item in rows) + ">"
            return "{" + "".join(f"{_quote(k)}:{_format_value(item)};" for k, item in rows) + "}"
        case _:
            return numbers.format_general(data, 10)


def _quote(text: str) -> str:
    escapes = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    return '"' + "".join(escapes.get(char, char) for char in text) + '"'
