"""`tflint-sagemaker live-policy`: the IAM policy that live checks need."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from tflint_sagemaker.cli import cache_options, options, output, targets

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from tflint_sagemaker.rule.definition import RuleInfo


# Size limit of a managed policy, without white space:
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
MAX_CHARACTERS = 6144


@click.command("live-policy")
@options.paths
@click.option("--select", multiple=True, metavar="RULES", help="Run only these rules.")
@click.option("--ignore", multiple=True, metavar="RULES", help="Do not run these rules.")
@click.option(
    "--partition",
    type=click.Choice(["aws", "aws-cn", "aws-us-gov"]),
    default="aws",
    show_default=True,
    help="Set the partition of the accounts.",
)
@options.add_inputs
@cache_options.add_cache_options
def command(
    *,
    paths: tuple[Path, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    partition: str,
    **_options: object,
) -> int:
    """Print the smallest IAM policy for the selected live checks.

    With a PATH, the policy covers only the resources that the modules there refer to; without, all
    resources. It allows only reading. `sts:GetCallerIdentity` needs no permission. To assume a
    role, add `sts:AssumeRole` on that role.
    """
    from tflint_sagemaker.live.iam_actions import build_policy
    from tflint_sagemaker.rule import registry

    chosen: Sequence[RuleInfo] = registry.select(
        options.parse_rules(select), options.parse_rules(ignore), live=True
    )
    actions = {action for rule in chosen for action in rule.live}
    if not actions:
        raise output.CommandError("no live check is selected")
    document = build_policy(
        actions, partition, _find_arns(paths, actions, partition) if paths else None
    )
    if not document["Statement"]:
        raise output.CommandError("the modules refer to no resource that these checks need")
    if len("".join(json.dumps(document).split())) > MAX_CHARACTERS:
        reason = (
            f"the limit of a managed policy is {MAX_CHARACTERS} characters, and this one is longer"
        )
        output.write_message(f"note: {reason}: split it with --select")
    output.write_result(json.dumps(document, indent=2) + "\n")
    return 0


def _find_arns(
    paths: tuple[Path, ...], actions: Collection[str], partition: str
) -> Mapping[str, Sequence[str]]:
    """Return the ARNs that the modules under the paths refer to."""
    from tflint_sagemaker.engine.root_modules import load_root_modules
    from tflint_sagemaker.live.referenced_resources import list_referenced_arns
    from tflint_sagemaker.sagemaker.related_resources import RelatedResources

    resolver = options.make_resolver()
    roots = load_root_modules(targets.find(paths, resolver).targets, resolver.resolve)[0]
    models = (model for root in roots for model in RelatedResources(root).models.values())
    found = [model for model in models if model.exists]
    if not found:
        raise output.CommandError("there are no models")
    arns, notes = list_referenced_arns(found, actions, partition)
    for note in notes:
        output.write_message(f"note: not in the policy: {note}")
    return arns
