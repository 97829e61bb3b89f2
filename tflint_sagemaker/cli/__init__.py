"""The command line; the only package that imports click."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

# A run is short, and most of what it makes stays to its end: garbage is looked for seldom.
GARBAGE = 50_000
INTERRUPTED = 130


def main() -> None:
    """Run, or say what the same run has said before; leave with the exit status."""
    gc.set_threshold(GARBAGE)
    status = run(sys.argv[1:], os.environ)
    if status == INTERRUPTED:
        # Whoever interrupts does not wait for what is still going on behind the scenes.
        with suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)
    gc.freeze()  # or all that is left is looked through for garbage: a tenth of a short run
    sys.exit(status)


def run(arguments: list[str], environment: Mapping[str, str]) -> int:
    """The exit status of a run, made or said again."""
    from tflint_sagemaker.cache import store as memo

    store = memo.opened(arguments, environment)
    with memo.using(store):
        if store is None or "--watch" in arguments:
            return _made(arguments)
        from tflint_sagemaker.cli import replay

        name = replay.name_of(arguments)
        status = replay.replayed(store, name)
        if status is None:
            status = replay.recorded(store, name, lambda: _made(arguments))
        return status


def _made(arguments: list[str]) -> int:
    from tflint_sagemaker.cli import program

    return program.run(arguments)
