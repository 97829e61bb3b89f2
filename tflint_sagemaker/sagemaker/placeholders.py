"""Values that wait to be replaced: stand-ins in examples, and the defaults of variables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tflint_sagemaker.terraform.values import Undecided, Unknown
from tflint_sagemaker.util.lazy_regex import lazy_regex

if TYPE_CHECKING:
    from tflint_sagemaker.sagemaker.view import Argument
    from tflint_sagemaker.terraform.values import Step, Value

# Words in capitals, apart from a mode that is only written in the wrong case.
STAND_IN = lazy_regex(
    r"<[^<>]+>|\{\{|\b(?!(?:SINGLE|MULTI)_MODEL\b)[A-Z]{2,}(?:_[A-Z]+)+\b"
    r"|(?i:x{4}|replace.?me|change.?me|fixme|todo|placeholder|\byour(?:\b|_))"
)


def no_stand_in(argument: Argument) -> None:
    """Raises Undecided if what is known of a text waits to be replaced by something else."""
    if STAND_IN.search(argument.start):
        raise Undecided(Unknown(f"`{argument.name}` waits to be replaced", argument.span))


def waits(value: Value) -> bool:
    """Whether a text comes from the default of a variable that says what to put there.

    What is written out at its place is used as it is, whatever it says.
    """
    if not value.via or not isinstance(value.data, str):
        return False
    return any(step.is_default and STAND_IN.search(step.span.text) for step in value.via)


def no_default(*arguments: Argument) -> None:
    """Raises Undecided if one depends on the default of a variable, which may be replaced."""
    for argument in arguments:
        at = _default(argument.raw)
        if at is not None:
            raise Undecided(Unknown("a variable may be given another value", argument.span))


def _default(value: Value) -> Step | None:
    """The default of a variable that a value or a part of it came from."""
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
    return next((step for part in parts if (step := _default(part))), None)
