"""Static checks of blocks and their references, without values: the order of the checks.

Only the requested blocks are checked, and everything that they refer to.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, TypeAlias

from tflint_sagemaker.terraform.block_structure import (
    check_call,
    check_import,
    check_passing,
    check_resource,
    check_shape,
    list_dependencies,
)
from tflint_sagemaker.terraform.constant_arguments import check_constants, check_source
from tflint_sagemaker.terraform.cycles import find_cycles
from tflint_sagemaker.terraform.declarations import MODES
from tflint_sagemaker.terraform.diagnostics import Diagnostic, Related
from tflint_sagemaker.terraform.ephemeral import check_output_value, check_resource_values
from tflint_sagemaker.terraform.meta_arguments import check_conditions, check_meta_arguments
from tflint_sagemaker.terraform.module_tree import ModuleNode
from tflint_sagemaker.terraform.provisioners import check_provisioners
from tflint_sagemaker.terraform.reference_checks import ReferenceChecker, ReferenceTarget
from tflint_sagemaker.terraform.reference_walk import (
    Use,
    walk_body_references,
    walk_references,
    walk_resource_uses,
)
from tflint_sagemaker.terraform.unnamed_blocks import check_unnamed_blocks
from tflint_sagemaker.terraform.validation import check_variable
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.terraform.evaluation_context import EvaluationContext
    from tflint_sagemaker.terraform.scope import DiagnosticSink

# An object that a reference can name: ("resource", type, name), ("var", name), ("call", name), …
ObjectKey: TypeAlias = tuple[str, ...]


@dataclass(eq=False)
class StaticChecker:
    """Checks of blocks and everything that they refer to, each block once.

    `refused` are the references to undeclared objects, whose evaluation must report nothing more.
    """

    context: EvaluationContext
    report: DiagnosticSink
    refused: list[Span] = field(default_factory=list)
    _seen: set[tuple[ModuleNode, ObjectKey]] = field(default_factory=set)
    _waiting: list[tuple[ModuleNode, ObjectKey]] = field(default_factory=list)
    _edges: dict[tuple[ModuleNode, ObjectKey], dict[tuple[ModuleNode, ObjectKey], Span]] = field(
        default_factory=dict
    )
    # Objects that have been checked without the objects that they refer to.
    _alone: set[tuple[ModuleNode, ObjectKey]] = field(default_factory=set)

    def add(self, node: ModuleNode, *key: str) -> None:
        """Add an object to those to check."""
        if (node, key) not in self._seen:
            self._seen.add((node, key))
            self._waiting.append((node, key))

    def add_with_word(self, node: ModuleNode, word: str) -> None:
        """Add every block whose text has the word to those to check."""
        for key, declaration in node.module.declarations.named.items():
            if declaration.has_word(word):
                self.add(node, *_make_object_key(key))
        for chunk in node.module.declarations.unnamed:
            if word in chunk.span.text:
                block = node.module.parse(chunk, self.context.find_unnamed_schema(chunk))
                if block is not None:
                    check_shape(block, self.report)
                    if block.type == "import":
                        check_import(block, self.report)
        for chunk, _ in node.module.declarations.locals:
            if word in chunk.span.text:
                for name in node.module.locals:
                    self.add(node, "local", name)

    def check_own_blocks(self, node: ModuleNode) -> None:
        """Check Terraform's own blocks in a module, but not the objects that they refer to."""
        for key in node.module.declarations.named:
            if key[0] not in MODES:
                self._check_alone(node, _make_object_key(key))
        for name in node.module.locals:
            self._check_alone(node, ("local", name))
        uses = check_unnamed_blocks(self.context, node, self.report)
        for use in uses:
            self._resolve(ReferenceChecker(self.context, node, ("import",)), use)

    def _check_alone(self, node: ModuleNode, key: ObjectKey) -> None:
        if (node, key) not in self._seen and (node, key) not in self._alone:
            self._alone.add((node, key))
            self._check(node, key)

    def has_refused(self, span: Span) -> bool:
        """Return whether the span is in a reference that has been rejected."""
        return any(
            refused.source is span.source
            and refused.start <= span.start
            and span.end <= refused.end
            for refused in self.refused
        )

    def finish(self) -> None:
        """Check the added objects and everything that they refer to, and report cycles."""
        if not self._waiting:
            return
        while self._waiting:
            node, key = self._waiting.pop()
            self._edges[node, key] = {}
            self._check(node, key)
            if node.parent is not None and key[0] != "call":
                assert node.call is not None
                call = ("call", node.names[-1])
                self._refer(node, key, node.parent, call, node.call.header)
        for cycle in find_cycles(self._edges):
            self._report_cycle(cycle)

    def _refer(
        self, node: ModuleNode, key: ObjectKey, to: ModuleNode, target: ObjectKey, span: Span
    ) -> None:
        """Record a reference between two objects; one that is checked alone leads to no others."""
        edges = self._edges.get((node, key))
        if edges is not None:
            edges.setdefault((to, target), span)
            self.add(to, *target)

    def _check(self, node: ModuleNode, key: ObjectKey) -> None:
        match key:
            case ("resource" | "data" | "ephemeral" as mode, kind, name):
                self._check_resource(node, key, mode, kind, name)
            case ("local", name):
                attribute = node.module.locals.get(name)
                if attribute is not None:
                    self._follow(node, key, map(Use, walk_references(attribute.value)))
            case ("var", name):
                self._check_variable(node, key, name)
            case ("output", name):
                self._check_output(node, key, name)
            case ("call", name):
                self._check_call(node, key, name)
            case ("check", name):
                self._check_check(node, key, name)
            case _:
                return

    def _follow(self, node: ModuleNode, key: ObjectKey, uses: Iterable[Use]) -> None:
        for use in uses:
            for to, target in self._resolve(ReferenceChecker(self.context, node, key), use):
                self._refer(node, key, to, target, use.reference.span)

    def _resolve(self, resolver: ReferenceChecker, use: Use) -> list[ReferenceTarget]:
        """Return the objects that a reference names; a wrong reference is added to `refused`."""
        targets = resolver.resolve(use)
        if resolver.faults:
            self.refused.append(use.reference.span)
        for fault in resolver.faults:
            self.report(fault)
        return targets

    def _check_resource(
        self, node: ModuleNode, key: ObjectKey, mode: str, kind: str, name: str
    ) -> None:
        block = self.context.find_block(node, mode, kind, name)
        if block is None:
            return
        schema = self.context.find_schema(mode, kind)
        check_resource(block, schema, node.module, self.report)
        check_meta_arguments(block, schema, self.report)
        check_provisioners(block, self.report)
        self._follow(node, key, walk_resource_uses(block))
        if mode != "ephemeral":
            check_resource_values(block, node.module, self.report)
        # Terraform ignores a resource in its own `depends_on`.
        others = (
            use for use in list_dependencies(block, self.report) if not _is_self_reference(use, key)
        )
        self._follow(node, key, others)

    def _check_variable(self, node: ModuleNode, key: ObjectKey, name: str) -> None:
        declaration = node.module.declarations.find("variable", name)
        block = None if declaration is None else node.module.block(declaration)
        if block is None:
            return
        check_shape(block, self.report)
        check_variable(block, self.report)
        self.context.find_variable(node, name)
        for validation in block.body.find_blocks("validation"):
            for reference in walk_body_references(validation.body):
                self._resolve(ReferenceChecker(self.context, node, key), Use(reference))
        given = None if node.call is None else node.call.body.get_attribute(name)
        if given is not None and node.parent is not None:
            for use in (Use(r, repeated=True) for r in walk_references(given.value)):
                for to, target in ReferenceChecker(self.context, node.parent, key).resolve(use):
                    self._refer(node, key, to, target, use.reference.span)

    def _check_output(self, node: ModuleNode, key: ObjectKey, name: str) -> None:
        declaration = node.module.declarations.find("output", name)
        block = None if declaration is None else node.module.block(declaration)
        if block is None:
            return
        check_shape(block, self.report)
        check_constants(block, self.report)
        check_output_value(block, node.module, self.report)
        check_conditions(block, self.report)
        value = block.body.get_attribute("value")
        if value is not None:
            self._follow(node, key, map(Use, walk_references(value.value)))
        for nested in block.body.blocks:
            self._follow(node, key, map(Use, walk_body_references(nested.body)))
        self._follow(node, key, list_dependencies(block, self.report))

    def _check_call(self, node: ModuleNode, key: ObjectKey, name: str) -> None:
        """Check a module call; only `count`, `for_each` and `depends_on` are followed."""
        declaration = node.module.declarations.find("module", name)
        block = None if declaration is None else node.module.block(declaration)
        if block is None:
            return
        child = self.context.tree.find_child(node, name)
        check_call(block, child if isinstance(child, ModuleNode) else None, self.report)
        check_source(block, node.module, self.report)
        check_passing(block, node.module, self.report)
        repeated = any(block.body.get_attribute(name) for name in ("count", "for_each"))
        for attribute in block.body.attributes:
            if attribute.name in ("count", "for_each"):
                self._follow(node, key, map(Use, walk_references(attribute.value)))
            elif attribute.name not in ("providers", "depends_on", "source", "version"):
                for reference in walk_references(attribute.value):
                    self._resolve(
                        ReferenceChecker(self.context, node, key), Use(reference, repeated)
                    )
        self._follow(node, key, list_dependencies(block, self.report))

    def _check_check(self, node: ModuleNode, key: ObjectKey, name: str) -> None:
        """Check a `check` block; only its assertions can refer to the data source in it."""
        declaration = node.module.declarations.find("check", name)
        block = None if declaration is None else node.module.block(declaration)
        if block is None:
            return
        check_shape(block, self.report)
        assertions = list(block.body.find_blocks("assert"))
        if not assertions:
            message = f"check `{name}` has no `assert` block"
            self.report(Diagnostic("invalid-declaration", message, block.header))
        check_conditions(block, self.report)
        for assertion in assertions:
            for reference in walk_body_references(assertion.body):
                if reference.root.name != "data":
                    self._follow(node, key, [Use(reference)])

    def _report_cycle(self, cycle: list[tuple[ModuleNode, ObjectKey]]) -> None:
        edges = [
            (self._edges[one][other], _format_object(*one), _format_object(*other))
            for one, other in zip(cycle, [*cycle[1:], cycle[0]], strict=True)
        ]
        names = " → ".join([edge[1] for edge in edges] + [edges[0][1]])
        message = f"`{edges[0][1]}` refers to itself"
        if len(cycle) > 1:
            message = f"reference cycle: {names}"
        related = tuple(Related(f"{one} refers to {other}", span) for span, one, other in edges[1:])
        self.report(Diagnostic("reference-cycle", message, edges[0][0], related=related))


def _make_object_key(key: ObjectKey) -> ObjectKey:
    renamed = {"variable": "var", "module": "call"}
    return (renamed.get(key[0], key[0]), *key[1:])


def _is_self_reference(use: Use, key: ObjectKey) -> bool:
    """Return whether a reference names exactly this resource."""
    text = use.reference.span.text.removeprefix("resource.")
    return text == ".".join(key[1:] if key[0] == "resource" else key)


def _format_object(node: ModuleNode, key: ObjectKey) -> str:
    prefix = "".join(f"module.{name}." for name in node.names)
    match key[0]:
        case "resource":
            return prefix + ".".join(key[1:])
        case "call":
            return f"{prefix}module.{key[1]}"
        case _:
            return prefix + ".".join(key)
