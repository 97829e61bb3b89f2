"""Options that several sub-commands have in common."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from tflint_sagemaker.config import ConfigResolver, Layer, Setting
from tflint_sagemaker.config.settings import NEVER, REGION, Settings
from tflint_sagemaker.rule.definition import Severity
from tflint_sagemaker.util import fs
from tflint_sagemaker.util.lazy_regex import lazy_regex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tflint_sagemaker.config.toml_positions import KeyPath

    Command = TypeVar("Command", bound=Callable[..., Any])

paths = click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
color = click.option(
    "--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Use colors."
)

AUTO = "auto"
VERSION = lazy_regex(r"v?(\d+(?:\.\d+){0,2})(?:-[\w.]+)?")


def _version(_context: click.Context, _option: click.Parameter, text: str | None) -> str | None:
    """The numbers of a version."""
    match = VERSION.fullmatch(text.strip()) if text is not None else None
    if text is not None and match is None:
        raise click.BadParameter(f"{text!r} is not a version like 5.100.0")
    return match[1] if match else None


def _region(_: click.Context, __: click.Parameter, given: str | None) -> str | None:
    if given is not None and re.fullmatch(REGION, given) is None:
        raise click.BadParameter(f"{given!r} is not a region")
    return given


def _jobs(_: click.Context, __: click.Parameter, given: str) -> int | None:
    if given in (AUTO, "0"):
        return None
    if not given.isascii() or not given.isdigit():
        raise click.BadParameter(f"{given!r} is neither `{AUTO}` nor a number")
    return int(given)


jobs = click.option(
    "--jobs",
    "-j",
    default=AUTO,
    show_default=True,
    metavar="NUMBER",
    callback=_jobs,
    help="How many processes share the work; the results do not depend on it.",
)
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
    click.option(
        "--region",
        metavar="REGION",
        callback=_region,
        help="The region of providers that state none.",
    ),
)

_CONFIGURATION = (
    click.option(
        "--config",
        "config_file",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        metavar="FILE",
        help="Configuration file, in place of the nearest to each module.",
    ),
    click.option("--no-config", "--isolated", is_flag=True, help="Use no configuration file."),
)


def _complete(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    """Codes and names of rules, for the shell; several are parted by commas."""
    from tflint_sagemaker.rule import registry

    before, comma, word = incomplete.rpartition(",")
    names = (name for rule in registry.rules() for name in registry.names(rule)[:2])
    return [before + comma + name for name in names if name.startswith(word)]


_SELECTION = (
    click.option(
        "--select",
        multiple=True,
        metavar="RULES",
        shell_complete=_complete,
        help="Rules to run: codes, their beginnings, names, groups.",
    ),
    click.option(
        "--extend-select",
        multiple=True,
        metavar="RULES",
        shell_complete=_complete,
        help="Rules to run beside those that run anyway.",
    ),
    click.option(
        "--ignore",
        multiple=True,
        metavar="RULES",
        shell_complete=_complete,
        help="Rules not to run.",
    ),
)
_LEVELS = [level.value for level in Severity]
_VERDICT = (
    click.option(
        "--fail-on",
        type=click.Choice([*_LEVELS, NEVER]),
        show_default="warning",
        help="Least severity that makes the exit status 1.",
    ),
    click.option(
        "--min-severity",
        type=click.Choice(_LEVELS),
        show_default="notice",
        help="Least severity that is reported.",
    ),
)

# Options that a configuration file has as well, by their parameters.
_KEYS = {
    "select": "select",
    "extend_select": "extend-select",
    "ignore": "ignore",
    "fail_on": "fail-on",
    "min_severity": "min-severity",
    "form": "format",
    "region": "region",
    "provider_version": "provider-version",
    "profile": "profile",
    "assume_role": "assume-role",
    "live_timeout": "live-timeout",
    "var_files": "var-files",
}


def inputs(command: Command) -> Command:
    """Add the options that say what Terraform would be told, and which configuration holds."""
    return all_of((*_INPUTS, *_CONFIGURATION))(command)


def ruling(command: Command) -> Command:
    """Add the options that say which rules run, and what comes of what they find."""
    return all_of((*_SELECTION, *_VERDICT))(command)


def config_file(command: Command) -> Command:
    """Add the options that say which configuration holds."""
    return all_of(_CONFIGURATION)(command)


def all_of(options: Sequence[Callable[[Command], Command]]) -> Callable[[Command], Command]:
    """Add several options, in their order."""

    def added(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return added


def lookup() -> ConfigResolver:
    """The settings of modules, as files, the shell and the options of this command have them."""
    given = click.get_current_context().params
    file = given["config_file"]
    return ConfigResolver(
        Layer(dict(_told())),
        Settings(
            environment={
                key: text for key, text in os.environ.items() if key.startswith("TF_VAR_")
            },
            workspace=given.get("workspace") or os.environ.get("TF_WORKSPACE"),
            suppress=not given.get("ignore_suppressions"),
            today=datetime.now(UTC).date(),
        ),
        file=Path(fs.real(file)) if file and not given["no_config"] else None,
        isolated=given["no_config"],
    )


def _told() -> Iterator[tuple[KeyPath, Setting]]:
    """What the command line and the shell say, each with its origin."""
    context = click.get_current_context()
    for option in context.command.params:
        name, source = option.name or "", context.get_parameter_source(option.name or "")
        value = context.params.get(name)
        if source in (None, ParameterSource.DEFAULT) or value is None:
            continue
        origin = option.opts[0]
        if source is ParameterSource.ENVIRONMENT:
            origin = str(option.envvar)
        if name == "variables":
            for variable, text in map(_assignment, value):
                yield ("variables", variable), Setting(text, origin)
        elif name in ("select", "extend_select", "ignore"):
            if words := rules(value):
                yield (_KEYS[name],), Setting(words, origin)
        elif name == "var_files":
            yield (_KEYS[name],), Setting([Path(fs.real(one)) for one in value], origin)
        elif name in _KEYS:
            yield (_KEYS[name],), Setting(value, origin)


def rules(texts: tuple[str, ...]) -> list[str]:
    """The rules that are named, after a look whether each is one."""
    names = [name.strip() for text in texts for name in text.split(",") if name.strip()]
    if names:
        from tflint_sagemaker.rule import registry

        registry.select(names, ())
    return names


def _assignment(text: str) -> tuple[str, str]:
    """Name and value of `--var NAME=VALUE`."""
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise click.BadParameter(f"{text!r} is not NAME=VALUE", param_hint="'--var'")
    return name.strip(), value
