"""`tflint-sagemaker explain`: the page of a rule."""

from __future__ import annotations

import click

from tflint_sagemaker.cli import terminal
from tflint_sagemaker.report.json import url
from tflint_sagemaker.report.text import Ink, paint


@click.command("explain")
@click.argument("rule")
@click.option(
    "--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Use colors."
)
def command(*, rule: str, color: str) -> int:
    """Show the page of a RULE, given by code or name: why it is one, a bad and a good example."""
    from tflint_sagemaker import registry
    from tflint_sagemaker.cli.page import page

    found = registry.find(rule)
    if found is None:
        guess = registry.suggest(rule)
        meant = f"; did you mean `{guess}`?" if guess else ""
        raise terminal.Refused(f"no rule is called `{rule}`{meant}")
    colour = terminal.colour(color)
    lines = [
        paint(line, Ink.STRONG, colour=colour) if line.startswith("#") else line
        for line in [*page(found).splitlines(), "", url(found)]
    ]
    terminal.result("\n".join(lines) + "\n")
    return 0
