"""Marks of values: sensitivity, steps, bounds; how results inherit them from their inputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from tflint_sagemaker.terraform.types import ANY, NUMBER, Collection, Type
from tflint_sagemaker.terraform.values import Step, Unknown, Value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tflint_sagemaker.hcl.text import Source, Span

Bound: TypeAlias = int | Fraction | None

MAX_STEPS = 8
MAX_ELEMENTS = 100_000
MAX_CHARACTERS = 4_000_000
TOO_LARGE = "the result is too large to evaluate here"


class ResultTooLargeError(Exception):
    """A result would exceed the limits on elements or characters."""


class ExpressionError(Exception):
    """An expression that Terraform rejects. The message is a clause without a full stop."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def merge_steps(inputs: Iterable[Value]) -> tuple[Step, ...]:
    """Return the steps of several values as one sequence, at most the first few.

    The elements of one list have the same steps; one of each is enough.
    """
    steps: dict[tuple[str, Source], Step] = {}
    for value in inputs:
        for step in value.via:
            steps.setdefault((step.what, step.span.source), step)
            if len(steps) == MAX_STEPS:
                return tuple(steps.values())
    return tuple(steps.values())


def merge_nested_steps(inputs: Iterable[Value]) -> tuple[Step, ...]:
    """Merge steps as `merge_steps` does, those of the parts of collections last."""
    return merge_steps(_list_parts(inputs))


def _list_parts(inputs: Iterable[Value], limit: int = 200) -> list[Value]:
    found = list(inputs)
    for value in found:
        if len(found) > limit:
            break
        if isinstance(value.data, tuple):
            found.extend(value.data[:limit])
        elif isinstance(value.data, Mapping):
            found.extend(value.data.values())
    return found


def has_empty(value: Value) -> bool:
    """Return whether a value is null or empty, or has a part that is."""
    match value.data:
        case None | "" | ():
            return True
        case tuple():
            return any(map(has_empty, value.data))
        case Mapping():
            return not value.data or any(map(has_empty, value.data.values()))
        case _:
            return False


def check_size(value: Value) -> None:
    """Raise ResultTooLargeError for a value of too many parts; shared parts count each time."""
    count = 0
    pending = [value]
    while pending:
        data = pending.pop().data
        if isinstance(data, tuple):
            pending.extend(data)
        elif isinstance(data, Mapping):
            pending.extend(data.values())
        else:
            continue
        count += len(data)
        if count > MAX_ELEMENTS:
            raise ResultTooLargeError


def is_sensitive(value: Value) -> bool:
    """Return whether the value or any part of it is sensitive."""
    if value.sensitive:
        return True
    if isinstance(value.data, tuple):
        return any(map(is_sensitive, value.data))
    if isinstance(value.data, Mapping):
        return any(map(is_sensitive, value.data.values()))
    return False


def mark_sensitive(value: Value, inputs: Iterable[Value]) -> Value:
    """Return the value, sensitive if any of the inputs is."""
    if not value.sensitive and any(each.sensitive for each in inputs):
        return replace(value, sensitive=True)
    return value


def derive_unknown(
    reason: Unknown, type_: Type = ANY, span: Span | None = None, *, not_null: bool = False
) -> Value:
    """Return an unknown for the same reason, of another type and without its known text."""
    return Value(type_, Unknown(reason.reason, reason.span, not_null=not_null), span)


def is_never_null(value: Value) -> bool:
    """Return whether the value is certain not to be null."""
    if isinstance(value.data, Unknown):
        known = value.data
        return known.not_null or bool(known.prefix) or bool(known.suffix)
    return value.data is not None


def is_open_set(value: Value) -> bool:
    """Return whether a value is a set of unknown size: some of its elements may be the same."""
    if not isinstance(value.type, Collection) or value.type.kind != "set":
        return False
    return isinstance(value.data, tuple) and len(value.data) > 1 and value.unknown is not None


def get_bounds(value: Value) -> tuple[Bound, Bound]:
    """Return the bounds of a number, or of the length of a collection."""
    data = value.data
    if isinstance(data, Unknown):
        return data.low, data.high
    if isinstance(data, tuple):
        return (1 if is_open_set(value) else len(data)), len(data)
    if isinstance(data, Mapping):
        return len(data), len(data)
    if isinstance(data, int | Fraction) and not isinstance(data, bool):
        return data, data
    return None, None


def bound_unknown(type_: Type, reason: Unknown, low: Bound, high: Bound) -> Value:
    """Return an unknown between bounds; known if the bounds are equal."""
    if reason.not_null and low is not None and low == high:
        if type_ == NUMBER:
            return Value(NUMBER, low)
        if isinstance(type_, Collection):
            part = Value(type_.element, Unknown(reason.reason, reason.span))
            if type_.kind == "list" or (type_.kind == "set" and low <= 1):
                return Value(type_, (part,) * int(low))
            if low == 0:
                return Value(type_, {})
    return Value(type_, replace(reason, low=low, high=high))
