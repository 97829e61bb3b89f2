"""Whether text is HCL, by its tokens alone, and the shadow of it that python-hcl2 reads.

`Reader` walks the tokens once, with a stack of its own in place of recursion, and stops at the
first fault, where Terraform's parser finds its first one too. On the way it writes the shadow: a
text of equal length in which names, literals and templates are rows of `_`, while comments, signs
and newlines that end nothing are blanks. What was there is read back from the original by offset.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tflint_sagemaker.hcl import faults
from tflint_sagemaker.hcl.text import InputError, Span

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from tflint_sagemaker.hcl.tokens import Tokens

    State: TypeAlias = Callable[[], "State | None"]

MAX_DEPTH = 1000
_BINARY = frozenset({"==", "!=", "<", ">", "<=", ">=", "+", "-", "*", "/", "%", "&&", "||"})
_NUMBER = re.compile(r"[0-9]+\.?[0-9]*(?:[eE][+-]?[0-9]+)?")
_BAD_ESCAPE = re.compile(r"\\(?:[^nrt\"\\uU]|u(?![0-9a-fA-F]{4})|U(?![0-9a-fA-F]{8}))")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a template: `text`, `interpolation`, or `if`, `else`, `endif`, `for`, `endfor`.

    `start` to `end` is the whole piece, markers included. `expression` is where its expression
    begins, `names` are the offsets of the names that a `for` binds, with their ends.
    """

    kind: str
    start: int
    end: int
    expression: int = -1
    names: tuple[tuple[int, int], ...] = ()
    trims_before: bool = False
    trims_after: bool = False


@dataclass(slots=True)
class Outline:
    """What a walk found: the shadow, and what the shadow leaves out, by original offset."""

    shadow: str = ""
    expressions: list[tuple[int, str]] = field(default_factory=list)
    templates: dict[int, tuple[int, list[Part]]] = field(default_factory=dict)
    signs: dict[int, tuple[int, ...]] = field(default_factory=dict)


@dataclass(slots=True)
class _Frame:
    """An open construct: its name, the token that opened it, and a token to remember."""

    name: str
    opener: int
    mark: int = -1
    names: tuple[tuple[int, int], ...] = ()


@dataclass(slots=True)
class _OpenTemplate:
    opener: int
    parts: list[Part] = field(default_factory=list)
    directives: list[str] = field(default_factory=list)


