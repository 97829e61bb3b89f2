"""`tflint-sagemaker explain`: the page of a rule."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from tflint_sagemaker.cli import output
from tflint_sagemaker.report.serialization import build_url
from tflint_sagemaker.report.text import Ink, paint

if TYPE_CHECKING:
    from tflint_sagemaker.rule.definition import Rule


@click.command("explain")
@click.argument("rule")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How the page is shown.",
)
@click.option(
    "--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Use colors."
)
def command(*, rule: str, form: str, color: str) -> int:
    """Show the page of a RULE, given by code or name: why it is one, a bad and a good example."""
    from tflint_sagemaker.rule import registry

    info = registry.find(rule)
    if info is None:
        guess = registry.suggest(rule)
        meant = f"; did you mean `{guess}`?" if guess else ""
        raise output.CommandError(f"no rule is called `{rule}`{meant}")
    found = info.load()
    if form == "json":
        output.write_result(json.dumps(_record(found), indent=2) + "\n")
        return 0
    from tflint_sagemaker.cli.rule_page import render_page

    colour = output.is_colour_enabled(color)
    lines = [
        paint(line, Ink.STRONG, colour=colour) if line.startswith("#") else line
        for line in [*render_page(found).splitlines(), "", build_url(found)]
    ]
    output.write_result("\n".join(lines) + "\n")
    return 0


def _record(rule: Rule) -> dict[str, Any]:
    """Return the record of `rules` and the page: Markdown, and examples by file."""
    from tflint_sagemaker.cli.rules import record
    from tflint_sagemaker.rule.examples import split_files, strip_marks

    return {
        **record(rule),
        "doc": rule.doc.strip(),
        "parameters": {
            name: {"doc": known.doc, "schema": known.schema, "default": known.default}
            for name, known in rule.parameters.items()
        },
        "bad": [split_files(strip_marks(rule.bad.text))],
        "good": [split_files(strip_marks(rule.good.text))],
    }
