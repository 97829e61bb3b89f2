"""The rows of python-hcl2's tree, lowered to our nodes."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias, cast

from tflint_sagemaker.hcl.syntax import (
    Attribute,
    Binary,
    Block,
    Body,
    Call,
    Conditional,
    Constant,
    For,
    GetAttr,
    Index,
    Label,
    Number,
    ObjectCons,
    ObjectItem,
    Parentheses,
    Splat,
    SplatItem,
    TupleCons,
    Unary,
    Variable,
)
from tflint_sagemaker.hcl.templates import Builder, unquote
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    from tflint_sagemaker.hcl.shapes import Row
    from tflint_sagemaker.hcl.syntax import Expression
    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.hcl.walk import Outline

# An offset in the document, the offset that it has in the original, and whether it is where the
# expression of a template starts.
Stretch: TypeAlias = tuple[int, int, bool]

_CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "null": None}


def document_of(outline: Outline, start: int) -> tuple[str, list[Stretch]]:
    """One text for python-hcl2: the expressions of templates as arguments, then the shadow.

    Inner expressions come before those that hold them. Beside the text stand its stretches.
    """
    texts, offsets, at = [], [], 0
    for origin, shadow in outline.expressions:
        at += 2
        offsets.append((at, origin, True))
        texts.append(f"_={shadow}\n")
        at += len(shadow) + 1
    offsets.append((at, start, False))
    texts.append(outline.shadow)
    return "".join(texts), offsets


class _Entry(NamedTuple):
    """A finished row: its rule, its offsets in the document, and what became of it."""

    rule: str
    start: int
    end: int
    value: Any


@dataclass(frozen=True, slots=True)
class _Step:
    """A step of a traversal: `name`, `index`, `.*` or `[*]`, between two original offsets."""

    kind: str
    start: int
    end: int
    key: Any = None


@dataclass(frozen=True, slots=True)
class _Chain:
    """An expression and the steps taken from it; which of them a splat holds shows at the end."""

    base: Expression
    steps: list[_Step]


@dataclass(slots=True)
class Lowering:
    """A stack machine over the rows: what the children came to is on the stack when a row comes."""

    text: str
    outline: Outline
    document: str
    stretches: list[Stretch]
    place: Callable[[int, int], Span]
    expressions: dict[int, Expression] = field(default_factory=dict)
    stack: list[_Entry] = field(default_factory=list)
    starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.starts = [stretch[0] for stretch in self.stretches]

    def run(self, rows: list[Row]) -> Body:
        """Lower the document's rows; the expressions of its templates stay in `expressions`."""
        stack = self.stack
        for rule, start, end, count in rows:
            value = None
            if count:
                children = stack[-count:]
                del stack[-count:]
                value = getattr(self, f"_{rule}")(start, end, children)
            elif rule != "identifier":
                value = getattr(self, f"_{rule}")(start, end, [])
            stack.append(_Entry(rule, start, end, value))
        return cast("Body", stack.pop().value)

    # --- offsets -----------------------------------------------------------------------------

    def origin(self, offset: int) -> int:
        """The offset in the original that belongs to one in the document."""
        at, origin, _ = self.stretches[bisect_right(self.starts, offset) - 1]
        return origin + offset - at

    def _span(self, start: int, end: int) -> Span:
        return self.place(self.origin(start), self.origin(end - 1) + 1)

    def _word(self, entry: _Entry) -> str:
        return self.text[self.origin(entry.start) : self.origin(entry.end - 1) + 1]

    # --- structure ---------------------------------------------------------------------------

    def _start(self, _start: int, _end: int, children: list[_Entry]) -> Body:
        attributes, blocks = children[0].value
        first = self.stretches[-1][1]
        span = self.place(first, first + len(self.outline.shadow))
        return Body(span, attributes, blocks)

    def _body(
        self, _start: int, _end: int, children: list[_Entry]
    ) -> tuple[tuple[Attribute, ...], tuple[Block, ...]]:
        values = [child.value for child in children]
        attributes = tuple(value for value in values if isinstance(value, Attribute))
        return attributes, tuple(value for value in values if isinstance(value, Block))

    def _attribute(self, start: int, _end: int, children: list[_Entry]) -> Attribute | None:
        name, entry = children
        value = self._expression(entry)
        at, origin, is_expression = self.stretches[bisect_right(self.starts, entry.start) - 1]
        if is_expression and start == at - 2:
            self.expressions[origin] = value
            return None
        name_span = self._span(name.start, name.end)
        return Attribute(name_span.to(value.span), self._word(name), name_span, value)

    def _block(self, start: int, end: int, children: list[_Entry]) -> Block:
        names, body = children[:-1], children[-1]
        brace = self.document.index("{", names[-1].end)
        attributes, blocks = body.value
        return Block(
            span=self._span(start, end),
            type=self._word(names[0]),
            type_span=self._span(names[0].start, names[0].end),
            labels=tuple(self._label(name) for name in names[1:]),
            header=self._span(start, names[-1].end),
            brace=self._span(brace, brace + 1),
            body=Body(self._between(brace + 1, end - 1), attributes, blocks),
        )

    def _between(self, start: int, end: int) -> Span:
        origin = self.origin(start)
        return self.place(origin, origin + end - start)

    def _label(self, entry: _Entry) -> Label:
        word = self._word(entry)
        text = unquote(word[1:-1]) if word.startswith('"') else word
        return Label(self._span(entry.start, entry.end), text)

    # --- expressions -------------------------------------------------------------------------

    def _expression(self, entry: _Entry) -> Expression:
        """The finished expression of an entry: its traversal closed, its signs in front."""
        value = entry.value
        if isinstance(value, _Chain):
            value = self._traversal(value)
        if entry.rule == "expr_term":
            for sign in reversed(self.outline.signs.get(self.origin(entry.start), ())):
                span = self.place(sign, sign + 1).to(value.span)
                value = Unary(span, cast('Literal["-", "!"]', self.text[sign]), value)
        return cast("Expression", value)

    def _expr_term(self, start: int, end: int, children: list[_Entry]) -> Expression | _Chain:
        child = children[0]
        if child.rule in {"expr_term", "binary_op", "conditional"}:
            return Parentheses(self._span(start, end), self._expression(child))
        if child.rule == "identifier":
            return self._term(child)
        return cast("Expression | _Chain", child.value)

    def _term(self, entry: _Entry) -> Expression:
        span, word = self._span(entry.start, entry.end), self._word(entry)
        if word[0] in '"<':
            start = self.origin(entry.start)
            end, parts = self.outline.templates[start]
            return Builder(self.text, self.place, self.expressions).build(start, end, parts)
        if word[0].isdigit():
            return Number(span, word)
        return Constant(span, _CONSTANTS[word]) if word in _CONSTANTS else Variable(span, word)

    def _conditional(self, _start: int, _end: int, children: list[_Entry]) -> Conditional:
        condition, yes, no = (self._expression(child) for child in children)
        return Conditional(condition.span.to(no.span), condition, yes, no)

    def _binary_op(self, _start: int, _end: int, children: list[_Entry]) -> Binary:
        left = self._expression(children[0])
        operator, right = children[1].value
        return Binary(left.span.to(right.span), operator, left, right)

    def _binary_term(
        self, _start: int, _end: int, children: list[_Entry]
    ) -> tuple[str, Expression]:
        return children[0].value, self._expression(children[1])

    def _binary_operator(self, start: int, end: int, _children: list[_Entry]) -> str:
        return self.document[start:end]

    def _tuple(self, start: int, end: int, children: list[_Entry]) -> TupleCons:
        items = tuple(self._expression(child) for child in children)
        return TupleCons(self._span(start, end), items)

    def _object(self, start: int, end: int, children: list[_Entry]) -> ObjectCons:
        return ObjectCons(self._span(start, end), tuple(child.value for child in children))

    def _object_elem(self, _start: int, _end: int, children: list[_Entry]) -> ObjectItem:
        key, value = children[0].value, self._expression(children[1])
        return ObjectItem(key.span.to(value.span), key, value)

    def _object_elem_key(self, _start: int, _end: int, children: list[_Entry]) -> Expression:
        key = self._expression(children[0])
        if isinstance(key, Constant):  # `{ true = … }`: as a key it is a name like any other
            return Variable(key.span, self._word(children[0]))
        return key

    def _function_call(self, start: int, end: int, children: list[_Entry]) -> Call:
        name = children[0]
        entries: list[_Entry] = children[1].value if len(children) > 1 else []
        expand = bool(entries) and "..." in self.document[entries[-1].end : end]
        return Call(
            span=self._span(start, end),
            name="".join(self._word(name).split()),
            name_span=self._span(name.start, name.end),
            arguments=tuple(self._expression(entry) for entry in entries),
            expand=expand,
        )

    def _arguments(self, _start: int, _end: int, children: list[_Entry]) -> list[_Entry]:
        return children

    # --- traversals --------------------------------------------------------------------------

    def _get_attr_expr_term(self, _start: int, _end: int, children: list[_Entry]) -> _Chain:
        return self._chain(children[0].value, children[1].value)

    _index_expr_term = _get_attr_expr_term

    def _chain(self, base: Expression | _Chain, step: _Step) -> _Chain:
        # A chain has one owner, so that a long one may grow in place.
        if isinstance(base, _Chain):
            base.steps.append(step)
            return base
        return _Chain(base, [step])

    def _get_attr(self, start: int, end: int, children: list[_Entry]) -> _Step:
        name = children[0]
        word = self._word(name)
        key = (word, self._span(name.start, name.end))
        kind = ".*" if word == "*" else "name"
        return _Step(kind, self.origin(start), self.origin(end - 1) + 1, key)

    def _braces_index(self, start: int, end: int, children: list[_Entry]) -> _Step:
        key = self._expression(children[0])
        kind = "[*]" if self.text[self.origin(children[0].start)] == "*" else "index"
        return _Step(kind, self.origin(start), self.origin(end - 1) + 1, key)

    def _traversal(self, chain: _Chain) -> Expression:
        """Close a traversal. `[*]` holds all that follows, `.*` the names that follow directly."""
        expression = chain.base
        start = expression.span
        held: list[Expression] = []
        attribute_splat: Expression | None = None
        for step in chain.steps:
            if attribute_splat is not None and step.kind != "name":
                expression = Splat(start.to(expression.span), attribute_splat, expression)
                attribute_splat = None
            if step.kind == "[*]":
                held.append(expression)
                expression = SplatItem(self.place(step.start, step.end))
            elif step.kind == ".*":
                attribute_splat = expression
                expression = SplatItem(self.place(step.start, step.end))
            else:
                expression = self._step(expression, step)
        if attribute_splat is not None:
            expression = Splat(start.to(expression.span), attribute_splat, expression)
        while held:
            collection = held.pop()
            expression = Splat(collection.span.to(expression.span), collection, expression)
        return expression

    def _step(self, expression: Expression, step: _Step) -> Expression:
        span = expression.span.to(self.place(step.start, step.end))
        if step.kind == "index":
            return Index(span, expression, step.key)
        return GetAttr(span, expression, *step.key)

    # --- for ---------------------------------------------------------------------------------

    def _for_intro(self, _start: int, _end: int, children: list[_Entry]) -> Any:
        names = [self._word(child) for child in children[:-1]]
        return names, self._expression(children[-1])

    def _for_cond(self, _start: int, _end: int, children: list[_Entry]) -> Expression:
        return self._expression(children[0])

    def _for_tuple_expr(self, start: int, end: int, children: list[_Entry]) -> For:
        return self._for(start, end, children, None, children[1])

    def _for_object_expr(self, start: int, end: int, children: list[_Entry]) -> For:
        return self._for(start, end, children, self._expression(children[1]), children[2])

    def _for(
        self,
        start: int,
        end: int,
        children: list[_Entry],
        key: Expression | None,
        value: _Entry,
    ) -> For:
        names, collection = children[0].value
        last = children[-1]
        condition = last.value if last.rule == "for_cond" else None
        return For(
            span=self._span(start, end),
            key_name=names[0] if len(names) == 2 else None,
            value_name=names[-1],
            collection=collection,
            key=key,
            value=self._expression(value),
            condition=condition,
            group="..." in self.document[value.end : last.start if condition else end],
        )
