"""Whether a block has the form that its schema asks for: else Terraform refuses all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.terraform.values import Unknown

if TYPE_CHECKING:
    from tflint_sagemaker.sagemaker.view import BlockView


def find_schema_fault(view: BlockView) -> Unknown | None:
    """The first thing in the block, or below it, for which Terraform refuses it."""
    schema, block, here = view.schema, view.evaluated, f"`{view.type}`"
    for name, given in block.arguments.items():
        if name not in schema.attributes:
            return Unknown(f"{here} has an argument `{name}`", given.name_span)
    for nested in block.blocks:
        if nested.type not in schema.blocks:
            return Unknown(f"{here} has a block `{nested.type}`", nested.header)
    for name, attribute in schema.attributes.items():
        if attribute.required and (at := view.lacks(name)):
            return Unknown(f"{here} lacks `{name}`", at)
    for argument in view.arguments():
        if argument.misfit:
            return Unknown(f"`{argument.name}` of {here} is not valid", argument.span)
    inner = (find_schema_fault(nested) for kind in schema.blocks for nested in view.possible(kind))
    return next((fault for fault in inner if fault is not None), None)
