"""Checks of steps from a resource into its attributes and nested blocks, by its schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from tflint_sagemaker.hcl.syntax import GetAttr, Index, Template
from tflint_sagemaker.terraform.spelling import suggest_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.terraform.block_schema import BlockSchema, NestedSchema

PathStep: TypeAlias = GetAttr | Index
# Receives a message, its span and a hint.
PathReporter: TypeAlias = "Callable[[str, Span, str | None], None]"


def check_steps(schema: BlockSchema, steps: tuple[PathStep, ...], report: PathReporter) -> None:
    """Follow steps into the schema of a block; report the first step that does not exist."""
    step = steps[0]
    if not isinstance(step, GetAttr):
        message = "an attribute is followed here by a dot and its name, not by an index"
        if not is_text_index(step):
            report(message, get_step_span(step), None)
        return
    if step.name in schema.attributes:
        return
    nested = schema.blocks.get(step.name)
    if nested is not None:
        check_nested(step.name, nested, steps[1:], report)
        return
    hint = suggest_name(step.name, (*schema.attributes, *schema.blocks))
    message = f"there is no argument, nested block or attribute `{step.name}`"
    report(message, step.name_span, hint)


def check_nested(
    name: str, nested: NestedSchema, steps: tuple[PathStep, ...], report: PathReporter
) -> None:
    """Follow steps from the name of nested blocks."""
    if nested.kind in ("single", "group"):
        if steps:
            check_steps(nested.block, steps, report)
        return
    if not steps:
        return
    step = steps[0]
    indexed = isinstance(step, Index) or is_legacy_index(step)
    if nested.kind == "set":
        message = f"the `{name}` blocks are a set, which has no index"
        hint = "a `for` expression with `if` picks out elements"
        report(message, get_step_span(step), hint)
    elif nested.kind == "list" and not indexed:
        message = f"the `{name}` blocks are a list, which needs an index"
        report(message, get_step_span(step), f"write `{name}[0]`")
    elif steps[1:]:
        check_steps(nested.block, steps[1:], report)


def is_legacy_index(step: PathStep) -> bool:
    """Return whether it is an index as in `list.0`."""
    return isinstance(step, GetAttr) and step.name.isdecimal()


def is_text_index(step: PathStep) -> bool:
    """Return whether it is an index as in `map["key"]`."""
    return isinstance(step, Index) and isinstance(step.key, Template)


def get_step_span(step: PathStep) -> Span:
    """Return the span of the name or key of a step."""
    return step.name_span if isinstance(step, GetAttr) else step.key.span
