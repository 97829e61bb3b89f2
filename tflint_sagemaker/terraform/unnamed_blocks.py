"""Checks of the blocks without a name: `terraform`, `provider`, `import`, `moved`, `removed`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.terraform.block_scope import BlockScope
from tflint_sagemaker.terraform.block_structure import check_import, check_shape
from tflint_sagemaker.terraform.module import is_override
from tflint_sagemaker.terraform.module_instance import ModuleInstance
from tflint_sagemaker.terraform.provider_blocks import check_names, check_provider
from tflint_sagemaker.terraform.reference_walk import Use, walk_body_references, walk_references
from tflint_sagemaker.terraform.state_blocks import check_imports, check_moves, check_removed
from tflint_sagemaker.terraform.terraform_block import check_terraform

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tflint_sagemaker.hcl.syntax import Block
    from tflint_sagemaker.terraform.evaluation_context import EvaluationContext
    from tflint_sagemaker.terraform.module_tree import ModuleNode
    from tflint_sagemaker.terraform.scope import DiagnosticSink, Reference


def check_unnamed_blocks(
    context: EvaluationContext, node: ModuleNode, report: DiagnosticSink
) -> list[Use]:
    """Check these blocks of a module; return their references, which remain to be checked."""
    module = node.module
    blocks: dict[str, list[Block]] = {}
    for chunk in module.declarations.unnamed:
        block = module.parse(chunk, context.find_unnamed_schema(chunk))
        if block is not None:
            check_shape(block, report)
            if not is_override(chunk.span.source.path):
                blocks.setdefault(block.type, []).append(block)
    check_terraform(blocks.get("terraform", ()), report)
    check_imports(blocks.get("import", ()), module, report, called=node.parent is not None)
    check_moves(blocks.get("moved", ()), module, report)
    for block in blocks.get("removed", ()):
        check_removed(block, module, report)
    _check_providers(blocks.get("provider", []), context, node, report)
    uses: list[Use] = []
    for block in blocks.get("import", ()):
        check_import(block, report)
        attributes = [block.body.get_attribute(name) for name in ("id", "for_each")]
        found = (
            r for attribute in attributes if attribute for r in walk_references(attribute.value)
        )
        uses.extend(_list_uses(block, found))
    for block in blocks.get("provider", ()):
        uses.extend(_list_uses(block, walk_body_references(block.body)))
    return uses


def _check_providers(
    blocks: list[Block], context: EvaluationContext, node: ModuleNode, report: DiagnosticSink
) -> None:
    check_names(blocks, report)
    scope = None
    if node.parent is None:
        scope = BlockScope(ModuleInstance(context, node, known=False))
    for block in blocks:
        check_provider(block, context.schemas.find_provider(block.labels[0].text), scope, report)


def _list_uses(block: Block, found: Iterable[Reference]) -> list[Use]:
    """Return the references in a block, except for the `each` of its `for_each`.

    An `import` block may have one, and in OpenTofu a `provider` block as well.
    """
    repeated = block.body.get_attribute("for_each") is not None
    return [Use(r) for r in found if not (repeated and r.root.name == "each")]
