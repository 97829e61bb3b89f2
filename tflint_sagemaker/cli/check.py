"""`tflint-sagemaker check`: lint modules."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from tflint_sagemaker.cli import options, terminal
from tflint_sagemaker.findings import Report
from tflint_sagemaker.rule import Severity

if TYPE_CHECKING:
    from pathlib import Path

    from tflint_sagemaker.discovery import Discovery
    from tflint_sagemaker.settings import Settings

FAIL_ON = {**{level.value: level for level in Severity}, "never": None}


@click.command("check")
@options.paths
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["full", "concise", "json"]),
    default="full",
    show_default=True,
    help="How findings are shown.",
)
@click.option(
    "--fail-on",
    type=click.Choice(list(FAIL_ON)),
    default="warning",
    show_default=True,
    help="Least severity that makes the exit status 1.",
)
@options.inputs
@click.option(
    "--select", multiple=True, metavar="RULES", help="Rules to run: codes, their beginnings, names."
)
@click.option("--ignore", multiple=True, metavar="RULES", help="Rules not to run.")
@click.option("--show-undecided", is_flag=True, help="List the checks that unknown values prevent.")
@options.color
def command(
    *,
    paths: tuple[Path, ...],
    form: str,
    fail_on: str,
    variables: tuple[str, ...],
    var_files: tuple[Path, ...],
    workspace: str | None,
    provider_version: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    show_undecided: bool,
    color: str,
) -> int:
    """Lint the Terraform modules under each PATH (default: the working directory).

    A directory stands for every module below it; a file for its module, of which only what
    concerns the file is reported. Results go to standard output, messages to standard error.
    """
    settings = replace(
        options.settings(variables, var_files, workspace, provider_version),
        select=_rules(select),
        ignore=_rules(ignore),
        fail_on=FAIL_ON[fail_on],
    )
    found = options.find(paths)
    report = _lint(found, settings)
    _show(report, form, color, undecided=show_undecided)
    return report.exit_code(settings.fail_on)


def _lint(found: Discovery, settings: Settings) -> Report:
    """Run the linter, which is imported only if there is something to lint."""
    if not found.targets:
        return Report.collect(errors=found.errors, files=found.files)
    from tflint_sagemaker.linter import lint

    report = lint(found.targets, settings)
    return replace(report, files=found.files, errors=(*found.errors, *report.errors))


def _show(report: Report, form: str, color: str, *, undecided: bool) -> None:
    """Write the report in a format."""
    colour = terminal.colour(color)
    if form == "json":
        from tflint_sagemaker.report import json

        terminal.result(json.render(report))
    elif form == "concise":
        from tflint_sagemaker.report import concise, summary

        terminal.result(concise.render(report, colour=colour, undecided=undecided))
        terminal.message(summary.summary(report))
    else:
        from tflint_sagemaker.report import full

        width = terminal.width()
        terminal.result(full.render(report, colour=colour, width=width, undecided=undecided))
    if os.environ.get("TFLINT_SAGEMAKER_DEBUG"):
        for failure in report.failures:
            terminal.message(failure.traceback)


def _rules(texts: tuple[str, ...]) -> tuple[str, ...]:
    """The rules that are named, after a look whether each is one."""
    names = tuple(name.strip() for text in texts for name in text.split(",") if name.strip())
    if names:
        from tflint_sagemaker import registry

        registry.select(names, ())
    return names
