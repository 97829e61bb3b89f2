"""`check --watch`: lint again whenever a file changes."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

from tflint_sagemaker.cli import output
from tflint_sagemaker.cli.output import INTERRUPTED
from tflint_sagemaker.discovery.modules import CONFIGURATION, VALUES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PAUSE = 0.3
WATCHED = (*CONFIGURATION, *VALUES, ".toml", ".hcl")
CLEAR = "\x1b[2J\x1b[H"


def watch(run: Callable[[], int], paths: tuple[Path, ...]) -> int:
    """Run now and after every change under the paths, until the user interrupts."""
    before = None
    while True:
        now = _stamp(paths)
        if now != before:
            before = now
            if sys.stdout.isatty():
                output.write_result(CLEAR)
            try:
                if run() == INTERRUPTED:
                    return INTERRUPTED
            except output.CommandError as error:
                error.show()
            output.write_message("watching for changes; press Ctrl-C to stop")
        time.sleep(PAUSE)


def _stamp(paths: tuple[Path, ...]) -> dict[str, tuple[int, int]]:
    """Return modification time and size of each file."""
    stamps = {}
    for name in _list_files(paths):
        try:
            found = os.stat(name)  # noqa: PTH116 - many files, often
        except OSError:
            continue
        stamps[name] = (found.st_mtime_ns, found.st_size)
    return stamps


def _list_files(paths: tuple[Path, ...]) -> Iterator[str]:
    for path in paths or (".",):
        root = os.fspath(path) if os.path.isdir(path) else os.path.dirname(path) or "."  # noqa: PTH112, PTH120
        for directory, below, files in os.walk(root):
            below[:] = [name for name in below if not name.startswith(".")]
            for name in files:
                if name.endswith(WATCHED):
                    yield os.path.join(directory, name)  # noqa: PTH118
