"""Checks of the structure of blocks: arguments and nested blocks of Terraform's own blocks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tflint_sagemaker.hcl.syntax import (
    Constant,
    GetAttr,
    Index,
    ObjectCons,
    Parentheses,
    Template,
    TupleCons,
    Variable,
)
from tflint_sagemaker.terraform.diagnostics import Diagnostic, Related
from tflint_sagemaker.terraform.language import BLOCK_SCHEMAS, LIFECYCLE, RESOURCE_LIFECYCLE
from tflint_sagemaker.terraform.passed_providers import check_passed
from tflint_sagemaker.terraform.reference_walk import Use, walk_references
from tflint_sagemaker.terraform.spelling import find_nearest, suggest_name
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tflint_sagemaker.hcl.syntax import Attribute, Block, Body, Expression
    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.terraform.block_schema import BlockSchema
    from tflint_sagemaker.terraform.module import Module
    from tflint_sagemaker.terraform.module_tree import ModuleNode
    from tflint_sagemaker.terraform.scope import DiagnosticSink, Reference

QUOTED_ALIAS = compile_later(r"[\w-]+\.[\w-]+")
CALL_ARGUMENTS = ("source", "version", "count", "for_each", "providers", "depends_on", "enabled")


def check_shape(block: Block, report: DiagnosticSink) -> None:
    """Check a block of Terraform's own for unknown and missing arguments and nested blocks."""
    shape = BLOCK_SCHEMAS.get(block.type)
    if shape is None:
        return
    _check_body(block.body, block.brace, f"`{block.type}` block", shape, report)
    if block.type == "variable":
        _check_type(block.body.get_attribute("type"), report)


def _check_body(
    body: Body, brace: Span, said: str, shape: BlockSchema, report: DiagnosticSink
) -> None:
    for attribute in body.attributes:
        if attribute.name in shape.attributes:
            continue
        message = f"the {said} has no argument `{attribute.name}`"
        hint = suggest_name(attribute.name, shape.attributes)
        if attribute.name in shape.blocks:
            hint = f"write it as a block: `{attribute.name} {{`"
        report(Diagnostic("invalid-declaration", message, attribute.name_span, hint))
    for name, argument in shape.attributes.items():
        if argument.required and body.get_attribute(name) is None:
            message = f"the {said} lacks its argument `{name}`"
            report(Diagnostic("invalid-declaration", message, brace))
    for nested in body.blocks:
        inner = shape.blocks.get(nested.type)
        if inner is None:
            message = f"the {said} has no nested block `{nested.type}`"
            hint = suggest_name(nested.type, shape.blocks)
            if nested.type in shape.attributes:
                hint = f"write it as an argument: `{nested.type} =`"
            report(Diagnostic("invalid-declaration", message, nested.type_span, hint))
        elif inner.block.attributes:
            _check_body(nested.body, nested.brace, f"`{nested.type}` block", inner.block, report)


def _check_type(attribute: Attribute | None, report: DiagnosticSink) -> None:
    if attribute is None or not isinstance(attribute.value, Template):
        return
    span = attribute.value.span
    if span.source.is_json:
        return
    text = attribute.value.literal
    hint = "remove the quotes" if text in ("string", "list", "map") else None
    if text in ("list", "map"):
        hint = f"write `{text}(string)`"
    report(Diagnostic("invalid-declaration", "the type of a variable is in quotes", span, hint))


def check_resource(
    block: Block, schema: BlockSchema | None, module: Module, report: DiagnosticSink
) -> None:
    """Check the meta-arguments of a resource or data source."""
    _check_repetition(block.body, report)
    _check_provider(block.body.get_attribute("provider"), module, report)
    lifecycles = list(block.body.find_blocks("lifecycle"))
    for lifecycle in lifecycles[1:]:
        message = "a resource has only one `lifecycle` block"
        related = (Related("the first is here", lifecycles[0].header),)
        diagnostic = Diagnostic("invalid-declaration", message, lifecycle.type_span, None, related)
        report(diagnostic)
    shape = RESOURCE_LIFECYCLE if block.type == "resource" else LIFECYCLE
    for lifecycle in lifecycles:
        _check_body(lifecycle.body, lifecycle.brace, "`lifecycle` block", shape, report)
        _check_ignored(lifecycle.body.get_attribute("ignore_changes"), schema, report)
    for provisioner in block.body.find_blocks("provisioner"):
        if len(provisioner.labels) != 1:
            message = "a provisioner has one label: its type"
            report(Diagnostic("invalid-declaration", message, provisioner.brace))


