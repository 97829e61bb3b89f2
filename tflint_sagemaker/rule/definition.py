"""A rule: its code, its page, its examples and its check."""

from __future__ import annotations

from dataclasses import field
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar

from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from tflint_sagemaker.rule.examples import CannedResponse, Example
    from tflint_sagemaker.rule.problem import Problem


Subject = TypeVar("Subject")
Found = TypeVar("Found")


class Severity(Enum):
    """How loud a rule is: refused for certain, a known trap or weakness, good practice."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"

    @property
    def rank(self) -> int:
        """0 for the loudest."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a team may tell a rule: a JSON value that fits `schema`.

    The default is what the rule works with if it is told nothing; `example` is the value with which
    the rule's examples are shown and tested. `doc` is a sentence that says what it is.
    """

    doc: str
    schema: Mapping[str, Any]
    default: Any
    example: Any


@dataclass(frozen=True, slots=True)
class Rule:
    """One reason to complain, with its page and its examples.

    Either `check` is given: it gets a subject of the type `on` and yields problems; reading an
    unknown value in it raises `Undecided`, which the linter records. Or `schema` is given: a JSON
    Schema fragment for what stands at each path of `at` (dotted; "" is the model itself), and
    the subject is the model. `parameters` reach `check` as keyword arguments of their names.
    `structural` rules also speak of blocks and instances of which it is
    not known whether they will exist: what they find is refused by Terraform all the same.

    A rule that asks AWS names in `live` the IAM actions it needs, belongs to the group `live`, and
    its check gets the keyword `aws`, see `live.aws.Aws`; its examples are checked with `answers`.
    It runs only if the run is live.
    """

    code: str
    name: str
    severity: Severity
    doc: str
    bad: Example
    good: Example
    on: type[Any] | None = None
    check: Callable[..., Iterable[Problem]] | None = None
    at: tuple[str, ...] = ()
    schema: Mapping[str, Any] | None = None
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    group: str = "core"
    since: str = "0.1.0"
    structural: bool = False
    aliases: tuple[str, ...] = ()
    live: tuple[str, ...] = ()
    answers: tuple[CannedResponse, ...] = ()

    @property
    def summary(self) -> str:
        """First line of the page."""
        return self.doc.strip().splitlines()[0]
