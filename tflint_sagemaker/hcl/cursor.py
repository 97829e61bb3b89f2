"""A position in a list of tokens, and the errors that are reported there."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from tflint_sagemaker.hcl import errors
from tflint_sagemaker.hcl.literals import find_bad_escape
from tflint_sagemaker.hcl.text import InputError, Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from tflint_sagemaker.hcl.tokens import Tokens

    # Makes the span of two offsets in the text that was cut into tokens.
    MakeSpan: TypeAlias = Callable[[int, int], Span]

MAX_DEPTH = 1000


class TokenCursor:
    """The tokens of a stretch, and `i`, the number of the next one."""

    def __init__(self, tokens: Tokens, make_span: MakeSpan, first: int = 0) -> None:
        self.tokens = tokens
        self.text = tokens.text
        self.kinds = tokens.kinds
        self.starts = tokens.starts
        self.ends = tokens.ends
        self.make_span = make_span
        self.i = first

    def get_word(self, i: int) -> str:
        """Return the text of a token."""
        return self.text[self.starts[i] : self.ends[i]]

    def make_token_span(self, first: int, last: int) -> Span:
        """Return the span of some tokens."""
        return self.make_span(self.starts[first], self.ends[last])

    def make_error(self, fault: errors.Fault, i: int | None = None) -> InputError:
        """Return the error at a token; a character that HCL does not know is the error itself."""
        at = self.i if i is None else i
        kind, start, end = self.kinds[at], self.starts[at], self.ends[at]
        if kind == "bad" or self.text[start:end] in {"&", "|", "~"}:
            fault = errors.make_character_fault(self.text[start])
        elif kind == "break":
            fault = errors.RAW_NEWLINE
        elif kind == "newline":
            end = start
        return InputError(fault.message, self.make_span(start, end), fault.hint)

    def check_escapes(self, i: int) -> None:
        """Raise InputError if a quoted token has an invalid escape sequence."""
        found = find_bad_escape(self.text, self.starts[i], self.ends[i])
        if found is not None:
            fault = errors.BAD_ESCAPE
            raise InputError(fault.message, self.make_span(*found), fault.hint)
