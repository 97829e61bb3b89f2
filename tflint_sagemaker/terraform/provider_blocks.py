"""Checks of `provider` blocks: their arguments and the uniqueness of their aliases.

https://developer.hashicorp.com/terraform/language/block/provider
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.terraform.constant_arguments import check_constants, get_constant_text
from tflint_sagemaker.terraform.convert import ConversionError, convert
from tflint_sagemaker.terraform.diagnostics import Diagnostic, Related
from tflint_sagemaker.terraform.evaluate import evaluate
from tflint_sagemaker.terraform.language import NAME_RULE, RESERVED_IN_PROVIDER, is_identifier
from tflint_sagemaker.terraform.spelling import find_nearest
from tflint_sagemaker.terraform.terraform_block import check_version

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tflint_sagemaker.hcl.syntax import Attribute, Block, Body
    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.terraform.block_schema import BlockSchema
    from tflint_sagemaker.terraform.scope import DiagnosticSink, Scope
    from tflint_sagemaker.terraform.types import Type

OWN_ARGUMENTS = ("alias", "version", "for_each")


def check_names(blocks: Iterable[Block], report: DiagnosticSink) -> None:
    """Check that the configurations of a provider have different aliases."""
    first: dict[tuple[str, str], Span] = {}
    for block in blocks:
        alias = block.body.get_attribute("alias")
        name = "" if alias is None else get_constant_text(alias.value)
        if name is None:
            continue
        label = block.labels[0].text
        if alias is not None and not is_identifier(name):
            message = f"`{name}` cannot be the alias of a provider"
            report(Diagnostic("invalid-declaration", message, alias.value.span, NAME_RULE))
            continue
        earlier = first.setdefault((label, name), block.header)
        if earlier is not block.header:
            said = f"`{label}.{name}`" if name else f"`{label}`"
            message = f"provider {said} is configured twice"
            related = (Related("first configured here", earlier),)
            hint = "give one of them another `alias`"
            report(Diagnostic("duplicate-declaration", message, block.header, hint, related))


def check_provider(
    block: Block, schema: BlockSchema | None, scope: Scope | None, report: DiagnosticSink
) -> None:
    """Check the arguments of a provider configuration, and the types of the known ones."""
    check_constants(block, report)
    version = block.body.get_attribute("version")
    if version is not None:
        check_version(version.value, report)
    for attribute in block.body.attributes:
        if attribute.name in RESERVED_IN_PROVIDER:
            message = f"`{attribute.name}` means nothing in a `provider` block"
            report(Diagnostic("invalid-declaration", message, attribute.name_span))
    if schema is not None:
        _check_body(block.body, schema, scope, report, complete=True)


def _check_body(
    body: Body, schema: BlockSchema, scope: Scope | None, report: DiagnosticSink, *, complete: bool
) -> None:
    for attribute in body.attributes:
        known = schema.attributes.get(attribute.name)
        if known is not None:
            if scope is not None:
                _check_type(attribute, known.type, scope, report)
        elif attribute.name in schema.blocks:
            message = f"`{attribute.name}` is a block of the provider, not an argument"
            hint = f"write it as a block: `{attribute.name} {{`"
            report(Diagnostic("invalid-declaration", message, attribute.name_span, hint))
        elif attribute.name not in (*OWN_ARGUMENTS, *RESERVED_IN_PROVIDER):
            _check_unknown(
                "argument", attribute.name, attribute.name_span, schema, report, certain=complete
            )
    for nested in body.blocks:
        inner = schema.blocks.get(nested.type)
        if inner is not None:
            if inner.block.attributes:
                _check_body(nested.body, inner.block, scope, report, complete=inner.complete)
        elif nested.type in schema.attributes:
            message = f"`{nested.type}` is an argument of the provider, not a block"
            hint = f"write it with an equals sign: `{nested.type} =`"
            report(Diagnostic("invalid-declaration", message, nested.type_span, hint))
        elif nested.type != "dynamic":
            _check_unknown("block", nested.type, nested.type_span, schema, report, certain=complete)


def _check_type(attribute: Attribute, type_: Type, scope: Scope, report: DiagnosticSink) -> None:
    try:
        convert(evaluate(attribute.value, scope), type_)
    except ConversionError as error:
        message = f"`{attribute.name}` does not fit: {error}"
        report(Diagnostic("invalid-declaration", message, attribute.value.span))


def _check_unknown(
    what: str, name: str, span: Span, schema: BlockSchema, report: DiagnosticSink, *, certain: bool
) -> None:
    """Report an unknown name.

    The arguments of the provider itself are known up to its newest version. A nested block may
    have more arguments in newer versions, so a known name must be similar.
    """
    known = (*schema.attributes, *schema.blocks)
    meant = find_nearest(name, known) or next(
        (other for other in sorted(known, key=len, reverse=True) if f"_{other}_" in f"_{name}_"),
        None,
    )
    if certain or meant is not None:
        message = f"the provider has no {what} `{name}`"
        hint = f"did you mean `{meant}`?" if meant else None
        report(Diagnostic("invalid-declaration", message, span, hint))
