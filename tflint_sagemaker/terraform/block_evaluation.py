"""Evaluation of blocks: their arguments are evaluated, their dynamic blocks expanded.

https://developer.hashicorp.com/terraform/language/expressions/dynamic-blocks
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from tflint_sagemaker.hcl.syntax import Block, Variable
from tflint_sagemaker.terraform.diagnostics import Diagnostic
from tflint_sagemaker.terraform.evaluate import evaluate
from tflint_sagemaker.terraform.evaluated import EvaluatedArgument, EvaluatedBlock
from tflint_sagemaker.terraform.language import META_ARGUMENTS, META_BLOCKS
from tflint_sagemaker.terraform.types import (
    Collection,
    Primitive,
)
from tflint_sagemaker.terraform.values import Unknown, Value, make_number, make_string, make_unknown
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tflint_sagemaker.hcl.syntax import Attribute
    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.terraform.block_scope import BlockScope
    from tflint_sagemaker.terraform.diagnostics import DiagnosticKind

DYNAMIC_ARGUMENTS = frozenset({"for_each", "iterator", "labels"})


@dataclass(frozen=True, slots=True)
class NestedBlocks:
    """The nested blocks that one block, or one dynamic block, makes.

    If their number is not known, `unsure` is the reason.
    """

    blocks: tuple[EvaluatedBlock, ...]
    unsure: Unknown | None = None


def evaluate_block(block: Block, scope: BlockScope, *, meta: bool = False) -> EvaluatedBlock:
    """Return the block with its arguments evaluated; `meta` skips meta-arguments."""
    arguments = {
        attribute.name: evaluate_argument(attribute, scope)
        for attribute in block.body.attributes
        if not (meta and attribute.name in META_ARGUMENTS)
    }
    blocks: list[EvaluatedBlock] = []
    unsure: dict[str, Unknown] = {}
    for kind, produced in expand_nested_blocks(block, scope, meta=meta):
        blocks.extend(produced.blocks)
        if produced.unsure is not None:
            unsure.setdefault(kind, produced.unsure)
    return EvaluatedBlock(block.type, block, arguments, tuple(blocks), unsure)


def evaluate_argument(attribute: Attribute, scope: BlockScope) -> EvaluatedArgument:
    """Return the argument with its value."""
    value = evaluate(attribute.value, scope).relocate(attribute.value.span)
    return EvaluatedArgument(attribute.name, attribute.name_span, value)


def expand_nested_blocks(
    block: Block, scope: BlockScope, *, meta: bool = False, only: str | None = None
) -> Iterator[tuple[str, NestedBlocks]]:
    """Yield the type and the expansion of each nested block, in order."""
    for nested in block.body.blocks:
        if meta and nested.type in META_BLOCKS:
            continue
        if nested.type != "dynamic":
            if only in (None, nested.type):
                yield nested.type, NestedBlocks((evaluate_block(nested, scope),))
        elif len(nested.labels) != 1:
            at = nested.labels[1].span if nested.labels else nested.brace
            _report(scope, "invalid-declaration", "a dynamic block has one label: a block type", at)
        elif only in (None, nested.labels[0].text):
            yield nested.labels[0].text, _expand(nested, scope)


def _expand(dynamic: Block, scope: BlockScope) -> NestedBlocks:
    """Return the blocks that a dynamic block makes."""
    content = _find_content(dynamic, scope)
    for_each = dynamic.body.get_attribute("for_each")
    iterator = _read_iterator(dynamic, scope)
    if for_each is None:
        message = "the dynamic block lacks its argument `for_each`"
        _report(scope, "invalid-declaration", message, dynamic.brace)
    if content is None or for_each is None or iterator is None:
        return NestedBlocks(
            (), Unknown(f'dynamic "{dynamic.labels[0].text}" is not valid', dynamic.span)
        )
    made = _make_block(dynamic, content)
    items = _list_elements(evaluate(for_each.value, scope), for_each, scope)
    if isinstance(items, Unknown):
        inner = scope.bind_iterator(iterator, *_make_unknown_element(items))
        evaluated = evaluate_block(made, inner)
        return NestedBlocks((replace(evaluated, exists=False, dynamic=dynamic.header),), items)
    return NestedBlocks(
        tuple(
            replace(
                evaluate_block(made, scope.bind_iterator(iterator, key, value)),
                dynamic=dynamic.header,
            )
            for key, value in items
        )
    )


def _make_block(dynamic: Block, content: Block) -> Block:
    """Return the block as if it were written without `dynamic`: its type is the label."""
    label = dynamic.labels[0]
    return Block(
        span=dynamic.span,
        type=label.text,
        type_span=label.span,
        labels=(),
        header=dynamic.header,
        brace=content.brace,
        body=content.body,
    )


def _find_content(dynamic: Block, scope: BlockScope) -> Block | None:
    contents = [block for block in dynamic.body.blocks if block.type == "content"]
    for block in dynamic.body.blocks:
        if block.type != "content":
            message = f"a dynamic block has no nested block `{block.type}`"
            hint = "write it inside the `content` block"
            _report(scope, "invalid-declaration", message, block.type_span, hint)
    for attribute in dynamic.body.attributes:
        if attribute.name not in DYNAMIC_ARGUMENTS:
            message = f"a dynamic block has no argument `{attribute.name}`"
            hint = "write it inside the `content` block"
            _report(scope, "invalid-declaration", message, attribute.name_span, hint)
    if not contents:
        message = "the dynamic block lacks its `content` block"
        _report(scope, "invalid-declaration", message, dynamic.brace)
        return None
    for surplus in contents[1:]:
        message = "a dynamic block has only one `content` block"
        _report(scope, "invalid-declaration", message, surplus.type_span)
    return contents[0]


def _read_iterator(dynamic: Block, scope: BlockScope) -> str | None:
    """Return the name by which the content refers to the current element."""
    given = dynamic.body.get_attribute("iterator")
    if given is None:
        return dynamic.labels[0].text
    if isinstance(given.value, Variable):
        return given.value.name
    message = "`iterator` is not a plain name"
    _report(scope, "invalid-declaration", message, given.value.span, "write a name without quotes")
    return None


def _list_elements(
    value: Value, for_each: Attribute, scope: BlockScope
) -> Iterable[tuple[Value, Value]] | Unknown:
    """Return the keys and values that a dynamic block iterates over."""
    span = for_each.value.span
    kind = value.type
    if value.is_null:
        message = "`for_each` of a dynamic block is null"
        _report(scope, "invalid-repetition", message, span, "give an empty list for no blocks")
        return Unknown("for_each is not valid", span)
    if isinstance(kind, Primitive):
        message = f"`for_each` of a dynamic block is a {kind}"
        _report(scope, "invalid-repetition", message, span, "give a list, set or map")
        return Unknown("for_each is not valid", span)
    if isinstance(value.data, Mapping):
        return [(make_string(key), item) for key, item in sorted(value.data.items())]
    if isinstance(value.data, tuple):
        if isinstance(kind, Collection) and kind.kind == "set":
            return [(item, item) for item in value.data]
        return [(make_number(index), item) for index, item in enumerate(value.data)]
    if isinstance(value.data, Unknown):
        return add_span(value.data, value)
    return Unknown("for_each is not valid", span)


def add_span(reason: Unknown, value: Value) -> Unknown:
    """Return the reason, with the span of the value if it has none."""
    return reason if reason.span is not None else replace(reason, span=value.span)


def _make_unknown_element(reason: Unknown) -> tuple[Value, Value]:
    return make_unknown(reason.reason, reason.span), make_unknown(reason.reason, reason.span)


def _report(
    scope: BlockScope, kind: DiagnosticKind, message: str, span: Span, hint: str | None = None
) -> None:
    scope.report(Diagnostic(kind, message, span, hint))
