"""File-system functions that are faster, or more forgiving, than those of pathlib.

`Path.exists` and its relatives raise PermissionError below a directory that cannot be searched.
"""

from __future__ import annotations

import os

CHUNK_SIZE = 65_536


def is_file(path: str | os.PathLike[str]) -> bool:
    """Return whether a file exists at the path."""
    return os.path.isfile(path)  # noqa: PTH113


def is_dir(path: str | os.PathLike[str]) -> bool:
    """Return whether a directory exists at the path."""
    return os.path.isdir(path)  # noqa: PTH112


def has_entry(path: str | os.PathLike[str]) -> bool:
    """Return whether a file or directory exists at the path."""
    return os.path.exists(path)  # noqa: PTH110


def read_bytes(path: str | os.PathLike[str]) -> bytes:
    """Return the contents of a file, in two thirds of the time that `open` takes.

    Raises OSError, and ValueError for a path that contains a NUL character.
    """
    file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0))
    try:
        size = os.fstat(file).st_size
        first = os.read(file, size + 1 if size else CHUNK_SIZE)
        if 0 < len(first) == size:
            return first
        # A pipe or a file in /proc, whose size is 0, or a file that changes while it is read.
        chunks = [first]
        while chunks[-1]:
            chunks.append(os.read(file, CHUNK_SIZE))
        return b"".join(chunks)
    finally:
        os.close(file)