def _check_repetition(body: Body, report: DiagnosticSink) -> None:
    count, for_each = body.get_attribute("count"), body.get_attribute("for_each")
    if count is not None and for_each is not None:
        message = "`count` and `for_each` are both set"
        related = (Related("`count` is set here", count.name_span),)
        span = for_each.name_span
        report(Diagnostic("invalid-declaration", message, span, "keep one of them", related))


def _check_provider(attribute: Attribute | None, module: Module, report: DiagnosticSink) -> None:
    """Check that `provider = NAME.ALIAS` has a configuration, here or passed by the caller."""
    if attribute is not None:
        _check_configuration(attribute.value, module, report)


def check_passing(call: Block, module: Module, report: DiagnosticSink) -> None:
    """Check that the provider configurations that a call passes exist."""
    given = call.body.get_attribute("providers")
    for item in given.value.items if given and isinstance(given.value, ObjectCons) else ():
        _check_configuration(item.value, module, report)


def _check_configuration(value: Expression, module: Module, report: DiagnosticSink) -> None:
    if not module.complete:
        return
    if isinstance(value, Template) and value.literal and QUOTED_ALIAS.fullmatch(value.literal):
        name, alias = value.literal.split(".")
    elif isinstance(value, GetAttr) and isinstance(value.object, Variable):
        name, alias = value.object.name, value.name
    else:
        return
    given = re.compile(rf'\balias"?\s*[=:]\s*"?{re.escape(alias)}(?![\w-])')
    for chunk in module.declarations.list_unnamed("provider"):
        if chunk.labels[0].text == name and given.search(chunk.span.text):
            return
    if any(alias in chunk.span.text for chunk in module.declarations.list_unnamed("terraform")):
        return
    message = f"the provider configuration `{name}.{alias}` is not declared"
    report(Diagnostic("undeclared-reference", message, value.span))


def _check_ignored(
    attribute: Attribute | None, schema: BlockSchema | None, report: DiagnosticSink
) -> None:
    """Check that `ignore_changes` names arguments of the resource."""
    if attribute is None:
        return
    value = attribute.value
    if isinstance(value, Variable) and value.name == "all":
        return
    if not isinstance(value, TupleCons):
        message = "`ignore_changes` is a list of arguments, or `all`"
        report(Diagnostic("invalid-declaration", message, value.span))
        return
    for item in value.items:
        root = _get_root(item)
        if root is None:
            if not isinstance(item, Template):
                message = "`ignore_changes` holds names of arguments only"
                report(Diagnostic("invalid-declaration", message, item.span))
        elif schema is not None and root.name not in (*schema.attributes, *schema.blocks):
            message = f"there is no argument or nested block `{root.name}` to ignore"
            hint = suggest_name(root.name, (*schema.attributes, *schema.blocks))
            report(Diagnostic("unsupported-attribute", message, root.span, hint))


def _get_root(expression: Expression) -> Variable | None:
    while isinstance(expression, GetAttr | Index):
        expression = expression.object if isinstance(expression, GetAttr) else expression.collection
    return expression if isinstance(expression, Variable) else None


def list_dependencies(block: Block, report: DiagnosticSink) -> Iterator[Use]:
    """Yield the references of `depends_on`."""
    attribute = block.body.get_attribute("depends_on")
    if attribute is None:
        return
    if not isinstance(attribute.value, TupleCons):
        if not attribute.value.span.source.is_json:
            message = "`depends_on` is a list of references"
            report(Diagnostic("invalid-declaration", message, attribute.value.span))
        return
    for item in attribute.value.items:
        if isinstance(item, Template):
            continue
        if _get_root(item) is None:
            message = "`depends_on` holds references only"
            report(Diagnostic("invalid-declaration", message, item.span))
            continue
        for reference in walk_references(item):
            _check_is_whole(reference, report)
            yield Use(reference)


