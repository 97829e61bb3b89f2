"""Scope of the expressions of a block: resolves references in one module instance."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING

from tflint_sagemaker.hcl.syntax import GetAttr
from tflint_sagemaker.terraform.repetition import SINGLE, Repetition
from tflint_sagemaker.terraform.values import Value, make_object, make_unknown
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.terraform.diagnostics import Diagnostic
    from tflint_sagemaker.terraform.module_scope import ModuleScope
    from tflint_sagemaker.terraform.scope import MissingFile, Reference
    from tflint_sagemaker.terraform.values import Unknown

RESOURCE_ROOTS = ("data", "ephemeral", "resource")


@dataclass(frozen=True, slots=True)
class BlockScope:
    """The scope of the expressions of a block in one module instance.

    `iterators` are the names that dynamic blocks bind. An undeclared object is unknown here; the
    static checks report it.
    """

    module: ModuleScope
    repetition: Repetition = SINGLE
    address: str | None = None
    iterators: Mapping[str, Value] = field(default_factory=dict)

    def bind_iterator(self, name: str, key: Value, value: Value) -> BlockScope:
        """Return the scope inside the content of a dynamic block."""
        item = make_object({"key": key, "value": value})
        return replace(self, iterators={**self.iterators, name: item})

    def report(self, diagnostic: Diagnostic) -> None:
        """Report a diagnostic, with the address of the block."""
        if diagnostic.address is None and self.address is not None:
            diagnostic = replace(diagnostic, address=self.address)
        self.module.report(diagnostic)

    def read_file(self, path: str, span: Span) -> bytes | MissingFile | Unknown:
        """Return the content of a file of the configuration."""
        return self.module.read_file(path, span)

    def list_files(self, path: str, span: Span) -> Sequence[str] | Unknown:
        """Return the files below a directory of the configuration."""
        return self.module.list_files(path, span)

    def resolve(self, reference: Reference) -> tuple[Value, int]:
        """Return the value that a reference starts from, and how many of its steps that uses."""
        root = reference.root.name
        if root in self.iterators:
            return self.iterators[root].relocate(reference.root.span), 0
        names = get_leading_names(reference)
        value, used = self._find(root, names, reference)
        span = reference.steps[used - 1].span if used else reference.root.span
        return value.relocate(span), used

    def _find(self, root: str, names: tuple[str, ...], reference: Reference) -> tuple[Value, int]:
        span = reference.root.span
        if root in ("count", "each"):
            return self._find_repetition_value(root, names, span)
        if root == "self":
            return make_unknown("self is known after apply", span), 0
        needed = 2 if root in RESOURCE_ROOTS else 1
        if len(names) < needed:
            return make_unknown(f"`{span.text}` is not a whole reference", span), 0
        match root:
            case "var":
                return self.module.get_variable(names[0]), 1
            case "local":
                return self.module.get_local(names[0]), 1
            case "path":
                return self.module.get_path(names[0], span), 1
            case "terraform":
                return self.module.get_terraform(names[0], span), 1
            case "module":
                return self.module.get_call(names[0], names[1:])
            case "data" | "ephemeral":
                value, used = self.module.get_resource(root, names[0], names[1], names[2:])
                return value, 2 + used
            case "resource":
                value, used = self.module.get_resource(root, names[0], names[1], names[2:])
                return value, 2 + used
            case _:
                value, used = self.module.get_resource("resource", root, names[0], names[1:])
                return value, 1 + used

    def _find_repetition_value(
        self, root: str, names: tuple[str, ...], span: Span
    ) -> tuple[Value, int]:
        found = self.repetition.objects.get(root, {})
        if names and names[0] in found:
            return found[names[0]], 1
        argument = "for_each" if root == "each" else "count"
        return make_unknown(f"`{root}` has no meaning without `{argument}`", span), min(
            1, len(names)
        )


def get_leading_names(reference: Reference) -> tuple[str, ...]:
    """Return the names that follow the root, up to the first step that is not a name."""
    names: list[str] = []
    for step in reference.steps:
        if not isinstance(step, GetAttr) or step.name.isdigit():
            break
        names.append(step.name)
    return tuple(names)
