"""Near misses of names: what was most probably meant by one that is not there.

`nearest` is Terraform's own measure (internal/didyoumean), for names of its language; the others
also know what people bring along from the API and from other tools.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LONG_ENOUGH = 10


def compute_distance(left: str, right: str) -> int:
    """Levenshtein's distance."""
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(right, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]


def find_nearest(name: str, names: Iterable[str]) -> str | None:
    """The first of the names, in order, that is less than three edits away."""
    return next((known for known in sorted(names) if compute_distance(name, known) < 3), None)


def suggest_name(name: str, names: Iterable[str]) -> str | None:
    """The hint for a misspelt name, if one of the names is near."""
    near = find_nearest(name, names)
    return f"did you mean `{near}`?" if near else None


def find_similar(given: str, known: Iterable[str]) -> str | None:
    """The known word that was most probably meant, None if there is none near.

    Case and separators do not count: `SINGLE_MODEL` is near `SingleModel`, and a word that is
    the start of exactly one other (`Single`) is near that.
    """
    words = {_normalize_word(word): word for word in known}
    asked = _normalize_word(given)
    if asked in words:
        return words[asked]
    starts = [word for key, word in words.items() if asked and key.startswith(asked)]
    if len(starts) == 1 and len(asked) >= 3:
        return starts[0]
    from difflib import get_close_matches

    near = get_close_matches(asked, words, n=1, cutoff=0.75)
    return words[near[0]] if near else None


def is_same_word(one: str, other: str) -> bool:
    """Whether two words differ in nothing but case and separators."""
    return _normalize_word(one) == _normalize_word(other)


def has_one_typo(given: str, known: str) -> bool:
    """Whether one slip of the fingers makes one name of another, where both are long.

    The case counts for nothing, and so do one letter too many, missing or wrong, or two swapped.
    Digits and the s of a plural may well be meant: such names live side by side.
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
    """Whether a name of several words lacks one of them, has one cut short, or two swapped."""
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
    # Without the last word it may be a type of its own: `aws_sagemaker_model_package`.
    within = range(1, len(words) - 1 if len(words) > 3 else 2)
    return asked in [words[:at] + words[at + 1 :] for at in within]


def _count_common_start(one: str, other: str) -> int:
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _normalize_word(word: str) -> str:
    return word.replace("_", "").replace("-", "").replace(" ", "").casefold()
