"""Blocks as most are, read line by line: each line is an argument, or opens or closes something.

The values are literals, references without indexes, and strings, lists and objects of these; any
other that stands on one line is left to the grammar and to python-hcl2, which find there what they
would find in the whole. So is a block that has anything else in it, faults above all. Of what is
read here they would make the same trees, in four times the time.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tflint_sagemaker.hcl import grammar, parser
from tflint_sagemaker.hcl.syntax import (
    Attribute,
    Block,
    Body,
    Constant,
    GetAttr,
    Interpolation,
    Label,
    Number,
    ObjectCons,
    ObjectItem,
    Template,
    TemplateText,
    TupleCons,
    Variable,
)
from tflint_sagemaker.hcl.text import InputError, Span
from tflint_sagemaker.util.lazy_regex import lazy_regex

if TYPE_CHECKING:
    from tflint_sagemaker.hcl.syntax import Chunk, Expression, TemplatePart
    from tflint_sagemaker.hcl.text import Source

_NAME = r"[A-Za-z_][\w-]*+"
_REFERENCE = rf"(?!(?:true|false|null)\.){_NAME}(?:\.{_NAME})*+"
_QUOTED = r'"[^"\\\r\n$%]*+"'
_STRING = rf'"(?:[^"\\\r\n$%]|%(?!\{{)|\$\{{[ \t]*+{_REFERENCE}[ \t]*+\}})*+"'
_ONE = rf"(?:{_STRING}|{_REFERENCE}|[0-9]++(?:\.[0-9]++)?+)"
_GAP = r"(?:[ \t]|\r?\n)*+"
_MANY = rf"\[{_GAP}(?!for\b)(?:{_ONE}{_GAP}(?:,{_GAP}|(?=\])))*+\]"
_END = r"[ \t]*+(?:(?:\#|//)[^\n]*+)?+\r?\n"
_LINE = lazy_regex(
    rf"""[ \t]*+(?:
        (?P<name>{_NAME}|{_QUOTED})[ \t]*+=[ \t]*+(?:
            (?:(?P<one>{_ONE})|(?P<many>{_MANY})|(?P<none>\{{[ \t]*+\}})|(?P<object>\{{)){_END}
          | (?P<other>[^\r\n]++)\r?\n
        )
      | (?P<blank>){_END}
      | (?P<type>{_NAME})(?P<labels>(?:[ \t]++{_QUOTED})*+)[ \t]*+\{{(?P<block>){_END}
      | (?P<close>\}})
    )""",
    re.VERBOSE | re.ASCII,
)
_HEADER = lazy_regex(rf"{_NAME}(?:[ \t]*+(?:{_QUOTED}|{_NAME}))*+[ \t]*+\{{", re.ASCII)
_LABEL = lazy_regex(_QUOTED)
_OPEN = lazy_regex(_END)
_ITEM = lazy_regex(_ONE, re.ASCII)
_PIECE = lazy_regex(rf"\$\{{[ \t]*+({_NAME}(?:\.{_NAME})*+)[ \t]*+\}}", re.ASCII)
_CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "null": None}
_DEEPEST = 50


def is_plain(chunk: Chunk) -> bool:
    """Whether a block is of this form, and so without a fault of syntax."""
    at = _first_line(chunk)
    if at < 0:
        return False
    text, stop = chunk.span.source.text, chunk.span.end
    match = _LINE.match
    # The names that are taken in each body that is open; None stands for an object.
    taken: list[set[str] | None] = [set()]
    while (line := match(text, at, stop)) is not None:
        at = line.end()
        kind = line.lastgroup
        if kind == "close":
            taken.pop()
            if not taken:
                return at == stop
            end = _OPEN.match(text, at, stop)
            if end is None:
                return False
            at = end.end()
        elif kind == "block":
            if taken[-1] is None or len(taken) > _DEEPEST:
                return False
            taken.append(set())
        elif kind != "blank":
            if not _may_be_named(line["name"], taken[-1]):
                return False
            if kind == "object":
                taken.append(None)
            elif kind == "other" and not _is_expression(chunk, *line.span(kind)):
                return False
    return False


def _is_expression(chunk: Chunk, start: int, end: int) -> bool:
    source = chunk.span.source
    try:
        grammar.read_expression(source.text, start, end, lambda a, b: Span(source, a, b))
    except InputError:
        return False
    return True


def _first_line(chunk: Chunk) -> int:
    """Where the lines of a block begin, -1 if its header is odd or it is all on one line."""
    text, brace = chunk.span.source.text, chunk.brace.end
    if not _HEADER.fullmatch(text, chunk.span.start, brace):
        return -1
    end = _OPEN.match(text, brace, chunk.span.end)
    return -1 if end is None else end.end()


def _may_be_named(name: str, taken: set[str] | None) -> bool:
    """Whether an argument, or the item of an object, may have that name; in a body only once."""
    if taken is None:
        return name != "for"
    if name in taken or name[0] == '"':
        return False
    taken.add(name)
    return True


def read(chunk: Chunk) -> Block | None:
    """The syntax tree of a block of this form, None for any other."""
    at = _first_line(chunk)
    return None if at < 0 else _Reader(chunk).read(at)


class _Open:
    """A body or an object that is open: what it holds so far, and the line that opened it."""

    __slots__ = ("attributes", "blocks", "items", "line", "taken")

    def __init__(self, line: re.Match[str] | None, *, is_object: bool = False) -> None:
        self.line = line
        self.attributes: list[Attribute] = []
        self.blocks: list[Block] = []
        self.items: list[ObjectItem] = []
        self.taken: set[str] | None = None if is_object else set()


class _Reader:
    """Makes the nodes of one block."""

    __slots__ = ("chunk", "source", "text")

    def __init__(self, chunk: Chunk) -> None:
        self.chunk = chunk
        self.source: Source = chunk.span.source
        self.text = self.source.text

    def read(self, at: int) -> Block | None:
        """The block, whose lines begin there."""
        text, stop, match = self.text, self.chunk.span.end, _LINE.match
        stack = [_Open(None)]
        while (line := match(text, at, stop)) is not None:
            at = line.end()
            kind = line.lastgroup
            if kind == "close":
                top = stack.pop()
                if not stack:
                    return self._whole(top) if at == stop else None
                end = _OPEN.match(text, at, stop)
                if end is None:
                    return None
                self._close(top, stack[-1], at)
                at = end.end()
            elif kind == "block":
                if stack[-1].taken is None or len(stack) > _DEEPEST:
                    return None
                stack.append(_Open(line))
            elif kind != "blank":
                if not _may_be_named(line["name"], stack[-1].taken):
                    return None
                if kind == "object":
                    stack.append(_Open(line, is_object=True))
                    continue
                value = self._value(kind or "", *line.span(kind or ""))
                if value is None:
                    return None
                self._add(line, value, stack[-1])
        return None

    def _whole(self, top: _Open) -> Block:
        chunk = self.chunk
        inside = Span(self.source, chunk.brace.end, chunk.span.end - 1)
        body = Body(inside, tuple(top.attributes), tuple(top.blocks))
        return Block(
            chunk.span, chunk.type, chunk.type_span, chunk.labels, chunk.header, chunk.brace, body
        )

    def _close(self, top: _Open, around: _Open, end: int) -> None:
        """Put a nested block, or an object, into what it stands in."""
        line, source = top.line, self.source
        assert line is not None
        if top.taken is None:
            span = Span(source, line.start("object"), end)
            self._add(line, ObjectCons(span, tuple(top.items)), around)
            return
        start, type_end = line.span("type")
        first, last = line.span("labels")
        labels = tuple(
            Label(Span(source, *label.span()), label[0][1:-1])
            for label in (_LABEL.finditer(self.text, first, last) if first < last else ())
        )
        brace = line.start("block")
        around.blocks.append(
            Block(
                Span(source, start, end),
                line["type"],
                Span(source, start, type_end),
                labels,
                Span(source, start, last),
                Span(source, brace - 1, brace),
                Body(Span(source, brace, end - 1), tuple(top.attributes), tuple(top.blocks)),
            )
        )

    def _add(self, line: re.Match[str], value: Expression, around: _Open) -> None:
        """Put an argument, or the item of an object, into what it stands in."""
        start, end = line.span("name")
        span, name = Span(self.source, start, end), line["name"]
        whole = Span(self.source, start, value.span.end)
        if around.taken is not None:
            around.attributes.append(Attribute(whole, name, span, value))
            return
        key = self._one(span) if name[0] == '"' else Variable(span, name)
        around.items.append(ObjectItem(whole, key, value))

    def _value(self, kind: str, start: int, end: int) -> Expression | None:
        """The value of a line, None if it is faulty or goes on below."""
        span = Span(self.source, start, end)
        if kind == "one":
            return self._one(span)
        if kind == "none":
            return ObjectCons(span, ())
        if kind == "many":
            items = _ITEM.finditer(self.text, start + 1, end - 1)
            return TupleCons(
                span, tuple(self._one(Span(self.source, *item.span())) for item in items)
            )
        try:
            return parser.read_expression(
                self.text, start, end, lambda a, b: Span(self.source, a, b)
            )
        except InputError:
            return None

    def _one(self, span: Span) -> Expression:
        first = self.text[span.start]
        if first == '"':
            return Template(span, self._parts(span.start + 1, span.end - 1))
        return Number(span, span.text) if first in "0123456789" else self._reference(span)

    def _parts(self, start: int, end: int) -> tuple[TemplatePart, ...]:
        """The parts of a string between its quotes."""
        source, text = self.source, self.text
        if text.find("$", start, end) < 0:
            if start == end:
                return ()
            return (TemplateText(Span(source, start, end), text[start:end]),)
        parts: list[TemplatePart] = []
        at = start
        for piece in _PIECE.finditer(text, start, end):
            if piece.start() > at:
                parts.append(
                    TemplateText(Span(source, at, piece.start()), text[at : piece.start()])
                )
            inner = self._reference(Span(source, *piece.span(1)))
            at = piece.end()
            parts.append(Interpolation(Span(source, piece.start(), at), inner))
        if end > at:
            parts.append(TemplateText(Span(source, at, end), text[at:end]))
        return tuple(parts)

    def _reference(self, span: Span) -> Expression:
        """A name and the steps from it, or a constant."""
        source, start = self.source, span.start
        names = span.text.split(".")
        if len(names) == 1:
            name = names[0]
            return Constant(span, _CONSTANTS[name]) if name in _CONSTANTS else Variable(span, name)
        at = start + len(names[0])
        found: Expression = Variable(Span(source, start, at), names[0])
        for name in names[1:]:
            end = at + 1 + len(name)
            found = GetAttr(Span(source, start, end), found, name, Span(source, at + 1, end))
            at = end
        return found
