"""Values that a user is expected to replace: stand-ins in examples, and defaults of variables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from tflint_sagemaker.terraform.values import DEFAULT_OF, Unknown
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from tflint_sagemaker.terraform.values import Step, Value

# Words in capitals, except a mode that is only written in the wrong case.
STAND_IN = compile_later(
    r"<[^<>]+>|\{\{|\b(?!(?:SINGLE|MULTI)_MODEL\b)[A-Z]{2,}(?:_[A-Z]+)+\b"
    r"|(?i:x{4}|replace.?me|change.?me|fixme|todo|placeholder|\byour(?:\b|_))"
)


def is_placeholder(value: Value) -> bool:
    """Return whether a text comes from the default of a variable that names what to put there.

    A text that is written at its place is used as it is, whatever it contains.
    """
    if not value.via or not isinstance(value.data, str):
        return False
    return any(step.is_default and STAND_IN.search(step.span.text) for step in value.via)


def find_default(value: Value) -> Step | None:
    """Return the default of a variable that a value, or a part of it, came from."""
    own = next((step for step in value.via if step.is_default), None)
    if own is not None:
        return own
    match value.data:
        case tuple():
            parts = value.data
        case Mapping():
            parts = tuple(value.data.values())
        case _:
            return None
    return next((step for part in parts if (step := find_default(part))), None)


def open_empty_default(value: Value, depth: int) -> Value:
    """Return the value, made unknown if it is the empty default of a variable of the root module.

    A module that no other module calls is most often one to be called, or to be given its values.
    Its empty defaults are there to be replaced, wherever they are passed on. `depth` is the number
    of module calls that lead to the module in which the value is written.
    """
    if not value.via or value.data not in (None, "", ()):
        return value
    steps = [step.what.partition(" ")[0] for step in value.via]
    at = steps.index("default") if "default" in steps else None
    if at is None or steps[at:].count("argument") < depth:
        return value
    default = value.via[at]
    name = default.what.removeprefix(DEFAULT_OF)
    return replace(value, data=Unknown(f"{name} is empty unless a value is given", default.span))
