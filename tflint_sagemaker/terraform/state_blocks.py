"""Checks of `import`, `moved` and `removed` blocks, and of the addresses in them.

https://developer.hashicorp.com/terraform/language/block/import, …/moved, …/removed
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tflint_sagemaker.hcl.syntax import Number, ObjectCons, Template, TupleCons
from tflint_sagemaker.terraform.addresses import parse_address
from tflint_sagemaker.terraform.diagnostics import Diagnostic, Related
from tflint_sagemaker.terraform.reference_walk import walk_references
from tflint_sagemaker.terraform.spelling import suggest_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tflint_sagemaker.hcl.syntax import Attribute, Block
    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.terraform.addresses import Address
    from tflint_sagemaker.terraform.module import Module
    from tflint_sagemaker.terraform.scope import DiagnosticSink

GENERATE = "declare it, or let `terraform plan -generate-config-out` write it"


def check_imports(
    blocks: Iterable[Block], module: Module, report: DiagnosticSink, *, called: bool
) -> None:
    """Check that each target is a declared managed resource, imported once, in the root module."""
    first: dict[str, Span] = {}
    for block in blocks:
        if called:
            message = "an `import` block is not allowed in a called module"
            hint = "move it to the root module"
            report(Diagnostic("invalid-declaration", message, block.header, hint))
        address = _parse_argument(block, "to", report)
        to = block.body.get_attribute("to")
        if address is None or to is None:
            continue
        span = to.value.span
        if address.labels[:1] != ("resource",):
            message = "only managed resources can be imported"
            report(Diagnostic("invalid-declaration", message, span))
            continue
        _check_target(address, module, span, report)
        _check_key(block, address, module, span, report)
        _check_id(block, address, report)
        if not address.open:
            earlier = first.setdefault(address.text, span)
            if earlier is not span:
                message = f"`{span.text}` is imported twice"
                related = (Related("first imported here", earlier),)
                report(Diagnostic("duplicate-declaration", message, span, None, related))


def _check_key(
    block: Block, address: Address, module: Module, span: Span, report: DiagnosticSink
) -> None:
    """Check that the key in `to` is of the kind that the instances of the resource have."""
    for_each = block.body.get_attribute("for_each")
    if address.open and for_each is None and re.search(r"\[\s*each\.", span.text):
        message = "`each` is used, but the block has no argument `for_each`"
        report(Diagnostic("invalid-reference", message, span))
        return
    declaration = None if address.modules else module.declarations.find(*address.labels)
    target = None if declaration is None else module.block(declaration)
    if target is None:
        return
    way = next((name for name in ("count", "for_each") if target.body.get_attribute(name)), None)
    given = _get_key_kind(address, for_each)
    if given in (way, "unknown"):
        return
    name = ".".join(address.labels[1:])
    if given is None:
        message, hint = (
            f"`{name}` has several instances",
            "name one of them: add its key in brackets",
        )
    elif way is None:
        message, hint = f"`{name}` has one instance, and no key", "remove the key"
    else:
        message = f"the key of `{span.text}` is not of the kind that `{way}` makes"
        hint = "give a number" if way == "count" else "give a string"
    related = (Related("the resource", target.header),)
    report(Diagnostic("invalid-declaration", message, span, hint, related))


def _get_key_kind(address: Address, for_each: Attribute | None) -> str | None:
    """Return the meta-argument that makes such keys; None if there is no key."""
    key = address.key
    if key is None:
        return None
    if isinstance(key, Number):
        return "count"
    if isinstance(key, Template) and key.literal is not None:
        return "for_each"
    of_list = for_each is not None and isinstance(for_each.value, TupleCons)
    return "count" if of_list and key.span.text == "each.key" else "unknown"


def _check_id(block: Block, address: Address, report: DiagnosticSink) -> None:
    given = block.body.get_attribute("id")
    if given is None:
        return
    if isinstance(given.value, TupleCons | ObjectCons):
        report(
            Diagnostic("invalid-declaration", "the id to import is not a string", given.value.span)
        )
    for found in () if address.modules else walk_references(given.value):
        names = (found.root.name, *(getattr(step, "name", None) for step in found.steps[:1]))
        if names == address.labels[1:]:
            message = "the id to import is that of the resource itself"
            hint = "write the id of the existing object"
            report(Diagnostic("invalid-reference", message, given.value.span, hint))


def _check_target(address: Address, module: Module, span: Span, report: DiagnosticSink) -> None:
    if address.modules or module.declarations.find(*address.labels) is not None:
        return
    _, kind, name = address.labels
    if module.is_undeclared(kind, name):
        message = f"resource `{kind}.{name}` is imported, but not declared"
        near = suggest_name(name, module.declarations.list_names("resource", kind))
        report(Diagnostic("undeclared-reference", message, span, near or GENERATE))


def check_moves(blocks: Iterable[Block], module: Module, report: DiagnosticSink) -> None:
    """Check each move, and that the moves together are not ambiguous and form no cycle."""
    found: list[tuple[Block, Address, Address]] = []
    for block in blocks:
        old, new = _parse_argument(block, "from", report), _parse_argument(block, "to", report)
        if old is None or new is None:
            continue
        wrong = [name for name, end in (("from", old), ("to", new)) if end.open]
        for attribute in map(block.body.get_attribute, wrong):
            assert attribute is not None
            message = f"the key in `{attribute.name}` is not a constant"
            report(Diagnostic("invalid-declaration", message, attribute.value.span))
        if not wrong and _is_valid_move(block, old, new, module, report):
            found.append((block, old, new))
    _check_ambiguous(found, report)
    _check_cycles(found, report)


def _is_valid_move(
    block: Block, old: Address, new: Address, module: Module, report: DiagnosticSink
) -> bool:
    """Check one move: the address changes, and the old address is no longer declared."""
    if old.text == new.text:
        message = "what is moved stays at the same address"
        report(Diagnostic("invalid-declaration", message, block.header, "remove the block"))
        return False
    if bool(old.labels) != bool(new.labels):
        message = "a resource moves to a resource, and a module call to a module call"
        report(Diagnostic("invalid-declaration", message, block.header))
        return False
    if old.keyed or new.keyed:
        return True
    declared = module.declarations.find(*old.declared_as) if old.declared_as else None
    if declared is not None:
        message = f"`{old.text}` is moved, but it is still declared"
        related = (Related("declared here", declared.chunk.header),)
        report(Diagnostic("invalid-declaration", message, block.header, None, related))
        return False
    return True


def _check_ambiguous(moves: list[tuple[Block, Address, Address]], report: DiagnosticSink) -> None:
    """Check that no object moves to two addresses, and no two objects to one (without keys)."""
    by_source: dict[str, tuple[Block, str]] = {}
    by_target: dict[str, tuple[Block, str]] = {}
    for block, old, new in moves:
        if old.keyed or new.keyed:
            continue
        first, target = by_source.setdefault(old.text, (block, new.text))
        other, origin = by_target.setdefault(new.text, (block, old.text))
        if target != new.text:
            message, at = f"`{old.text}` moves to `{target}` already", first
        elif origin != old.text:
            message, at = f"`{origin}` moves to `{new.text}` already", other
        else:
            continue
        related = (Related("the other move", at.header),)
        report(Diagnostic("invalid-declaration", message, block.header, None, related))


def _check_cycles(moves: list[tuple[Block, Address, Address]], report: DiagnosticSink) -> None:
    targets = {old.text: (block, new.text) for block, old, new in moves}
    reported: set[str] = set()
    for start, (block, target) in targets.items():
        passed = {start}
        at = target
        while at in targets and at not in passed:
            passed.add(at)
            at = targets[at][1]
        if at == start and not passed & reported:
            reported |= passed
            message = "the `moved` blocks form a cycle"
            others = (Related("the next move", targets[target][0].header),)
            report(Diagnostic("invalid-declaration", message, block.header, None, others))


def check_removed(block: Block, module: Module, report: DiagnosticSink) -> None:
    """Check that a `removed` block names a whole resource or call that is no longer declared."""
    address = _parse_argument(block, "from", report)
    given = block.body.get_attribute("from")
    if address is None or given is None:
        return
    if address.labels[:1] == ("data",):
        message = "a data source is never destroyed, and needs no `removed` block"
        report(Diagnostic("invalid-declaration", message, given.value.span, "remove the block"))
        return
    _check_destroy(block, report)
    if address.keyed:
        message = "instances cannot be removed one by one: `from` takes no instance key"
        report(Diagnostic("invalid-declaration", message, given.value.span))
        return
    declared = module.declarations.find(*address.declared_as) if address.declared_as else None
    if declared is not None:
        message = f"`{address.text}` is declared, but a `removed` block says that it is gone"
        related = (Related("removed here", block.header),)
        report(
            Diagnostic("invalid-declaration", message, declared.chunk.header, None, related),
        )


def _check_destroy(block: Block, report: DiagnosticSink) -> None:
    """Check that `destroy` is a constant: Terraform reads it before evaluation."""
    for lifecycle in block.body.find_blocks("lifecycle"):
        given = lifecycle.body.get_attribute("destroy")
        if given is None:
            continue
        text = given.value.literal if isinstance(given.value, Template) else None
        if any(walk_references(given.value)):
            message = "`destroy` may not refer to anything"
        elif text is not None and text not in ("true", "false"):
            message = "`destroy` is neither true nor false"
        else:
            continue
        report(Diagnostic("invalid-declaration", message, given.value.span))


def _parse_argument(block: Block, name: str, report: DiagnosticSink) -> Address | None:
    """Return the address in an argument; report an argument that is no address."""
    given = block.body.get_attribute(name)
    if given is None:
        return None
    address = parse_address(given.value)
    if address is None:
        message = f"`{name}` is not the address of a resource"
        hint = f"write it without quotes: `{name} = TYPE.NAME`"
        report(Diagnostic("invalid-declaration", message, given.value.span, hint))
    return address
