"""The program: dispatch to commands, and handling of errors."""

from __future__ import annotations

import os
from importlib import import_module

import click
from click.shell_completion import CompletionItem

from tflint_sagemaker import __version__
from tflint_sagemaker.cli import output
from tflint_sagemaker.cli.output import INTERRUPTED

COMMANDS = {
    "baseline": "Record current findings, so that only new ones are reported.",
    "cache": "Show or empty the cache.",
    "check": "Lint modules (the default command).",
    "completion": "Print the script for shell completion.",
    "config": "Show the configuration, or write a first file.",
    "explain": "Show the page of a rule.",
    "live-policy": "Print the IAM policy that live checks need.",
    "resolve": "Show every evaluated model and the origin of each value.",
    "rules": "List the rules.",
    "version": "Show the version and the sources of the data.",
}
PREFIX = "TFLINT_SAGEMAKER"
HELP = {"-h", "--help", "-V", "--version"}


class Program(click.Group):
    """A group that imports commands on use, and runs `check` if no command is named."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names of the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import a command."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"tflint_sagemaker.cli.{cmd_name.replace('-', '_')}").command
        assert isinstance(command, click.Command)
        _set_environment_variables(command)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Insert `check` unless the arguments start with a command or request help."""
        if ctx.resilient_parsing and not args:
            return super().parse_args(ctx, args)  # completion of the first word
        if not args or (args[0] not in COMMANDS and args[0] not in HELP):
            args = ["check", *args]
        return super().parse_args(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return completions: the commands, and the options of `check`, the default command."""
        check = self.get_command(ctx, "check")
        assert check is not None
        found = super().shell_complete(ctx, incomplete)
        if incomplete[:1] in ("-", ""):
            found += [
                item
                for item in check.shell_complete(click.Context(check, ctx), incomplete)
                if item.value not in {known.value for known in found}
            ]
        return found or [CompletionItem(incomplete, type="file")]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _set_environment_variables(command: click.Command, *above: str) -> None:
    """Set the environment variable of every option: TFLINT_SAGEMAKER_FAIL_ON for --fail-on.

    `--format` differs between commands: except for `check`, the variable contains the command.
    """
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            _set_environment_variables(inner, command.name or "")
        return
    for option in command.params:
        if not isinstance(option, click.Option) or not option.expose_value:
            continue
        name = next(text for text in option.opts if text.startswith("--"))[2:]
        own = command.name != "check" and name == "format"
        words = [PREFIX, *above, command.name or "", name] if own else [PREFIX, name]
        option.envvar = "_".join(words).replace("-", "_").upper()


@click.group(
    cls=Program,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="`tflint-sagemaker PATH` is short for `tflint-sagemaker check PATH`; "
    "see `tflint-sagemaker check --help` for its options. Each option can also be set by an "
    "environment variable: --fail-on by TFLINT_SAGEMAKER_FAIL_ON.",
)
@click.version_option(__version__, "-V", "--version", message="%(prog)s %(version)s")
def start() -> None:
    """Find the mistakes in Terraform for SageMaker models before apply does.

    Exit status: 0 no findings, 1 findings, 2 an error prevented the run.
    """


def run(arguments: list[str]) -> int:
    """Run with these arguments and return the exit status."""
    output.prepare_streams()
    try:
        status = start.main(arguments, prog_name="tflint-sagemaker", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - report internal errors as such
        return _report_error(error)
    return status if isinstance(status, int) else 0


def _report_error(error: Exception) -> int:
    """Report an unknown rule, an invalid configuration file, or an internal error; return 2."""
    from tflint_sagemaker.config.document import ConfigError
    from tflint_sagemaker.rule.registry import RegistryError

    if isinstance(error, ConfigError):
        for fault in error.faults:
            hint = f"; {fault.hint}" if fault.hint else ""
            output.write_message(f"{fault.span}: error: {fault.message}{hint}")
        return 2

    if isinstance(error, RegistryError):
        output.write_message(f"error: {error}")
        return 2
    if os.environ.get("TFLINT_SAGEMAKER_DEBUG"):
        import traceback

        output.write_message("".join(traceback.format_exception(error)))
    output.write_message(
        f"error: {type(error).__name__}: {error}\n"
        "This is a bug in tflint-sagemaker, not in your configuration. Please report it with what\n"
        "TFLINT_SAGEMAKER_DEBUG=1 shows: https://github.com/tflint-sagemaker/tflint-sagemaker/issues"
    )
    return 2
