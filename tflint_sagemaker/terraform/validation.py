"""Validation blocks of variables: which values they are certain to reject.

https://developer.hashicorp.com/terraform/language/expressions/custom-conditions
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from tflint_sagemaker.terraform.constant_arguments import check_constants, has_no_calls
from tflint_sagemaker.terraform.convert import ConversionError, convert
from tflint_sagemaker.terraform.diagnostics import Diagnostic
from tflint_sagemaker.terraform.evaluate import evaluate
from tflint_sagemaker.terraform.reference_walk import get_leading_name, walk_references
from tflint_sagemaker.terraform.types import BOOL
from tflint_sagemaker.terraform.values import Unknown, Value, make_unknown
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from tflint_sagemaker.hcl.syntax import Attribute, Block
    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.terraform.scope import DiagnosticSink, Reference, Scope


def check_variable(block: Block, report: DiagnosticSink) -> None:
    """Check that constant arguments are constant and that each validation uses its variable."""
    name = block.labels[0].text
    check_constants(block, report)
    default = block.body.get_attribute("default")
    if default is not None:
        has_no_calls(default.value, report)
    for validation in block.body.find_blocks("validation"):
        condition = validation.body.get_attribute("condition")
        if condition is None:
            continue
        variables = (
            get_leading_name(r) for r in walk_references(condition.value) if r.root.name == "var"
        )
        if name not in variables:
            message = f"the condition of the validation does not refer to `var.{name}`"
            report(Diagnostic("invalid-declaration", message, condition.value.span))


def is_rejected(block: Block, value: Value) -> bool:
    """Return whether a validation rejects the value, whatever the other variables are."""
    name = block.labels[0].text
    conditions = (v.body.get_attribute("condition") for v in block.body.find_blocks("validation"))
    return any(found is not None and is_rejected_alone(found, name, value) for found in conditions)


def is_rejected_alone(condition: Attribute, name: str, value: Value) -> bool:
    """Return whether the condition is false for the value, with nothing else known."""
    scope = _SingleVariableScope(name, value)
    return is_false(condition, value, scope) and not scope.faults


def is_false(condition: Attribute, value: Value, scope: Scope) -> bool:
    """Return whether the condition is false in that scope; an unknown value is never rejected."""
    if value.unknown is not None:
        return False
    try:
        return convert(evaluate(condition.value, scope), BOOL).data is False
    except ConversionError:
        return False


@dataclass(slots=True)
class _SingleVariableScope:
    """A scope in which one variable is known and nothing else."""

    name: str
    value: Value
    faults: list[Diagnostic] = field(default_factory=list)

    def resolve(self, reference: Reference) -> tuple[Value, int]:
        if reference.root.name == "var" and get_leading_name(reference) == self.name:
            return self.value, 1
        return make_unknown("only the variable itself is known here", reference.span), 0

    def report(self, diagnostic: Diagnostic) -> None:
        self.faults.append(diagnostic)

    def read_file(self, path: str, span: Span) -> Unknown:
        return Unknown(f"`{path}` is not read here", span)

    def list_files(self, path: str, span: Span) -> Unknown:
        return Unknown(f"`{path}` is not read here", span)
