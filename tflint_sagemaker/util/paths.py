"""Paths as they are displayed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def display_path(path: Path) -> str:
    """Return the path relative to the working directory, with forward slashes."""
    return os.path.relpath(path).replace(os.sep, "/")
