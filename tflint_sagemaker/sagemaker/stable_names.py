"""Names that stay the same when what they name is replaced."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tflint_sagemaker.terraform.reference_walk import walk_references
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from tflint_sagemaker.sagemaker.argument import Argument
    from tflint_sagemaker.sagemaker.model import Model
    from tflint_sagemaker.sagemaker.view import BlockView

# What a name may depend on and yet be the same for one instance as long as it lives.
LASTING = frozenset({("each", "key"), ("count", "index")})
LITERAL = '"'

# What makes a name change with what it names: a checksum in it, or what is called a version.
CHECKSUM = compile_later(r"\b(?:file)?(?:base64)?(?:md5|sha\d+)\(")
VERSION = compile_later(
    r"(?<![a-z])(?:version|tag|release|revision|build|commit|sha|hash|digest|checksum|suffix|run)"
    r"(?:_?id|_?number)?(?![a-z])",
    re.IGNORECASE,
)


def find_fixed_name(model: Model) -> Argument | None:
    """The model's name, if it is written out: no variable stands for a part of it.

    A name out of a variable may be given a new value for each replacement, and one with a version
    or a checksum in it is meant to have one.
    """
    name = model.name
    written = model.evaluated.syntax.body.get_attribute("name")
    if name is None or written is None or not isinstance(name.raw.data, str):
        return None
    depends_on = {
        (found.root.name, getattr(found.steps[0], "name", "") if found.steps else "")
        for found in walk_references(written.value)
    }
    steps = name.raw.via
    texts = (written.value.span.text, *(step.span.text for step in steps))
    if any(CHECKSUM.search(text) for text in texts):
        return None
    if any(VERSION.search(step.what) for step in steps):
        return None
    if depends_on <= LASTING:
        return name
    literal = bool(steps) and _is_literal(steps[0].span.text)
    overridable = any(step.is_default for step in steps)
    return name if literal and not overridable else None


def _is_literal(text: str) -> bool:
    return text.startswith(LITERAL) and text.endswith(LITERAL) and "${" not in text


def is_created_first(block: BlockView) -> bool:
    """Whether `create_before_destroy` is set."""
    for lifecycle in block.evaluated.syntax.body.find_blocks("lifecycle"):
        given = lifecycle.body.get_attribute("create_before_destroy")
        if given is not None and given.value.span.text.strip('"') == "true":
            return True
    return False


def is_replaced_with_others(block: BlockView) -> bool:
    """Whether `replace_triggered_by` is set: with a model, or with what stands for one."""
    lifecycles = block.evaluated.syntax.body.find_blocks("lifecycle")
    return any(found.body.get_attribute("replace_triggered_by") for found in lifecycles)
