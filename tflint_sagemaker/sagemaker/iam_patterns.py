"""Patterns of IAM: `*` for any characters, `?` for one."""

from __future__ import annotations

import re
from functools import lru_cache

from tflint_sagemaker.util.lazy_regex import compile_later

WILD = compile_later(r"[*?]")


def has_common_text(one: str, other: str) -> bool:
    """Whether some text fits both patterns."""
    # Most patterns differ in what they begin with, which is seen at a glance.
    start, also = WILD.split(one, 1)[0], WILD.split(other, 1)[0]
    if not (start.startswith(also) or also.startswith(start)):
        return False
    return _has_common_text(one, other)


@lru_cache(maxsize=4096)
def _has_common_text(one: str, other: str) -> bool:
    reached = {(0, 0)}
    waiting = [(0, 0)]
    while waiting:
        at, there = waiting.pop()
        if at == len(one) and there == len(other):
            return True
        for step in _list_steps(one[at : at + 1], other[there : there + 1], at, there):
            if step not in reached:
                reached.add(step)
                waiting.append(step)
    return False


@lru_cache(maxsize=4096)
def is_covering(pattern: str, other: str) -> bool:
    """Whether all texts that fit the other pattern fit this one; no if that is not plain."""
    parts = (re.escape(part).replace(r"\?", "[^*]") for part in pattern.split("*"))
    return re.fullmatch(".*".join(parts), other) is not None


def _list_steps(a: str, b: str, at: int, there: int) -> list[tuple[int, int]]:
    """Where the two may go on, from what each has next ("" at its end)."""
    steps = []
    if a == "*":
        steps.append((at + 1, there))
        if b and b != "*":
            steps.append((at, there + 1))
    if b == "*":
        steps.append((at, there + 1))
        if a and a != "*":
            steps.append((at + 1, there))
    if a and b and "*" not in (a, b) and (a == b or "?" in (a, b)):
        steps.append((at + 1, there + 1))
    return steps
