"""The references in expressions and blocks, found without evaluating anything."""

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
    """A reference, and whether `each` and `count`, or `self`, may be used where it stands."""

    reference: Reference
    repeated: bool = False
    itself: bool = False


def references(expression: Expression, bound: frozenset[str] = NO_NAMES) -> Iterator[Reference]:
    """Every reference in an expression, up to its first index that is not a literal.

    `bound` are names that mean something else here.
    """
    match expression:
        case Variable() | GetAttr() | Index():
            yield from _chain(expression, bound)
        case Splat():
            yield from references(expression.collection, bound)
            yield from references(expression.item, bound)
        case Call():
            for argument in expression.arguments:
                yield from references(argument, bound)
        case Unary():
            yield from references(expression.operand, bound)
        case Binary():
            yield from references(expression.left, bound)
            yield from references(expression.right, bound)
        case Conditional():
            for part in (expression.condition, expression.yes, expression.no):
                yield from references(part, bound)
        case Parentheses():
            yield from references(expression.inner, bound)
        case TupleCons():
            for item in expression.items:
                yield from references(item, bound)
        case ObjectCons():
            for pair in expression.items:
                if not isinstance(pair.key, Variable):
                    yield from references(pair.key, bound)
                yield from references(pair.value, bound)
        case For():
            yield from _for(expression, bound)
        case Template():
            yield from _template(expression.parts, bound)
        case _:
            return


def descendants(expression: Expression) -> Iterator[Node]:
    """The expression and everything in it."""
    waiting: list[Node] = [expression]
    while waiting:
        node = waiting.pop()
        yield node
        for field in fields(node):
            part = getattr(node, field.name)
            parts = part if isinstance(part, tuple) else (part,)
            waiting.extend(each for each in parts if isinstance(each, Node))


def _chain(expression: Variable | GetAttr | Index, bound: frozenset[str]) -> Iterator[Reference]:
    steps: list[GetAttr | Index] = []
    node: Expression = expression
    while isinstance(node, GetAttr | Index):
        steps.append(node)
        if isinstance(node, Index):
            yield from references(node.key, bound)
            node = node.collection
        else:
            node = node.object
    if not isinstance(node, Variable):
        yield from references(node, bound)
        return
    if node.name in bound:
        return
    steps.reverse()
    static = next((at for at, step in enumerate(steps) if not is_static(step)), len(steps))
    yield Reference(node, tuple(steps[:static]))


def is_static(step: GetAttr | Index) -> bool:
    """Whether a step needs no evaluation."""
    if isinstance(step, GetAttr):
        return True
    key = step.key
    return isinstance(key, Number | Constant) or (
        isinstance(key, Template) and key.literal is not None
    )


def leading_name(reference: Reference) -> str | None:
    """The name that follows the root, if one does."""
    step = reference.steps[0] if reference.steps else None
    return step.name if isinstance(step, GetAttr) else None


def _for(expression: For, bound: frozenset[str]) -> Iterator[Reference]:
    yield from references(expression.collection, bound)
    inner = bound | {name for name in (expression.key_name, expression.value_name) if name}
    for part in (expression.key, expression.value, expression.condition):
        if part is not None:
            yield from references(part, inner)


def _template(parts: tuple[TemplatePart, ...], bound: frozenset[str]) -> Iterator[Reference]:
    for part in parts:
        match part:
            case TemplateText():
                continue
            case Interpolation():
                yield from references(part.expression, bound)
            case TemplateIf():
                yield from references(part.condition, bound)
                yield from _template(part.yes, bound)
                yield from _template(part.no, bound)
            case TemplateFor():
                yield from references(part.collection, bound)
                names = {name for name in (part.key_name, part.value_name) if name}
                yield from _template(part.body, bound | names)


def body_references(body: Body, bound: frozenset[str] = NO_NAMES) -> Iterator[Reference]:
    """Every reference in a body and its nested blocks; dynamic blocks bind their iterators."""
    for attribute in body.attributes:
        yield from references(attribute.value, bound)
    for block in body.blocks:
        yield from _nested(block, bound)


def _nested(block: Block, bound: frozenset[str]) -> Iterator[Reference]:
    if block.type != "dynamic" or len(block.labels) != 1:
        yield from body_references(block.body, bound)
        return
    name = block.labels[0].text
    for attribute in block.body.attributes:
        if attribute.name == "iterator" and isinstance(attribute.value, Variable):
            name = attribute.value.name
    inner = bound | {name}
    for attribute in block.body.attributes:
        if attribute.name == "labels":
            yield from references(attribute.value, inner)
        elif attribute.name != "iterator":
            yield from references(attribute.value, bound)
    for nested in block.body.blocks:
        yield from body_references(nested.body, inner)


def resource_uses(block: Block) -> Iterator[Use]:
    """Every reference in a resource, with what may be used where it stands."""
    repeated = any(block.body.attribute(name) for name in ("count", "for_each"))
    for attribute in block.body.attributes:
        if attribute.name in ("count", "for_each"):
            yield from _uses(attribute)
        elif attribute.name not in META_ARGUMENTS:
            yield from (Use(r, repeated) for r in references(attribute.value))
    for nested in block.body.blocks:
        if nested.type == "lifecycle":
            yield from _lifecycle_uses(nested, repeated=repeated)
        else:
            itself = nested.type in ("provisioner", "connection")
            found = _nested(nested, NO_NAMES)
            yield from (Use(r, repeated, itself) for r in found if not _is_keyword(nested, r))


def _is_keyword(block: Block, reference: Reference) -> bool:
    """`when = destroy` and `on_failure = continue` of a provisioner are no references."""
    return block.type == "provisioner" and reference.root.name in (
        "create",
        "destroy",
        "continue",
        "fail",
    )


def _uses(attribute: Attribute) -> Iterator[Use]:
    return (Use(reference) for reference in references(attribute.value))


def _lifecycle_uses(lifecycle: Block, *, repeated: bool) -> Iterator[Use]:
    triggers = lifecycle.body.attribute("replace_triggered_by")
    if triggers is not None:
        yield from (replace(use, repeated=repeated) for use in _uses(triggers))
    for nested in lifecycle.body.blocks:
        if nested.type == "action_trigger":
            # Terraform 1.14; its `events` are keywords, and its `actions` are no values.
            condition = nested.body.attribute("condition")
            found = references(condition.value) if condition else ()
            yield from (Use(r, repeated, itself=True) for r in found)
        else:
            itself = nested.type == "postcondition"
            yield from (Use(r, repeated, itself) for r in body_references(nested.body))
