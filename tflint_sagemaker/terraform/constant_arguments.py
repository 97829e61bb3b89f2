"""Checks of arguments that Terraform reads before evaluation: they must be constants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.hcl.syntax import Call, Template
from tflint_sagemaker.terraform.convert import ConversionError, convert
from tflint_sagemaker.terraform.diagnostics import Diagnostic
from tflint_sagemaker.terraform.evaluate import evaluate
from tflint_sagemaker.terraform.language import CONSTANTS, LOCK_FILE
from tflint_sagemaker.terraform.reference_walk import get_leading_name, walk_nodes, walk_references
from tflint_sagemaker.terraform.scope import ConstantScope
from tflint_sagemaker.terraform.types import STRING

if TYPE_CHECKING:
    from tflint_sagemaker.hcl.syntax import Attribute, Block, Expression
    from tflint_sagemaker.terraform.module import Module
    from tflint_sagemaker.terraform.scope import DiagnosticSink
    from tflint_sagemaker.terraform.types import Type


def check_constants(block: Block, report: DiagnosticSink) -> None:
    """Check the arguments of Terraform's own blocks that must be constants of a type."""
    for name, type_ in CONSTANTS.get(block.type, {}).items():
        attribute = block.body.get_attribute(name)
        if attribute is not None:
            _check_type(attribute, type_, report)


def _check_type(attribute: Attribute, type_: Type, report: DiagnosticSink) -> None:
    if type_ == STRING and get_constant_text(attribute.value) is not None:
        return  # the usual case
    if not is_constant(attribute.value, report):
        return
    value = evaluate(attribute.value, ConstantScope(report))
    try:
        convert(value, type_)
    except ConversionError as error:
        message = f"`{attribute.name}` does not fit: {error}"
        report(Diagnostic("invalid-declaration", message, attribute.value.span))


def is_constant(expression: Expression, report: DiagnosticSink) -> bool:
    """Return whether the expression has no reference and no function call; report the first one."""
    for reference in walk_references(expression):
        message = f"`{reference.span.text}` is a reference, but only constant values are allowed"
        report(Diagnostic("invalid-reference", message, reference.span))
        return False
    return has_no_calls(expression, report)


def has_no_calls(expression: Expression, report: DiagnosticSink) -> bool:
    """Return whether the expression calls no function; report the first call."""
    for node in walk_nodes(expression):
        if isinstance(node, Call):
            message = f"function `{node.name}` is called, but only constant values are allowed"
            report(Diagnostic("invalid-expression", message, node.name_span))
            return False
    return True


def get_constant_text(expression: Expression) -> str | None:
    """Return the text of a string without template parts, or None."""
    return expression.literal if isinstance(expression, Template) else None


def check_source(call: Block, module: Module, report: DiagnosticSink) -> None:
    """Check the source and version of a module call, which Terraform reads before evaluation.

    OpenTofu evaluates them early, and newer Terraform versions allow variables with `const` there.
    """
    for name in ("source", "version"):
        attribute = call.body.get_attribute(name)
        for reference in walk_references(attribute.value) if attribute else ():
            variable = module.declarations.find("variable", get_leading_name(reference) or "")
            if (variable is not None and variable.has_word("const")) or _is_for_tofu(module):
                return
            message = f"`{reference.span.text}` is a reference, but a module's {name} is constant"
            report(Diagnostic("invalid-reference", message, reference.span))
            break


def _is_for_tofu(module: Module) -> bool:
    """Return whether files of the module show that OpenTofu is used instead of Terraform."""
    if any(".tofu" in file.source.path for file in module.files):
        return True
    try:
        return "registry.opentofu.org" in (module.directory / LOCK_FILE).read_text("utf-8")
    except (OSError, ValueError):
        return False
