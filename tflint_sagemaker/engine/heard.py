"""What comes of a question, with places where they are by now if a block has moved since."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from tflint_sagemaker.hcl.text import InputError
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.rule.definition import Rule
    from tflint_sagemaker.rule.problem import Problem
    from tflint_sagemaker.terraform.values import Step, Unknown

# Where a place is by now.
Moved: TypeAlias = "Callable[[Span], Span]"


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of a question: a problem, why there is no answer, or how the check broke."""

    rule: Rule
    address: str | None
    span: Span
    exists: bool
    what: Problem | Unknown | str


def carried(problem: Problem, moved: Moved) -> Problem:
    """A problem, with its places where they are by now."""
    fix = problem.fix
    if fix is not None:
        edits = tuple(replace(edit, span=moved(edit.span)) for edit in fix.edits)
        fix = replace(fix, edits=edits)
    related = tuple(replace(one, span=moved(one.span)) for one in problem.related)
    return replace(problem, at=moved(problem.at), related=related, fix=fix)


def carried_reason(why: Unknown, moved: Moved) -> Unknown:
    """The reason of an unknown value, with its place where it is by now."""
    return replace(why, span=moved(why.span)) if why.span else why


def carried_steps(steps: Sequence[Step], moved: Moved) -> tuple[Step, ...]:
    """The steps of a value, with their places where they are by now."""
    return tuple(replace(step, span=moved(step.span)) for step in steps)


def carried_error(error: InputError, moved: Moved) -> InputError:
    """An error, with its place where it is by now."""
    return InputError(error.message, moved(error.span), error.hint)
