"""`tflint-sagemaker config`: the configuration file, and the origin of each setting."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tflint_sagemaker.cli import options, output, targets
from tflint_sagemaker.config.writing import format_toml
from tflint_sagemaker.util.paths import display_path

if TYPE_CHECKING:
    from tflint_sagemaker.config import Setting

PATH = click.argument("path", required=False, type=click.Path(exists=True, path_type=Path))
STARTER = """\
# Configuration of tflint-sagemaker: docs/configuration.md says what each key means.
# It applies to every module below this directory that has no nearer file.

# The lowest severity that makes the exit status 1: "error", "warning", "notice" or "never".
fail-on = "warning"

# Rules in addition to the default ones: groups, codes, prefixes of codes, names.
# extend-select = ["security"]

# Rules that do not run.
# ignore = ["SM3"]

# Files and directories that are not linted.
# exclude = ["examples/**"]

# Values of root variables: with more values, more can be checked.
# var-files = ["env/prod.tfvars"]

# The region of providers that do not state one.
# region = "eu-central-1"

# A rule by code or name: its severity, whether it runs, and its parameters.
# [rules.model-data-not-targz]
# severity = "notice"

# Settings for resources that are declared in some files.
# [[overrides]]
# paths = ["sandbox/**"]
# ignore = ["SM3"]

# Findings that are suppressed.
# [[suppressions]]
# rules = ["SM103"]
# address = "module.legacy.*"
# reason = "frozen until the migration"
# until = 2030-01-31
"""


@click.group("config")
def command() -> None:
    """Show the configuration, or write a first configuration file."""


@command.command("path")
@PATH
@options.add_inputs
def show_path(*, path: Path | None, **_options: object) -> int:
    """Print the configuration file of PATH (default: the working directory)."""
    found = options.make_resolver().find_file(
        targets.find_common_directory((path,) if path else ())
    )
    if found is None:
        raise output.CommandError(f"there is no configuration file for {path or Path()}")
    output.write_result(f"{display_path(found)}\n")
    return 0


@command.command("show")
@PATH
@options.add_output_format("toml", "json")
@options.add_selection
@options.add_inputs
def show(*, path: Path | None, form: str, **_options: object) -> int:
    """Show every setting of PATH, with its origin.

    Settings from `[[overrides]]` are shown only if PATH is a file.
    """
    from tflint_sagemaker.config.effective import resolve_settings
    from tflint_sagemaker.rule import registry

    resolver = options.make_resolver()
    directory = targets.find_common_directory((path,) if path else ())
    file = Path(os.path.realpath(path)) if path and path.is_file() else None
    settings = resolve_settings(resolver, directory, file, registry.rules())
    if form == "json":
        records = [
            {"setting": ".".join(key), "value": _format_value(one.value), "origin": one.origin}
            for key, one in settings.items()
        ]
        output.write_result(json.dumps(records, indent=2) + "\n")
    else:
        output.write_result(_format_table(settings))
    return 0


@command.command("schema")
def show_schema() -> int:
    """Print the JSON Schema of configuration files, for editors."""
    from tflint_sagemaker.config.schema import build_schema
    from tflint_sagemaker.rule import registry

    output.write_result(json.dumps(build_schema(registry.rules()), indent=2) + "\n")
    return 0


@command.command("init")
@click.argument(
    "directory", default=".", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
def write_starter(*, directory: Path) -> int:
    """Write a commented configuration file into DIRECTORY (default: the working directory)."""
    from tflint_sagemaker.config.files import NAMES

    for name in NAMES:
        if os.path.lexists(directory / name):
            raise output.CommandError(f"{display_path(directory / name)} already exists")
    try:
        with (directory / NAMES[0]).open("x", encoding="utf-8", newline="\n") as file:
            file.write(STARTER)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise output.CommandError(
            f"cannot write {display_path(directory / NAMES[0])}: {reason}"
        ) from None
    output.write_message(f"wrote {display_path(directory / NAMES[0])}")
    return 0


def _format_table(settings: dict[tuple[str, ...], Setting]) -> str:
    """Return lines of TOML, each with its origin. Settings without a value are comments."""
    lines = []
    for key, one in settings.items():
        name = ".".join(key)
        lines.append(
            (
                f"# {name}"
                if one.value is None
                else f"{name} = {format_toml(_format_value(one.value))}",
                one,
            )
        )
    width = max(len(text) for text, _ in lines)
    return "".join(f"{text:<{width}}  # {one.origin}\n" for text, one in lines)


def _format_value(value: Any) -> Any:
    """Return the value with displayed paths."""
    if isinstance(value, list):
        return [_format_value(item) for item in value]
    return display_path(value) if isinstance(value, Path) else value
