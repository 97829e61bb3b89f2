"""Entry points of installed rule packages.

Importing importlib.metadata takes 40 ms, so what it finds is cached until something is installed.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

from tflint_sagemaker.cache.active import compute_once
from tflint_sagemaker.cache.keys import describe_environment


def load_entry_points(group: str) -> list[Any]:
    """Return the objects that the entry points of a group refer to.

    Raises what importing them raises.
    """
    given = repr((group, describe_environment(), _find_times()))
    return [
        resolve_name(value)
        for value in compute_once("entry points", "1", given, lambda: _find(group))
    ]


def _find(group: str) -> list[str]:
    """Return `package.module:name` of each entry point."""
    from importlib.metadata import entry_points

    return [f"{found.module}:{found.attr}" for found in entry_points(group=group)]


def _find_times() -> list[tuple[str, int]]:
    """Return the import path with the time of the latest change: installing changes a directory."""
    found = []
    for directory in sys.path:
        with suppress(OSError):
            found.append((directory, Path(directory).stat().st_mtime_ns))
    return found
