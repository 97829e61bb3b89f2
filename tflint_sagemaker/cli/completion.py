"""`tflint-sagemaker completion`: scripts for shell completion."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from tflint_sagemaker.cli import output

PROGRAM = "tflint-sagemaker"
VARIABLE = "_TFLINT_SAGEMAKER_COMPLETE"


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(*, shell: str) -> int:
    """Print the completion script for a SHELL.

    For bash, add to ~/.bashrc: eval "$(tflint-sagemaker completion bash)"
    """
    kind = get_completion_class(shell)
    assert kind is not None
    made = kind(click.Group(), {}, PROGRAM, VARIABLE)
    output.write_result(made.source_template % made.source_vars())
    return 0
