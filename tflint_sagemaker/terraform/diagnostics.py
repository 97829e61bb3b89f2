"""Diagnostics: faults for which Terraform rejects a configuration, apart from syntax errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from tflint_sagemaker.hcl.text import Span

# Each kind belongs to one rule.
DiagnosticKind: TypeAlias = Literal[
    "undeclared-reference",  # var.x, local.x, module.x, type.x, data.type.x that nothing declares
    "invalid-reference",  # a bare word, `each` without for_each, `self` out of place
    "unsupported-attribute",  # an attribute that the object, resource or module does not have
    "missing-instance-key",  # a resource with count or for_each used without an index
    "invalid-expression",  # a wrong operand, a failing function, an unknown function
    "duplicate-declaration",  # two variables, locals, resources, … of one name
    "invalid-declaration",  # wrong labels, unknown or missing arguments in Terraform's own blocks
    "invalid-repetition",  # count and for_each: wrong type, null, negative, sensitive
    "invalid-variable-value",  # a value or default that does not fit the variable's type
    "reference-cycle",  # locals, modules or resources that need themselves
    "missing-module",  # the directory of a module call is not there
    "unsupported-module-argument",  # a module call's arguments against the module's variables
    "unknown-resource-type",  # a type of resource or data source that the provider lacks
]


@dataclass(frozen=True, slots=True)
class Related:
    """Another source location that helps to understand a finding."""

    message: str
    span: Span


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A language fault for which Terraform is certain to reject the configuration.

    `message` is one lower-case clause with names in backticks and no full stop; `hint` says how to
    fix it. `address` names the resource or module instance concerned, if there is one.
    """

    kind: DiagnosticKind
    message: str
    span: Span
    hint: str | None = None
    related: tuple[Related, ...] = ()
    address: str | None = None


class DiagnosticCollector:
    """The diagnostics of a configuration, each once; `suspects` are not certain yet."""

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], Diagnostic] = {}
        self.suspects: list[Diagnostic] = []

    @property
    def all(self) -> Collection[Diagnostic]:
        """The certain diagnostics."""
        return self._known.values()

    @property
    def has_cycle(self) -> bool:
        """Whether a reference cycle is among the certain diagnostics."""
        return any(found.kind == "reference-cycle" for found in self.all)

    @property
    def in_order(self) -> tuple[Diagnostic, ...]:
        """The certain diagnostics, in order of file and position."""
        return tuple(
            sorted(
                self.all,
                key=lambda d: (d.span.source.path, d.span.start, d.span.end, d.kind, d.message),
            )
        )

    def report(self, diagnostic: Diagnostic) -> None:
        """Record a diagnostic; all instances of a block share the diagnostics of the block."""
        key = (diagnostic.kind, diagnostic.span, diagnostic.message)
        known = self._known.get(key)
        if known is None or (known.address is None and diagnostic.address is not None):
            self._known[key] = diagnostic

    def report_suspect(self, diagnostic: Diagnostic) -> None:
        """Record a diagnostic that may depend on the current values of variables."""
        self.suspects.append(diagnostic)

    def report_confirmed(
        self, others: DiagnosticCollector, refused: Callable[[Span], bool]
    ) -> None:
        """Report the suspects that `others` has too and whose span is not `refused`."""
        same = {(found.kind, found.span) for found in others.suspects}
        for diagnostic in self.suspects:
            if (diagnostic.kind, diagnostic.span) in same and not refused(diagnostic.span):
                self.report(diagnostic)
        self.suspects.clear()
