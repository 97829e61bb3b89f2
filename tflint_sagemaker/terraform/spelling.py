"""Suggestions for misspelt names.

`find_nearest` is Terraform's own measure (internal/didyoumean), for names of its language. The
others also cover spellings that people know from an API and from other tools.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LONG_ENOUGH = 10


def compute_distance(left: str, right: str) -> int:
    """Compute the Levenshtein distance."""
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(right, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]


def find_nearest(name: str, names: Iterable[str]) -> str | None:
    """Return the first of the names, in order, that is less than three edits away, or None."""
    return next((known for known in sorted(names) if compute_distance(name, known) < 3), None)


def suggest_name(name: str, names: Iterable[str]) -> str | None:
    """Return a hint for a misspelt name, or None if no name is near."""
    near = find_nearest(name, names)
    return f"did you mean `{near}`?" if near else None


def find_similar(given: str, known: Iterable[str]) -> str | None:
    """Return the known word that was most probably meant, or None if no word is near.

    Case and separators do not count: `SINGLE_MODEL` is near `SingleModel`. A word that is the
    start of exactly one known word (`Single`) is near that word.
    """
    words = {_normalize_word(word): word for word in known}
    wanted = _normalize_word(given)
    if wanted in words:
        return words[wanted]
    starts = [word for key, word in words.items() if wanted and key.startswith(wanted)]
    if len(starts) == 1 and len(wanted) >= 3:
        return starts[0]
    from difflib import get_close_matches

    near = get_close_matches(wanted, words, n=1, cutoff=0.75)
    return words[near[0]] if near else None


def is_same_word(one: str, other: str) -> bool:
    """Return whether two words differ only in case and separators."""
    return _normalize_word(one) == _normalize_word(other)


def has_one_typo(given: str, known: str) -> bool:
    """Return whether two long names differ by one typo.

    A typo is a different case, one letter too many, missing or wrong, or two letters swapped.
    Digits and the s of a plural do not count: names that differ in them often exist together.
    """
    asked = given.casefold()
    if asked == known:
        return given != known
    if abs(len(asked) - len(known)) > 1 or len(asked) < LONG_ENOUGH:
        return False
    start = _count_common_start(asked, known)
    one, other = asked[start:], known[start:]
    end = _count_common_start(one[::-1], other[::-1])
    one, other, rest = one[: len(one) - end], other[: len(other) - end], one[len(one) - end :]
    if any(letter.isdigit() for letter in one + other):
        return False
    if len(one) + len(other) == 1:
        return one + other != "s" or rest[:1] not in ("", "_")
    return (len(one), len(other)) == (1, 1) or (len(one) == 2 and one == other[::-1])


def is_shortened(given: str, known: str) -> bool:
    """Return whether a name of several words lacks a word, shortens one, or swaps two."""
    asked, words = given.split("_"), known.split("_")
    if len(asked) == len(words):
        differing = [(a, b) for a, b in zip(asked, words, strict=True) if a != b]
        match differing:
            case [(short, long)]:
                return len(short) >= 3 and long.startswith(short) and long != f"{short}s"
            case [(a, b), (c, d)]:
                return (a, b) == (d, c)
            case _:
                return False
    # Without the last word, it may be another type.
    within = range(1, len(words) - 1 if len(words) > 3 else 2)
    return asked in [words[:at] + words[at + 1 :] for at in within]


def _count_common_start(one: str, other: str) -> int:
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _normalize_word(word: str) -> str:
    return word.replace("_", "").replace("-", "").replace(" ", "").casefold()
