"""`tflint-sagemaker rules`: what is checked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from tflint_sagemaker.cli import output
from tflint_sagemaker.report.serialization import build_url
from tflint_sagemaker.report.text import Ink, paint

if TYPE_CHECKING:
    from tflint_sagemaker.rule.definition import RuleInfo


@click.command("rules")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="How the rules are shown.",
)
@click.option(
    "--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Use colors."
)
def command(*, form: str, color: str) -> int:
    """List the rules."""
    from tflint_sagemaker.rule import registry

    rules = registry.rules()
    if form == "json":
        output.write_result(json.dumps([record(rule) for rule in rules], indent=2) + "\n")
    else:
        output.write_result(_render_table(rules, colour=output.is_colour_enabled(color)))
    return 0


def _render_table(rules: tuple[RuleInfo, ...], *, colour: bool) -> str:
    widest = max(len(rule.name) for rule in rules)
    return "".join(
        f"{rule.code}  "
        f"{paint(f'{rule.severity.value:<7}', Ink.get_for(rule.severity), colour=colour)}"
        f"  {rule.name:<{widest}}  {rule.summary}\n"
        for rule in rules
    )


def record(rule: RuleInfo) -> dict[str, Any]:
    """Return the JSON record of a rule."""
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity.value,
        "group": rule.group,
        "summary": rule.summary,
        "since": rule.since,
        "aliases": list(rule.aliases),
        "url": build_url(rule),
    }
