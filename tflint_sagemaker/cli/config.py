"""`tflint-sagemaker config`: the configuration, where it is and where each setting comes from."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tflint_sagemaker.cli import options, targets, terminal
from tflint_sagemaker.config.writing import format_toml
from tflint_sagemaker.util.paths import display_path

if TYPE_CHECKING:
    from tflint_sagemaker.config import Setting

PATH = click.argument("path", required=False, type=click.Path(exists=True, path_type=Path))
STARTER = """\
# Configuration of tflint-sagemaker: docs/configuration.md says what each key means.
# It holds for every module below this directory that has no nearer file.

# The least severity that makes the exit status 1: "error", "warning", "notice" or "never".
fail-on = "warning"

# Rules beside those that are on by default: groups, codes, their beginnings, names.
# extend-select = ["security"]

# Rules that do not run.
# ignore = ["SM3"]

# Files and directories that are not linted.
# exclude = ["examples/**"]

# Values of root variables: the more are known, the more can be checked.
# var-files = ["env/prod.tfvars"]

# The region of providers that state none.
# region = "eu-central-1"

# A rule by code or name: how loud it is, whether it runs, and its parameters.
# [rules.model-data-not-targz]
# severity = "notice"

# What is different for resources that are declared in some files.
# [[overrides]]
# paths = ["sandbox/**"]
# ignore = ["SM3"]

# Findings that are known and not reported.
# [[suppressions]]
# rules = ["SM103"]
# address = "module.legacy.*"
# reason = "frozen until the migration"
# until = 2030-01-31
"""


@click.group("config")
def command() -> None:
    """Show, check or start the configuration."""


@command.command("path")
@PATH
@options.inputs
def path_command(*, path: Path | None, **_told: object) -> int:
    """Print the configuration file that holds for PATH (default: the working directory)."""
    found = options.lookup().find_file(targets.around((path,) if path else ()))
    if found is None:
        raise terminal.Refused(f"no configuration file holds for {path or Path()}")
    terminal.result(f"{display_path(found)}\n")
    return 0


@command.command("show")
@PATH
@click.option(
    "-f",
    "--format",
    "as_form",
    type=click.Choice(["toml", "json"]),
    default="toml",
    show_default=True,
    help="How settings are shown.",
)
@options.ruling
@options.inputs
def show(*, path: Path | None, as_form: str, **_told: object) -> int:
    """Show every setting that holds for PATH, with where it comes from.

    What differs for some files is shown for a file alone.
    """
    from tflint_sagemaker.config.effective import resolve_settings
    from tflint_sagemaker.rule import registry

    resolver = options.lookup()
    directory = targets.around((path,) if path else ())
    file = Path(os.path.realpath(path)) if path and path.is_file() else None
    settings = resolve_settings(resolver, directory, file, registry.rules())
    if as_form == "json":
        records = [
            {"setting": ".".join(key), "value": _shown(one.value), "origin": one.origin}
            for key, one in settings.items()
        ]
        terminal.result(json.dumps(records, indent=2) + "\n")
    else:
        terminal.result(_table(settings))
    return 0


@command.command("schema")
def schema_command() -> int:
    """Print the JSON Schema of configuration files, for editors."""
    from tflint_sagemaker.config.schema import build_schema
    from tflint_sagemaker.rule import registry

    terminal.result(json.dumps(build_schema(registry.rules()), indent=2) + "\n")
    return 0


@command.command("init")
@click.argument(
    "directory", default=".", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
def init(*, directory: Path) -> int:
    """Write a commented configuration file into DIRECTORY (default: the working directory)."""
    from tflint_sagemaker.config.files import NAMES

    for name in NAMES:
        if os.path.lexists(directory / name):
            raise terminal.Refused(f"{display_path(directory / name)} is there already")
    try:
        with (directory / NAMES[0]).open("x", encoding="utf-8", newline="\n") as file:
            file.write(STARTER)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise terminal.Refused(
            f"cannot write {display_path(directory / NAMES[0])}: {reason}"
        ) from None
    terminal.message(f"wrote {display_path(directory / NAMES[0])}")
    return 0


def _table(settings: dict[tuple[str, ...], Setting]) -> str:
    """Lines of TOML, each with its origin; what is not set is a comment."""
    lines = []
    for key, one in settings.items():
        name = ".".join(key)
        lines.append(
            (
                f"# {name}" if one.value is None else f"{name} = {format_toml(_shown(one.value))}",
                one,
            )
        )
    width = max(len(text) for text, _ in lines)
    return "".join(f"{text:<{width}}  # {one.origin}\n" for text, one in lines)


def _shown(value: Any) -> Any:
    """The value with its paths as people see them."""
    if isinstance(value, list):
        return [_shown(item) for item in value]
    return display_path(value) if isinstance(value, Path) else value
