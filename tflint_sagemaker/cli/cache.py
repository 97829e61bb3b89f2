"""`tflint-sagemaker cache`: the size of the cache, and emptying it."""

from __future__ import annotations

import json
import os

import click

from tflint_sagemaker.cache import directory as files
from tflint_sagemaker.cli import output
from tflint_sagemaker.report.text import format_count

_directory = click.option(
    "--cache-dir",
    type=click.Path(file_okay=False),
    metavar="DIRECTORY",
    help="Cache directory (default: in the user's directory for caches).",
)


@click.group("cache")
def command() -> None:
    """Show or empty the cache.

    The cache saves time; no finding depends on it.
    """


@command.command("show_stats")
@_directory
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Output format.",
)
def show_stats(*, cache_dir: str | None, form: str) -> int:
    """Show the location and size of the cache."""
    directory = files.find_directory(cache_dir, os.environ)
    count, size = files.measure(directory) if directory else (0, 0)
    if form == "json":
        shown = str(directory) if directory else None
        document = {"directory": shown, "files": count, "bytes": size}
        output.write_result(json.dumps(document, indent=2) + "\n")
    elif directory is None:
        output.write_result("the cache is disabled\n")
    else:
        output.write_result(
            f"{directory}: {format_count(count, 'file')}, {format_count(size, 'byte')}\n"
        )
    return 0


@command.command("clean")
@_directory
def clean(*, cache_dir: str | None) -> int:
    """Remove the files of the cache, and no others."""
    directory = files.find_directory(cache_dir, os.environ)
    try:
        count, size = files.clear(directory) if directory else (0, 0)
    except OSError as error:
        reason = error.strerror or error
        raise output.CommandError(f"cannot empty {directory}: {reason}") from None
    output.write_message(f"removed {format_count(count, 'file')}, {format_count(size, 'byte')}")
    return 0
