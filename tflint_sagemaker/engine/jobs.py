"""How many processes are worth it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST = 8
# A process more than this costs more than it saves, in bytes of configuration to be checked.
SHARE = 150_000


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def helpers(jobs: int | None, weights: Sequence[int]) -> int:
    """How many processes beside this one are worth it; `jobs` is how many are allowed in all.

    None by itself asks for as many as there are processors, if there is work for them.
    """
    # Elsewhere there is no fork, or none that the libraries of the system stand.
    if not hasattr(os, "fork") or sys.platform == "darwin" or _has_threads():
        return 0
    if jobs is None:
        rest = sum(weights) - max(weights, default=0)
        jobs = min(processors(), MOST, 1 + rest // SHARE)
    return max(min(jobs, len(weights)) - 1, 0)


def _has_threads() -> bool:
    """Whether a fork might find a lock that a thread holds which it does not have."""
    threading = sys.modules.get("threading")
    return threading is not None and threading.active_count() > 1
