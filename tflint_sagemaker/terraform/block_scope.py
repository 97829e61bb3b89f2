"""Scopes: where the expressions of a block find what they refer to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field, replace
from typing import TYPE_CHECKING, TypeAlias

from tflint_sagemaker.hcl.syntax import GetAttr
from tflint_sagemaker.terraform.diagnostics import Diagnostic
from tflint_sagemaker.terraform.repetition import SINGLE, Repetition
from tflint_sagemaker.terraform.values import Unknown, Value, object_of, unknown
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.terraform.evaluation_context import ModuleInstance
    from tflint_sagemaker.terraform.scope import Missing, Reference

Report: TypeAlias = Callable[[Diagnostic], None]

RESOURCE_ROOTS = ("data", "ephemeral", "resource")


@dataclass(frozen=True, slots=True)
class ConstantScope:
    """Where nothing may be referred to: defaults of variables, files of values."""

    to: Report

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
        return unknown(f"`{name}` cannot be referred to here", reference.root.span), 0

    def report(self, diagnostic: Diagnostic) -> None:
        """Pass it on."""
        self.to(diagnostic)

    def read_file(self, path: str, span: Span) -> bytes | Missing | Unknown:  # noqa: ARG002
        """Files are not read here."""
        return Unknown("files cannot be read here", span)

    def files_below(self, path: str, span: Span) -> Sequence[str] | Unknown:  # noqa: ARG002
        """Nor are directories."""
        return Unknown("files cannot be read here", span)


@dataclass(frozen=True, slots=True)
class BlockScope:
    """What the expressions of a block in one instance of a module see.

    `iterators` are the names that dynamic blocks bind. What nothing declares is unknown here:
    the static checks report it.
    """

    module: ModuleInstance
    repetition: Repetition = SINGLE
    address: str | None = None
    iterators: Mapping[str, Value] = field(default_factory=dict)

    def with_iterator(self, name: str, key: Value, value: Value) -> BlockScope:
        """The scope inside the content of a dynamic block."""
        item = object_of({"key": key, "value": value})
        return replace(self, iterators={**self.iterators, name: item})

    def report(self, diagnostic: Diagnostic) -> None:
        """Pass it on, with the address of what is being evaluated."""
        if diagnostic.address is None and self.address is not None:
            diagnostic = replace(diagnostic, address=self.address)
        self.module.world.report(diagnostic)

    def read_file(self, path: str, span: Span) -> bytes | Missing | Unknown:
        """What a file of the configuration holds."""
        return self.module.world.read_file(path, span)

    def files_below(self, path: str, span: Span) -> Sequence[str] | Unknown:
        """As far as the directories being linted reach."""
        return self.module.world.files_below(path, span)

    def resolve(self, reference: Reference) -> tuple[Value, int]:
        """The value that a reference starts from, and how many of its steps that takes up."""
        root = reference.root.name
        if root in self.iterators:
            return self.iterators[root].at(reference.root.span), 0
        names = leading_names(reference)
        value, used = self._find(root, names, reference)
        span = reference.steps[used - 1].span if used else reference.root.span
        return value.at(span), used

    def _find(self, root: str, names: tuple[str, ...], reference: Reference) -> tuple[Value, int]:
        span = reference.root.span
        if root in ("count", "each"):
            return self._repeated(root, names, span)
        if root == "self":
            return unknown("self is known after apply", span), 0
        needed = 2 if root in RESOURCE_ROOTS else 1
        if len(names) < needed:
            return unknown(f"`{span.text}` is not a whole reference", span), 0
        match root:
            case "var":
                return self.module.variable(names[0]), 1
            case "local":
                return self.module.local(names[0]), 1
            case "path":
                return self.module.path_value(names[0], span), 1
            case "terraform":
                return self.module.world.terraform_value(names[0], span), 1
            case "module":
                return self.module.call_value(names[0], names[1:])
            case "data" | "ephemeral":
                value, used = self.module.resource_value(root, names[0], names[1], names[2:])
                return value, 2 + used
            case "resource":
                value, used = self.module.resource_value(root, names[0], names[1], names[2:])
                return value, 2 + used
            case _:
                value, used = self.module.resource_value("resource", root, names[0], names[1:])
                return value, 1 + used

    def _repeated(self, root: str, names: tuple[str, ...], span: Span) -> tuple[Value, int]:
        found = self.repetition.objects.get(root, {})
        if names and names[0] in found:
            return found[names[0]], 1
        argument = "for_each" if root == "each" else "count"
        return unknown(f"`{root}` has no meaning without `{argument}`", span), min(1, len(names))


def leading_names(reference: Reference) -> tuple[str, ...]:
    """The names that follow the root, up to the first step that is not a name."""
    names: list[str] = []
    for step in reference.steps:
        if not isinstance(step, GetAttr) or step.name.isdigit():
            break
        names.append(step.name)
    return tuple(names)
