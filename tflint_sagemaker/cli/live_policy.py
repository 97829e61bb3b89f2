"""`tflint-sagemaker live-policy`: what live checks must be allowed to ask."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from tflint_sagemaker.cli import options, terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tflint_sagemaker.rule import Rule


@click.command("live-policy")
@click.option("--select", multiple=True, metavar="RULES", help="Rules that are to run.")
@click.option("--ignore", multiple=True, metavar="RULES", help="Rules that are not to run.")
@click.option(
    "--partition",
    type=click.Choice(["aws", "aws-cn", "aws-us-gov"]),
    default="aws",
    show_default=True,
    help="The partition of the accounts.",
)
def command(*, select: tuple[str, ...], ignore: tuple[str, ...], partition: str) -> int:
    """Print the least IAM policy with which the selected live checks can be answered.

    All that it allows is reading. `sts:GetCallerIdentity` needs no permission; to assume a role,
    `sts:AssumeRole` on that role is needed beside it.
    """
    from tflint_sagemaker import registry
    from tflint_sagemaker.live.actions import policy

    chosen: Sequence[Rule] = registry.select(
        options.rules(select), options.rules(ignore), live=True
    )
    actions = {action for rule in chosen for action in rule.live}
    if not actions:
        raise terminal.Refused("no live check is selected")
    terminal.result(json.dumps(policy(actions, partition), indent=2) + "\n")
    return 0
