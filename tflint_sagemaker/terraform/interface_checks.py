"""What a module demands of its variables and says of its outputs."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from tflint_sagemaker.terraform.block_scope import BlockScope
from tflint_sagemaker.terraform.constant_arguments import (
    check_constants,
    constant_text,
    has_no_calls,
)
from tflint_sagemaker.terraform.convert import ConversionError, convert
from tflint_sagemaker.terraform.diagnostics import Diagnostic, Related
from tflint_sagemaker.terraform.evaluate import evaluate
from tflint_sagemaker.terraform.language import LOCK_FILE
from tflint_sagemaker.terraform.reference_walk import leading_name, references
from tflint_sagemaker.terraform.scope import Capture
from tflint_sagemaker.terraform.types import BOOL
from tflint_sagemaker.terraform.value_marks import is_sensitive
from tflint_sagemaker.terraform.values import Unknown, Value, unknown
from tflint_sagemaker.util import fs
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from tflint_sagemaker.hcl.syntax import Attribute, Block
    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.terraform.block_scope import Report
    from tflint_sagemaker.terraform.evaluation_context import ModuleInstance
    from tflint_sagemaker.terraform.module import Module
    from tflint_sagemaker.terraform.module_tree import Node
    from tflint_sagemaker.terraform.scope import Reference, Scope


def check_variable(block: Block, report: Report) -> None:
    """Constant arguments are constant, and a validation speaks of its variable."""
    name = block.labels[0].text
    check_constants(block, report)
    default = block.body.attribute("default")
    if default is not None:
        has_no_calls(default.value, report)
    for validation in block.body.blocks_of("validation"):
        condition = validation.body.attribute("condition")
        if condition is None:
            continue
        named = (leading_name(r) for r in references(condition.value) if r.root.name == "var")
        if name not in named:
            message = f"the condition does not speak of `var.{name}`, which it is to validate"
            report(Diagnostic("invalid-declaration", message, condition.value.span))


@dataclass(slots=True)
class _Alone:
    """A scope that knows one variable and nothing else."""

    name: str
    value: Value
    faults: list[Diagnostic] = field(default_factory=list)

    def resolve(self, reference: Reference) -> tuple[Value, int]:
        if reference.root.name == "var" and leading_name(reference) == self.name:
            return self.value, 1
        return unknown("only the variable itself is looked at", reference.span), 0

    def report(self, diagnostic: Diagnostic) -> None:
        self.faults.append(diagnostic)

    def read_file(self, path: str, span: Span) -> Unknown:
        return Unknown(f"`{path}` is not read here", span)

    def files_below(self, path: str, span: Span) -> Unknown:
        return Unknown(f"`{path}` is not read here", span)


def check_validations(root: ModuleInstance, report: Report) -> None:
    """The values of root variables, their defaults where none is given, are not refused."""
    module = root.node.module
    for declaration in module.declarations.all("variable"):
        block = module.block(declaration) if declaration.mentions("validation") else None
        variable = root.world.variable(root.node, declaration.name) if block else None
        if block is None or variable is None:
            continue
        given = variable.name in root.world.root_values
        if not given and (variable.default is None or not is_root(root, module)):
            continue  # a default that is refused makes callers give a value
        value = root.given(variable.name)
        for validation in block.body.blocks_of("validation"):
            condition = validation.body.attribute("condition")
            if condition is None or not _refuses(condition, variable.name, value):
                continue
            what = "value" if given else "default"
            message = f"the {what} of `var.{variable.name}` is refused by its validation"
            told = validation.body.attribute("error_message")
            hint = constant_text(told.value) if told else None
            related = (Related("this does not hold", condition.value.span),)
            at = _given_at(value) or variable.header
            report(Diagnostic("invalid-variable-value", message, at, hint, related))


def check_calls(root: ModuleInstance, kind: str) -> None:
    """What calls give to modules, on the way to resources of that type, is not refused there.

    Unlike the root's, the validations of a called module see all of the module.
    """
    reached: dict[int, Node] = {}
    for node in root.world.tree.nodes():
        around: Node | None = node if node.module.declarations.all("resource", kind) else None
        while around is not None and around.parent is not None:
            reached[id(around)] = around
            around = around.parent
    for node in reached.values():
        for declaration in node.module.declarations.all("variable"):
            block = node.module.block(declaration) if declaration.mentions("validation") else None
            if block is not None:
                for module in _called(root, node):
                    _check_given(module, block)


def _called(root: ModuleInstance, node: Node) -> list[ModuleInstance]:
    """The instances of a module that there will be."""
    if node.parent is None:
        return [root]
    parents = _called(root, node.parent)
    return [module for p in parents for module in p.children(node.names[-1]).instances]


def _check_given(module: ModuleInstance, variable: Block) -> None:
    """An instance of a module is given no value that is refused, nor left with such a default."""
    call = module.node.call
    assert call is not None
    name = variable.labels[0].text
    argument = call.body.attribute(name)
    value = module.given(name)
    for validation in variable.body.blocks_of("validation"):
        condition = validation.body.attribute("condition")
        if condition is None:
            continue
        scope = Capture(BlockScope(module))
        alone = _refuses(condition, name, value)
        if not alone and (not _is_refused(condition, value, scope) or scope.diagnostics):
            continue
        message = f"the value of `var.{name}` is refused by its validation"
        if argument is None:
            message = f"`{name}` is not given, and its default is refused by its validation"
        at = call.header if argument is None else argument.value.span
        told = validation.body.attribute("error_message")
        hint = constant_text(told.value) if told else None
        related = (Related("this does not hold", condition.value.span),)
        address = module.prefix.rstrip(".")
        module.world.report(
            Diagnostic("invalid-variable-value", message, at, hint, related, address)
        )


def _given_at(value: Value) -> Span | None:
    """Where a file of values gives it, if that may be shown."""
    span = value.span
    in_file = span is not None and ".tfvars" in span.source.path
    return span if in_file and not is_sensitive(value) else None


def refused(block: Block, value: Value) -> bool:
    """Whether a validation of a variable is certain to refuse the value, whatever others are."""
    name = block.labels[0].text
    conditions = (v.body.attribute("condition") for v in block.body.blocks_of("validation"))
    return any(found is not None and _refuses(found, name, value) for found in conditions)


def _refuses(condition: Attribute, name: str, value: Value) -> bool:
    """Whether the condition is certain not to hold."""
    scope = _Alone(name, value)
    return _is_refused(condition, value, scope) and not scope.faults


def _is_refused(condition: Attribute, value: Value, scope: Scope) -> bool:
    if value.unknown is not None:
        return False
    try:
        return convert(evaluate(condition.value, scope), BOOL).data is False
    except ConversionError:
        return False


def check_sensitive_outputs(root: ModuleInstance, report: Report) -> None:
    """Outputs of a module that is not called by another say so if they are sensitive."""
    module = root.node.module
    declarations = module.declarations
    if not any(v.mentions("sensitive") for v in declarations.all("variable")):
        return
    if not is_root(root, module):
        return
    for declaration in declarations.all("output"):
        block = module.block(declaration)
        value = block.body.attribute("value") if block else None
        if block is None or value is None or block.body.attribute("sensitive") is not None:
            continue
        if is_sensitive(evaluate(value.value, BlockScope(root))):
            message = f"the value of output `{declaration.name}` is sensitive, but not marked so"
            related = (Related("this is the value", value.value.span),)
            hint = "set `sensitive = true`"
            report(Diagnostic("invalid-declaration", message, block.header, hint, related))


def is_root(root: ModuleInstance, module: Module) -> bool:
    """Whether Terraform is certain to be run in the directory.

    A module that others call need not mark its outputs, and its defaults may be there to be
    refused. It configures no provider, is given no values by a file and has no lock file.
    """
    declarations = module.declarations
    return bool(
        fs.exists(module.directory / LOCK_FILE)
        or declarations.others_of("provider")
        or any(v.name in root.world.root_values for v in declarations.all("variable"))
    )
