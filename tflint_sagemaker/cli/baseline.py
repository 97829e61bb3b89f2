"""`tflint-sagemaker baseline`: known findings, which are not reported again."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tflint_sagemaker.cli import cache_options, lint_run, live, options, output, targets
from tflint_sagemaker.report.text import format_count

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tflint_sagemaker.engine.baseline import Baseline, Entry
    from tflint_sagemaker.rule.results import Report

FILE = click.option(
    "--baseline",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help=f"Set the baseline (default: {lint_run.BASELINE} beside the configuration file).",
)


@click.group("baseline")
def command() -> None:
    """Record current findings, so that only new ones are reported."""


@command.command("write")
@options.paths
@FILE
@options.add_selection
@options.add_inputs
@live.add_options
@options.jobs
@cache_options.add_cache_options
def write(*, paths: tuple[Path, ...], file: Path | None, **given: Any) -> int:
    """Write the current findings under each PATH to the baseline.

    Entries of live rules are kept unless AWS has answered.
    """
    from tflint_sagemaker.engine.baseline import Baseline

    run, at = _prepare(paths, file, given)
    report = run.lint()
    _report_errors(report)
    made = Baseline.create(report.findings, at.parent)
    _put(made.merge(_keep_unanswered(run, report, at)), at)
    output.write_message(f"{format_count(len(report.findings), 'finding')} written to {at}")
    return _end(run, 2 if report.errors or report.failures else 0)


@command.command("prune")
@options.paths
@FILE
@options.add_selection
@options.add_inputs
@live.add_options
@options.jobs
@cache_options.add_cache_options
def prune(*, paths: tuple[Path, ...], file: Path | None, **given: Any) -> int:
    """Remove findings that no longer exist under each PATH from the baseline."""
    run, at = _prepare(paths, file, given)
    known = lint_run.read_baseline(at)
    report = run.lint()
    _report_errors(report)
    if report.errors or report.failures:
        output.write_message("error: unread files may hide findings; the baseline is not changed")
        return 2
    left = known.prune(report, run.found.targets, run.list_executed_rules(report))
    gone = sum(known.counts.values()) - sum(left.counts.values())
    if gone:
        _put(left, at)
    output.write_message(f"{format_count(gone, 'finding')} removed from {at}")
    return _end(run, 0)


@command.command("stats")
@FILE
@options.add_config_options
def show_stats(*, file: Path | None, **_options: object) -> int:
    """Show the number of known findings of each rule."""
    at = lint_run.find_baseline_file(file, options.make_resolver(), ())
    counts: Counter[str] = Counter()
    for entry, count in lint_run.read_baseline(at).counts.items():
        counts[entry.rule] += count
    names = _list_names()
    lines = [f"{counts[code]:>6}  {code}  {names.get(code, '')}" for code in sorted(counts)]
    lines.append(f"{sum(counts.values()):>6}  in {at}")
    output.write_result("\n".join(lines) + "\n")
    return 0


def _prepare(
    paths: tuple[Path, ...], file: Path | None, given: Mapping[str, Any]
) -> tuple[lint_run.LintRun, Path]:
    resolver = options.make_resolver()
    found = targets.find(paths, resolver)
    live_checks = live.make_live_checks(given)
    if live_checks is not None and found.targets:
        live_checks.start(resolver.resolve(targets.find_common_directory(paths)))
    run = lint_run.LintRun(found, resolver, live=live_checks, jobs=given["jobs"])
    return run, lint_run.find_baseline_file(file, resolver, paths)


def _keep_unanswered(run: lint_run.LintRun, report: Report, at: Path) -> Mapping[Entry, int]:
    """Return the entries of the file for live rules that have not run."""
    from tflint_sagemaker.engine.baseline import Baseline, BaselineError
    from tflint_sagemaker.rule import registry

    unanswered = {rule.code for rule in registry.rules() if rule.live} - run.list_executed_rules(
        report
    )
    try:
        before = Baseline.read(at).counts
    except BaselineError:  # the file does not exist yet
        return {}
    return {entry: count for entry, count in before.items() if entry.rule in unanswered}


def _end(run: lint_run.LintRun, status: int) -> int:
    return run.live.end(status) if run.live else status


def _report_errors(report: Report) -> None:
    """Write the errors of a report to standard error."""
    from tflint_sagemaker.report import concise

    hidden = replace(report, findings=(), undecided=())
    if text := concise.render(hidden).rstrip("\n"):
        output.write_message(text)


def _put(known: Baseline, at: Path) -> None:
    from tflint_sagemaker.engine.baseline import BaselineError

    try:
        known.write(at, _list_names())
    except BaselineError as error:
        raise output.CommandError(str(error)) from None


def _list_names() -> dict[str, str]:
    from tflint_sagemaker.rule import registry

    return {rule.code: rule.name for rule in registry.rules()}
