"""Near misses of names."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def did_you_mean(given: str, known: Iterable[str]) -> str | None:
    """The known word that was most probably meant, None if there is none near.

    Case and separators do not count: `SINGLE_MODEL` is near `SingleModel`, and a word that is
    the start of exactly one other (`Single`) is near that.
    """
    words = {_plain(word): word for word in known}
    asked = _plain(given)
    if asked in words:
        return words[asked]
    starts = [word for key, word in words.items() if asked and key.startswith(asked)]
    if len(starts) == 1 and len(asked) >= 3:
        return starts[0]
    near = get_close_matches(asked, words, n=1, cutoff=0.75)
    return words[near[0]] if near else None


def _plain(word: str) -> str:
    return word.replace("_", "").replace("-", "").replace(" ", "").casefold()
