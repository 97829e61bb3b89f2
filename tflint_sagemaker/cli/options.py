"""Options that several sub-commands have in common."""

from __future__ import annotations

import os
import re
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tflint_sagemaker.cli import terminal
from tflint_sagemaker.cli.program import COMMANDS
from tflint_sagemaker.discovery import Discovery, DiscoveryError, discover
from tflint_sagemaker.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    Command = TypeVar("Command", bound=Callable[..., Any])

paths = click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
color = click.option(
    "--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Use colors."
)

VERSION = re.compile(r"v?(\d+(?:\.\d+){0,2})(?:-[\w.]+)?")


def _version(_context: click.Context, _option: click.Parameter, text: str | None) -> str | None:
    """The numbers of a version."""
    match = VERSION.fullmatch(text.strip()) if text is not None else None
    if text is not None and match is None:
        raise click.BadParameter(f"{text!r} is not a version like 5.100.0")
    return match[1] if match else None


_INPUTS = (
    click.option(
        "--var", "variables", multiple=True, metavar="NAME=VALUE", help="Value of a variable."
    ),
    click.option(
        "--var-file",
        "var_files",
        multiple=True,
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        metavar="FILE",
        help="File with values of variables.",
    ),
    click.option("--workspace", metavar="NAME", help="Value of terraform.workspace."),
    click.option(
        "--provider-version",
        metavar="VERSION",
        callback=_version,
        help="Version of hashicorp/aws in use, in place of what the configuration asks for.",
    ),
)


def inputs(command: Command) -> Command:
    """Add the options that say what Terraform would be told."""
    for option in reversed(_INPUTS):
        command = option(command)
    return command


def settings(
    variables: tuple[str, ...],
    var_files: tuple[Path, ...],
    workspace: str | None,
    provider_version: str | None,
) -> Settings:
    """What these options and the environment tell a run."""
    return Settings(
        variables=dict(map(_assignment, variables)),
        var_files=var_files,
        environment={key: text for key, text in os.environ.items() if key.startswith("TF_VAR_")},
        workspace=workspace or os.environ.get("TF_WORKSPACE"),
        provider_version=provider_version,
    )


def find(asked: tuple[Path, ...]) -> Discovery:
    """What lies under the paths, or under the working directory if there are none."""
    try:
        return discover(asked or (Path(),))
    except DiscoveryError as error:
        raise terminal.Refused(f"{error}{_meant(asked)}") from None


def _assignment(text: str) -> tuple[str, str]:
    """Name and value of `--var NAME=VALUE`."""
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise click.BadParameter(f"{text!r} is not NAME=VALUE", param_hint="'--var'")
    return name.strip(), value


def _meant(asked: tuple[Path, ...]) -> str:
    """A guess, for a command that is misspelt and so was taken for a path."""
    close = get_close_matches(str(asked[0]), COMMANDS, n=1, cutoff=0.7) if asked else []
    return f" (did you mean the command `{close[0]}`?)" if close else ""
