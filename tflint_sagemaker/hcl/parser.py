"""The parser of one expression: it checks the syntax and writes drafts for python-hcl2.

It stops at the first fault, where Terraform's parser finds its first one too. The rules of the
grammar are functions over a `Parser`, in `expressions`, `collections` and `sequences`. Each takes
some tokens and returns the name of the next state, so that nesting needs no recursion.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.hcl import errors
from tflint_sagemaker.hcl.cursor import MAX_DEPTH, TokenCursor
from tflint_sagemaker.hcl.drafts import Draft, TemplateDraft
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from tflint_sagemaker.hcl.cursor import MakeSpan
    from tflint_sagemaker.hcl.text import InputError
    from tflint_sagemaker.hcl.tokens import Tokens


@dataclass(slots=True)
class Construct:
    """An open construct: the state that follows its expression, and the token that opened it.

    `mark` is another token of it, `names` are the tokens of names that a `for` directive binds.
    """

    state: str
    opener: int
    mark: int = -1
    names: tuple[int, ...] = ()


class Parser(TokenCursor):
    """The state of the parser.

    `depth` is the number of blocks and arguments around the expression. `finished` has the drafts
    that are complete, inner before outer.
    """

    def __init__(
        self, tokens: Tokens, make_span: MakeSpan, first: int = 0, *, depth: int = 0
    ) -> None:
        super().__init__(tokens, make_span, first)
        self.first = first
        self.max_depth = MAX_DEPTH - depth
        self.deepest = 0
        self.constructs: list[Construct] = []
        self.newlines = [True]
        self.templates: list[TemplateDraft] = []
        self.signs: list[int] = []
        self.drafts: list[Draft] = []
        self.finished: list[Draft] = []

    # --- tokens ------------------------------------------------------------------------------

    def read_kind(self) -> str:
        """Return the kind of the next token; newlines are skipped where they mean nothing."""
        if not self.newlines[-1]:
            while self.kinds[self.i] == "newline":
                self.i += 1
        return self.kinds[self.i]

    # --- drafts ------------------------------------------------------------------------------

    def write(self, word: str, first: int, last: int) -> None:
        """Write a word of the draft, for these tokens."""
        draft = self.drafts[-1]
        draft.words.append(word)
        draft.tokens.append((first - self.first, last - self.first))

    def take_mark(self) -> None:
        """Take the token and write it as it is."""
        self.write(self.get_word(self.i), self.i, self.i)
        self.i += 1

    def take_operand(self) -> None:
        """Take the token and write `_` for it."""
        self.write("_", self.i, self.i)
        self.i += 1

    def start_draft(self) -> None:
        """Begin an expression at the next token."""
        self.read_kind()
        self.drafts.append(Draft(self.i - self.first))

    def finish_draft(self) -> Draft:
        """Finish the expression that was begun last."""
        draft = self.drafts.pop()
        self.finished.append(draft)
        return draft

    def finish_inner(self) -> None:
        """Finish the expression that was begun last, and write `_` for it."""
        draft = self.finish_draft()
        outer = self.drafts[-1]
        outer.inner[len(outer.words)] = draft
        outer.words.append("_")
        outer.tokens.append((draft.first, draft.tokens[-1][1]))

    # --- constructs --------------------------------------------------------------------------

    def open(self, state: str, opener: int | None = None) -> None:
        """Open a construct: `state` follows its expression."""
        depth = len(self.constructs)
        if depth >= self.max_depth:
            raise self.make_error(errors.TOO_DEEP)
        self.deepest = max(self.deepest, depth + 1)
        self.constructs.append(Construct(state, self.i if opener is None else opener))

    def open_quiet(self, state: str, opener: int | None = None) -> None:
        """Open a construct in which newlines mean nothing."""
        self.open(state, opener)
        self.newlines.append(False)

    def close(self, closer: str) -> Construct | None:
        """Take the closer and return the construct that it ends; None if it is not there."""
        if self.read_kind() != closer:
            return None
        self.take_mark()
        self.newlines.pop()
        return self.constructs.pop()

    def make_unclosed_error(self, fault: errors.Fault, unclosed: errors.Fault) -> InputError:
        """Return the error here, or, at the end of the text, at the bracket that is open."""
        if self.read_kind() == "eof":
            return self.make_error(unclosed, self.constructs[-1].opener)
        return self.make_error(fault)
