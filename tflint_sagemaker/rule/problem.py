"""What a rule reports: a problem at a place, with an optional fix."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from tflint_sagemaker.terraform.values import Undecided
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.terraform.diagnostics import Related

Subject = TypeVar("Subject")
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace what the span covers by a text."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that mend a problem; safe if no other mend could be meant."""

    message: str
    edits: tuple[Edit, ...]
    safe: bool = True


@dataclass(frozen=True, slots=True)
class Problem:
    """What a rule yields: what is wrong, and where. Code and severity are the rule's.

    `message` is one lower-case clause with the value in backticks, no full stop; `hint` is the
    cure in the imperative.
    """

    at: Span
    message: str
    hint: str | None = None
    related: tuple[Related, ...] = ()
    fix: Fix | None = None


def check_each(
    subjects: Iterable[Subject], check: Callable[[Subject], Iterable[Found]]
) -> Iterator[Found]:
    """What a check finds in each of several parts, so that an unknown part costs only itself.

    Raises Undecided at the end if it was raised for any of them.
    """
    undecided = None
    for subject in subjects:
        try:
            yield from check(subject)
        except Undecided as unknown:
            undecided = undecided or unknown
    if undecided is not None:
        raise undecided
