"""Writing files: as a whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from tflint_sagemaker.cli import terminal


def put(file: Path, text: str) -> None:
    """Write a file as a whole or not at all: who reads it never meets half of it."""
    data = text.encode("utf-8", "backslashreplace")
    try:
        if file.exists() and not file.is_file():  # a device or a pipe
            file.write_bytes(data)
        else:
            _replace(Path(os.path.realpath(file)), data)
    except OSError as error:
        raise terminal.Refused(f"cannot write {file}: {error.strerror or error}") from None


def _replace(file: Path, data: bytes) -> None:
    """Write beside the file, then put that in its place, with the rights that the file had."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name[:100]}.")
    try:
        with open(handle, "wb") as stream:  # noqa: PTH123 - it is a descriptor
            stream.write(data)
        Path(name).chmod(_mode(file))
        Path(name).replace(file)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def _mode(file: Path) -> int:
    """The rights of the file, or those that a new one gets."""
    if file.exists():
        return file.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
