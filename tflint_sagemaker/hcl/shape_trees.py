"""Trees of expressions, by python-hcl2. What it has read once is kept, see `read_tree`.

The text that it reads has `_` for each name, literal, template or bracketed expression. Such texts
are few: those in the project's examples are shipped with their trees, others are read with
python-hcl2 when they are first met, and their trees are kept in the user's cache.
"""

from __future__ import annotations

import json
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from tflint_sagemaker.cache.active import compute_once
from tflint_sagemaker.cache.keys import describe_versions, identify_code

if TYPE_CHECKING:
    from collections.abc import Mapping

    # A rule of python-hcl2's grammar, its first and last word, and the number of its children.
    Row: TypeAlias = tuple[str, int, int, int]

_IGNORED = "new_line_or_comment"
_ATTRIBUTE = "_ = "

READERS = ("python-hcl2", "lark")
SHIPPED = Path(__file__).parent / "data" / "trees.json"


class UnreadableError(Exception):
    """python-hcl2 cannot read what our grammar accepts, from this token of the expression on."""

    def __init__(self, token: int) -> None:
        super().__init__(token)
        self.token = token


@lru_cache(maxsize=4096)
def read_tree(text: str) -> list[Row]:
    """Return the tree of an expression in postfix order.

    The words of the text have one blank between them; raises UnreadableError with a word.
    """
    found: list[Row] | None = load_shipped().get(text)
    if found is None:
        version = identify_code(__file__, *READERS)
        found = compute_once("rows", version, text, lambda: read_new_tree(text))
    return found


@cache
def load_shipped() -> Mapping[str, list[Row]]:
    """Return the trees that are shipped, if the installed versions made them."""
    document = json.loads(SHIPPED.read_bytes())
    trees: Mapping[str, list[Row]] = (
        document["trees"] if document["version"] == get_version() else {}
    )
    return trees


def get_version() -> str:
    """Return the versions of python-hcl2 and lark, on which trees depend."""
    return describe_versions(*READERS)


def read_new_tree(expression: str) -> list[Row]:
    """Return the tree of an expression by python-hcl2."""
    from lark import Tree, UnexpectedInput

    from tflint_sagemaker.hcl import tables

    text = f"{_ATTRIBUTE}{expression}\n"
    word_at = _number_words(text)
    try:
        root = tables.load_parser().parse(text + "\n")
    except UnexpectedInput as error:
        offset = min(max(getattr(error, "pos_in_stream", None) or 0, 0), len(text) - 1)
        raise UnreadableError(max(word_at[offset], 0)) from error
    (body,) = root.children
    attribute = next(child for child in body.children if child.data == "attribute")
    out: list[Row] = []
    stack: list[tuple[Tree[Any], bool]] = [(attribute.children[-1], False)]
    while stack:
        tree, is_done = stack.pop()
        children = [c for c in tree.children if isinstance(c, Tree) and c.data != _IGNORED]
        if is_done:
            meta = tree.meta
            # An operation includes the line end that follows it.
            first, last = word_at[meta.start_pos], word_at[min(meta.end_pos, len(text)) - 1]
            out.append((str(tree.data), first, last, len(children)))
        else:
            stack.append((tree, True))
            stack.extend((child, False) for child in reversed(children))
    return out


def _number_words(text: str) -> list[int]:
    """Return for each offset the number of its word, counted from the first after `_ =`."""
    number, numbers = -2, []
    for char in text:
        numbers.append(number)
        number += char == " "
    return numbers
