"""`tflint-sagemaker check`: lint modules."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from tflint_sagemaker.cli import options, terminal
from tflint_sagemaker.findings import Report
from tflint_sagemaker.settings import FORMATS

if TYPE_CHECKING:
    from pathlib import Path

    from tflint_sagemaker.config import Lookup
    from tflint_sagemaker.discovery import Discovery


@click.command("check")
@options.paths
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(FORMATS),
    show_default=FORMATS[0],
    help="How findings are shown.",
)
@options.ruling
@options.inputs
@click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever is found.")
@click.option("--statistics", is_flag=True, help="Show how often each rule finds something.")
@click.option("--show-files", is_flag=True, help="Show the files to be linted, and do no more.")
@click.option("--show-undecided", is_flag=True, help="List the checks that unknown values prevent.")
@options.color
def command(
    *,
    paths: tuple[Path, ...],
    exit_zero: bool,
    statistics: bool,
    show_files: bool,
    show_undecided: bool,
    color: str,
    **_told: object,
) -> int:
    """Lint the Terraform modules under each PATH (default: the working directory).

    A directory stands for every module below it; a file for its module, of which only what
    concerns the file is reported. Results go to standard output, messages to standard error.
    """
    lookup = options.lookup()
    found = options.find(paths, lookup)
    around = options.around(paths)
    form = lookup.settings(around).form if found.targets else lookup.form(around)
    if show_files:
        terminal.result("".join(f"{path}\n" for path in options.files(found)))
        return 0
    report = _lint(found, lookup)
    options.tell_ended(found, lookup)
    if statistics:
        from tflint_sagemaker.report import statistics as table

        terminal.result(table.render(report, form))
    else:
        _show(report, form, color, undecided=show_undecided)
    return 0 if exit_zero and report.status == 1 else report.status


def _lint(found: Discovery, lookup: Lookup) -> Report:
    """Run the linter, which is imported only if there is something to lint."""
    if not found.targets:
        return Report.collect(errors=found.errors, files=found.files)
    from tflint_sagemaker.linter import lint

    report = lint(found.targets, lookup.settings)
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
