"""The grammar of bodies: arguments, blocks, what ends a line."""

from __future__ import annotations

from dataclasses import field
from functools import partial
from typing import TYPE_CHECKING

from tflint_sagemaker.hcl import errors
from tflint_sagemaker.hcl.cursor import MAX_DEPTH, TokenCursor
from tflint_sagemaker.hcl.literals import unquote
from tflint_sagemaker.hcl.shapes import find_shape
from tflint_sagemaker.hcl.syntax import Attribute, Block, Body, Label
from tflint_sagemaker.hcl.text import InputError, Span
from tflint_sagemaker.hcl.tokens import NAMES, tokenize
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from tflint_sagemaker.hcl.cursor import MakeSpan
    from tflint_sagemaker.hcl.text import Source
    from tflint_sagemaker.hcl.tokens import Tokens

_HEADER_GOES_ON = NAMES | {"string", '"', "{"}


def read_body(text: str, start: int, end: int, make_span: MakeSpan) -> Body:
    """Read the stretch as a body, arguments and blocks; raises InputError."""
    top = _BodyReader(tokenize(text, start, end), make_span, builds=True).read()
    return Body(make_span(start, end), tuple(top.attributes), tuple(top.blocks))


def find_fault(source: Source, start: int, end: int) -> InputError | None:
    """Return the first fault of a stretch that should be a body."""
    tokens = tokenize(source.text, start, end)
    try:
        _BodyReader(tokens, partial(Span, source), builds=False).read()
    except InputError as error:
        return error
    return None


@dataclass(slots=True)
class _OpenBody:
    """A body that is being read: its block's first token and brace, and its content so far."""

    first: int = -1
    brace: int = -1
    labels: tuple[Label, ...] = ()
    names: dict[str, int] = field(default_factory=dict)
    attributes: list[Attribute] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)