class Reader:
    """One walk over one text. `place` makes the span of an error from two offsets."""

    def __init__(self, tokens: Tokens, start: int, place: Callable[[int, int], Span]) -> None:
        self.tokens = tokens
        self.outline = Outline()
        self._text = tokens.text
        self._kinds = tokens.kinds
        self._starts = tokens.starts
        self._ends = tokens.ends
        self._place = place
        self._i = 0
        self._frames: list[_Frame] = []
        self._newlines = [True]
        self._names: list[dict[str, int]] = []
        self._templates: list[_OpenTemplate] = []
        self._signs: list[int] = []
        self._out: list[str] = []
        self._at = start
        self._outs: list[tuple[list[str], int]] = []
        self._after_expression: dict[str, State] = {
            "attribute": self._end_attribute,
            "single": self._end_single,
            "all": self._end_all,
            "yes": self._end_yes,
            "no": self._end_no,
            "parentheses": self._end_parentheses,
            "call": self._end_argument,
            "tuple": self._end_item,
            "index": self._end_index,
            "key": self._end_key,
            "value": self._end_value,
            "for-in": self._end_collection,
            "for": self._end_for_value,
            "for-key": self._end_for_value,
            "for-if": self._end_for,
            "interpolation": self._end_sequence,
            "if": self._end_sequence,
            "for-each": self._end_sequence,
        }

    # --- ways in -----------------------------------------------------------------------------

    def body(self) -> Outline:
        """Read the text as a body: arguments and blocks."""
        self._names.append({})
        return self._run(self._body)

    def expression(self) -> Outline:
        """Read the text as one expression, in which newlines mean nothing."""
        self._newlines[-1] = False
        self._open("all")
        return self._run(self._operand)

    def template(self) -> Outline:
        """Read the text as one template without quotes."""
        self._open("all")
        self._templates.append(_OpenTemplate(-1))
        return self._run(self._template)

    def _run(self, state: State | None) -> Outline:
        while state is not None:
            state = state()
        self._fill(self._ends[-1])
        self.outline.shadow = "".join(self._out)
        return self.outline

    # --- tokens and output -------------------------------------------------------------------

    def _peek(self) -> str:
        if not self._newlines[-1]:
            while self._kinds[self._i] == "newline":
                self._i += 1
        return self._kinds[self._i]

    def _word(self, i: int) -> str:
        return self._text[self._starts[i] : self._ends[i]]

    def _is_word(self, word: str) -> bool:
        return self._peek() == "name" and self._word(self._i) == word

    def _fill(self, offset: int) -> None:
        self._out.append(" " * (offset - self._at))
        self._at = offset

    def _write(self, start: int, end: int, text: str) -> None:
        self._out.append(" " * (start - self._at))
        self._out.append(text)
        self._at = end

    def _keep(self) -> None:
        """Take the token and write it as it is."""
        i = self._i
        self._write(self._starts[i], self._ends[i], self._word(i))
        self._i += 1

    def _blot(self) -> None:
        """Take the token and write `_` for it."""
        i = self._i
        start, end = self._starts[i], self._ends[i]
        self._write(start, end, "_" * (end - start))
        self._i += 1

    def _open(self, name: str, opener: int | None = None, mark: int = -1) -> None:
        if len(self._frames) >= MAX_DEPTH:
            raise self._fault(faults.TOO_DEEP)
        self._frames.append(_Frame(name, self._i if opener is None else opener, mark))

    def _open_quiet(self, name: str, opener: int | None = None) -> None:
        """Open a construct in which newlines mean nothing."""
        self._open(name, opener)
        self._newlines.append(False)

    def _close(self, closer: str) -> bool:
        """Take the closer, if it is there, and with it the construct."""
        if self._peek() != closer:
            return False
        self._keep()
        self._frames.pop()
        self._newlines.pop()
        return True

    def _fault(self, fault: faults.Fault, i: int | None = None) -> InputError:
        """The fault at a token; a character that HCL does not know is the fault itself."""
        at = self._i if i is None else i
        kind, start, end = self._kinds[at], self._starts[at], self._ends[at]
        if kind == "bad" or self._text[start:end] in {"&", "|", "~"}:
            fault = faults.bad_character(self._text[start])
        elif kind == "break":
            fault = faults.RAW_NEWLINE
        elif kind == "newline":
            end = start
        return self._error(fault, start, end)

    def _error(self, fault: faults.Fault, start: int, end: int) -> InputError:
        return InputError(fault.message, self._place(start, end), fault.hint)

    def _unclosed(self, fault: faults.Fault, unclosed: faults.Fault) -> InputError:
        """A fault here, or, at the end of the text, at the bracket that was left open."""
        if self._peek() == "eof":
            return self._fault(unclosed, self._frames[-1].opener)
        return self._fault(fault)

    # --- bodies ------------------------------------------------------------------------------

    def _body(self) -> State | None:
        kind = self._peek()
        if kind == "newline":
            self._i += 1
            return self._body
        if kind == "name":
            return self._body_item()
        if kind == "}" and self._frames:
            return self._close_block()
        if kind == "eof":
            if not self._frames:
                return None
            raise self._fault(faults.UNCLOSED_BLOCK, self._frames[-1].opener)
        if kind in {"string", '"'}:
            raise self._fault(faults.QUOTED_NAME)
        raise self._fault(faults.ITEM_REQUIRED)

    def _body_item(self) -> State:
        i = self._i
        after = self._kinds[i + 1]
        if after == "=":
            name = self._word(i)
            first = self._names[-1].setdefault(name, i)
            if first != i:
                line = self._place(self._starts[first], self._ends[first]).first.line
                raise self._fault(faults.redefined(name, line))
            return self._argument("attribute")
        if after in {"string", '"', "{", "name"}:
            return self._header()
        raise self._fault(faults.EQUALS_REQUIRED)

    def _argument(self, frame: str) -> State:
        self._open(frame)
        self._blot()
        self._keep()
        return self._operand

    def _end_line(self) -> None:
        if self._kinds[self._i] == "newline":
            self._write(self._starts[self._i], self._starts[self._i] + 1, "\n")
            self._i += 1

    def _end_attribute(self) -> State:
        kind = self._peek()
        if kind not in {"newline", "eof"}:
            raise self._fault(
                faults.COMMA_AFTER_ARGUMENT if kind == "," else faults.NEWLINE_REQUIRED
            )
        self._end_line()
        self._frames.pop()
        return self._body

    def _header(self) -> State:
        self._blot()
        while (kind := self._kinds[self._i]) != "{":
            if kind == "name":
                self._blot()
            elif kind == "string":
                self._check_escapes(self._i)
                self._blot()
            elif kind == '"':
                self._label()
            elif kind == "=":
                raise self._fault(faults.BLOCK_WITH_EQUALS)
            elif kind == "newline":
                raise self._fault(faults.BRACE_ON_NEXT_LINE)
            else:
                raise self._fault(faults.BRACE_REQUIRED)
        self._open("block")
        self._names.append({})
        self._keep()
        if self._kinds[self._i] in {"newline", "eof", "}"}:
            return self._body
        return self._single_argument()

    def _label(self) -> None:
        start = self._starts[self._i]
        while self._kinds[self._i + 1] == "text":
            self._i += 1
            self._check_escapes(self._i)
        self._i += 1
        kind = self._kinds[self._i]
        if kind in {"${", "%{"}:
            raise self._fault(faults.TEMPLATE_IN_LABEL)
        if kind != "close":
            raise self._fault(faults.UNCLOSED_STRING)
        end = self._ends[self._i]
        self._write(start, end, "_" * (end - start))
        self._i += 1

    def _single_argument(self) -> State:
        if self._kinds[self._i] != "name":
            raise self._fault(faults.ITEM_REQUIRED)
        after = self._kinds[self._i + 1]
        if after == "=":
            return self._argument("single")
        if after in {"string", '"', "{", "name"}:
            raise self._fault(faults.BLOCK_ON_ONE_LINE)
        raise self._fault(faults.EQUALS_REQUIRED)

    def _end_single(self) -> State:
        self._frames.pop()
        kind = self._peek()
        if kind == "}":
            return self._close_block()
        if kind == "eof":
            raise self._fault(faults.UNCLOSED_BLOCK, self._frames[-1].opener)
        raise self._fault(
            faults.ONE_LINE_BLOCK_OPEN if kind == "newline" else faults.ONE_LINE_BLOCK
        )

    def _close_block(self) -> State:
        self._keep()
        self._frames.pop()
        self._names.pop()
        if self._kinds[self._i] not in {"newline", "eof"}:
            raise self._fault(faults.NEWLINE_AFTER_BLOCK)
        self._end_line()
        return self._body

    # --- expressions -------------------------------------------------------------------------

    def _operand(self) -> State:
        kind = self._peek()
        i = self._i
        if kind in {"-", "!"}:
            self._signs.append(self._starts[i])
            self._i += 1
            return self._operand
        if self._signs:
            self.outline.signs[self._starts[i]] = tuple(self._signs)
            self._signs.clear()
        if kind == "name":
            return self._name()
        if kind == "string":
            self._check_escapes(i)
            self.outline.templates[self._starts[i]] = (self._ends[i], self._plain_parts(i))
            self._blot()
            return self._operator
        if kind == "number":
            if not _NUMBER.fullmatch(self._word(i)):
                raise self._fault(faults.BAD_NUMBER)
            self._blot()
            return self._operator
        if kind in {'"', "<<"}:
            self._templates.append(_OpenTemplate(i))
            self._i += 1
            return self._template
        if kind == "(":
            self._open_quiet("parentheses")
            self._keep()
            return self._operand
        if kind == "[":
            return self._tuple()
        if kind == "{":
            return self._object()
        raise self._fault(faults.NOTHING_THERE if kind == "eof" else faults.VALUE_REQUIRED)

    def _plain_parts(self, i: int) -> list[Part]:
        start, end = self._starts[i] + 1, self._ends[i] - 1
        return [Part("text", start, end)] if end > start else []

    def _name(self) -> State:
        first = last = self._i
        self._i += 1
        kind = self._peek()
        if kind not in {"(", "::"}:
            self._i = first
            self._blot()
            return self._operator
        while kind == "::":
            self._i += 1
            if self._peek() != "name":
                raise self._fault(faults.FUNCTION_NAME_REQUIRED)
            last = self._i
            self._i += 1
            kind = self._peek()
        if kind != "(":
            raise self._fault(faults.CALL_REQUIRED)
        start, end = self._starts[first], self._ends[last]
        self._write(start, end, "_" * (end - start))
        self._open_quiet("call", first)
        self._keep()
        return self._operator if self._close(")") else self._operand

    def _operator(self) -> State:
        kind = self._peek()
        if kind in _BINARY:
            self._keep()
            return self._operand
        if kind == ".":
            return self._dot()
        if kind == "[":
            return self._index()
        if kind == "?":
            self._open("yes")
            self._keep()
            return self._operand
        return self._after_expression[self._frames[-1].name]

    def _dot(self) -> State:
        self._keep()
        kind = self._peek()
        if kind == "name":
            self._blot()
            return self._operator
        if kind == "number":
            self._legacy_index()
            return self._operator
        if kind != "*":
            raise self._fault(faults.NAME_AFTER_DOT)
        self._blot()
        while self._peek() == ".":
            self._keep()
            kind = self._peek()
            if kind == "number":
                self._legacy_index()
            elif kind == "name":
                self._blot()
            else:
                raise self._fault(faults.NESTED_SPLAT if kind == "*" else faults.NAME_AFTER_DOT)
        return self._operator

    def _legacy_index(self) -> None:
        digits = self._word(self._i)
        if "." in digits:
            raise self._fault(faults.LEGACY_INDEX_CHAIN)
        if not _NUMBER.fullmatch(digits):
            raise self._fault(faults.BAD_NUMBER)
        self._blot()

    def _index(self) -> State:
        self._open_quiet("index")
        self._keep()
        # Terraform looks for the star before it stops minding newlines.
        if self._kinds[self._i] == "*":
            self._blot()
            if self._kinds[self._i] != "]":
                raise self._fault(faults.SPLAT_OPEN)
            self._close("]")
            return self._operator
        return self._operand

    def _end_index(self) -> State:
        if not self._close("]"):
            raise self._fault(faults.INDEX_OPEN)
        return self._operator

    def _end_yes(self) -> State:
        if self._peek() != ":":
            raise self._fault(faults.COLON_REQUIRED)
        self._keep()
        self._frames[-1].name = "no"
        return self._operand

    def _end_no(self) -> State:
        self._frames.pop()
        return self._after_expression[self._frames[-1].name]

    def _end_all(self) -> State | None:
        if self._peek() != "eof":
            raise self._fault(faults.EXTRA_CHARACTERS)
        return None

    def _end_parentheses(self) -> State:
        if not self._close(")"):
            raise self._fault(faults.PARENTHESIS_OPEN)
        return self._operator

    def _end_argument(self) -> State:
        if self._close(")"):
            return self._operator
        kind = self._peek()
        if kind == "...":
            dots = self._i
            self._keep()
            if not self._close(")"):
                raise self._fault(faults.AFTER_EXPANSION, dots)
            return self._operator
        if kind != ",":
            raise self._unclosed(faults.ARGUMENT_COMMA, faults.CALL_OPEN)
        self._keep()
        return self._operator if self._close(")") else self._operand

    def _tuple(self) -> State:
        self._open_quiet("tuple")
        self._keep()
        if self._is_word("for"):
            return self._for()
        return self._operator if self._close("]") else self._operand

    def _end_item(self) -> State:
        if self._close("]"):
            return self._operator
        if self._peek() != ",":
            raise self._unclosed(faults.ITEM_COMMA, faults.TUPLE_OPEN)
        self._keep()
        return self._operator if self._close("]") else self._operand

    def _object(self) -> State:
        self._open_quiet("key")
        self._keep()
        if self._is_word("for"):
            return self._for()
        self._newlines[-1] = True
        return self._next_key()

    def _next_key(self) -> State:
        while self._kinds[self._i] == "newline":
            self._i += 1
        if self._close("}"):
            return self._operator
        self._frames[-1].name = "key"
        return self._operand

    def _end_key(self) -> State:
        kind = self._peek()
        if kind not in {"=", ":"}:
            raise self._unclosed(
                faults.ITEM_VALUE if kind in {"newline", ","} else faults.KEY_EQUALS,
                faults.OBJECT_OPEN,
            )
        self._keep()
        self._frames[-1].name = "value"
        return self._operand

    def _end_value(self) -> State:
        if self._close("}"):
            return self._operator
        if self._peek() not in {",", "newline"}:
            raise self._unclosed(faults.ITEM_SEPARATOR, faults.OBJECT_OPEN)
        self._write(self._starts[self._i], self._starts[self._i] + 1, ",")
        self._i += 1
        return self._next_key()

    # --- for ---------------------------------------------------------------------------------

    def _for(self) -> State:
        # Inside, newlines mean nothing, for an object too.
        self._newlines[-1] = False
        frame = self._frames[-1]
        frame.name = "for-in"
        self._keep()
        self._for_names(faults.FOR_NAME)
        if not self._is_word("in"):
            raise self._fault(faults.FOR_IN)
        self._keep()
        return self._operand

    def _for_names(self, fault: faults.Fault) -> tuple[tuple[int, int], ...]:
        names = []
        while True:
            if self._peek() != "name":
                raise self._fault(fault)
            names.append((self._starts[self._i], self._ends[self._i]))
            self._blot()
            if len(names) == 2 or self._peek() != ",":
                return tuple(names)
            self._keep()

    def _end_collection(self) -> State:
        if self._peek() != ":":
            raise self._fault(faults.FOR_COLON)
        self._keep()
        frame = self._frames[-1]
        frame.name = "for"
        self._peek()
        frame.mark = self._i
        return self._operand

    def _end_for_value(self) -> State:
        frame = self._frames[-1]
        is_object = self._kinds[frame.opener] == "{"
        kind = self._peek()
        if kind == "=>" and frame.name == "for":
            if not is_object:
                raise self._fault(faults.FOR_TUPLE_KEY, frame.mark)
            frame.name = "for-key"
            self._keep()
            return self._operand
        if is_object and frame.name == "for" and (kind in {"}", "..."} or self._is_word("if")):
            raise self._fault(faults.FOR_OBJECT_KEY, frame.mark)
        if kind == "...":
            if not is_object:
                raise self._fault(faults.FOR_TUPLE_GROUP)
            self._keep()
        if self._is_word("if"):
            frame.name = "for-if"
            self._keep()
            return self._operand
        return self._end_for

    def _end_for(self) -> State:
        if not self._close("}" if self._kinds[self._frames[-1].opener] == "{" else "]"):
            raise self._fault(faults.FOR_EXTRA)
        return self._operator

    # --- templates ---------------------------------------------------------------------------

    def _template(self) -> State:
        template = self._templates[-1]
        i = self._i
        kind = self._kinds[i]
        if kind == "text":
            if template.opener >= 0 and self._kinds[template.opener] == '"':
                self._check_escapes(i)
            template.parts.append(Part("text", self._starts[i], self._ends[i]))
            self._i += 1
            return self._template
        if kind == "${":
            self._i += 1
            return self._sequence("interpolation", i)
        if kind == "%{":
            return self._directive(i)
        if kind == "close":
            return self._close_template()
        raise self._fault(faults.UNCLOSED_TEMPLATE)

    def _sequence(self, name: str, opener: int, names: tuple[tuple[int, int], ...] = ()) -> State:
        """Start on the expression of a sequence; it gets a shadow of its own."""
        self._open_quiet(name, opener)
        self._peek()
        start = self._starts[self._i]
        self._frames[-1].mark = start
        self._frames[-1].names = names
        self._outs.append((self._out, self._at))
        self._out, self._at = [], start
        return self._operand

    def _end_sequence(self) -> State:
        kind = self._peek()
        if kind != "end":
            template = self._templates[-1]
            if kind in {"eof", "close"} or (
                kind in {"string", '"'} and self._kinds[template.opener] == '"'
            ):
                raise self._fault(faults.UNCLOSED_INTERPOLATION, template.opener + 1)
            raise self._fault(faults.EXTRA_IN_SEQUENCE)
        frame = self._frames.pop()
        self._newlines.pop()
        self.outline.expressions.append((frame.mark, "".join(self._out)))
        self._out, self._at = self._outs.pop()
        kind = "for" if frame.name == "for-each" else frame.name
        return self._add_part(kind, frame.opener, frame.mark, frame.names)

    def _directive(self, opener: int) -> State:
        self._newlines.append(False)
        self._i += 1
        keyword = self._word(self._i) if self._peek() == "name" else ""
        if keyword not in {"if", "else", "endif", "for", "endfor"}:
            raise self._fault(faults.DIRECTIVE_REQUIRED)
        self._i += 1
        names = self._directive_names() if keyword == "for" else ()
        kind = self._peek()
        self._newlines.pop()
        if keyword in {"if", "for"}:
            return self._sequence("for-each" if names else "if", opener, names)
        if kind != "end":
            raise self._fault(faults.EXTRA_IN_SEQUENCE)
        return self._add_part(keyword, opener, -1, ())

    def _directive_names(self) -> tuple[tuple[int, int], ...]:
        out, at = self._out, self._at
        self._out = []
        names = self._for_names(faults.FOR_NAME)
        self._out, self._at = out, at
        if not self._is_word("in"):
            raise self._fault(faults.FOR_IN)
        self._i += 1
        return names

    def _add_part(
        self, kind: str, opener: int, expression: int, names: tuple[tuple[int, int], ...]
    ) -> State:
        template = self._templates[-1]
        i = self._i
        self._balance(template.directives, kind, opener)
        template.parts.append(
            Part(
                kind,
                self._starts[opener],
                self._ends[i],
                expression,
                names,
                trims_before=self._ends[opener] - self._starts[opener] == 3,
                trims_after=self._ends[i] - self._starts[i] == 2,
            )
        )
        self._i += 1
        return self._template

    def _balance(self, open_directives: list[str], kind: str, opener: int) -> None:
        if kind in {"if", "for"}:
            open_directives.append(kind)
            return
        if kind == "interpolation":
            return
        expected = {"else": {"if"}, "endif": {"if", "else"}, "endfor": {"for"}}[kind]
        if not open_directives or open_directives[-1] not in expected:
            raise self._fault(faults.unexpected_directive(kind), opener)
        if kind == "else":
            open_directives[-1] = "else"
        else:
            open_directives.pop()

    def _close_template(self) -> State:
        template = self._templates.pop()
        if template.directives:
            raise self._fault(faults.UNCLOSED_DIRECTIVE)
        i, opener = self._i, template.opener
        start, end = self._starts[max(opener, 0)], self._ends[i]
        self._i += 1
        self.outline.templates[start] = (end, template.parts)
        if opener < 0:
            return self._end_all
        self._write(start, end, "_" * (end - start))
        return self._operator

    def _check_escapes(self, i: int) -> None:
        start, end = self._starts[i], self._ends[i]
        at = self._text.find("\\", start, end)
        if at < 0:
            return
        for escape in _ESCAPE.finditer(self._text, at, end):
            digits = escape[1] or escape[2]
            ok = not _BAD_ESCAPE.match(escape[0]) if digits is None else _encodable(digits)
            if not ok:
                raise self._error(faults.BAD_ESCAPE, escape.start(), escape.end())


def _encodable(digits: str) -> bool:
    code = int(digits, 16)
    return code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF
