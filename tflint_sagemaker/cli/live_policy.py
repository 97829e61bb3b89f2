"""`tflint-sagemaker live-policy`: what live checks must be allowed to ask."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from tflint_sagemaker.cli import cache_options, options, targets, terminal

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from tflint_sagemaker.rule.definition import RuleInfo


# Of a managed policy, white space aside:
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
MOST = 6144


@click.command("live-policy")
@options.paths
@click.option("--select", multiple=True, metavar="RULES", help="Rules that are to run.")
@click.option("--ignore", multiple=True, metavar="RULES", help="Rules that are not to run.")
@click.option(
    "--partition",
    type=click.Choice(["aws", "aws-cn", "aws-us-gov"]),
    default="aws",
    show_default=True,
    help="The partition of the accounts.",
)
@options.inputs
@cache_options.cache
def command(
    *,
    paths: tuple[Path, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    partition: str,
    **_told: object,
) -> int:
    """Print the least IAM policy with which the selected live checks can be answered.

    With a PATH it allows them for what the modules there name, and else for all resources. All
    that it allows is reading. `sts:GetCallerIdentity` needs no permission; to assume a role,
    `sts:AssumeRole` on that role is needed beside it.
    """
    from tflint_sagemaker.live.iam_actions import policy
    from tflint_sagemaker.rule import registry

    chosen: Sequence[RuleInfo] = registry.select(
        options.rules(select), options.rules(ignore), live=True
    )
    actions = {action for rule in chosen for action in rule.live}
    if not actions:
        raise terminal.Refused("no live check is selected")
    told = policy(actions, partition, _named(paths, actions, partition) if paths else None)
    if not told["Statement"]:
        raise terminal.Refused("the modules name nothing that these checks ask about")
    if len("".join(json.dumps(told).split())) > MOST:
        reason = f"a managed policy may have {MOST} characters, and this has more"
        terminal.message(f"note: {reason}: make several, with --select")
    terminal.result(json.dumps(told, indent=2) + "\n")
    return 0


def _named(
    paths: tuple[Path, ...], actions: Collection[str], partition: str
) -> Mapping[str, Sequence[str]]:
    """The ARNs that the modules under the paths name."""
    from tflint_sagemaker.engine.root_modules import load_root_modules
    from tflint_sagemaker.live.referenced_resources import named
    from tflint_sagemaker.sagemaker.subjects import models

    resolver = options.lookup()
    roots = load_root_modules(targets.find(paths, resolver).targets, resolver.resolve)[0]
    found = [model for root in roots for model in models(root) if model.exists]
    if not found:
        raise terminal.Refused("there are no models")
    arns, notes = named(found, actions, partition)
    for note in notes:
        terminal.message(f"note: not in the policy: {note}")
    return arns
