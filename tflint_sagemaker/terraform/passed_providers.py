"""Check of the provider configurations that a module expects from its callers.

https://developer.hashicorp.com/terraform/language/modules/develop/providers
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.hcl.syntax import GetAttr, ObjectCons, TupleCons
from tflint_sagemaker.terraform.diagnostics import Diagnostic
from tflint_sagemaker.terraform.provider_requirements import parse_provider_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_sagemaker.hcl.syntax import Block, Expression
    from tflint_sagemaker.terraform.module import Module
    from tflint_sagemaker.terraform.scope import DiagnosticSink


def check_passed(call: Block, module: Module, report: DiagnosticSink) -> None:
    """Check that a call passes each configuration that the module needs and does not have."""
    given = call.body.get_attribute("providers")
    passed: list[str | None] = []
    if given is not None:
        if not isinstance(given.value, ObjectCons):
            return
        passed = [parse_provider_name(item.key) for item in given.value.items]
    if None in passed:
        return
    for wanted in _list_aliases(module):
        if wanted not in passed and not _has_configuration(module, wanted):
            message = f"module `{call.labels[0].text}` is not passed the provider `{wanted}`"
            hint = f"write `providers = {{ {wanted} = … }}`"
            report(Diagnostic("unsupported-module-argument", message, call.header, hint))


def _list_aliases(module: Module) -> Iterator[str]:
    """Yield the names in `configuration_aliases`."""
    for chunk in module.declarations.list_unnamed("terraform"):
        block = module.parse(chunk) if "configuration_aliases" in chunk.span.text else None
        for demands in block.body.find_blocks("required_providers") if block else ():
            for attribute in demands.body.attributes:
                yield from _read_aliases(attribute.value)


def _read_aliases(demand: Expression) -> Iterator[str]:
    for item in demand.items if isinstance(demand, ObjectCons) else ():
        if parse_provider_name(item.key) == "configuration_aliases" and isinstance(
            item.value, TupleCons
        ):
            for alias in item.value.items:
                name = parse_provider_name(alias) if isinstance(alias, GetAttr) else None
                if name:
                    yield name


def _has_configuration(module: Module, name: str) -> bool:
    """Return whether the module may have a configuration of that name."""
    kind, _, alias = name.partition(".")
    return any(
        chunk.labels[0].text == kind and alias in chunk.span.text
        for chunk in module.declarations.list_unnamed("provider")
    )
