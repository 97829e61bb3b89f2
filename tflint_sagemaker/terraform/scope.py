"""What an expression is evaluated in: references, files, and the ear for what is wrong."""

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
    """A root name and the steps after it, in order. Keys of indexes need not be literals."""

    root: Variable
    steps: tuple[GetAttr | Index, ...]

    @property
    def span(self) -> Span:
        """From the root to the last step."""
        return self.root.span.join(self.steps[-1].span) if self.steps else self.root.span


@dataclass(frozen=True, slots=True)
class MissingFile:
    """Where a file should be, nothing is. The reason is a clause: "no file exists at `x`"."""

    reason: str


class Scope(Protocol):
    """The surroundings of an expression."""

    def resolve(self, reference: Reference) -> tuple[Value, int]:
        """Value of what the reference names, and how many of its steps that used up.

        `var.x` uses one, `data.t.n` two, `t.n` one, `path.module` one. Faults of the reference
        itself are reported by the scope; the value is then unknown.
        """
        ...

    def report(self, diagnostic: Diagnostic) -> None:
        """Take note of a fault in the expression."""
        ...

    def read_file(self, path: str, span: Span) -> bytes | MissingFile | Unknown:
        """What a file holds. Unknown, with the reason, for one that may not or cannot be read."""
        ...

    def list_files(self, path: str, span: Span) -> Sequence[str] | Unknown:
        """The files below a directory, as paths from there. Unknown as for `read_file`."""
        ...


@dataclass(slots=True)
class Capture:
    """A scope that keeps the faults to itself, until someone decides whether they count.

    Used for `try` and `can` and for the two branches of a conditional. Faults of references are
    reported by the scope around it, past the capture: Terraform finds them before evaluation.
    """

    outer: Scope
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def resolve(self, reference: Reference) -> tuple[Value, int]:
        """As the scope around it."""
        return self.outer.resolve(reference)

    def report(self, diagnostic: Diagnostic) -> None:
        """Keep the fault."""
        self.diagnostics.append(diagnostic)

    def read_file(self, path: str, span: Span) -> bytes | MissingFile | Unknown:
        """As the scope around it."""
        return self.outer.read_file(path, span)

    def list_files(self, path: str, span: Span) -> Sequence[str] | Unknown:
        """As the scope around it."""
        return self.outer.list_files(path, span)

    def release(self) -> None:
        """The faults count after all; each once, however often a loop came by it."""
        for diagnostic in dict.fromkeys(self.diagnostics):
            self.outer.report(diagnostic)
        self.diagnostics.clear()


@dataclass(frozen=True, slots=True)
class ConstantScope:
    """Where nothing may be referred to: defaults of variables, files of values."""

    to: DiagnosticSink

    def resolve(self, reference: Reference) -> tuple[Value, int]:
        """Reports the reference."""
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
        """Pass it on."""
        self.to(diagnostic)

    def read_file(self, path: str, span: Span) -> bytes | MissingFile | Unknown:  # noqa: ARG002
        """Files are not read here."""
        return Unknown("files cannot be read here", span)

    def list_files(self, path: str, span: Span) -> Sequence[str] | Unknown:  # noqa: ARG002
        """Nor are directories."""
        return Unknown("files cannot be read here", span)