def _check_is_whole(reference: Reference, report: DiagnosticSink) -> None:
    """Check that `depends_on` names a whole object; an output of a module counts as one."""
    root, steps = reference.root.name, reference.steps
    if root == "module":
        return
    beyond = steps[{"var": 1, "local": 1, "data": 2, "ephemeral": 2}.get(root, 1) :]
    if beyond and isinstance(beyond[0], Index) and root not in ("var", "local"):
        beyond = beyond[1:]
    if beyond and isinstance(beyond[0], GetAttr) and not beyond[0].name.isdecimal():
        message = "`depends_on` takes whole resources, not their attributes"
        report(Diagnostic("invalid-declaration", message, beyond[0].name_span))


def check_import(block: Block, report: DiagnosticSink) -> None:
    """Check the id of an `import` block."""
    given = block.body.get_attribute("id")
    if given is None:
        if block.body.get_attribute("identity") is None:
            message = "the `import` block lacks its argument `id`"
            report(Diagnostic("invalid-declaration", message, block.brace))
        return
    value = given.value
    while isinstance(value, Parentheses):
        value = value.inner
    if isinstance(value, Constant) and value.value is None:
        message = "the id to import is null"
        report(Diagnostic("invalid-declaration", message, value.span))
    if isinstance(value, Template) and value.literal == "":
        message = "the id to import is empty"
        report(Diagnostic("invalid-declaration", message, value.span))


def check_call(block: Block, child: ModuleNode | None, report: DiagnosticSink) -> None:
    """Check the arguments of a module call against the variables of the called module."""
    _check_repetition(block.body, report)
    for nested in block.body.blocks:
        if nested.type == "lifecycle" and nested.body.get_attribute("enabled"):
            continue  # OpenTofu has it since 1.11
        message = f"a module call has no nested block `{nested.type}`"
        hint = f"write it as an argument: `{nested.type} =`"
        report(Diagnostic("invalid-declaration", message, nested.type_span, hint))
    source, version = block.body.get_attribute("source"), block.body.get_attribute("version")
    path = source.value.literal if source and isinstance(source.value, Template) else None
    if version is not None and source and (path or "").startswith(("./", "../")):
        message = "a module on a local path has no `version`"
        related = (Related("this is the version", version.name_span),)
        at, hint = source.value.span, "remove the `version`"
        report(Diagnostic("invalid-declaration", message, at, hint, related))
    if child is None or not child.module.complete:
        return
    check_passed(block, child.module, report)
    names = child.module.declarations.list_names("variable")
    given = [a for a in block.body.attributes if a.name not in CALL_ARGUMENTS]
    for attribute in given:
        if attribute.name not in names and child.module.is_undeclared(attribute.name):
            message = f"module `{block.labels[0].text}` has no variable `{attribute.name}`"
            near = suggest_name(attribute.name, names)
            report(Diagnostic("unsupported-module-argument", message, attribute.name_span, near))
    for name in _list_required_variables(child.module):
        if block.body.get_attribute(name) is None:
            misspelt = find_nearest(name, [a.name for a in given if a.name not in names])
            message = f"module `{block.labels[0].text}` is called without its variable `{name}`"
            cause = f"`{misspelt}` is given: is it misspelt?" if misspelt else None
            report(Diagnostic("unsupported-module-argument", message, block.brace, cause))


def _list_required_variables(module: Module) -> Iterable[str]:
    """Yield the variables without a default; a block is parsed only if it may have one."""
    for declaration in module.declarations.list_all("variable"):
        if declaration.has_word("default"):
            block = module.block(declaration)
            if block is None or block.body.get_attribute("default") is not None:
                continue
        yield declaration.name
