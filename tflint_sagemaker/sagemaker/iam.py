"""What `aws_iam_policy_document` answers: it computes and asks nobody.

Recorded from hashicorp/aws 5.100.0.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.sagemaker.policy import (
    PolicyError,
    find_first_unknown,
    make_list,
    merge,
    read_document,
    write_json,
)
from tflint_sagemaker.sagemaker.provider import load_schemas
from tflint_sagemaker.sagemaker.refusals import find_refusals
from tflint_sagemaker.sagemaker.schema_conformance import find_schema_fault
from tflint_sagemaker.sagemaker.view import BlockView
from tflint_sagemaker.terraform.block_schema import BlockSchema
from tflint_sagemaker.terraform.types import STRING
from tflint_sagemaker.terraform.values import Step, Undecided, Unknown, Value

if TYPE_CHECKING:
    from collections.abc import Callable

    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.sagemaker.argument import Argument
    from tflint_sagemaker.sagemaker.policy import Document
    from tflint_sagemaker.terraform.evaluated import EvaluatedBlock

TYPE = "aws_iam_policy_document"
NEWEST = "2012-10-17"
WAY = "principals of the policy document"


def compute_policy_document(
    block: EvaluatedBlock, _region: Value | None = None
) -> Mapping[str, Value]:
    """The `json` and `minified_json` of a data source block.

    They are unknown where a part of the document is, or where the provider refuses it.
    """
    view = make_document_view(block)
    if (reason := find_schema_fault(view)) is not None:
        return _make_unknown(reason)
    refusal = next(find_refusals(view), None)
    if refusal is not None:
        return _make_unknown(
            Unknown(f"the policy document is refused: {refusal.message}", refusal.at)
        )
    document = read_document_tree(view)
    reason = document if isinstance(document, Unknown) else find_first_unknown(document)
    if reason is not None or isinstance(document, Unknown):
        return _make_unknown(reason or Unknown("the policy document is not known"))
    way = (Step(WAY, locate_principals(view)),)
    return {
        name: Value(STRING, write_json(document, indented=indented), block.header, way)
        for name, indented in (("json", True), ("minified_json", False))
    }


def _make_unknown(reason: Unknown) -> dict[str, Value]:
    unknown = Unknown(reason.reason, reason.span, prefix="{", suffix="}", not_null=True)
    return {name: Value(STRING, unknown) for name in ("json", "minified_json")}


def make_document_view(block: EvaluatedBlock) -> BlockView:
    """The block with its shape."""
    return BlockView(block, TYPE, load_schemas().find_data_source(TYPE) or BlockSchema())


def read_document_tree(view: BlockView) -> Document | Unknown:
    """The document with `Unknown` for what is not known of it; unknown if its shape is not."""
    if (fault := find_schema_fault(view)) is not None:
        return fault
    try:
        sources = _read_documents(view.argument("source_policy_documents"))
        overrides = _read_documents(view.argument("override_policy_documents"))
        statements = [_read_statement(block) for block in view.children("statement")]
    except Undecided as undecided:
        return undecided.reason
    except PolicyError as error:
        return Unknown(f"the policy document is refused: {error}", view.span)
    if sources or overrides:
        for statement in statements:
            if isinstance(sid := statement.get("Sid"), Unknown):
                return sid
    own: Document = {"Version": _get_text(view, "version") or NEWEST, "Statement": statements}
    if policy_id := _get_text(view, "policy_id"):
        own["Id"] = policy_id
    if isinstance(own["Version"], Unknown) or isinstance(policy_id, Unknown):
        return {**merge((*sources, {"Statement": statements}, *overrides)), **_select_unknown(own)}
    return merge((*sources, own, *overrides))


def convert_to_json(value: Value) -> Any:
    """A value as plain JSON would have it, with `Unknown` in place of what is not known."""
    match value.data:
        case Mapping():
            return {key: convert_to_json(inner) for key, inner in value.data.items()}
        case tuple():
            return [convert_to_json(inner) for inner in value.data]
        case Fraction():
            return float(value.data)
        case _:
            return value.data


def _select_unknown(own: Document) -> Document:
    return {name: own[name] for name in ("Version", "Id") if isinstance(own.get(name), Unknown)}


def _read_documents(argument: Argument | None) -> list[Document]:
    """The documents of a list. Raises Undecided if one is unknown, PolicyError if one is none."""
    if argument is None:
        return []
    return [read_document(text) for part in argument.elements() if (text := part.text)]


def _get_text(view: BlockView, name: str) -> str | Unknown | None:
    """A string argument, unknown if it is; None if it is not given or empty."""
    found = view.argument(name)
    if found is None or found.raw.data == "":
        return None
    return found.raw.data if isinstance(found.raw.data, Unknown) else str(found.raw.data)


def _read_statement(block: BlockView) -> Document:
    statement: Document = {
        "Sid": _get_text(block, "sid"),
        "Effect": _get_text(block, "effect") or "Allow",
    }
    for field, name, replaced in (
        ("Action", "actions", False),
        ("NotAction", "not_actions", False),
        ("Resource", "resources", True),
        ("NotResource", "not_resources", True),
    ):
        words = _read_words(block.argument(name), replaced=replaced)
        statement[field] = words if words != [] else None
    for field, kind, gather in (
        ("Principal", "principals", _read_principals),
        ("NotPrincipal", "not_principals", _read_principals),
        ("Condition", "condition", _read_conditions),
    ):
        statement[field] = _gather_blocks(block, kind, gather)
    return {field: value for field, value in statement.items() if value is not None}


def _gather_blocks(
    block: BlockView, kind: str, gather: Callable[[tuple[BlockView, ...]], Any]
) -> Any:
    try:
        found = block.children(kind)
    except Undecided as undecided:
        return undecided.reason
    return gather(found) if found else None


def _read_words(argument: Argument | None, *, replaced: bool) -> Any:
    """A set of strings as the provider writes it: one alone, several in falling order."""
    if argument is None:
        return []
    if isinstance(argument.raw.data, Unknown):
        return argument.raw.data
    parts = [part.raw.data for part in argument.elements()]
    known = sorted({str(part) for part in parts if not isinstance(part, Unknown)}, reverse=True)
    if replaced:
        known = [word.replace("&{", "${") for word in known]
    open_ = [part for part in parts if isinstance(part, Unknown)]
    words = [*known, *open_]
    return words[0] if len(words) == 1 and not open_ else words


def _read_principals(blocks: tuple[BlockView, ...]) -> Any:
    gathered: Document = {}
    found = {_compute_block_hash(block): block for block in blocks}
    for _, block in sorted(found.items()):
        kind, who = (
            _get_text(block, "type"),
            _read_words(block.argument("identifiers"), replaced=True),
        )
        if kind is None:
            kind = ""
        if isinstance(kind, Unknown):
            return kind
        if kind == "*" and who == "*" and len(found) == 1:
            return "*"
        gathered[kind] = _append_values(gathered[kind], who) if kind in gathered else who
    return gathered


def _append_values(before: Any, more: Any) -> Any:
    if isinstance(before, Unknown):
        return before
    if isinstance(more, Unknown):
        return more
    return [*make_list(before), *make_list(more)]


def _read_conditions(blocks: tuple[BlockView, ...]) -> Any:
    gathered: Document = {}
    for _, block in sorted({_compute_block_hash(block): block for block in blocks}.items()):
        test, variable = _get_text(block, "test") or "", _get_text(block, "variable") or ""
        if isinstance(test, Unknown):
            return test
        if isinstance(variable, Unknown):
            return variable
        values = _read_values(block.argument("values"))
        before = gathered.setdefault(test, {}).get(variable, [])
        gathered[test][variable] = _append_values(before, values)
    for variables in gathered.values():
        for variable, values in variables.items():
            if isinstance(values, list) and len(values) == 1:
                variables[variable] = values[0]
    return gathered


def _read_values(argument: Argument | None) -> Any:
    if argument is None:
        return []
    if isinstance(argument.raw.data, Unknown):
        return argument.raw.data
    return [
        part.raw.data
        if isinstance(part.raw.data, Unknown)
        else str(part.raw.data).replace("&{", "${")
        for part in argument.elements()
    ]


def _compute_block_hash(block: BlockView) -> str:
    """The key by which the provider's plugin library orders the blocks of a set.

    It is the CRC-32 of the block's arguments in alphabetical order, as a decimal text.
    """
    members = [(name, block.argument(name)) for name in sorted(block.schema.attributes)]
    parts = [f"{name}:{_format_for_hash(found, block, name)};" for name, found in members]
    return _compute_crc("".join(parts))


def _format_for_hash(argument: Argument | None, block: BlockView, name: str) -> str:
    if argument is None or _get_known_data(argument) is None:
        return ""
    if isinstance(argument.raw.data, tuple):
        words = [f"{part.raw.data};" for part in argument.elements()]
        kind = getattr(block.schema.attributes[name].type, "kind", "list")
        if kind == "set":
            return "{" + "".join(sorted(words, key=_compute_crc)) + "}"
        return "(" + "".join(words) + ")"
    return str(argument.raw.data)


def _get_known_data(argument: Argument) -> Any:
    return None if isinstance(argument.raw.data, Unknown) else argument.raw.data


def _compute_crc(text: str) -> str:
    return str(zlib.crc32(text.encode()))


def locate_principals(view: BlockView) -> Span:
    """What to show of a document to those who ask whom it speaks of: services, if any."""
    statements = view.possible("statement")
    found = [block for statement in statements for block in statement.possible("principals")]
    services = [block for block in found if _get_text(block, "type") == "Service"]
    for block in (*services, *found):
        identifiers = block.argument("identifiers")
        return identifiers.span if identifiers else block.span
    return statements[0].span if statements else view.span
