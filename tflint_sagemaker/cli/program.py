"""The program: which command is meant, and what becomes of everything that can go wrong."""

from __future__ import annotations

import os
from importlib import import_module

import click
from click.shell_completion import CompletionItem

from tflint_sagemaker import __version__
from tflint_sagemaker.cli import INTERRUPTED, streams, terminal

COMMANDS = {
    "baseline": "Keep the findings that there are, so that only new ones are told.",
    "cache": "Show or empty the store of what has been computed before.",
    "check": "Lint modules (what runs if no command is named).",
    "completion": "Print the script that completes commands in a shell.",
    "config": "Show, check or start the configuration.",
    "explain": "Show the page of a rule.",
    "live-policy": "Print the IAM policy that live checks need.",
    "resolve": "Show what the models come to, and where their values come from.",
    "rules": "List the rules.",
    "version": "Show the version, and where its facts are from.",
}
PREFIX = "TFLINT_SAGEMAKER"
HELP = {"-h", "--help", "-V", "--version"}


class Program(click.Group):
    """A group whose commands are imported on use, and which checks if no command is named."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Names of the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the file of a command."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"tflint_sagemaker.cli.{cmd_name.replace('-', '_')}").command
        assert isinstance(command, click.Command)
        _name_twins(command)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `check` in front unless a command, or help, is asked for."""
        if ctx.resilient_parsing and not args:
            return super().parse_args(ctx, args)  # a shell asks what may stand first
        if not args or (args[0] not in COMMANDS and args[0] not in HELP):
            args = ["check", *args]
        return super().parse_args(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Commands, and what `check` takes, since its name may be left out."""
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


def _name_twins(command: click.Command, *above: str) -> None:
    """Let every option be told by the environment as well: --fail-on by TFLINT_SAGEMAKER_FAIL_ON.

    What only looks alike in several commands (`--format`) has the command in its name, except in
    that of `check`.
    """
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            _name_twins(inner, command.name or "")
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
    "see `tflint-sagemaker check --help` for its options. Each option can also be told by the "
    "environment: --fail-on by TFLINT_SAGEMAKER_FAIL_ON.",
)
@click.version_option(__version__, "-V", "--version", message="%(prog)s %(version)s")
def program() -> None:
    """Find the mistakes in Terraform for SageMaker models before apply does.

    Exit status: 0 nothing found, 1 something found, 2 the job could not be done.
    """


def run(arguments: list[str]) -> int:
    """Run with these arguments; the exit status."""
    streams.prepare()
    try:
        status = program.main(arguments, prog_name="tflint-sagemaker", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - a bug of ours must not look like the user's
        return _broken(error)
    return status if isinstance(status, int) else 0


def _broken(error: Exception) -> int:
    """Tell of rules that are not there, faults in a configuration file, or a bug of ours."""
    from tflint_sagemaker.config.document import ConfigError
    from tflint_sagemaker.rule.registry import RegistryError

    if isinstance(error, ConfigError):
        for fault in error.faults:
            hint = f"; {fault.hint}" if fault.hint else ""
            terminal.message(f"{fault.span}: error: {fault.message}{hint}")
        return 2

    if isinstance(error, RegistryError):
        terminal.message(f"error: {error}")
        return 2
    if os.environ.get("TFLINT_SAGEMAKER_DEBUG"):
        import traceback

        terminal.message("".join(traceback.format_exception(error)))
    terminal.message(
        f"error: {type(error).__name__}: {error}\n"
        "This is a bug in tflint-sagemaker, not in your configuration. Please report it with what\n"
        "TFLINT_SAGEMAKER_DEBUG=1 shows: https://github.com/tflint-sagemaker/tflint-sagemaker/issues"
    )
    return 2
