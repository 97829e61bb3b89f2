"""`tflint-sagemaker cache`: the store of what has been computed before."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import click

from tflint_sagemaker.cache import store as memo
from tflint_sagemaker.cli import terminal
from tflint_sagemaker.report.text import format_count

if TYPE_CHECKING:
    from pathlib import Path


_where = click.option(
    "--cache-dir",
    type=click.Path(file_okay=False),
    metavar="DIRECTORY",
    help="Where the store is (default: in the user's cache directory).",
)


@click.group("cache")
def command() -> None:
    """Show or empty the store of what has been computed before.

    What is found never hangs on the store: it saves time and nothing else.
    """


@command.command("stats")
@_where
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How it is shown.",
)
def stats(*, cache_dir: str | None, form: str) -> int:
    """Show where the store is, and how much is in it."""
    place = _place(cache_dir)
    files, size = memo.size(place) if place else (0, 0)
    if form == "json":
        directory = str(place) if place else None
        told = {"directory": directory, "files": files, "bytes": size}
        terminal.write_result(json.dumps(told, indent=2) + "\n")
    elif place is None:
        terminal.write_result("nothing is remembered: there is no store\n")
    else:
        terminal.write_result(
            f"{place}: {format_count(files, 'file')}, {format_count(size, 'byte')}\n"
        )
    return 0


@command.command("clean")
@_where
def clean(*, cache_dir: str | None) -> int:
    """Remove what is in the store, and no other file."""
    place = _place(cache_dir)
    try:
        files, size = memo.clean(place) if place else (0, 0)
    except OSError as error:
        raise terminal.CommandError(f"cannot empty {place}: {error.strerror or error}") from None
    terminal.write_message(f"removed {format_count(files, 'file')}, {format_count(size, 'byte')}")
    return 0


def _place(directory: str | None) -> Path | None:
    told = [] if directory is None else [f"--cache-dir={directory}"]
    return memo.place(told, os.environ)
