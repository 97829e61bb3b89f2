"""Runs a program and measures its cost."""

from __future__ import annotations

import os
import subprocess
import time
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds on the clock, seconds of the processors (user and system), MiB at the most."""

    wall: float
    cpu: float
    memory: float


def run(
    command: Sequence[str | Path],
    *,
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
    statuses: Sequence[int] = (0, 1),
) -> Cost:
    """Run it once, its children included. Raises RuntimeError for other exit statuses."""
    started = time.perf_counter()
    process = subprocess.Popen(
        list(map(str, command)),
        cwd=cwd,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in statuses:
        raise RuntimeError(f"exit status {process.returncode}: {' '.join(map(str, command))}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def side_by_side(runs: Mapping[str, Callable[[], Cost]], times: int) -> dict[str, Cost]:
    """The medians of several runs of each, taken in turn so that noise falls on all alike."""
    costs: dict[str, list[Cost]] = {name: [] for name in runs}
    for _ in range(times):
        for name, once in runs.items():
            costs[name].append(once())
    return {
        name: Cost(
            median(cost.wall for cost in found),
            median(cost.cpu for cost in found),
            median(cost.memory for cost in found),
        )
        for name, found in costs.items()
    }
