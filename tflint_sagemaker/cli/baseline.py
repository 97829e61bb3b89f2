"""`tflint-sagemaker baseline`: the findings that are known and not told again."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tflint_sagemaker.cli import job as jobs
from tflint_sagemaker.cli import options, terminal
from tflint_sagemaker.report.text import counted

if TYPE_CHECKING:
    from tflint_sagemaker.baseline import Baseline
    from tflint_sagemaker.findings import Report

FILE = click.option(
    "--baseline",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help=f"File of the baseline (default: {jobs.BASELINE} beside the configuration, or here).",
)


@click.group("baseline")
def command() -> None:
    """Keep the findings that there are, so that only new ones are told."""


@command.command("write")
@options.paths
@FILE
@options.ruling
@options.inputs
@options.jobs
@options.cache
def write(*, paths: tuple[Path, ...], file: Path | None, **_told: object) -> int:
    """Write all that is found now under each PATH into the baseline."""
    from tflint_sagemaker.baseline import Baseline

    job, at = _job(paths, file)
    report = job.lint()
    _tell_errors(report)
    _put(Baseline.of(report.findings, at.parent), at)
    terminal.message(f"{counted(len(report.findings), 'finding')} written to {at}")
    return 2 if report.errors or report.failures else 0


@command.command("prune")
@options.paths
@FILE
@options.ruling
@options.inputs
@options.jobs
@options.cache
def prune(*, paths: tuple[Path, ...], file: Path | None, **_told: object) -> int:
    """Take out of the baseline what is not found under each PATH any more."""
    job, at = _job(paths, file)
    known = jobs.read_baseline(at)
    report = job.lint()
    _tell_errors(report)
    if report.errors or report.failures:
        terminal.message("error: what cannot be read may hide findings; nothing is taken out")
        return 2
    left = known.pruned(report, job.found.targets, job.ran())
    gone = sum(known.counts.values()) - sum(left.counts.values())
    if gone:
        _put(left, at)
    terminal.message(f"{counted(gone, 'finding')} taken out of {at}")
    return 0


@command.command("stats")
@FILE
@options.config_file
def stats(*, file: Path | None, **_told: object) -> int:
    """Show how many findings of each rule are known."""
    at = jobs.baseline(file, options.lookup(), ())
    counts: Counter[str] = Counter()
    for entry, count in jobs.read_baseline(at).counts.items():
        counts[entry.rule] += count
    names = _names()
    lines = [f"{counts[code]:>6}  {code}  {names.get(code, '')}" for code in sorted(counts)]
    lines.append(f"{sum(counts.values()):>6}  in {at}")
    terminal.result("\n".join(lines) + "\n")
    return 0


def _job(paths: tuple[Path, ...], file: Path | None) -> tuple[jobs.Job, Path]:
    lookup = options.lookup()
    found = options.find(paths, lookup)
    job = jobs.Job(found, lookup, jobs=click.get_current_context().params["jobs"])
    return job, jobs.baseline(file, lookup, paths)


def _tell_errors(report: Report) -> None:
    """The places that hide findings, on standard error."""
    from tflint_sagemaker.report import concise

    hidden = replace(report, findings=(), undecided=())
    if text := concise.render(hidden).rstrip("\n"):
        terminal.message(text)


def _put(known: Baseline, at: Path) -> None:
    from tflint_sagemaker.baseline import BaselineError

    try:
        known.write(at, _names())
    except BaselineError as error:
        raise terminal.Refused(str(error)) from None


def _names() -> dict[str, str]:
    from tflint_sagemaker import registry

    return {rule.code: rule.name for rule in registry.rules()}
