"""Interface of evaluation scopes: resolve references, read files, collect diagnostics."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from typing import TYPE_CHECKING, Protocol, TypeAlias

from tflint_sagemaker.terraform.diagnostics import Diagnostic
from tflint_sagemaker.terraform.values import Unknown, Value, make_unknown
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tflint_sagemaker.hcl.syntax import GetAttr, Index, Variable
    from tflint_sagemaker.hcl.text import Span

# A function that receives each diagnostic as it is found.
DiagnosticSink: TypeAlias = Callable[[Diagnostic], None]


@dataclass(frozen=True, slots=True)
class Reference:
    """A root name and the steps after it, in order. Index keys need not be literals."""

    root: Variable
    steps: tuple[GetAttr | Index, ...]

    @property
    def span(self) -> Span:
        """The span from the root to the last step."""
        return self.root.span.join(self.steps[-1].span) if self.steps else self.root.span


@dataclass(frozen=True, slots=True)
class MissingFile:
    """A file that does not exist. The reason is a clause: "no file exists at `x`"."""

    reason: str


class Scope(Protocol):
    """The scope of an expression."""

    def resolve(self, reference: Reference) -> tuple[Value, int]:
        """Return the value of a reference, and how many of its steps that used.

        `var.x` uses one, `data.t.n` two, `t.n` one, `path.module` one. The scope reports faults
        of the reference itself; the value is then unknown.
        """
        ...

    def report(self, diagnostic: Diagnostic) -> None:
        """Record a diagnostic of the expression."""
        ...

    def read_file(self, path: str, span: Span) -> bytes | MissingFile | Unknown:
        """Return the content of a file; Unknown with the reason if it cannot be read."""
        ...

    def list_files(self, path: str, span: Span) -> Sequence[str] | Unknown:
        """Return the files below a directory, relative to it; Unknown as for `read_file`."""
        ...


@dataclass(slots=True)
class Capture:
    """A scope that keeps diagnostics until `release` reports them.

    Used for `try` and `can` and for the two branches of a conditional. The outer scope reports
    faults of references at once: Terraform finds them before evaluation.
    """

    outer: Scope
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def resolve(self, reference: Reference) -> tuple[Value, int]:
        """Delegate to the outer scope."""
        return self.outer.resolve(reference)

    def report(self, diagnostic: Diagnostic) -> None:
        """Keep the diagnostic."""
        self.diagnostics.append(diagnostic)

    def read_file(self, path: str, span: Span) -> bytes | MissingFile | Unknown:
        """Delegate to the outer scope."""
        return self.outer.read_file(path, span)

    def list_files(self, path: str, span: Span) -> Sequence[str] | Unknown:
        """Delegate to the outer scope."""
        return self.outer.list_files(path, span)

    def release(self) -> None:
        """Report the kept diagnostics to the outer scope, each once."""
        for diagnostic in dict.fromkeys(self.diagnostics):
            self.outer.report(diagnostic)
        self.diagnostics.clear()


@dataclass(frozen=True, slots=True)
class ConstantScope:
    """A scope without references: for defaults of variables and for variable files."""

    to: DiagnosticSink

    def resolve(self, reference: Reference) -> tuple[Value, int]:
        """Report the reference; its value is unknown."""
        name = reference.root.name
        self.report(
            Diagnostic(
                "invalid-reference",
                f"`{name}` is a reference, but only constant values are allowed here",
                reference.root.span,
                hint="put text in quotes",
            )
        )
        return make_unknown(f"`{name}` cannot be referred to here", reference.root.span), 0

    def report(self, diagnostic: Diagnostic) -> None:
        """Report a diagnostic."""
        self.to(diagnostic)

    def read_file(self, path: str, span: Span) -> bytes | MissingFile | Unknown:  # noqa: ARG002
        """Return an unknown: constants cannot depend on files."""
        return Unknown("files cannot be read here", span)

    def list_files(self, path: str, span: Span) -> Sequence[str] | Unknown:  # noqa: ARG002
        """Return an unknown: constants cannot depend on files."""
        return Unknown("files cannot be read here", span)
