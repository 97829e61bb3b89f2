"""Processes that share the root modules of a run.

They are forks of this process, so that nothing that was read has to be sent to them. A result
comes back as JSON values (see `serialization`). If a process dies, this process does the rest.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING, Any, TypeVar

from tflint_sagemaker.cache.active import get_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

T = TypeVar("T")

MAX_PROCESSES = 8
# Bytes of configuration that make another process worth its start.
BYTES_PER_PROCESS = 150_000

_work: Callable[[int], Any] | None = None


def count_processes(jobs: int | None, weights: Sequence[int]) -> int:
    """Return how many processes to start for work of these sizes in bytes; 0 to start none.

    `jobs` is the number of processes that the user allows, None to choose it by the work. Without
    a safe fork, or in a process with threads, there is none.
    """
    if not hasattr(os, "fork") or sys.platform == "darwin" or _has_threads():
        return 0
    if jobs is None:
        rest = sum(weights) - max(weights, default=0)
        jobs = min(_count_processors(), MAX_PROCESSES, 1 + rest // BYTES_PER_PROCESS)
    count = min(jobs, len(weights))
    return count if count > 1 else 0


def map_in_processes(
    work: Callable[[int], T],
    weights: Sequence[int],
    count: int,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[tuple[int, T | None]]:
    """Yield each number with the result of `work`, in any order; heavy work starts first.

    A result is a JSON value, or None for work that a process has not finished because it died.
    `progress` is called with the number of finished and of all pieces of work. The new cache
    entries of the processes are added to the store of this one.
    """
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from concurrent.futures.process import BrokenProcessPool

    global _work  # noqa: PLW0603 - forks inherit it; a function cannot be sent to a process
    _work = work
    store = get_store()
    order = sorted(range(len(weights)), key=lambda number: -weights[number])
    executor = ProcessPoolExecutor(
        count, mp_context=multiprocessing.get_context("fork"), initializer=_ignore_interrupts
    )
    try:
        futures = {executor.submit(_run, number): number for number in order}
        for done, future in enumerate(as_completed(futures), 1):
            try:
                result, entries = future.result()
            except BrokenProcessPool:
                result, entries = None, {}
            if store is not None:
                store.merge(entries)
            if progress is not None:
                progress(done, len(weights))
            yield futures[future], result
    finally:
        _work = None
        for process in list((executor._processes or {}).values()):  # noqa: SLF001 - until 3.14
            if sys.exc_info()[0] is not None:
                process.terminate()
        executor.shutdown(wait=True, cancel_futures=True)


def _ignore_interrupts() -> None:
    """Leave an interruption to the process that started this one: it ends all of them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _run(number: int) -> tuple[Any, dict[str, dict[str, str]]]:
    """Do one piece of work in a forked process."""
    assert _work is not None
    result = _work(number)
    store = get_store()
    return result, {} if store is None else store.drain()


def _count_processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _has_threads() -> bool:
    """Return whether another thread may hold a lock that a fork would never get."""
    threading = sys.modules.get("threading")
    return threading is not None and threading.active_count() > 1
