"""Checks of references: is the object declared (Terraform's static validation)."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from tflint_sagemaker.hcl.syntax import GetAttr, Index, Template
from tflint_sagemaker.terraform.diagnostics import Diagnostic
from tflint_sagemaker.terraform.module_tree import ModuleNode
from tflint_sagemaker.terraform.schema_path import (
    PathStep,
    check_steps,
    get_step_span,
    is_legacy_index,
    is_text_index,
)
from tflint_sagemaker.terraform.spelling import suggest_name
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.terraform.diagnostics import DiagnosticKind
    from tflint_sagemaker.terraform.evaluation_context import EvaluationContext
    from tflint_sagemaker.terraform.reference_walk import Use
    from tflint_sagemaker.terraform.scope import Reference

ReferenceTarget = tuple[ModuleNode, tuple[str, ...]]
PATHS = ("module", "root", "cwd")
MODE_NAMES = {"resource": "resource", "data": "data source", "ephemeral": "ephemeral resource"}


@dataclass(frozen=True, slots=True)
class ReferenceChecker:
    """Resolution of the references of one block in a module; faults are collected in `faults`.

    `own` is the key of the block in which the references are.
    """

    context: EvaluationContext
    node: ModuleNode
    own: tuple[str, ...]
    faults: list[Diagnostic] = field(default_factory=list)

    def resolve(self, use: Use) -> list[ReferenceTarget]:
        """Return the declared objects that the reference names."""
        return list(self._resolve(use))

    def _report(
        self, kind: DiagnosticKind, message: str, span: Span, hint: str | None = None
    ) -> None:
        self.faults.append(Diagnostic(kind, message, span, hint))

    def _report_unsupported(self, message: str, span: Span, hint: str | None) -> None:
        self._report("unsupported-attribute", message, span, hint)

    def _resolve(self, use: Use) -> Iterator[ReferenceTarget]:
        reference = use.reference
        root = reference.root.name
        match root:
            case "each" | "count":
                self._check_repetition_value(use)
            case "self":
                if not use.itself:
                    hint = "it may be used in provisioners, connections and postconditions"
                    message = "`self` is not allowed here"
                    self._report("invalid-reference", message, reference.root.span, hint)
                elif self.own[0] == "resource" and reference.steps:
                    schema = self.context.find_schema("resource", self.own[1])
                    if schema is not None:
                        check_steps(schema, reference.steps, self._report_unsupported)
            case "path" | "terraform":
                self._check_fixed_name(reference)
            case "var" | "local" | "module":
                name = self._require_name(reference)
                if name is not None:
                    yield from self._resolve_named(root, name, reference)
            case "data" | "ephemeral" | "resource":
                if len(_get_leading_names(reference.steps)) < 2:
                    message = (
                        f"`{root}` is followed by the type and the name of what is referred to"
                    )
                    self._report("invalid-reference", message, reference.span)
                else:
                    kind, name = _get_leading_names(reference.steps)[:2]
                    yield from self._resolve_resource(root, kind, name, reference, 2)
            case _:
                names = _get_leading_names(reference.steps)
                if names:
                    yield from self._resolve_resource("resource", root, names[0], reference, 1)
                else:
                    self._report_bare_name(reference)

    def _report_bare_name(self, reference: Reference) -> None:
        root = reference.root.name
        hint = f'put text in quotes: "{root}"' if not reference.steps else None
        message = f"`{root}` is not a reference: a resource type is followed by a resource's name"
        self._report("invalid-reference", message, reference.root.span, hint)

    def _require_name(self, reference: Reference) -> str | None:
        names = _get_leading_names(reference.steps)
        if names:
            return names[0]
        root = reference.root.name
        message = f"`{root}` is followed by a name, as in `{root}.name`"
        self._report("invalid-reference", message, reference.span)
        return None

    def _check_repetition_value(self, use: Use) -> None:
        root = use.reference.root.name
        argument = "for_each" if root == "each" else "count"
        if not use.repeated or not self._has_repetition_argument(argument):
            message = f"`{root}` is used, but the block has no argument `{argument}`"
            if not use.repeated and self._has_repetition_argument(argument):
                message = f"`{root}` cannot be used here"
            self._report("invalid-reference", message, use.reference.root.span)
            return
        allowed = ("key", "value") if root == "each" else ("index",)
        names = _get_leading_names(use.reference.steps)
        if not names:
            self._require_name(use.reference)
        elif names[0] not in allowed:
            hint = f"it has {' and '.join(f'`{name}`' for name in allowed)}"
            message = f"`{root}` has no attribute `{names[0]}`"
            self._report("invalid-reference", message, get_step_span(use.reference.steps[0]), hint)

    def _has_repetition_argument(self, argument: str) -> bool:
        """Return whether the block that is being checked has the meta-argument."""
        match self.own:
            case ("resource" | "data" | "ephemeral" as mode, kind, name):
                block = self.context.find_block(self.node, mode, kind, name)
            case ("call", name):
                declaration = self.node.module.declarations.find("module", name)
                block = None if declaration is None else self.node.module.block(declaration)
            case _:
                return False
        return block is not None and block.body.get_attribute(argument) is not None

    def _check_fixed_name(self, reference: Reference) -> None:
        root = reference.root.name
        name = self._require_name(reference)
        known = PATHS if root == "path" else ("workspace", "applying")
        if name is not None and name not in known:
            hint = suggest_name(name, known)
            message = f"`{root}` has no attribute `{name}`"
            self._report("invalid-reference", message, get_step_span(reference.steps[0]), hint)

    def _resolve_named(
        self, root: str, name: str, reference: Reference
    ) -> Iterator[ReferenceTarget]:
        span = reference.root.span.join(reference.steps[0].span)
        if root == "module":
            yield from self._resolve_call(name, reference, span)
            return
        module = self.node.module
        if root == "var":
            there = module.declarations.find("variable", name) is not None
            complete, said = module.is_undeclared(name), "variable"
        else:
            there = name in module.locals
            complete, said = module.locals_complete and module.is_undeclared(name), "local value"
        if there:
            yield self.node, (root, name)
        elif complete:
            names = module.declarations.list_names("variable") if root == "var" else module.locals
            message = f"{said} `{name}` is not declared"
            self._report("undeclared-reference", message, span, suggest_name(name, names))

    def _resolve_call(
        self, name: str, reference: Reference, span: Span
    ) -> Iterator[ReferenceTarget]:
        declarations = self.node.module.declarations
        declaration = declarations.find("module", name)
        if declaration is None:
            if self.node.module.is_undeclared(name):
                hint = suggest_name(name, declarations.list_names("module"))
                self._report("undeclared-reference", f"module `{name}` is not called", span, hint)
            return
        yield self.node, ("call", name)
        child = self.context.tree.find_child(self.node, name)
        if not isinstance(child, ModuleNode):
            return
        output = self._check_output(name, child, reference)
        outputs = child.module.declarations.list_names("output")
        yield from (
            (child, ("output", each)) for each in outputs if output is None or output == each
        )

    def _check_output(self, name: str, child: ModuleNode, reference: Reference) -> str | None:
        """Check the output in a reference to a module call; return its name, if any."""
        assert child.call is not None
        steps = list(reference.steps[1:])
        counted = child.call.body.get_attribute("count") is not None
        keyed = child.call.body.get_attribute("for_each") is not None
        if not steps:
            return None
        if counted or keyed:
            if not isinstance(steps[0], Index) and not is_legacy_index(steps[0]):
                if counted:
                    message = f"`module.{name}` has `count`, so its outputs need an index"
                    hint = f"write, for example, `module.{name}[0]`"
                    self._report("missing-instance-key", message, reference.span, hint)
                return None
            steps = steps[1:]
        elif isinstance(steps[0], Index) and not is_text_index(steps[0]):
            message = f"`module.{name}` has neither `count` nor `for_each`, so it takes no index"
            self._report("missing-instance-key", message, reference.span)
            return None
        if not steps or not isinstance(steps[0], GetAttr):
            return None
        outputs = child.module.declarations.list_names("output")
        if steps[0].name not in outputs and child.module.is_undeclared(steps[0].name):
            near = suggest_name(steps[0].name, outputs)
            message = f"module `{name}` has no output `{steps[0].name}`"
            self._report("unsupported-attribute", message, steps[0].name_span, near)
        return steps[0].name

    def _resolve_resource(
        self, mode: str, kind: str, name: str, reference: Reference, used: int
    ) -> Iterator[ReferenceTarget]:
        mode = "resource" if mode == "resource" else mode
        span = reference.root.span.join(reference.steps[used - 1].span)
        declarations = self.node.module.declarations
        declaration = declarations.find(mode, kind, name)
        if declaration is None:
            if self.node.module.is_undeclared(kind, name):
                message = f"{MODE_NAMES[mode]} `{kind}.{name}` is not declared"
                hint = self._suggest_resource(mode, kind, name)
                self._report("undeclared-reference", message, span, hint)
            return
        target = (mode, kind, name)
        if target == self.own:
            if not any(isinstance(step, Index) for step in reference.steps):
                message = f"`{kind}.{name}` refers to itself"
                self._report("reference-cycle", message, span)
        else:
            yield self.node, target
        steps = reference.steps[used:]
        repeated = self._find_repetition_argument(mode, kind, name, steps)
        if repeated is None:
            return
        if steps and (isinstance(steps[0], Index) or is_legacy_index(steps[0])):
            if not repeated:
                message = (
                    f"`{kind}.{name}` has neither `count` nor `for_each`, so it takes no index"
                )
                hint = None
                if isinstance(steps[0], Index) and isinstance(steps[0].key, Template):
                    hint = f"an attribute follows a dot: `.{steps[0].key.literal}`"
                self._report("missing-instance-key", message, span.join(steps[0].span), hint)
                return
            steps = steps[1:]
        elif steps and repeated:
            example = "count.index" if repeated == "count" else "each.key"
            message = f"`{kind}.{name}` has `{repeated}`, so its attributes need an index"
            hint = f"write, for example, `{kind}.{name}[{example}]`"
            self._report("missing-instance-key", message, span, hint)
            return
        schema = self.context.find_schema(mode, kind)
        if schema is not None and steps:
            check_steps(schema, steps, self._report_unsupported)

    def _suggest_resource(self, mode: str, kind: str, name: str) -> str | None:
        declarations = self.node.module.declarations
        if mode == "resource" and declarations.find("data", kind, name) is not None:
            return f"did you mean the data source `data.{kind}.{name}`?"
        known = declarations.list_names(mode, kind)
        near = suggest_name(name, known)
        if near is not None or mode != "resource":
            return near
        types = [key[1] for key in declarations.named if key[0] == mode and key[2] == name]
        return suggest_name(kind, types)

    def _find_repetition_argument(
        self, mode: str, kind: str, name: str, steps: tuple[PathStep, ...]
    ) -> str | None:
        """Return `count`, `for_each` or "" for neither; None if that is not known or not needed."""
        declaration = self.node.module.declarations.find(mode, kind, name)
        assert declaration is not None
        if not steps:
            return None
        if not declaration.has_word("count", "for_each"):
            return ""
        block = self.context.find_block(self.node, mode, kind, name)
        if block is None:
            return None
        names = ("count", "for_each")
        return next((n for n in names if block.body.get_attribute(n) is not None), "")


def _get_leading_names(steps: tuple[PathStep, ...]) -> list[str]:
    names: list[str] = []
    for step in steps:
        if not isinstance(step, GetAttr) or is_legacy_index(step):
            break
        names.append(step.name)
    return names
