"""One walk over the tokens of a text: where it stands, what is open, and the shadow it writes.

The rules of the grammar are functions over a `Walk`, in `bodies`, `expressions` and `sequences`.
Each takes some tokens and names the state that comes next, so that nesting needs no recursion.
"""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING

from tflint_sagemaker.hcl import errors as faults
from tflint_sagemaker.hcl.text import InputError
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.hcl.tokens import Tokens

MAX_DEPTH = 1000
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|.)", re.DOTALL)
_SIMPLE_ESCAPES = frozenset({"\\n", "\\r", "\\t", '\\"', "\\\\"})

Names = tuple[tuple[int, int], ...]


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
    names: Names = ()
    trims_before: bool = False
    trims_after: bool = False


@dataclass(slots=True)
class Outline:
    """What a walk found: the shadow, and what the shadow leaves out, by original offset.

    `expressions` are those of the templates, inner before outer: offset and shadow. `templates`
    have their end and their parts, `signs` are the `-` and `!` in front of an operand.
    """

    shadow: str = ""
    expressions: list[tuple[int, str]] = field(default_factory=list)
    templates: dict[int, tuple[int, list[Part]]] = field(default_factory=dict)
    signs: dict[int, tuple[int, ...]] = field(default_factory=dict)


@dataclass(slots=True)
class Frame:
    """An open construct: the state that follows its expression, and the token that opened it.

    `mark` is a token or an offset to remember, `names` are those that a `for` directive binds.
    """

    name: str
    opener: int
    mark: int = -1
    names: Names = ()


@dataclass(slots=True)
class OpenTemplate:
    """A template that is being read, with the directives that are open in it."""

    opener: int
    parts: list[Part] = field(default_factory=list)
    directives: list[str] = field(default_factory=list)


class Walk:
    """The state of one walk. `place` makes the span of an error from two offsets."""

    def __init__(self, tokens: Tokens, start: int, place: Callable[[int, int], Span]) -> None:
        self.outline = Outline()
        self.text = tokens.text
        self.kinds = tokens.kinds
        self.starts = tokens.starts
        self.ends = tokens.ends
        self.place = place
        self.i = 0
        self.frames: list[Frame] = []
        self.newlines = [True]
        self.names: list[dict[str, int]] = [{}]
        self.templates: list[OpenTemplate] = []
        self.signs: list[int] = []
        self.out: list[str] = []
        self.at = start
        self.outs: list[tuple[list[str], int]] = []

    # --- tokens ------------------------------------------------------------------------------

    def peek(self) -> str:
        """The kind of the token ahead; newlines are passed over where they mean nothing."""
        if not self.newlines[-1]:
            while self.kinds[self.i] == "newline":
                self.i += 1
        return self.kinds[self.i]

    def word(self, i: int) -> str:
        """The text of a token."""
        return self.text[self.starts[i] : self.ends[i]]

    def is_word(self, word: str) -> bool:
        """Whether the token ahead is that name."""
        return self.peek() == "name" and self.word(self.i) == word

    # --- the shadow --------------------------------------------------------------------------

    def write(self, start: int, end: int, text: str) -> None:
        """Write text for the stretch, and blanks for what was left out before it."""
        if start > self.at:
            self.out.append(" " * (start - self.at))
        self.out.append(text)
        self.at = end

    def blot_literal(self, start: int, end: int) -> None:
        """Write `_` for a word or a literal, in quotes if it would run into the words around it."""
        length = end - start
        before = self.out[-1][-1:] if start == self.at and self.out else ""
        after = self.text[end : end + 1]
        if length > 1 and (_in_word(before) or _in_word(after)):
            self.write(start, end, f'"{"_" * (length - 2)}"')
        else:
            self.write(start, end, "_" * length)

    def keep(self) -> None:
        """Take the token and write it as it is."""
        i = self.i
        self.write(self.starts[i], self.ends[i], self.word(i))
        self.i += 1

    def blot(self) -> None:
        """Take the token and write `_` for it."""
        self.blot_literal(self.starts[self.i], self.ends[self.i])
        self.i += 1

    # --- frames ------------------------------------------------------------------------------

    def open(self, name: str, opener: int | None = None) -> None:
        """Open a construct: `name` is the state that follows its expression."""
        if len(self.frames) >= MAX_DEPTH:
            raise self.fault(faults.TOO_DEEP)
        self.frames.append(Frame(name, self.i if opener is None else opener))

    def open_quiet(self, name: str, opener: int | None = None) -> None:
        """Open a construct in which newlines mean nothing."""
        self.open(name, opener)
        self.newlines.append(False)

    def close(self, closer: str) -> bool:
        """Take the closer, if it is there, and with it the construct."""
        if self.peek() != closer:
            return False
        self.keep()
        self.frames.pop()
        self.newlines.pop()
        return True

    # --- faults ------------------------------------------------------------------------------

    def fault(self, fault: faults.Fault, i: int | None = None) -> InputError:
        """The fault at a token; a character that HCL does not know is the fault itself."""
        at = self.i if i is None else i
        kind, start, end = self.kinds[at], self.starts[at], self.ends[at]
        if kind == "bad" or self.text[start:end] in {"&", "|", "~"}:
            fault = faults.bad_character(self.text[start])
        elif kind == "break":
            fault = faults.RAW_NEWLINE
        elif kind == "newline":
            end = start
        return InputError(fault.message, self.place(start, end), fault.hint)

    def unclosed(self, fault: faults.Fault, unclosed: faults.Fault) -> InputError:
        """A fault here, or, at the end of the text, at the bracket that was left open."""
        if self.peek() == "eof":
            return self.fault(unclosed, self.frames[-1].opener)
        return self.fault(fault)

    def check_escapes(self, i: int) -> None:
        """Raise InputError if a quoted token holds an escape that means nothing."""
        start, end = self.starts[i], self.ends[i]
        at = self.text.find("\\", start, end)
        if at < 0:
            return
        for escape in _ESCAPE.finditer(self.text, at, end):
            digits = escape[1] or escape[2]
            if not (_is_character(digits) if digits else escape[0] in _SIMPLE_ESCAPES):
                fault, span = faults.BAD_ESCAPE, self.place(*escape.span())
                raise InputError(fault.message, span, fault.hint)


def _in_word(char: str) -> bool:
    return char == "_" or char.isalnum()


def _is_character(digits: str) -> bool:
    code = int(digits, 16)
    return code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF
