"""Checks of preconditions, as far as their values are known before a plan.

https://developer.hashicorp.com/terraform/language/expressions/custom-conditions
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.terraform.convert import ConversionError, convert
from tflint_sagemaker.terraform.diagnostics import Diagnostic
from tflint_sagemaker.terraform.evaluate import evaluate
from tflint_sagemaker.terraform.reference_walk import walk_references
from tflint_sagemaker.terraform.types import BOOL

if TYPE_CHECKING:
    from tflint_sagemaker.hcl.syntax import Block
    from tflint_sagemaker.terraform.block_scope import BlockScope


def check_preconditions(block: Block, scope: BlockScope) -> None:
    """Check the preconditions of one instance: each is a bool, and none is known to be false."""
    for lifecycle in block.body.find_blocks("lifecycle"):
        for precondition in lifecycle.body.find_blocks("precondition"):
            _check(precondition, scope)


def _check(precondition: Block, scope: BlockScope) -> None:
    condition = precondition.body.get_attribute("condition")
    if condition is None or not any(walk_references(condition.value)):
        return  # the static checks report a condition without references
    value = evaluate(condition.value, scope)
    span = condition.value.span
    try:
        is_met = convert(value, BOOL).data
    except ConversionError as error:
        message = f"the condition of the precondition is not a bool: {error}"
        scope.report(Diagnostic("invalid-expression", message, span))
        return
    if is_met is None:
        message = "the condition of the precondition is null"
        scope.report(Diagnostic("invalid-expression", message, span))
    elif is_met is False:
        scope.report(Diagnostic("invalid-expression", "the precondition is false", span))
