"""`tflint-sagemaker explain`: the page of a rule."""

from __future__ import annotations

import click

from tflint_sagemaker.cli import terminal
from tflint_sagemaker.report.text import Ink, paint


@click.command("explain")
@click.argument("rule")
@click.option(
    "--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Use colors."
)
def command(*, rule: str, color: str) -> int:
    """Show the page of a RULE, given by code or name: why it is one, a bad and a good example."""
    from tflint_sagemaker.cli import lookup, page

    found = lookup.rule(rule)
    colour = terminal.colour(color)
    from tflint_sagemaker.report.json import url

    for line in [*page.page(found).splitlines(), "", url(found)]:
        heading = line.startswith("#")
        terminal.result((paint(line, Ink.STRONG, colour=colour) if heading else line) + "\n")
    return 0
