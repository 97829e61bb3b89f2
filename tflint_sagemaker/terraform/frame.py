"""Frames of evaluation: the scope, and the names that `for` and splats bind."""

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
    """The evaluation of an expression takes too many steps."""


@dataclass(slots=True)
class Budget:
    """The number of sub-expressions that may still be evaluated for one expression."""

    left: int = MAX_STEPS

    def take_step(self) -> None:
        """Count one step. Raises BudgetExceededError."""
        self.left -= 1
        if self.left < 0:
            raise BudgetExceededError


@dataclass(frozen=True, slots=True)
class Frame:
    """The scope of one sub-expression, with the names that are bound around it."""

    scope: Scope
    names: Mapping[str, Value] = field(default_factory=dict)
    item: Value | None = None
    budget: Budget = field(default_factory=Budget)

    def bind(self, names: Mapping[str, Value]) -> Frame:
        """Return the frame inside a `for`."""
        return replace(self, names={**self.names, **names})

    def bind_item(self, item: Value) -> Frame:
        """Return the frame inside a splat."""
        return replace(self, item=item)

    def collect_faults(self) -> tuple[Capture, Frame]:
        """Return a capture of diagnostics and the frame that reports to it."""
        capture = Capture(self.scope)
        return capture, replace(self, scope=capture)

    def report_error(self, failure: ExpressionError, span: Span) -> Value:
        """Report an error at that span and return an unknown value."""
        kind: DiagnosticKind = (
            "unsupported-attribute"
            if isinstance(failure, MissingAttributeError)
            else "invalid-expression"
        )
        self.scope.report(Diagnostic(kind, failure.message, span, failure.hint))
        return make_unknown(failure.message, span)
