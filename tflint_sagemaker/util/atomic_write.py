"""Files that are written as a whole or not at all: who reads one never meets half of it."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def replace_file(file: Path, data: bytes) -> None:
    """Write beside the file, then put that in its place, with the rights that it had.

    Raises OSError, and then the file is as it was.
    """
    import tempfile

    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name[:100]}.")
    try:
        with open(handle, "wb") as stream:  # noqa: PTH123 - it is a descriptor
            stream.write(data)
        Path(name).chmod(_get_mode(file))
        Path(name).replace(file)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def _get_mode(file: Path) -> int:
    """Return the mode of the file, or that of a new file."""
    if file.exists():
        return file.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
