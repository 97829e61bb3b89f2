"""`tflint-sagemaker check`: lint modules."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from tflint_sagemaker.cli import formats, options, terminal
from tflint_sagemaker.findings import Report

if TYPE_CHECKING:
    from pathlib import Path

    from tflint_sagemaker.config import Lookup
    from tflint_sagemaker.discovery import Discovery


@click.command("check")
@options.paths
@formats.options
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
    outputs: tuple[formats.Output, ...],
    output_file: Path | None,
    no_annotations: bool,
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
    wanted = formats.chosen(outputs or (formats.Output(form),), output_file)
    report = _lint(found, lookup, describe=any(output.form == "html" for output in wanted))
    options.tell_ended(found, lookup)
    style = formats.Style(color=color, undecided=show_undecided, annotations=not no_annotations)
    if statistics:
        from tflint_sagemaker.report import statistics as table

        formats.write_files(wanted, report, style)
        terminal.result(table.render(report, formats.on_stdout(wanted) or "full"))
    else:
        formats.write(wanted, report, style)
    if os.environ.get("TFLINT_SAGEMAKER_DEBUG"):
        for failure in report.failures:
            terminal.message(failure.traceback)
    return 0 if exit_zero and report.status == 1 else report.status


def _lint(found: Discovery, lookup: Lookup, *, describe: bool) -> Report:
    """Run the linter, which is imported only if there is something to lint."""
    if not found.targets:
        return Report.collect(errors=found.errors, files=found.files)
    from tflint_sagemaker.cli.progress import Progress
    from tflint_sagemaker.linter import lint

    progress = Progress()
    try:
        report = lint(found.targets, lookup.settings, watch=progress, describe=describe)
    finally:
        progress.clear()
    return replace(report, files=found.files, errors=(*found.errors, *report.errors))
