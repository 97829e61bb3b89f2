"""Expressions between tokens and nodes: what the grammar found out about one, without its text.

A draft holds places as numbers of tokens, counted from the first token of the expression, so that
it applies to every expression with the same kinds of tokens.
"""

from __future__ import annotations

from dataclasses import field
from typing import TypeAlias

from tflint_sagemaker.util.lazy_dataclass import dataclass

# The numbers of a first and a last token.
TokenRange: TypeAlias = tuple[int, int]


@dataclass(slots=True)
class Draft:
    """One expression as python-hcl2 is to read it: `words`, and the tokens of each.

    `inner` has what the words `_` represent that are neither a name nor a literal: an expression
    between brackets, or a template. `signs` are the `-` and `!` in front of an operand, by the
    first token of the operand. `first` is the first token of the expression, signs included.
    """

    first: int
    words: list[str] = field(default_factory=list)
    tokens: list[TokenRange] = field(default_factory=list)
    inner: dict[int, Draft | TemplateDraft] = field(default_factory=dict)
    signs: dict[int, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PartDraft:
    """A piece of a template: `text`, `interpolation`, or `if`, `else`, `endif`, `for`, `endfor`.

    `first` to `last` are the tokens of the whole piece, markers included. `names` are the tokens
    of the names that a `for` binds. The trims are the `~` at either end.
    """

    kind: str
    first: int
    last: int
    expression: Draft | None = None
    names: tuple[int, ...] = ()
    trims_before: bool = False
    trims_after: bool = False


@dataclass(slots=True)
class TemplateDraft:
    """A template with its parts; `directives` are those that are open while it is read.

    `opener` is the kind of its first token: `"`, `<<`, or empty if it has no delimiters.
    """

    opener: str
    first: int
    last: int = -1
    parts: list[PartDraft] = field(default_factory=list)
    directives: list[str] = field(default_factory=list)
