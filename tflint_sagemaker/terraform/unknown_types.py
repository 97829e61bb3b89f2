"""Check for resource and data source types that the provider is certain not to have."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tflint_sagemaker.terraform.declarations import BLOCK_NAMES
from tflint_sagemaker.terraform.diagnostics import Diagnostic
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from tflint_sagemaker.terraform.block_schema import Schemas
    from tflint_sagemaker.terraform.declarations import Declaration
    from tflint_sagemaker.terraform.module import Module
    from tflint_sagemaker.terraform.scope import DiagnosticSink

PROVIDER = compile_later(r"\bprovider\"?\s*[=:]\s*\"?(?:\$\{)?([\w-]+)")


def check_types(module: Module, schemas: Schemas, report: DiagnosticSink) -> None:
    """Report each declaration whose type does not exist, without parsing its block."""
    for (block_type, *labels), declaration in module.declarations.named.items():
        if block_type not in ("resource", "data"):
            continue
        hint = schemas.explain_missing_type(block_type, labels[0])
        if hint is None or not _is_of_default_provider(declaration, module):
            continue
        said = "resource type" if block_type == "resource" else BLOCK_NAMES[block_type]
        message = f"there is no {said} `{labels[0]}`"
        span = declaration.chunk.labels[0].span
        report(Diagnostic("unknown-resource-type", message, span, hint))


def _is_of_default_provider(declaration: Declaration, module: Module) -> bool:
    """Return whether the type belongs to the provider of HashiCorp that its name starts with."""
    name = declaration.type.partition("_")[0].casefold()
    given = PROVIDER.search(declaration.chunk.span.text)
    if given is not None and given[1] != name:
        return False
    required = re.compile(rf'\b{name}"?\s*[=:]\s*{{[^}}]*?\bsource"?\s*[=:]\s*"([^"]*)"')
    return all(
        source.endswith(f"hashicorp/{name}")
        for chunk in module.declarations.list_unnamed("terraform")
        for source in required.findall(chunk.span.text)
    )
