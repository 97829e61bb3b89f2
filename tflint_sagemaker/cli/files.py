"""Writing files: as a whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from tflint_sagemaker.cli import terminal
from tflint_sagemaker.util.atomic_write import replace_file


def put(file: Path, text: str) -> None:
    """Write a file as a whole or not at all: who reads it never meets half of it."""
    data = text.encode("utf-8", "backslashreplace")
    try:
        if file.exists() and not file.is_file():  # a device or a pipe
            file.write_bytes(data)
        else:
            replace_file(Path(os.path.realpath(file)), data)
    except OSError as error:
        raise terminal.Refused(f"cannot write {file}: {error.strerror or error}") from None
