"""Whether a block has the form that its schema asks for: else Terraform refuses all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.terraform.values import Unknown

if TYPE_CHECKING:
    from tflint_sagemaker.sagemaker.view import BlockView


def ill_formed(view: BlockView) -> Unknown | None:
    """Why nothing comes of the block or a block in it, None if its form is right."""
    faulty = any(
        name not in view.schema.attributes or argument.misfit
        for name in view.evaluated.arguments
        if (argument := view.given(name))
    ) or any(
        shape.required and view.lacks(name) is not None
        for name, shape in view.schema.attributes.items()
    )
    if faulty or any(kind not in view.schema.blocks for kind in _nested_types(view)):
        return Unknown(f"`{view.type}` is not well-formed", view.span)
    nested = (ill_formed(block) for kind in view.schema.blocks for block in view.possible(kind))
    return next((reason for reason in nested if reason is not None), None)


def _nested_types(view: BlockView) -> list[str]:
    return [block.type for block in view.evaluated.blocks]
