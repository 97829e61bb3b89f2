"""Checks of the interface of a module: values given to its variables, its sensitive outputs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.terraform.block_scope import BlockScope
from tflint_sagemaker.terraform.constant_arguments import get_constant_text
from tflint_sagemaker.terraform.diagnostics import Diagnostic, Related
from tflint_sagemaker.terraform.evaluate import evaluate
from tflint_sagemaker.terraform.language import LOCK_FILE
from tflint_sagemaker.terraform.scope import Capture
from tflint_sagemaker.terraform.validation import is_false, is_rejected_alone
from tflint_sagemaker.terraform.value_marks import is_sensitive
from tflint_sagemaker.util import fs

if TYPE_CHECKING:
    from tflint_sagemaker.hcl.syntax import Block
    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.terraform.module import Module
    from tflint_sagemaker.terraform.module_instance import ModuleInstance
    from tflint_sagemaker.terraform.module_tree import ModuleNode
    from tflint_sagemaker.terraform.scope import DiagnosticSink
    from tflint_sagemaker.terraform.values import Value


def check_root_values(root: ModuleInstance, report: DiagnosticSink) -> None:
    """Check that no validation rejects the value of a root variable, or its default."""
    module = root.node.module
    for declaration in module.declarations.list_all("variable"):
        block = module.block(declaration) if declaration.has_word("validation") else None
        variable = root.context.find_variable(root.node, declaration.name) if block else None
        if block is None or variable is None:
            continue
        given = variable.name in root.context.root_values
        if not given and (variable.default is None or not is_root_module(root, module)):
            continue  # a module may reject its default so that its callers give a value
        value = root.get_given_value(variable.name)
        for validation in block.body.find_blocks("validation"):
            condition = validation.body.get_attribute("condition")
            if condition is None or not is_rejected_alone(condition, variable.name, value):
                continue
            what = "value" if given else "default"
            message = f"the validation of `var.{variable.name}` rejects its {what}"
            related = (Related("this condition is false", condition.value.span),)
            at = _find_span_in_variable_file(value) or variable.header
            hint = _get_error_message(validation)
            report(Diagnostic("invalid-variable-value", message, at, hint, related))


def check_call_values(root: ModuleInstance, kind: str) -> None:
    """Check that no validation rejects the value that a module call gives.

    Only calls that lead to a resource of type `kind` are checked. Unlike those of the root, the
    validations of a called module see everything in the module.
    """
    reached: dict[int, ModuleNode] = {}
    for node in root.context.tree.walk():
        around: ModuleNode | None = (
            node if node.module.declarations.list_all("resource", kind) else None
        )
        while around is not None and around.parent is not None:
            reached[id(around)] = around
            around = around.parent
    for node in reached.values():
        for declaration in node.module.declarations.list_all("variable"):
            block = node.module.block(declaration) if declaration.has_word("validation") else None
            if block is not None:
                for module in _list_instances(root, node):
                    _check_given(module, block)


def _list_instances(root: ModuleInstance, node: ModuleNode) -> list[ModuleInstance]:
    """Return the instances of a module, without stand-ins."""
    if node.parent is None:
        return [root]
    parents = _list_instances(root, node.parent)
    return [module for p in parents for module in p.expand_call(node.names[-1]).instances]


def _check_given(module: ModuleInstance, variable: Block) -> None:
    """Check the value that a module instance is given for a variable, or the default it uses."""
    call = module.node.call
    assert call is not None
    name = variable.labels[0].text
    argument = call.body.get_attribute(name)
    value = module.get_given_value(name)
    for validation in variable.body.find_blocks("validation"):
        condition = validation.body.get_attribute("condition")
        if condition is None:
            continue
        scope = Capture(BlockScope(module))
        alone = is_rejected_alone(condition, name, value)
        if not alone and (not is_false(condition, value, scope) or scope.diagnostics):
            continue
        message = f"the validation of `var.{name}` rejects its value"
        if argument is None:
            message = f"`{name}` is not given, and its validation rejects the default"
        at = call.header if argument is None else argument.value.span
        related = (Related("this condition is false", condition.value.span),)
        hint = _get_error_message(validation)
        address = module.prefix.rstrip(".")
        module.report(Diagnostic("invalid-variable-value", message, at, hint, related, address))


def _get_error_message(validation: Block) -> str | None:
    given = validation.body.get_attribute("error_message")
    return get_constant_text(given.value) if given else None


def _find_span_in_variable_file(value: Value) -> Span | None:
    """Return where a `.tfvars` file gives the value, unless the value is sensitive."""
    span = value.span
    in_file = span is not None and ".tfvars" in span.source.path
    return span if in_file and not is_sensitive(value) else None


def check_sensitive_outputs(root: ModuleInstance, report: DiagnosticSink) -> None:
    """Check that a root module marks its sensitive outputs as sensitive."""
    module = root.node.module
    declarations = module.declarations
    if not any(v.has_word("sensitive") for v in declarations.list_all("variable")):
        return
    if not is_root_module(root, module):
        return
    for declaration in declarations.list_all("output"):
        block = module.block(declaration)
        value = block.body.get_attribute("value") if block else None
        if block is None or value is None or block.body.get_attribute("sensitive") is not None:
            continue
        if is_sensitive(evaluate(value.value, BlockScope(root))):
            message = f"output `{declaration.name}` has a sensitive value, but is not marked so"
            related = (Related("this is the value", value.value.span),)
            hint = "set `sensitive = true`"
            report(Diagnostic("invalid-declaration", message, block.header, hint, related))


def is_root_module(root: ModuleInstance, module: Module) -> bool:
    """Return whether Terraform is certain to be run in the directory of the module.

    A module for others to call need not mark its outputs, and may reject its own defaults. Such a
    module has no provider configuration, no variable file and no lock file.
    """
    declarations = module.declarations
    return bool(
        fs.has_entry(module.directory / LOCK_FILE)
        or declarations.list_unnamed("provider")
        or any(v.name in root.context.root_values for v in declarations.list_all("variable"))
    )
