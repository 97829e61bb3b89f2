"""A progress line on the terminal."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import field

from tflint_sagemaker.util.lazy_dataclass import dataclass

# Seconds before the first progress line.
QUIET = 1.0
PAUSE = 0.1


@dataclass(slots=True)
class Progress:
    """A counter on standard error, if that is a terminal."""

    shown: bool = field(default_factory=lambda: sys.stderr.isatty() and _can_rewrite())
    next: float = field(default_factory=lambda: time.monotonic() + QUIET)
    written: bool = False
    doing: str = "checking"

    def __call__(self, done: int, total: int) -> None:
        """Show that `done` of `total` are finished."""
        now = time.monotonic()
        if self.shown and now >= self.next:
            self.next = now + PAUSE
            self.written = True
            sys.stderr.write(f"\r\x1b[K{self.doing} {min(done + 1, total)} of {total}")
            sys.stderr.flush()

    def clear(self) -> None:
        """Erase the progress line."""
        if self.written:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def _can_rewrite() -> bool:
    return os.environ.get("TERM") not in {None, "", "dumb"} or os.name == "nt"
