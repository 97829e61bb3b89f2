"""Search for references in expressions and blocks, without evaluation."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

from tflint_sagemaker.hcl.syntax import (
    Binary,
    Call,
    Conditional,
    Constant,
    For,
    GetAttr,
    Index,
    Interpolation,
    Node,
    Number,
    ObjectCons,
    Parentheses,
    Splat,
    Template,
    TemplateFor,
    TemplateIf,
    TemplateText,
    TupleCons,
    Unary,
    Variable,
)
from tflint_sagemaker.terraform.language import META_ARGUMENTS
from tflint_sagemaker.terraform.scope import Reference
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_sagemaker.hcl.syntax import Attribute, Block, Body, Expression, TemplatePart

NO_NAMES: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Use:
    """A reference, with its context: `each` and `count`, or `self`, may be used there or not."""

    reference: Reference
    repeated: bool = False
    itself: bool = False


def walk_references(
    expression: Expression, bound: frozenset[str] = NO_NAMES
) -> Iterator[Reference]:
    """Yield every reference in an expression, up to its first index that is not a literal.

    `bound` are the names that `for` expressions and dynamic blocks bind.
    """
    match expression:
        case Variable() | GetAttr() | Index():
            yield from _walk_traversal(expression, bound)
        case Splat():
            yield from walk_references(expression.collection, bound)
            yield from walk_references(expression.item, bound)
        case Call():
            for argument in expression.arguments:
                yield from walk_references(argument, bound)
        case Unary():
            yield from walk_references(expression.operand, bound)
        case Binary():
            yield from walk_references(expression.left, bound)
            yield from walk_references(expression.right, bound)
        case Conditional():
            for part in (expression.condition, expression.yes, expression.no):
                yield from walk_references(part, bound)
        case Parentheses():
            yield from walk_references(expression.inner, bound)
        case TupleCons():
            for item in expression.items:
                yield from walk_references(item, bound)
        case ObjectCons():
            for pair in expression.items:
                if not isinstance(pair.key, Variable):
                    yield from walk_references(pair.key, bound)
                yield from walk_references(pair.value, bound)
        case For():
            yield from _walk_for(expression, bound)
        case Template():
            yield from _walk_template(expression.parts, bound)
        case _:
            return


def walk_nodes(expression: Expression) -> Iterator[Node]:
    """Yield the expression and all nodes in it."""
    waiting: list[Node] = [expression]
    while waiting:
        node = waiting.pop()
        yield node
        for field in fields(node):
            part = getattr(node, field.name)
            parts = part if isinstance(part, tuple) else (part,)
            waiting.extend(each for each in parts if isinstance(each, Node))


def _walk_traversal(
    expression: Variable | GetAttr | Index, bound: frozenset[str]
) -> Iterator[Reference]:
    steps: list[GetAttr | Index] = []
    node: Expression = expression
    while isinstance(node, GetAttr | Index):
        steps.append(node)
        if isinstance(node, Index):
            yield from walk_references(node.key, bound)
            node = node.collection
        else:
            node = node.object
    if not isinstance(node, Variable):
        yield from walk_references(node, bound)
        return
    if node.name in bound:
        return
    steps.reverse()
    static = next((at for at, step in enumerate(steps) if not is_static(step)), len(steps))
    yield Reference(node, tuple(steps[:static]))


def is_static(step: GetAttr | Index) -> bool:
    """Return whether a step needs no evaluation."""
    if isinstance(step, GetAttr):
        return True
    key = step.key
    return isinstance(key, Number | Constant) or (
        isinstance(key, Template) and key.literal is not None
    )


def get_leading_name(reference: Reference) -> str | None:
    """Return the name that follows the root, or None."""
    step = reference.steps[0] if reference.steps else None
    return step.name if isinstance(step, GetAttr) else None


def _walk_for(expression: For, bound: frozenset[str]) -> Iterator[Reference]:
    yield from walk_references(expression.collection, bound)
    inner = bound | {name for name in (expression.key_name, expression.value_name) if name}
    for part in (expression.key, expression.value, expression.condition):
        if part is not None:
            yield from walk_references(part, inner)


def _walk_template(parts: tuple[TemplatePart, ...], bound: frozenset[str]) -> Iterator[Reference]:
    for part in parts:
        match part:
            case TemplateText():
                continue
            case Interpolation():
                yield from walk_references(part.expression, bound)
            case TemplateIf():
                yield from walk_references(part.condition, bound)
                yield from _walk_template(part.yes, bound)
                yield from _walk_template(part.no, bound)
            case TemplateFor():
                yield from walk_references(part.collection, bound)
                names = {name for name in (part.key_name, part.value_name) if name}
                yield from _walk_template(part.body, bound | names)


def walk_body_references(body: Body, bound: frozenset[str] = NO_NAMES) -> Iterator[Reference]:
    """Yield every reference in a body and its nested blocks; dynamic blocks bind iterators."""
    for attribute in body.attributes:
        yield from walk_references(attribute.value, bound)
    for block in body.blocks:
        yield from _walk_nested_block(block, bound)


def _walk_nested_block(block: Block, bound: frozenset[str]) -> Iterator[Reference]:
    if block.type != "dynamic" or len(block.labels) != 1:
        yield from walk_body_references(block.body, bound)
        return
    name = block.labels[0].text
    for attribute in block.body.attributes:
        if attribute.name == "iterator" and isinstance(attribute.value, Variable):
            name = attribute.value.name
    inner = bound | {name}
    for attribute in block.body.attributes:
        if attribute.name == "labels":
            yield from walk_references(attribute.value, inner)
        elif attribute.name != "iterator":
            yield from walk_references(attribute.value, bound)
    for nested in block.body.blocks:
        yield from walk_body_references(nested.body, inner)


def walk_resource_uses(block: Block) -> Iterator[Use]:
    """Yield every reference in a resource, with its context."""
    repeated = any(block.body.get_attribute(name) for name in ("count", "for_each"))
    for attribute in block.body.attributes:
        if attribute.name in ("count", "for_each"):
            yield from _walk_uses(attribute)
        elif attribute.name not in META_ARGUMENTS:
            yield from (Use(r, repeated) for r in walk_references(attribute.value))
    for nested in block.body.blocks:
        if nested.type == "lifecycle":
            yield from _walk_lifecycle_uses(nested, repeated=repeated)
        else:
            itself = nested.type in ("provisioner", "connection")
            found = _walk_nested_block(nested, NO_NAMES)
            yield from (Use(r, repeated, itself) for r in found if not _is_keyword(nested, r))


def _is_keyword(block: Block, reference: Reference) -> bool:
    """Return whether it is a keyword of a provisioner, as in `when = destroy`."""
    return block.type == "provisioner" and reference.root.name in (
        "create",
        "destroy",
        "continue",
        "fail",
    )


def _walk_uses(attribute: Attribute) -> Iterator[Use]:
    return (Use(reference) for reference in walk_references(attribute.value))


def _walk_lifecycle_uses(lifecycle: Block, *, repeated: bool) -> Iterator[Use]:
    triggers = lifecycle.body.get_attribute("replace_triggered_by")
    if triggers is not None:
        yield from (replace(use, repeated=repeated) for use in _walk_uses(triggers))
    for nested in lifecycle.body.blocks:
        if nested.type == "action_trigger":
            # Since Terraform 1.14; `events` are keywords, and `actions` are no values.
            condition = nested.body.get_attribute("condition")
            found = walk_references(condition.value) if condition else ()
            yield from (Use(r, repeated, itself=True) for r in found)
        else:
            itself = nested.type == "postcondition"
            yield from (Use(r, repeated, itself) for r in walk_body_references(nested.body))