class _BodyReader(TokenCursor):
    """Reads a body and the blocks in it; without `builds` it checks the syntax only."""

    def __init__(self, tokens: Tokens, make_span: MakeSpan, *, builds: bool) -> None:
        super().__init__(tokens, make_span)
        self.builds = builds
        self.bodies = [_OpenBody()]

    def read(self) -> _OpenBody:
        """Read all tokens; return the outermost body."""
        kinds = self.kinds
        while True:
            kind = kinds[self.i]
            if kind == "newline":
                self.i += 1
            elif kind in NAMES:
                self._read_item()
            elif kind == "}" and len(self.bodies) > 1:
                self._close_block()
            elif kind == "eof":
                if len(self.bodies) > 1:
                    raise self._make_unclosed_error()
                return self.bodies[0]
            elif kind in {"string", '"'}:
                raise self.make_error(errors.QUOTED_NAME)
            else:
                raise self.make_error(errors.ITEM_REQUIRED)

    def _make_unclosed_error(self) -> InputError:
        return self.make_error(errors.UNCLOSED_BLOCK, self.bodies[-1].brace)

    def _read_item(self) -> None:
        i = self.i
        after = self.kinds[i + 1]
        if after == "=":
            first = self.bodies[-1].names.setdefault(self.get_word(i), i)
            if first != i:
                line = self.make_token_span(first, first).first.line
                raise self.make_error(errors.make_redefinition_fault(self.get_word(i), line))
            self._read_argument()
            kind = self.kinds[self.i]
            if kind == "newline":
                self.i += 1
            elif kind != "eof":
                is_comma = kind == ","
                raise self.make_error(
                    errors.COMMA_AFTER_ARGUMENT if is_comma else errors.NEWLINE_REQUIRED
                )
        elif after in _HEADER_GOES_ON:
            self._open_block()
        else:
            raise self.make_error(errors.EQUALS_REQUIRED)

    def _read_argument(self) -> None:
        i, depth = self.i, len(self.bodies) - 1
        if depth >= MAX_DEPTH:
            raise self.make_error(errors.TOO_DEEP)
        shape = find_shape(self.tokens, i + 2, self.make_span, depth)
        self.i = i + 2 + shape.length
        if self.builds:
            value = shape.build(self.tokens, i + 2, self.make_span)
            span = self.make_token_span(i, self.i - 1)
            name = Attribute(span, self.get_word(i), self.make_token_span(i, i), value)
            self.bodies[-1].attributes.append(name)

    def _open_block(self) -> None:
        first, labels = self.i, []
        self.i += 1
        while (kind := self.kinds[self.i]) != "{":
            start = self.i
            if kind == "string":
                self.check_escapes(start)
            elif kind == '"':
                self._read_quoted_label()
            elif kind not in NAMES:
                raise self._make_header_error(kind)
            if self.builds:
                labels.append(self._make_label(start, self.i))
            self.i += 1
        if len(self.bodies) > MAX_DEPTH:
            raise self.make_error(errors.TOO_DEEP)
        self.bodies.append(_OpenBody(first, self.i, tuple(labels)))
        self.i += 1
        if self.kinds[self.i] not in {"newline", "eof", "}"}:
            self._read_only_argument()

    def _make_header_error(self, kind: str) -> InputError:
        if kind == "=":
            return self.make_error(errors.BLOCK_WITH_EQUALS)
        if kind != "newline":
            return self.make_error(errors.BRACE_REQUIRED)
        after = self.i
        while self.kinds[after] == "newline":
            after += 1
        has_brace = self.kinds[after] == "{"
        return self.make_error(errors.BRACE_ON_NEXT_LINE if has_brace else errors.EQUALS_OR_BRACE)

    def _read_quoted_label(self) -> None:
        """Read a label that the tokens show as a template, up to its closing quote."""
        while self.kinds[self.i + 1] == "text":
            self.i += 1
            self.check_escapes(self.i)
        self.i += 1
        kind = self.kinds[self.i]
        if kind in {"${", "%{"}:
            raise self.make_error(errors.TEMPLATE_IN_LABEL)
        if kind != "close":
            raise self.make_error(errors.UNCLOSED_STRING)

    def _make_label(self, first: int, last: int) -> Label:
        span = self.make_token_span(first, last)
        word = self.text[self.starts[first] : self.ends[last]]
        return Label(span, unquote(word[1:-1]) if word.startswith('"') else word)

    def _read_only_argument(self) -> None:
        """Read the argument of a block that is on one line."""
        if self.kinds[self.i] not in NAMES:
            raise self.make_error(errors.ITEM_REQUIRED)
        after = self.kinds[self.i + 1]
        if after in _HEADER_GOES_ON:
            raise self.make_error(errors.BLOCK_ON_ONE_LINE)
        if after != "=":
            raise self.make_error(errors.EQUALS_REQUIRED)
        self._read_argument()
        kind = self.kinds[self.i]
        if kind == "eof":
            raise self._make_unclosed_error()
        if kind != "}":
            is_newline = kind == "newline"
            raise self.make_error(
                errors.ONE_LINE_BLOCK_OPEN if is_newline else errors.ONE_LINE_BLOCK
            )
        self._close_block()

    def _close_block(self) -> None:
        i = self.i
        self.i += 1
        kind = self.kinds[self.i]
        if kind not in {"newline", "eof"}:
            raise self.make_error(errors.NEWLINE_AFTER_BLOCK)
        self.i += kind == "newline"
        body = self.bodies.pop()
        if self.builds:
            self.bodies[-1].blocks.append(self._make_block(body, i))

    def _make_block(self, body: _OpenBody, last: int) -> Block:
        first, brace = body.first, body.brace
        inside = self.make_span(self.ends[brace], self.starts[last])
        return Block(
            span=self.make_token_span(first, last),
            type=self.get_word(first),
            type_span=self.make_token_span(first, first),
            labels=body.labels,
            header=self.make_token_span(first, brace - 1),
            brace=self.make_token_span(brace, brace),
            body=Body(inside, tuple(body.attributes), tuple(body.blocks)),
        )
