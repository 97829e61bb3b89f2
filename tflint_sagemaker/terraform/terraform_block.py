"""Checks of `terraform` blocks: versions, required providers, backend.

https://developer.hashicorp.com/terraform/language/block/terraform
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.hcl.syntax import ObjectCons, Template, Variable
from tflint_sagemaker.terraform.constant_arguments import (
    check_constants,
    get_constant_text,
    is_constant,
)
from tflint_sagemaker.terraform.diagnostics import Diagnostic, Related
from tflint_sagemaker.terraform.language import REQUIREMENTS
from tflint_sagemaker.terraform.spelling import suggest_name
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tflint_sagemaker.hcl.syntax import Attribute, Block, Expression, ObjectItem
    from tflint_sagemaker.terraform.scope import DiagnosticSink

# The syntax of hashicorp/go-version (constraint.go, version.go).
_VERSION = (
    r"v?[0-9]+(?:\.[0-9]+)*(?:-[0-9]+[0-9A-Za-z\-~]*(?:\.[0-9A-Za-z\-~]+)*"
    r"|-?[A-Za-z\-~]+[0-9A-Za-z\-~]*(?:\.[0-9A-Za-z\-~]+)*)?(?:\+[0-9A-Za-z\-~]+"
    r"(?:\.[0-9A-Za-z\-~]+)*)?"
)
_CONSTRAINT = compile_later(rf"\s*(?:=|!=|>|<|>=|<=|~>)?\s*{_VERSION}\s*")
EXAMPLE = "for example `>= 1.5`, `~> 5.0` or `>= 5.0, < 7.0`"


def check_version(expression: Expression, report: DiagnosticSink) -> None:
    """Check a version constraint, if it is a constant."""
    text = get_constant_text(expression)
    if text and not all(_CONSTRAINT.fullmatch(part) for part in text.split(",")):
        message = f"`{text}` is not a version constraint"
        report(Diagnostic("invalid-declaration", message, expression.span, EXAMPLE))


def check_terraform(blocks: Iterable[Block], report: DiagnosticSink) -> None:
    """Check the `terraform` blocks of a module, which count as one."""
    first: dict[str, Block] = {}
    for block in blocks:
        check_constants(block, report)
        required = block.body.get_attribute("required_version")
        if required is not None:
            check_version(required.value, report)
        for nested in block.body.blocks:
            _check_once(nested, first, report)
            if nested.type == "required_providers":
                for attribute in nested.body.attributes:
                    _check_requirement(attribute, report)
            elif nested.type == "backend" and len(nested.labels) != 1:
                at = nested.labels[1].span if nested.labels else nested.brace
                message = "a backend has one label: its type"
                report(Diagnostic("invalid-declaration", message, at))


def _check_once(nested: Block, first: dict[str, Block], report: DiagnosticSink) -> None:
    """Check that there is one `required_providers` block, and one backend for the state."""
    kind = "backend" if nested.type == "cloud" else nested.type
    if kind not in ("required_providers", "backend"):
        return
    earlier = first.setdefault(kind, nested)
    if earlier is nested:
        return
    message = f"there is a second `{nested.type}` block"
    if earlier.type != nested.type:
        message = "`backend` and `cloud` blocks are not allowed together"
    related = (Related("the first is here", earlier.header),)
    report(Diagnostic("invalid-declaration", message, nested.header, None, related))


def _check_requirement(attribute: Attribute, report: DiagnosticSink) -> None:
    """Check one provider of `required_providers`."""
    if not isinstance(attribute.value, ObjectCons):
        if is_constant(attribute.value, report):
            check_version(attribute.value, report)
        return
    for name, item in _list_entries(attribute.value):
        if name not in REQUIREMENTS:
            message = f"`{name}` is not an argument of a required provider"
            hint = suggest_name(name, REQUIREMENTS)
            if hint is None:
                hint = "a `provider` block configures the provider"
            report(Diagnostic("invalid-declaration", message, item.key.span, hint))
        elif name == "version" and is_constant(item.value, report):
            check_version(item.value, report)
        elif name == "source" and is_constant(item.value, report):
            _check_source(item.value, report)


def _list_entries(value: ObjectCons) -> Iterator[tuple[str, ObjectItem]]:
    for item in value.items:
        if isinstance(item.key, Variable):
            yield item.key.name, item
        elif isinstance(item.key, Template) and item.key.literal is not None:
            yield item.key.literal, item


def _check_source(expression: Expression, report: DiagnosticSink) -> None:
    text = get_constant_text(expression)
    if text is None:
        return
    parts = text.split("/")
    if len(parts) > 3 or not all(parts):
        message = f"`{text}` is not the source of a provider"
        hint = "write `namespace/name`, or `hostname/namespace/name`"
        report(Diagnostic("invalid-declaration", message, expression.span, hint))
