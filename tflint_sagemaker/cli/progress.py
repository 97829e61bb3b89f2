"""One line that counts, for those who watch a long run on a terminal."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import field

from tflint_sagemaker.util.lazy_dataclass import dataclass

# A run that is shorter has nothing to tell.
QUIET = 1.0
PAUSE = 0.1


@dataclass(slots=True)
class Progress:
    """Counts on standard error, if that is a terminal; never in a pipe, a file or a log."""

    shown: bool = field(default_factory=lambda: sys.stderr.isatty() and _can_rewrite())
    next: float = field(default_factory=lambda: time.monotonic() + QUIET)
    written: bool = False
    doing: str = "checking"

    def __call__(self, done: int, total: int) -> None:
        """So many of all are done."""
        now = time.monotonic()
        if self.shown and now >= self.next:
            self.next = now + PAUSE
            self.written = True
            sys.stderr.write(f"\r\x1b[K{self.doing} {min(done + 1, total)} of {total}")
            sys.stderr.flush()

    def clear(self) -> None:
        """Leave no trace."""
        if self.written:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def _can_rewrite() -> bool:
    return os.environ.get("TERM") not in {None, "", "dumb"} or os.name == "nt"
