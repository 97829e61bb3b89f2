"""`tflint-sagemaker baseline`: the findings that are known and not told again."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tflint_sagemaker.cli import cache_options, live, options, targets, terminal
from tflint_sagemaker.cli import lint_run as jobs
from tflint_sagemaker.report.text import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tflint_sagemaker.engine.baseline import Baseline, Entry
    from tflint_sagemaker.rule.results import Report

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
@live.options
@options.jobs
@cache_options.cache
def write(*, paths: tuple[Path, ...], file: Path | None, **told: Any) -> int:
    """Write all that is found now under each PATH into the baseline.

    What it has of rules that ask AWS stays in it, unless AWS has answered.
    """
    from tflint_sagemaker.engine.baseline import Baseline

    job, at = _job(paths, file, told)
    report = job.lint()
    _tell_errors(report)
    made = Baseline.create(report.findings, at.parent)
    _put(made.merge(_silent(job, report, at)), at)
    terminal.message(f"{counted(len(report.findings), 'finding')} written to {at}")
    return _end(job, 2 if report.errors or report.failures else 0)


@command.command("prune")
@options.paths
@FILE
@options.ruling
@options.inputs
@live.options
@options.jobs
@cache_options.cache
def prune(*, paths: tuple[Path, ...], file: Path | None, **told: Any) -> int:
    """Take out of the baseline what is not found under each PATH any more."""
    job, at = _job(paths, file, told)
    known = jobs.read_baseline(at)
    report = job.lint()
    _tell_errors(report)
    if report.errors or report.failures:
        terminal.message("error: what cannot be read may hide findings; nothing is taken out")
        return 2
    left = known.prune(report, job.found.targets, job.ran(report))
    gone = sum(known.counts.values()) - sum(left.counts.values())
    if gone:
        _put(left, at)
    terminal.message(f"{counted(gone, 'finding')} taken out of {at}")
    return _end(job, 0)


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


def _job(
    paths: tuple[Path, ...], file: Path | None, told: Mapping[str, Any]
) -> tuple[jobs.Job, Path]:
    resolver = options.lookup()
    found = targets.find(paths, resolver)
    questions = live.questions(told)
    if questions is not None and found.targets:
        questions.begin(resolver.resolve(targets.around(paths)))
    job = jobs.Job(found, resolver, live=questions, jobs=told["jobs"])
    return job, jobs.baseline(file, resolver, paths)


def _silent(job: jobs.Job, report: Report, at: Path) -> Mapping[Entry, int]:
    """What the file has of rules that ask AWS and that have not run."""
    from tflint_sagemaker.engine.baseline import Baseline, BaselineError
    from tflint_sagemaker.rule import registry

    silent = {rule.code for rule in registry.rules() if rule.live} - job.ran(report)
    try:
        before = Baseline.read(at).counts
    except BaselineError:  # it is about to be one
        return {}
    return {entry: count for entry, count in before.items() if entry.rule in silent}


def _end(job: jobs.Job, status: int) -> int:
    return job.live.end(status) if job.live else status


def _tell_errors(report: Report) -> None:
    """The places that hide findings, on standard error."""
    from tflint_sagemaker.report import concise

    hidden = replace(report, findings=(), undecided=())
    if text := concise.render(hidden).rstrip("\n"):
        terminal.message(text)


def _put(known: Baseline, at: Path) -> None:
    from tflint_sagemaker.engine.baseline import BaselineError

    try:
        known.write(at, _names())
    except BaselineError as error:
        raise terminal.Refused(str(error)) from None


def _names() -> dict[str, str]:
    from tflint_sagemaker.rule import registry

    return {rule.code: rule.name for rule in registry.rules()}
