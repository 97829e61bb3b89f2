"""Lint in one process that stays, and print CPU milliseconds of a lint: median and p90.

    python warm.py edits DIRECTORY COUNT      edits of DIRECTORY/main.tf, not saved
    python warm.py modules DIRECTORY TIMES    every module below DIRECTORY, linted whole

The threshold of the garbage collector is that of the command line, see docs/python-api.md.
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
from pathlib import Path

import inputs

from tflint_sagemaker import Session, lint

# As the command line sets it: little of what a run makes becomes garbage before its end.
GARBAGE = 50_000


def time_edits(directory: Path, count: int) -> list[float]:
    """The time of a lint after each edit."""
    path = directory / "main.tf"
    session = Session([directory])
    session.lint()
    times = []
    for edited in inputs.edits(path.read_text(encoding="utf-8"), count):
        started = time.process_time()
        session.lint({path: edited})
        times.append((time.process_time() - started) * 1000)
    return times


def time_modules(directory: Path, count: int) -> list[float]:
    """The median time of each module that has models."""
    modules = sorted({path.parent for path in directory.rglob("*.tf")})
    modules = [module for module in modules if lint(module).models]
    times = []
    for module in modules:
        lint(module)
        once = []
        for _ in range(count):
            started = time.process_time()
            lint(module)
            once.append((time.process_time() - started) * 1000)
        times.append(statistics.median(once))
    return times


def main(what: str, directory: str, count: str) -> None:
    """Measure one of the two."""
    gc.set_threshold(GARBAGE)
    work = {"edits": time_edits, "modules": time_modules}[what]
    times = sorted(work(Path(directory).resolve(), int(count)))
    print(f"{statistics.median(times):.2f} {times[int(len(times) * 0.9)]:.2f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
