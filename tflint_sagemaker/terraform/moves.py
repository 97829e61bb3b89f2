"""`import`, `moved` and `removed` blocks: what they name, and whether that can be.

https://developer.hashicorp.com/terraform/language/block/import, …/moved, …/removed
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.terraform.addresses import address_of
from tflint_sagemaker.terraform.diagnostics import Diagnostic, Related
from tflint_sagemaker.terraform.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tflint_sagemaker.hcl.syntax import Block
    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.terraform.addresses import Address
    from tflint_sagemaker.terraform.block_scope import Report
    from tflint_sagemaker.terraform.module import Module

GENERATE = "declare it, or let `terraform plan -generate-config-out` write it"


def check_imports(blocks: Iterable[Block], module: Module, report: Report) -> None:
    """Every target is a managed resource that is declared, and is imported once."""
    first: dict[str, Span] = {}
    for block in blocks:
        address = _address(block, "to", report)
        to = block.body.attribute("to")
        if address is None or to is None:
            continue
        span = to.value.span
        if address.labels[:1] != ("resource",):
            message = "only managed resources can be imported"
            report(Diagnostic("invalid-declaration", message, span))
            continue
        _check_target(address, module, span, report)
        if not address.open:
            earlier = first.setdefault(address.text, span)
            if earlier is not span:
                message = f"`{span.text}` is imported twice"
                related = (Related("first imported here", earlier),)
                report(Diagnostic("duplicate-declaration", message, span, None, related))


def _check_target(address: Address, module: Module, span: Span, report: Report) -> None:
    if address.modules or module.declarations.of(*address.labels) is not None:
        return
    _, kind, name = address.labels
    if module.lacks(kind, name):
        message = f"resource `{kind}.{name}` is imported, but not declared"
        near = did_you_mean(name, module.declarations.names("resource", kind))
        report(Diagnostic("undeclared-reference", message, span, near or GENERATE))


def check_moved(block: Block, module: Module, report: Report) -> None:
    """What moves goes somewhere else, and is no longer declared where it was."""
    old, new = _address(block, "from", report), _address(block, "to", report)
    if old is None or new is None:
        return
    if old.text == new.text and not old.open:
        message = "what is moved stays at the same address"
        report(Diagnostic("invalid-declaration", message, block.header, "remove the block"))
        return
    if old.keyed or new.keyed or bool(old.labels) != bool(new.labels):
        return
    declared = module.declarations.of(*old.declared_as) if old.declared_as else None
    if declared is not None:
        message = f"`{old.text}` is moved, but it is still declared"
        related = (Related("declared here", declared.chunk.header),)
        report(Diagnostic("invalid-declaration", message, block.header, None, related))


def check_removed(block: Block, module: Module, report: Report) -> None:
    """What is removed is a whole resource or module call, and no longer declared."""
    address = _address(block, "from", report)
    given = block.body.attribute("from")
    if address is None or given is None:
        return
    if address.keyed:
        message = "instances cannot be removed one by one: `from` takes no instance key"
        report(Diagnostic("invalid-declaration", message, given.value.span))
        return
    declared = module.declarations.of(*address.declared_as) if address.declared_as else None
    if declared is not None:
        message = f"`{address.text}` is declared, but a `removed` block says that it is gone"
        related = (Related("removed here", block.header),)
        report(
            Diagnostic("invalid-declaration", message, declared.chunk.header, None, related),
        )


def _address(block: Block, name: str, report: Report) -> Address | None:
    """The address that an argument gives; what is none is reported."""
    given = block.body.attribute(name)
    if given is None:
        return None
    address = address_of(given.value)
    if address is None:
        message = f"`{name}` is not the address of a resource"
        hint = f"write it without quotes: `{name} = aws_sagemaker_model.example`"
        report(Diagnostic("invalid-declaration", message, given.value.span, hint))
    return address
