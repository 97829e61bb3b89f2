"""Shapes of expressions: the kinds of their tokens. What has one shape has one grammar.

Whether an expression is valid, and how its tree is built, depends on its shape alone. So the
grammar and python-hcl2 read each shape once, and `find_shape` finds the result for every other
expression that has it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tflint_sagemaker.hcl import containers, expressions, sequences
from tflint_sagemaker.hcl.builders import compile_drafts
from tflint_sagemaker.hcl.cursor import MAX_DEPTH
from tflint_sagemaker.hcl.drafts import TemplateDraft
from tflint_sagemaker.hcl.parser import Parser
from tflint_sagemaker.hcl.shape_trees import UnreadableError, read_tree
from tflint_sagemaker.hcl.text import InputError
from tflint_sagemaker.hcl.tokens import CLOSERS, OPENERS, tokenize, tokenize_template

if TYPE_CHECKING:
    from tflint_sagemaker.hcl.cursor import MakeSpan
    from tflint_sagemaker.hcl.drafts import Draft
    from tflint_sagemaker.hcl.steps import Step
    from tflint_sagemaker.hcl.syntax import Expression, Template
    from tflint_sagemaker.hcl.tokens import Tokens

_STATES = {**containers.STATES, **expressions.STATES, **sequences.STATES}
_BRACKETS = OPENERS | CLOSERS | {"eof"}
_MAX_SHAPES = 10_000
_MAX_TOKENS = 300


class Shape:
    """A valid shape.

    `length` is the number of its tokens, `depth` that of constructs inside each other. The tree's
    `steps` are compiled on first use: most blocks are checked only.
    """

    __slots__ = ("depth", "drafts", "kinds", "length", "steps")

    def __init__(self, parser: Parser) -> None:
        self.drafts: list[Draft] = parser.finished
        self.length = parser.i - parser.first
        self.kinds = parser.kinds[parser.first : parser.i]
        self.depth = parser.deepest
        self.steps: list[Step] = []

    def build(self, tokens: Tokens, first: int, make_span: MakeSpan) -> Any:
        """Return the node of the expression of this shape that starts at a token."""
        if not self.steps:
            self._compile(tokens, first, make_span)
        stack: list[Any] = []
        for step in self.steps:
            step(tokens, first, make_span, stack)
        return stack.pop()

    def _compile(self, tokens: Tokens, first: int, make_span: MakeSpan) -> None:
        try:
            self.steps = compile_drafts(self.drafts, self.kinds, read_tree)
        except UnreadableError as error:
            at = tokens.starts[first + error.token]
            raise InputError("this cannot be understood from here on", make_span(at, at)) from error
        self.drafts = []


_shapes: dict[str, Shape] = {}


def find_shape(tokens: Tokens, first: int, make_span: MakeSpan, depth: int) -> Shape:
    """Return the shape of the argument's value that starts at a token; raises InputError.

    `depth` is the number of blocks around it.
    """
    kinds = tokens.kinds
    end = _find_value_end(kinds, first)
    key = " ".join(kinds[first:end])
    shape = _shapes.get(key)
    is_regular = not tokens.irregular or not any(first <= i < end for i in tokens.irregular)
    if shape is not None and is_regular and depth + shape.depth <= MAX_DEPTH:
        return shape
    parser = Parser(tokens, make_span, first, depth=depth)
    parser.open("argument")
    parser.start_draft()
    shape = _run(parser, "operand")
    if is_regular and shape.length == end - first <= _MAX_TOKENS:
        _store(key, shape)
    return shape


def read_expression(text: str, start: int, end: int, make_span: MakeSpan) -> Expression:
    """Read the stretch as one expression, in which newlines mean nothing; raises InputError."""
    tokens = tokenize(text, start, end)
    parser = Parser(tokens, make_span)
    parser.open_quiet("text")
    node: Expression = _read_text(parser, "operand")
    return node


def read_template(text: str, start: int, end: int, make_span: MakeSpan) -> Template:
    """Read the stretch as one template without quotes; raises InputError."""
    tokens = tokenize_template(text, start, end)
    parser = Parser(tokens, make_span)
    parser.open("text")
    parser.templates.append(TemplateDraft("", 0))
    node: Template = _read_text(parser, "template")
    return node


def _read_text(parser: Parser, state: str) -> Any:
    """Read all tokens, by the shape if it is known."""
    tokens = parser.tokens
    key = f"{state} {' '.join(tokens.kinds)}"
    shape = None if tokens.irregular else _shapes.get(key)
    if shape is None:
        parser.start_draft()
        shape = _run(parser, state)
        if not tokens.irregular and shape.length <= _MAX_TOKENS:
            _store(key, shape)
    return shape.build(tokens, 0, parser.make_span)


def _run(parser: Parser, start: str) -> Shape:
    state: str | None = start
    while state is not None:
        state = _STATES[state](parser)
    return Shape(parser)


def _store(key: str, shape: Shape) -> None:
    if len(_shapes) >= _MAX_SHAPES:
        _shapes.clear()
    _shapes[key] = shape


def _find_value_end(kinds: list[str], first: int) -> int:
    """Return the token that ends a value: a newline or a closing brace outside of all brackets."""
    try:
        end = kinds.index("newline", first)
    except ValueError:
        end = len(kinds) - 1
    if _BRACKETS.isdisjoint(kinds[first:end]):
        return end
    depth, end = 0, first
    for end in range(first, len(kinds)):
        kind = kinds[end]
        if kind in OPENERS:
            depth += 1
        elif kind in CLOSERS:
            depth -= 1
            if depth < 0:
                break
        elif kind == "newline" and depth == 0:
            break
    return end
