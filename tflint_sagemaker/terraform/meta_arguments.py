"""Checks of the values of meta-arguments of a resource or data source.

https://developer.hashicorp.com/terraform/language/meta-arguments
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.hcl.syntax import (
    Binary,
    Call,
    Conditional,
    GetAttr,
    Index,
    Number,
    ObjectCons,
    Template,
    TupleCons,
    Variable,
)
from tflint_sagemaker.terraform.convert import ConversionError, convert
from tflint_sagemaker.terraform.diagnostics import Diagnostic
from tflint_sagemaker.terraform.evaluate import evaluate
from tflint_sagemaker.terraform.reference_walk import walk_references
from tflint_sagemaker.terraform.schema_path import check_nested
from tflint_sagemaker.terraform.scope import ConstantScope
from tflint_sagemaker.terraform.types import BOOL
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_sagemaker.hcl.syntax import Attribute, Block, Expression
    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.terraform.block_schema import BlockSchema
    from tflint_sagemaker.terraform.scope import DiagnosticSink

# The form of quoted references and providers, as in Terraform 0.11.
QUOTED = compile_later(r'[\w.\-*\[\]"$]+')
NO_TRIGGERS = frozenset({"var", "local", "module", "path", "terraform", "self"})
# OpenTofu allows references in the other one.
PLAIN_SWITCHES = ("create_before_destroy",)
SWITCHES = (*PLAIN_SWITCHES, "prevent_destroy")


def check_meta_arguments(block: Block, schema: BlockSchema | None, report: DiagnosticSink) -> None:
    """Check `provider`, `depends_on` and the arguments of `lifecycle`."""
    _check_provider(block.body.get_attribute("provider"), report)
    _check_quoted(block.body.get_attribute("depends_on"), report)
    for lifecycle in block.body.find_blocks("lifecycle"):
        for name in SWITCHES:
            _check_switch(lifecycle.body.get_attribute(name), report)
        if schema is not None:
            _check_ignored(lifecycle.body.get_attribute("ignore_changes"), schema, report)
        _check_triggers(lifecycle.body.get_attribute("replace_triggered_by"), report)
        check_conditions(lifecycle, report)


def _report_declaration(
    report: DiagnosticSink, message: str, span: Span, hint: str | None = None
) -> None:
    report(Diagnostic("invalid-declaration", message, span, hint))


def _list_items(attribute: Attribute | None) -> Iterator[Expression]:
    if attribute is not None and isinstance(attribute.value, TupleCons):
        yield from attribute.value.items


def _check_provider(attribute: Attribute | None, report: DiagnosticSink) -> None:
    if attribute is None:
        return
    value = attribute.value
    text = value.literal if isinstance(value, Template) else None
    made = isinstance(value, TupleCons | ObjectCons | Number | Call | Conditional | Binary)
    if made or (text is not None and not QUOTED.fullmatch(text)):
        message = "`provider` is not the name of a provider"
        hint = "write the name, or the name and an alias: `NAME.ALIAS`"
        _report_declaration(report, message, value.span, hint)


def _check_quoted(attribute: Attribute | None, report: DiagnosticSink) -> None:
    for item in _list_items(attribute):
        text = item.literal if isinstance(item, Template) else None
        if text is not None and not QUOTED.fullmatch(text):
            hint = "write a reference without quotes: `TYPE.NAME`"
            _report_declaration(report, "`depends_on` holds references only", item.span, hint)


def _check_switch(attribute: Attribute | None, report: DiagnosticSink) -> None:
    """Check that a switch is `true` or `false`: Terraform reads it before evaluation."""
    if attribute is None:
        return
    name, span = attribute.name, attribute.value.span
    if any(walk_references(attribute.value)):
        if name in PLAIN_SWITCHES:
            message = f"`{name}` may not refer to anything"
            report(Diagnostic("invalid-reference", message, span, "write `true` or `false`"))
        return
    value = evaluate(attribute.value, ConstantScope(lambda _: None))
    try:
        convert(value, BOOL)
    except ConversionError:
        message = f"`{name}` is neither `true` nor `false`"
        _report_declaration(report, message, span, "write `true` or `false`")


def _check_ignored(
    attribute: Attribute | None, schema: BlockSchema, report: DiagnosticSink
) -> None:
    """Check names inside of nested blocks, as in `primary_container[0].image`."""

    def report_step(message: str, span: Span, hint: str | None) -> None:
        report(Diagnostic("unsupported-attribute", message, span, hint))

    for item in _list_items(attribute):
        steps: list[GetAttr | Index] = []
        node = item
        while isinstance(node, GetAttr | Index):
            steps.insert(0, node)
            node = node.object if isinstance(node, GetAttr) else node.collection
        if isinstance(node, Variable) and node.name in schema.blocks:
            check_nested(node.name, schema.blocks[node.name], tuple(steps), report_step)


def _check_triggers(attribute: Attribute | None, report: DiagnosticSink) -> None:
    for item in _list_items(attribute):
        for reference in walk_references(item):
            root = reference.root.name
            if root in NO_TRIGGERS:
                message = f"`{root}` cannot be referred to in `replace_triggered_by`"
                hint = "refer to a resource or to one of its attributes"
                report(Diagnostic("invalid-reference", message, reference.span, hint))


def check_conditions(block: Block, report: DiagnosticSink) -> None:
    """Check that each condition and assertion of a block refers to something."""
    for kind in ("precondition", "postcondition", "assert"):
        for nested in block.body.find_blocks(kind):
            condition = nested.body.get_attribute("condition")
            if condition is not None and not any(walk_references(condition.value)):
                message = f"the condition of the {kind} refers to nothing, so it checks nothing"
                _report_declaration(report, message, condition.value.span)
