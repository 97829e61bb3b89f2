"""Merging of override files into the blocks that they override.

https://developer.hashicorp.com/terraform/language/files/override
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tflint_sagemaker.hcl.syntax import Block, Body

# Blocks whose arguments are merged one by one; others are replaced as a whole.
MERGED_INSIDE = frozenset({"lifecycle", "required_providers"})


def merge(base: Block, override: Block) -> Block:
    """Return the base block with the arguments and blocks of the override."""
    return replace(base, body=merge_bodies(base.body, override.body))


def merge_bodies(base: Body, override: Body) -> Body:
    """Merge two bodies: arguments one by one; nested blocks replace all of their type."""
    attributes = {attribute.name: attribute for attribute in base.attributes}
    attributes |= {attribute.name: attribute for attribute in override.attributes}
    replaced = {get_block_type(block) for block in override.blocks} - MERGED_INSIDE
    kept = [block for block in base.blocks if get_block_type(block) not in replaced]
    added = [block for block in override.blocks if get_block_type(block) in replaced]
    inside = [block for block in override.blocks if get_block_type(block) in MERGED_INSIDE]
    return replace(
        base,
        attributes=tuple(attributes.values()),
        blocks=(*_merge_inside(kept, inside), *added),
    )


def get_block_type(block: Block) -> str:
    """Return the type of a nested block, or of the blocks that a dynamic block makes."""
    if block.type == "dynamic" and len(block.labels) == 1:
        return block.labels[0].text
    return block.type


def _merge_inside(base: Iterable[Block], overrides: Iterable[Block]) -> list[Block]:
    result = list(base)
    for override in overrides:
        for at, block in enumerate(result):
            if block.type == override.type:
                result[at] = merge(block, override)
                break
        else:
            result.append(override)
    return result
