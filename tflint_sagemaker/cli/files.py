"""Atomic writing of result files."""

from __future__ import annotations

import os
from pathlib import Path

from tflint_sagemaker.cli import output
from tflint_sagemaker.util.atomic_write import replace_file


def put(file: Path, text: str) -> None:
    """Write a file atomically; a device or a pipe is written to directly."""
    data = text.encode("utf-8", "backslashreplace")
    try:
        if file.exists() and not file.is_file():  # a device or a pipe
            file.write_bytes(data)
        else:
            replace_file(Path(os.path.realpath(file)), data)
    except OSError as error:
        raise output.CommandError(f"cannot write {file}: {error.strerror or error}") from None
