"""Steps that build nodes: each function here returns one for certain tokens of a shape.

A step gets all tokens of a text, the number of the first one of its expression, the function that
makes spans, and the stack on which nodes are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast

from tflint_sagemaker.hcl.literals import unquote
from tflint_sagemaker.hcl.syntax import (
    Binary,
    Call,
    Conditional,
    Constant,
    For,
    GetAttr,
    Index,
    Interpolation,
    Number,
    ObjectCons,
    ObjectItem,
    Parentheses,
    Splat,
    SplatItem,
    Template,
    TemplateText,
    TupleCons,
    Unary,
    Variable,
)
from tflint_sagemaker.hcl.templates import TemplatePiece, assemble_template

if TYPE_CHECKING:
    from collections.abc import Callable

    from tflint_sagemaker.hcl.cursor import MakeSpan
    from tflint_sagemaker.hcl.drafts import TemplateDraft, TokenRange
    from tflint_sagemaker.hcl.syntax import TemplatePart
    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.hcl.tokens import Tokens

    Step: TypeAlias = Callable[[Tokens, int, MakeSpan, list[Any]], None]
    BuildNode: TypeAlias = Callable[[Span, list[Any]], Any]

CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "null": None}


# --- operands --------------------------------------------------------------------------------


def push_variable(token: int) -> Step:
    """Return the step for a name."""

    def push(t: Tokens, first: int, make_span: MakeSpan, stack: list[Any]) -> None:
        start, end = t.starts[first + token], t.ends[first + token]
        stack.append(Variable(make_span(start, end), t.text[start:end]))

    return push


def push_number(token: int) -> Step:
    """Return the step for a number."""

    def push(t: Tokens, first: int, make_span: MakeSpan, stack: list[Any]) -> None:
        start, end = t.starts[first + token], t.ends[first + token]
        stack.append(Number(make_span(start, end), t.text[start:end]))

    return push


def push_constant(token: int, value: bool | None) -> Step:  # noqa: FBT001 - the value itself
    """Return the step for `true`, `false` or `null`."""

    def push(t: Tokens, first: int, make_span: MakeSpan, stack: list[Any]) -> None:
        span = make_span(t.starts[first + token], t.ends[first + token])
        stack.append(Constant(span, value))

    return push


def push_string(token: int) -> Step:
    """Return the step for a quoted string without anything to evaluate."""

    def push(t: Tokens, first: int, make_span: MakeSpan, stack: list[Any]) -> None:
        start, end = t.starts[first + token], t.ends[first + token]
        text = t.text[start + 1 : end - 1]
        parts: tuple[TemplatePart, ...] = ()
        if text:
            unquoted = unquote(text)
            parts = (TemplateText(make_span(start + 1, end - 1), unquoted),)
        stack.append(Template(make_span(start, end), parts))

    return push


def push_splat_item(tokens: TokenRange) -> Step:
    """Return the step for the current element of a splat."""
    a, b = tokens

    def push(t: Tokens, first: int, make_span: MakeSpan, stack: list[Any]) -> None:
        stack.append(SplatItem(make_span(t.starts[first + a], t.ends[first + b])))

    return push


# --- templates -------------------------------------------------------------------------------


def make_template(template: TemplateDraft) -> Step:
    """Return the step for a template; the values of its expressions are on the stack."""
    is_simple = template.opener == '"' and all(
        part.kind in {"text", "interpolation"} and not part.trims_before and not part.trims_after
        for part in template.parts
    )
    return _make_simple_template(template) if is_simple else _make_any_template(template)


def _make_simple_template(template: TemplateDraft) -> Step:
    a, b = template.first, template.last
    layout = [(part.kind == "text", part.first, part.last) for part in template.parts]
    count = sum(not is_text for is_text, _, _ in layout)

    def make(t: Tokens, first: int, make_span: MakeSpan, stack: list[Any]) -> None:
        at = len(stack) - count
        values = iter(stack[at:])
        del stack[at:]
        parts: list[TemplatePart] = []
        for is_text, part_first, part_last in layout:
            start, end = t.starts[first + part_first], t.ends[first + part_last]
            span = make_span(start, end)
            if is_text:
                text = t.text[start:end]
                text = unquote(text)
                parts.append(TemplateText(span, text))
            else:
                parts.append(Interpolation(span, next(values)))
        stack.append(Template(make_span(t.starts[first + a], t.ends[first + b]), tuple(parts)))

    return make


def _make_any_template(template: TemplateDraft) -> Step:
    a, b = template.first, template.last
    parts, opener = template.parts, template.opener
    count = sum(part.expression is not None for part in parts)

    def make(t: Tokens, first: int, make_span: MakeSpan, stack: list[Any]) -> None:
        at = len(stack) - count
        values = iter(stack[at:])
        del stack[at:]
        pieces = []
        for part in parts:
            start, end = t.starts[first + part.first], t.ends[first + part.last]
            pieces.append(
                TemplatePiece(
                    part,
                    start,
                    end,
                    t.text[start:end] if part.kind == "text" else "",
                    None if part.expression is None else next(values),
                    tuple(
                        t.text[t.starts[first + name] : t.ends[first + name]] for name in part.names
                    ),
                )
            )
        start = t.starts[first + a]
        indented = opener == "<<" and t.text.startswith("<<-", start)
        made = assemble_template(pieces, make_span, quoted=opener == '"', indented=indented)
        stack.append(Template(make_span(start, t.ends[first + b]), made))

    return make


# --- nodes around others ---------------------------------------------------------------------


def _make(tokens: TokenRange, count: int, build: BuildNode) -> Step:
    """Return the step that replaces the last `count` nodes with the one that `build` makes."""
    a, b = tokens

    def make(t: Tokens, first: int, make_span: MakeSpan, stack: list[Any]) -> None:
        span = make_span(t.starts[first + a], t.ends[first + b])
        at = len(stack) - count
        stack[at:] = [build(span, stack[at:])]

    return make


def make_unary(tokens: TokenRange, sign: str) -> Step:
    """Return the step for `-operand` or `!operand`."""
    operator = cast('Literal["-", "!"]', sign)
    return _make(tokens, 1, lambda span, nodes: Unary(span, operator, nodes[0]))


def make_parentheses(tokens: TokenRange) -> Step:
    """Return the step for `(inner)`."""
    return _make(tokens, 1, lambda span, nodes: Parentheses(span, nodes[0]))


def make_conditional(tokens: TokenRange) -> Step:
    """Return the step for `condition ? yes : no`."""
    return _make(tokens, 3, lambda span, nodes: Conditional(span, *nodes))


def make_binary(tokens: TokenRange, operator: str) -> Step:
    """Return the step for `left operator right`."""
    return _make(tokens, 2, lambda span, nodes: Binary(span, operator, *nodes))


def make_tuple(tokens: TokenRange, count: int) -> Step:
    """Return the step for `[a, b]`."""
    return _make(tokens, count, lambda span, nodes: TupleCons(span, tuple(nodes)))


def make_object(tokens: TokenRange, count: int) -> Step:
    """Return the step for `{ key = value }`."""
    return _make(tokens, count, lambda span, nodes: ObjectCons(span, tuple(nodes)))


def make_item(tokens: TokenRange) -> Step:
    """Return the step for `key = value` in an object."""
    return _make(tokens, 2, lambda span, nodes: ObjectItem(span, *nodes))


def make_index(tokens: TokenRange) -> Step:
    """Return the step for `collection[key]`."""
    return _make(tokens, 2, lambda span, nodes: Index(span, *nodes))


def make_splat(tokens: TokenRange) -> Step:
    """Return the step for a splat: its collection, and its item for each element."""
    return _make(tokens, 2, lambda span, nodes: Splat(span, *nodes))


def make_get_attr(tokens: TokenRange) -> Step:
    """Return the step for `object.name`; the name is the last token."""
    a, b = tokens

    def make(t: Tokens, first: int, make_span: MakeSpan, stack: list[Any]) -> None:
        start, end = t.starts[first + b], t.ends[first + b]
        span = make_span(t.starts[first + a], end)
        stack[-1] = GetAttr(span, stack[-1], t.text[start:end], make_span(start, end))

    return make


def make_call(tokens: TokenRange, name: TokenRange, count: int, *, expand: bool) -> Step:
    """Return the step for `name(arguments)`."""
    a, b = tokens

    def make(t: Tokens, first: int, make_span: MakeSpan, stack: list[Any]) -> None:
        start, end = t.starts[first + name[0]], t.ends[first + name[1]]
        at = len(stack) - count
        node = Call(
            span=make_span(t.starts[first + a], t.ends[first + b]),
            name="".join(t.text[start:end].split()),
            name_span=make_span(start, end),
            arguments=tuple(stack[at:]),
            expand=expand,
        )
        stack[at:] = [node]

    return make


def make_for(
    tokens: TokenRange, names: tuple[int, ...], *, has_key: bool, has_condition: bool, group: bool
) -> Step:
    """Return the step for a `for` expression: collection, key, value, condition."""
    a, b = tokens
    count = 2 + has_key + has_condition

    def make(t: Tokens, first: int, make_span: MakeSpan, stack: list[Any]) -> None:
        words = [t.text[t.starts[first + name] : t.ends[first + name]] for name in names]
        at = len(stack) - count
        collection, *nodes = stack[at:]
        node = For(
            span=make_span(t.starts[first + a], t.ends[first + b]),
            key_name=words[0] if len(words) == 2 else None,
            value_name=words[-1],
            collection=collection,
            key=nodes.pop(0) if has_key else None,
            value=nodes.pop(0),
            condition=nodes.pop() if has_condition else None,
            group=group,
        )
        stack[at:] = [node]

    return make
