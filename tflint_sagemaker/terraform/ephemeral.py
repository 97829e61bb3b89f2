"""Checks of ephemeral variables, whose values must not get into a plan or state.

https://developer.hashicorp.com/terraform/language/block/variable#ephemeral
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.hcl.syntax import (
    Constant,
    GetAttr,
    Index,
    Interpolation,
    ObjectCons,
    Parentheses,
    Template,
    TupleCons,
    Variable,
)
from tflint_sagemaker.terraform.diagnostics import Diagnostic, Related
from tflint_sagemaker.terraform.language import META_ARGUMENTS, META_BLOCKS
from tflint_sagemaker.terraform.reference_walk import get_leading_name, walk_references

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_sagemaker.hcl.syntax import Attribute, Block, Body, Expression
    from tflint_sagemaker.terraform.module import Module
    from tflint_sagemaker.terraform.scope import DiagnosticSink, Reference

HINT = "remove `ephemeral` from the variable, or use a write-only argument"


def check_resource_values(block: Block, module: Module, report: DiagnosticSink) -> None:
    """Check that no argument of a resource is ephemeral, except for write-only ones."""
    _check(block, list(_list_arguments(block.body)), module, report, HINT)


def check_output_value(block: Block, module: Module, report: DiagnosticSink) -> None:
    """Check that the value of an output is not ephemeral, unless the output is."""
    value = block.body.get_attribute("value")
    if value is not None and block.body.get_attribute("ephemeral") is None:
        _check(block, [value], module, report, None)


def _list_arguments(body: Body) -> Iterator[Attribute]:
    for attribute in body.attributes:
        if attribute.name not in META_ARGUMENTS and not attribute.name.endswith("_wo"):
            yield attribute
    for nested in body.blocks:
        if nested.type not in (*META_BLOCKS, "dynamic"):
            yield from _list_arguments(nested.body)


def _check(
    block: Block,
    attributes: list[Attribute],
    module: Module,
    report: DiagnosticSink,
    hint: str | None,
) -> None:
    names = module.may_be_ephemeral
    if not names:
        return
    for attribute in attributes:
        for reference in _list_direct_references(attribute.value):
            name = get_leading_name(reference)
            if reference.root.name == "var" and name in names and _is_ephemeral(module, name):
                message = f"`var.{name}` is ephemeral, and cannot be used in `{attribute.name}`"
                related = (Related("used here", reference.span),)
                report(Diagnostic("invalid-reference", message, block.header, hint, related))


def _is_ephemeral(module: Module, name: str | None) -> bool:
    declaration = module.declarations.find("variable", name or "")
    block = None if declaration is None else module.block(declaration)
    given = None if block is None else block.body.get_attribute("ephemeral")
    return given is not None and isinstance(given.value, Constant) and given.value.value is True


def _list_direct_references(expression: Expression) -> Iterator[Reference]:
    """Yield the references whose values become part of the result without a function."""
    match expression:
        case Variable() | GetAttr() | Index():
            yield from walk_references(expression)
        case Parentheses():
            yield from _list_direct_references(expression.inner)
        case TupleCons():
            for item in expression.items:
                yield from _list_direct_references(item)
        case ObjectCons():
            for pair in expression.items:
                yield from _list_direct_references(pair.value)
        case Template():
            for part in expression.parts:
                if isinstance(part, Interpolation):
                    yield from _list_direct_references(part.expression)
        case _:
            return
