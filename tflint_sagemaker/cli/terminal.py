"""Standard output and error: what they can show, and writing to them."""

from __future__ import annotations

import os
import sys
from typing import IO, TYPE_CHECKING, Any

import click

from tflint_sagemaker.cli import streams
from tflint_sagemaker.report.text import inert, visible

if TYPE_CHECKING:
    from collections.abc import Mapping

WIDTH = 100


class Refused(click.ClickException):
    """What was asked for cannot be done; the message says why."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:  # noqa: ARG002
        """Write the message to standard error."""
        message(f"error: {self.message}")


def wants_colour(choice: str, environment: Mapping[str, str], *, tty: bool) -> bool:
    """`--color`, then NO_COLOR, then FORCE_COLOR or CLICOLOR_FORCE, then what the terminal is."""
    if choice != "auto":
        return choice == "always"
    if environment.get("NO_COLOR"):
        return False
    forced = [environment.get(name, "") for name in ("FORCE_COLOR", "CLICOLOR_FORCE")]
    if any(value not in {"", "0", "false"} for value in forced):
        return True
    return tty and environment.get("TERM") != "dumb"


def colour(choice: str) -> bool:
    """Whether standard output gets colours."""
    return wants_colour(choice, os.environ, tty=sys.stdout.isatty())


def width() -> int:
    """Columns of the terminal; a fixed number where there is none, so that logs are alike."""
    if not sys.stdout.isatty():
        return WIDTH
    import shutil

    return max(40, shutil.get_terminal_size((WIDTH, 24)).columns)


def result(text: str) -> None:
    """Write to standard output, colours as they are. Nobody reading it is no error."""
    sys.audit(streams.SAID, "stdout", text)
    try:
        click.echo(text, nl=False, color=True)
        sys.stdout.flush()
    except BrokenPipeError:
        streams.hang_up()


def commands(text: str) -> None:
    """Write lines for a CI service, escaped already, to standard error."""
    sys.audit(streams.SAID, "stderr", text)
    click.echo(text, nl=False, err=True, color=True)


def message(text: str) -> None:
    """Write lines to standard error."""
    told = inert("\n".join(map(visible, text.split("\n")))) + "\n"
    sys.audit(streams.SAID, "stderr", told)
    click.echo(told, nl=False, err=True)
