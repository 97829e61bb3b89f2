"""Data sources that a plan reads only during apply, even if their result is known.

A plan defers a data source if an argument is not completely known, if its block refers to a
managed resource that is to be created, or if a `depends_on`, of the block or of a module call
around it, leads to one. The plan has no state here, so every resource is to be created.

Recorded from Terraform 1.11.4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.terraform.block_scope import RESOURCE_ROOTS, get_leading_names
from tflint_sagemaker.terraform.reference_walk import walk_body_references, walk_references
from tflint_sagemaker.terraform.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tflint_sagemaker.hcl.syntax import Block, Body
    from tflint_sagemaker.terraform.evaluated import EvaluatedBlock
    from tflint_sagemaker.terraform.module_scope import ModuleScope
    from tflint_sagemaker.terraform.scope import Reference

# Roots of references that lead to no resource, or only to the block itself.
NO_RESOURCE = frozenset({"count", "each", "self", "path", "terraform"})


def find_deferral(module: ModuleScope, body: EvaluatedBlock) -> Unknown | None:
    """Return why a data source is not read before apply; None if the plan reads it."""
    reason = find_unknown(body)
    if reason is not None:
        return reason.plain
    block = body.syntax
    uses = list(walk_body_references(block.body))
    depends = list(_list_dependencies(block.body))
    found = next((r for r in uses if _is_changed(module, r)), None)
    if found is None and (depends or _has_conditions(block)):
        upstream = uses if _has_conditions(block) else depends
        found = _find_path_to_change(module, (r for r in upstream if not _is_data(r)))
    return _make_reason(found) if found is not None else _find_deferral_of_module(module)


def find_unknown(body: EvaluatedBlock) -> Unknown | None:
    """Return the first reason why a block is not completely known, or None."""
    parts = (
        *body.unsure.values(),
        *(argument.value.unknown for argument in body.arguments.values()),
        *(find_unknown(block) for block in body.blocks),
    )
    return next((reason for reason in parts if reason is not None), None)


def _find_deferral_of_module(module: ModuleScope) -> Unknown | None:
    """Return why no data source of a module is read before apply: its call waits for a resource."""
    while module.parent is not None and module.node.call is not None:
        depends = _list_dependencies(module.node.call.body)
        module = module.parent
        found = _find_path_to_change(module, depends)
        if found is not None:
            return _make_reason(found)
    return None


def _make_reason(reference: Reference) -> Unknown:
    return Unknown("the data source is not read before what it depends on", reference.span)


def _list_dependencies(body: Body) -> Iterator[Reference]:
    attribute = body.get_attribute("depends_on")
    return iter(()) if attribute is None else walk_references(attribute.value)


def _has_conditions(block: Block) -> bool:
    return any(
        nested.type in ("precondition", "postcondition")
        for lifecycle in block.body.find_blocks("lifecycle")
        for nested in lifecycle.body.blocks
    )


def _is_data(reference: Reference) -> bool:
    return reference.root.name == "data"


def _get_managed_resource(reference: Reference) -> tuple[str, str] | None:
    """Return the type and name of the managed resource that a reference names."""
    root, names = reference.root.name, get_leading_names(reference)
    if root == "resource":
        return (names[0], names[1]) if len(names) > 1 else None
    if root in NO_RESOURCE or root in (*RESOURCE_ROOTS, "var", "local", "module") or not names:
        return None
    return root, names[0]


def _is_changed(module: ModuleScope, reference: Reference) -> bool:
    """Return whether a reference names a managed resource that has instances."""
    name = _get_managed_resource(reference)
    resource = None if name is None else module.find_resource("resource", *name)
    return resource is not None and bool(resource.repetitions.instances)


def _find_path_to_change(module: ModuleScope, starts: Iterable[Reference]) -> Reference | None:
    """Return the first reference that leads to a managed resource, directly or not.

    References into or out of a module are not followed; they count as leading to one.
    """
    seen: set[tuple[str, ...]] = set()
    for start in starts:
        waiting = [start]
        while waiting:
            reference = waiting.pop()
            if _is_changed(module, reference) or _is_outside(module, reference):
                return start
            key = (reference.root.name, *get_leading_names(reference))
            if key not in seen:
                seen.add(key)
                waiting.extend(_list_references(module, reference))
    return None


def _is_outside(module: ModuleScope, reference: Reference) -> bool:
    root = reference.root.name
    return root == "module" or (root == "var" and module.parent is not None)


def _list_references(module: ModuleScope, reference: Reference) -> Iterator[Reference]:
    """Yield the references in the declaration that a reference names."""
    names = get_leading_names(reference)
    if reference.root.name == "local" and names:
        attribute = module.node.module.locals.get(names[0])
        if attribute is not None:
            yield from walk_references(attribute.value)
        return
    name = _get_managed_resource(reference)
    mode = "resource"
    if _is_data(reference) and len(names) > 1:
        mode, name = "data", (names[0], names[1])
    resource = None if name is None else module.find_resource(mode, *name)
    if resource is not None:
        yield from walk_body_references(resource.block.body)
