"""The tree of a shadow, put together from the trees of its expressions by their shapes.

The shape of an expression is its shadow with each row of `_` cut to one: `_ . _ . _` is that of
all references to an attribute of a resource. There are few of them, so that python-hcl2, by far
the slowest part of a run, reads each only once. What stands around expressions is not worth
asking it: names, braces and line ends.
"""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING, TypeAlias

from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    # A rule, where it starts and ends, and how many children it has.
    Row: TypeAlias = tuple[str, int, int, int]

_TOKEN = re.compile(r'\n|"_*"|_+|[a-z]+|[=!<>]=|=>|&&|\|\||\.\.\.|[^ ]')
_DEPTH = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}


class UnreadableError(Exception):
    """python-hcl2 cannot read what our own grammar lets through, from this offset on."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


@dataclass(slots=True)
class Assembly:
    """The tokens of a document, and the rows of what has been read of it.

    `read` gives the rows of an expression by its shape, their places counted in tokens, the last
    one included. UnreadableError has the token, too.
    """

    document: str
    read: Callable[[str], Iterable[Row]]
    rows: list[Row] = field(default_factory=list)
    tokens: list[str] = field(init=False)
    starts: list[int] = field(init=False)
    i: int = 0

    def __post_init__(self) -> None:
        found = [(match[0], match.start()) for match in _TOKEN.finditer(self.document)]
        self.tokens = [token for token, _ in found] + ["\n"]
        self.starts = [start for _, start in found] + [len(self.document)]

    def run(self) -> list[Row]:
        """The tree of the document in postfix order; raises UnreadableError."""
        tokens, rows = self.tokens, self.rows
        # Where each block that is open starts, its names, and the members of its body so far.
        blocks, members = [(-1, 0)], [0]
        while self.i < len(tokens):
            start = self.starts[self.i]
            if tokens[self.i] == "\n":
                self.i += 1
            elif tokens[self.i] == "}" and len(blocks) > 1:
                first, names = blocks.pop()
                rows.append(("body", -1, -1, members.pop()))
                rows.append(("block", first, start + 1, names + 1))
                self.i += 1
            else:
                members[-1] += 1
                names = self._names()
                if tokens[self.i] == "{":
                    blocks.append((start, names))
                    members.append(0)
                    self.i += 1
                else:
                    rows.append(("attribute", start, self._value(), 2))
        rows.append(("body", -1, -1, members[0]))
        rows.append(("start", -1, -1, 1))
        return rows

    def _names(self) -> int:
        """Add the names that stand here; gives their number."""
        first = self.i
        while self.tokens[self.i][0] in '_"':
            start = self.starts[self.i]
            self.rows.append(("identifier", start, start + len(self.tokens[self.i]), 0))
            self.i += 1
        return self.i - first

    def _value(self) -> int:
        """Add the rows of the expression that follows the equals sign here; gives its end."""
        tokens, starts = self.tokens, self.starts
        first, depth = self.i + 1, 0
        at = first
        while tokens[at] != "\n":
            depth += _DEPTH.get(tokens[at], 0)
            if depth < 0:
                break
            at += 1
        self.i = at
        shape = " ".join(["_" if token[0] in '_"' else token for token in tokens[first:at]])
        try:
            found = self.read(shape)
        except UnreadableError as error:
            raise UnreadableError(starts[first + error.offset]) from error
        ends = [starts[i] + len(tokens[i]) for i in range(first, at)]
        self.rows += [
            (rule, starts[first + start], ends[end], count) for rule, start, end, count in found
        ]
        return ends[-1]
