"""Standard output and error without click, and their audit events."""

from __future__ import annotations

import io
import os
import sys

SAID = "tflint_sagemaker.said"
READ = "tflint_sagemaker.read"
CHECKED = "tflint_sagemaker.checked"


def prepare() -> None:
    """Let no character be one that cannot be written, whatever the code page."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def write(name: str, text: str) -> None:
    """Write to `stdout` or `stderr`. A closed pipe is not an error."""
    stream = sys.stdout if name == "stdout" else sys.stderr
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        if name != "stdout":
            raise
        close_stdout()


def close_stdout() -> None:
    """Write no more to standard output: Python would complain of the pipe once more at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
