"""Standard output and error: what they can show, and writing to them."""

from __future__ import annotations

import io
import os
import sys
from typing import IO, TYPE_CHECKING, Any

import click

from tflint_sagemaker.report.text import disable_commands, escape_controls

if TYPE_CHECKING:
    from collections.abc import Mapping

WIDTH = 100
INTERRUPTED = 130


class CommandError(click.ClickException):
    """The command cannot be run; the message says why."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:  # noqa: ARG002
        """Write the message to standard error."""
        write_message(f"error: {self.message}")


def is_colour_wanted(choice: str, environment: Mapping[str, str], *, tty: bool) -> bool:
    """Return whether to use colors.

    `--color` decides, then NO_COLOR, then FORCE_COLOR or CLICOLOR_FORCE, then the terminal.
    """
    if choice != "auto":
        return choice == "always"
    if environment.get("NO_COLOR"):
        return False
    forced = [environment.get(name, "") for name in ("FORCE_COLOR", "CLICOLOR_FORCE")]
    if any(value not in {"", "0", "false"} for value in forced):
        return True
    return tty and environment.get("TERM") != "dumb"


def is_colour_enabled(choice: str) -> bool:
    """Return whether standard output gets colors."""
    return is_colour_wanted(choice, os.environ, tty=sys.stdout.isatty())


def get_width() -> int:
    """Return the columns of the terminal, or a fixed number if there is none."""
    if not sys.stdout.isatty():
        return WIDTH
    import shutil

    return max(40, shutil.get_terminal_size((WIDTH, 24)).columns)


def write_result(text: str) -> None:
    """Write to standard output, with its colors. A closed pipe is not an error."""
    try:
        click.echo(text, nl=False, color=True)
        sys.stdout.flush()
    except BrokenPipeError:
        _close_stdout()


def write_commands(text: str) -> None:
    """Write lines for a CI service, which are already escaped, to standard error."""
    click.echo(text, nl=False, err=True, color=True)


def write_message(text: str) -> None:
    """Write lines to standard error."""
    lines = disable_commands("\n".join(map(escape_controls, text.split("\n")))) + "\n"
    click.echo(lines, nl=False, err=True)


def prepare_streams() -> None:
    """Escape characters that the encoding of standard output or error does not have."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _close_stdout() -> None:
    """Discard further output, or Python would report the closed pipe again at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
