"""The command line: one file for each command, and the options that commands share.

It may import every package below; only the installed script imports it. No other package imports
click.
"""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress

# A run is short and frees little before its end, so the garbage collector runs seldom.
GARBAGE_THRESHOLD = 50_000


def main() -> None:
    """Run the command line and exit with its status."""
    gc.set_threshold(GARBAGE_THRESHOLD)
    status = run(sys.argv[1:])
    from tflint_sagemaker.cli.output import INTERRUPTED

    if status == INTERRUPTED:
        # Do not wait for threads: live checks may still be waiting for AWS.
        with suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)
    gc.freeze()  # otherwise Python collects garbage at exit, which is a tenth of a short run
    sys.exit(status)


def run(arguments: list[str]) -> int:
    """Run a command with the user's cache; return the exit status."""
    from tflint_sagemaker.cache.active import activate
    from tflint_sagemaker.cache.directory import open_store
    from tflint_sagemaker.cli import program

    with activate(open_store(None, os.environ)):
        return program.run(arguments)
