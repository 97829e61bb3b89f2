"""Where an evaluation stands: the scope, and the names that `for` and splats have bound."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING

from tflint_sagemaker.terraform.access import MissingAttributeError
from tflint_sagemaker.terraform.diagnostics import Diagnostic, DiagnosticKind
from tflint_sagemaker.terraform.scope import Capture
from tflint_sagemaker.terraform.values import Value, make_unknown
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.terraform.scope import Scope
    from tflint_sagemaker.terraform.value_marks import ExpressionError


MAX_STEPS = 100_000


class BudgetExceededError(Exception):
    """An expression takes more steps than anything sensible takes."""


@dataclass(slots=True)
class Budget:
    """How many more sub-expressions may be evaluated for one expression."""

    left: int = MAX_STEPS

    def take_step(self) -> None:
        """Take one step. Raises Exhausted."""
        self.left -= 1
        if self.left < 0:
            raise BudgetExceededError


@dataclass(frozen=True, slots=True)
class Frame:
    """The surroundings of one sub-expression."""

    scope: Scope
    names: Mapping[str, Value] = field(default_factory=dict)
    item: Value | None = None
    budget: Budget = field(default_factory=Budget)

    def bind(self, names: Mapping[str, Value]) -> Frame:
        """The frame inside a `for`."""
        return replace(self, names={**self.names, **names})

    def bind_item(self, item: Value) -> Frame:
        """The frame inside a splat."""
        return replace(self, item=item)

    def collect_faults(self) -> tuple[Capture, Frame]:
        """A frame whose faults are kept, and what keeps them."""
        capture = Capture(self.scope)
        return capture, replace(self, scope=capture)

    def report_error(self, failure: ExpressionError, span: Span) -> Value:
        """Report a failure at that place; what failed is unknown."""
        kind: DiagnosticKind = (
            "unsupported-attribute"
            if isinstance(failure, MissingAttributeError)
            else "invalid-expression"
        )
        self.scope.report(Diagnostic(kind, failure.message, span, failure.hint))
        return make_unknown(failure.message, span)
