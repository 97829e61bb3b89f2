"""Options that several commands share."""

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
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tflint_sagemaker.config.toml_positions import KeyPath

    Command = TypeVar("Command", bound=Callable[..., Any])

paths = click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
color = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="Set when to use colors.",
)

AUTO = "auto"
VERSION = compile_later(r"v?(\d+(?:\.\d+){0,2})(?:-[\w.]+)?")


def _parse_version(
    _context: click.Context, _option: click.Parameter, text: str | None
) -> str | None:
    """Return the numbers of a version."""
    match = VERSION.fullmatch(text.strip()) if text is not None else None
    if text is not None and match is None:
        raise click.BadParameter(f"{text!r} is not a version like 5.100.0")
    return match[1] if match else None


def _validate_region(_: click.Context, __: click.Parameter, given: str | None) -> str | None:
    if given is not None and re.fullmatch(REGION, given) is None:
        raise click.BadParameter(f"{given!r} is not a region")
    return given


def _parse_jobs(_: click.Context, __: click.Parameter, given: str) -> int | None:
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
    callback=_parse_jobs,
    help="Set the number of processes.",
)
_INPUTS = (
    click.option(
        "--var", "variables", multiple=True, metavar="NAME=VALUE", help="Set a root variable."
    ),
    click.option(
        "--var-file",
        "var_files",
        multiple=True,
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        metavar="FILE",
        help="Read root variables from a file.",
    ),
    click.option("--workspace", metavar="NAME", help="Set terraform.workspace."),
    click.option(
        "--provider-version",
        metavar="VERSION",
        callback=_parse_version,
        help="Set the version of hashicorp/aws (default: from the lock file).",
    ),
    click.option(
        "--region",
        metavar="REGION",
        callback=_validate_region,
        help="Set the region of providers that do not state one.",
    ),
)

_CONFIGURATION = (
    click.option(
        "--config",
        "config_file",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        metavar="FILE",
        help="Use this configuration file for every module.",
    ),
    click.option("--no-config", "--isolated", is_flag=True, help="Ignore configuration files."),
)


def _complete(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    """Return codes and names of rules for the shell; the text may be a list with commas."""
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
        help="Run only these rules (codes, prefixes, names or groups).",
    ),
    click.option(
        "--extend-select",
        multiple=True,
        metavar="RULES",
        shell_complete=_complete,
        help="Run these rules in addition to the selected ones.",
    ),
    click.option(
        "--ignore",
        multiple=True,
        metavar="RULES",
        shell_complete=_complete,
        help="Do not run these rules.",
    ),
)
_LEVELS = [level.value for level in Severity]
_VERDICT = (
    click.option(
        "--fail-on",
        type=click.Choice([*_LEVELS, NEVER]),
        show_default="warning",
        help="Set the lowest severity that makes the exit status 1.",
    ),
    click.option(
        "--min-severity",
        type=click.Choice(_LEVELS),
        show_default="notice",
        help="Set the lowest severity that is reported.",
    ),
)

# Options that a configuration file can also set, by their parameter names.
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


def add_inputs(command: Command) -> Command:
    """Add the options for Terraform's input and for the configuration file."""
    return combine((*_INPUTS, *_CONFIGURATION))(command)


def add_selection(command: Command) -> Command:
    """Add the options that select rules and severities."""
    return combine((*_SELECTION, *_VERDICT))(command)


def add_config_options(command: Command) -> Command:
    """Add the options for the configuration file."""
    return combine(_CONFIGURATION)(command)


def combine(options: Sequence[Callable[[Command], Command]]) -> Callable[[Command], Command]:
    """Return a decorator that adds several options, in their order."""

    def add(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add


def add_output_format(*formats: str) -> Callable[[Command], Command]:
    """Return a decorator that adds `--format` with these formats, the first as the default."""
    return click.option(
        "-f",
        "--format",
        "form",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        help="Set the output format.",
    )


def make_resolver() -> ConfigResolver:
    """Return the resolver for the options of this command and the environment."""
    given = click.get_current_context().params
    file = given["config_file"]
    return ConfigResolver(
        Layer(dict(_collect_overrides())),
        Settings(
            environment={
                key: text for key, text in os.environ.items() if key.startswith("TF_VAR_")
            },
            workspace=given.get("workspace") or os.environ.get("TF_WORKSPACE"),
            suppress=not given.get("ignore_suppressions"),
            today=datetime.now(UTC).date(),
        ),
        file=Path(os.path.realpath(file)) if file and not given["no_config"] else None,
        isolated=given["no_config"],
    )


def _collect_overrides() -> Iterator[tuple[KeyPath, Setting]]:
    """Yield the settings of the command line and the environment, each with its origin."""
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
            for variable, text in map(_parse_assignment, value):
                yield ("variables", variable), Setting(text, origin)
        elif name in ("select", "extend_select", "ignore"):
            if words := parse_rules(value):
                yield (_KEYS[name],), Setting(words, origin)
        elif name == "var_files":
            yield (_KEYS[name],), Setting([Path(os.path.realpath(one)) for one in value], origin)
        elif name in _KEYS:
            yield (_KEYS[name],), Setting(value, origin)


def parse_rules(texts: tuple[str, ...]) -> list[str]:
    """Return the words of `--select` or `--ignore`. Raises RegistryError for an unknown rule."""
    names = [name.strip() for text in texts for name in text.split(",") if name.strip()]
    if names:
        from tflint_sagemaker.rule import registry

        registry.select(names, ())
    return names


def _parse_assignment(text: str) -> tuple[str, str]:
    """Return name and value of `--var NAME=VALUE`."""
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise click.BadParameter(f"{text!r} is not NAME=VALUE", param_hint="'--var'")
    return name.strip(), value
