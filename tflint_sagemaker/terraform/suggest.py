"""Did you mean: Terraform's own measure of nearness (internal/didyoumean)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def distance(left: str, right: str) -> int:
    """Levenshtein's distance."""
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(right, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The first of the names, in order, that is less than three edits away."""
    return next((known for known in sorted(names) if distance(name, known) < 3), None)


def did_you_mean(name: str, names: Iterable[str]) -> str | None:
    """The hint for a misspelt name, if one of the names is near."""
    near = nearest(name, names)
    return f"did you mean `{near}`?" if near else None
