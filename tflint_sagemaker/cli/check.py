"""`tflint-sagemaker check`: lint modules."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tflint_sagemaker.cli import (
    cache_options,
    formats,
    lint_run,
    live,
    options,
    output,
    targets,
)
from tflint_sagemaker.report.text import format_count
from tflint_sagemaker.util import fs

if TYPE_CHECKING:
    from tflint_sagemaker.cli.lint_run import LintRun
    from tflint_sagemaker.rule.results import Report

MAIN_BRANCH = "(trunk)"
_WHICH = (
    click.option("--staged", is_flag=True, help="Lint only files that the next commit changes."),
    click.option(
        "--changed",
        is_flag=False,
        flag_value=MAIN_BRANCH,
        metavar="[=REF]",
        help="Lint only files changed since the branch point with REF (default: main branch).",
    ),
    click.option(
        "--stdin-filename",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help="Set the file name of standard input (PATH `-`).",
    ),
    click.option(
        "--show-files", is_flag=True, help="List the files that would be linted, and exit."
    ),
    click.option("--watch", is_flag=True, help="Lint again whenever a file changes."),
)
_KNOWN = (
    click.option(
        "--ignore-suppressions", is_flag=True, help="Report findings that comments suppress."
    ),
    click.option(
        "--baseline",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        metavar="FILE",
        help=f"Set the baseline (default: {lint_run.BASELINE} beside the configuration file).",
    ),
    click.option("--no-baseline", is_flag=True, help="Ignore the baseline."),
)
_FIXES = (
    click.option("--fix", is_flag=True, help="Apply safe fixes."),
    click.option(
        "--unsafe-fixes", is_flag=True, help="Also apply unsafe fixes (with --fix or --diff)."
    ),
    click.option(
        "--diff", is_flag=True, help="Show the changes of --fix as a patch; change no file."
    ),
    click.option(
        "--add-ignore",
        is_flag=False,
        flag_value="",
        metavar="[=REASON]",
        help="Insert a suppression comment at each finding.",
    ),
)
_OUTCOME = (
    click.option(
        "--undecided",
        type=click.Choice(["count", "list", "error"]),
        default="count",
        show_default=True,
        help="Set how to treat checks that need an unknown value.",
    ),
    click.option(
        "--exit-zero", is_flag=True, help="Exit with status 0 even if there are findings."
    ),
    click.option("--statistics", is_flag=True, help="Show the number of findings of each rule."),
)


@click.command("check")
@options.paths
@options.combine(_WHICH)
@formats.add_options
@options.add_selection
@options.combine(_KNOWN)
@options.combine(_FIXES)
@options.add_inputs
@live.add_options
@options.combine(_OUTCOME)
@options.jobs
@cache_options.add_cache_options
@options.color
def command(*, paths: tuple[Path, ...], watch: bool, **given: Any) -> int:
    """Lint the Terraform modules under each PATH (default: the working directory).

    For a directory, every module below it is linted. For a file, its module is linted and only
    findings in the file are reported. Results go to standard output, messages to standard error.
    """
    if sum(bool(given[name]) for name in ("fix", "diff")) + (given["add_ignore"] is not None) > 1:
        raise output.CommandError("--fix, --diff and --add-ignore cannot be combined")

    live_checks = live.make_live_checks(given)

    def run_once() -> int:
        return _run(paths, live_checks=live_checks, **given)

    if not watch:
        return run_once()
    from tflint_sagemaker.cli.watch import watch as rerun

    if lint_run.STDIN in paths:
        raise output.CommandError("--watch cannot be used with standard input")
    return rerun(run_once, paths)


def _run(
    paths: tuple[Path, ...],
    *,
    staged: bool,
    changed: str | None,
    stdin_filename: Path | None,
    show_files: bool,
    baseline: Path | None,
    no_baseline: bool,
    exit_zero: bool,
    undecided: str,
    live_checks: live.LiveChecks | None,
    jobs: int | None,
    **given: Any,
) -> int:
    """Find the modules, lint them, and write the report."""
    resolver = options.make_resolver()
    wanted_paths, overlay = lint_run.resolve_stdin(paths, stdin_filename)
    files = lint_run.find_changed_files(
        wanted_paths, staged=staged, since="" if changed == MAIN_BRANCH else changed
    )
    if files == ():
        output.write_message("no Terraform files have changed")
        return 0
    found = targets.find(files or wanted_paths, resolver, overlay)
    if show_files:
        output.write_result("".join(f"{path}\n" for path in targets.list_files(found)))
        return 0
    known = None
    if not no_baseline:
        file = lint_run.find_baseline_file(baseline, resolver, wanted_paths)
        known = lint_run.read_baseline(file) if fs.is_file(file) else None
    run = lint_run.LintRun(found, resolver, overlay, known, live=live_checks, jobs=jobs)
    around = targets.find_common_directory(wanted_paths)
    form = resolver.resolve(around).form if found.targets else resolver.choose_format(around)
    if live_checks is not None and found.targets:
        live_checks.start(resolver.resolve(around))
    report, status = _lint_and_report(run, form, undecided != "count", **given)
    targets.report_expired(found, resolver)
    if undecided == "error" and report.undecided:
        status = max(status, 1)
    status = 0 if exit_zero and status == 1 else status
    if live_checks is not None:  # the result of AWS may change
        return live_checks.end(status)
    return status


def _lint_and_report(
    run: LintRun,
    form: str,
    show_undecided: bool,  # noqa: FBT001
    *,
    outputs: tuple[formats.Output, ...],
    output_file: Path | None,
    no_annotations: bool,
    statistics: bool,
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    add_ignore: str | None,
    color: str,
    **_options: object,
) -> tuple[Report, int]:
    """Lint, apply fixes if requested, and write the report; return it and the exit status."""
    wanted = formats.check_outputs(outputs or (formats.Output(form),), output_file)
    style = formats.Style(color=color, undecided=show_undecided, annotations=not no_annotations)
    if diff:
        return _show_diff(run, unsafe=unsafe_fixes)
    if fix or add_ignore is not None:
        from tflint_sagemaker.cli import fix as fixes

        if fix:
            changes, report = fixes.fix_files(run, unsafe=unsafe_fixes)
            fixes.write(changes, run, "fixed")
        else:
            changes, report = fixes.suppress_findings(run, add_ignore or None)
            fixes.write(changes, run, "suppressed")
        if run.overlay:  # standard output has the changed text
            formats.write_files(wanted, report, style)
            return report, report.status
    else:
        report = run.lint(describe=any(output.form == "html" for output in wanted))
    _show(report, wanted, style, statistics=statistics)
    return report, report.status


def _show_diff(run: LintRun, *, unsafe: bool) -> tuple[Report, int]:
    """Show the changes of the fixes as a patch, in place of a report."""
    from tflint_sagemaker.cli import fix as fixes

    changes, report = fixes.fix_files(run, unsafe=unsafe)
    output.write_result(fixes.diff(changes))
    if changes.applied:
        output.write_message(f"would fix {format_count(len(changes.applied), 'finding')}")
    return report, 2 if report.errors or report.failures else int(bool(changes.texts))


def _show(
    report: Report, wanted: tuple[formats.Output, ...], style: formats.Style, *, statistics: bool
) -> None:
    """Write the report, or the number of findings of each rule."""
    if statistics:
        from tflint_sagemaker.report import statistics as table

        formats.write_files(wanted, report, style)
        output.write_result(table.render(report, formats.get_stdout_format(wanted) or "full"))
    else:
        formats.write(wanted, report, style)
    if os.environ.get("TFLINT_SAGEMAKER_DEBUG"):
        for failure in report.failures:
            output.write_message(failure.traceback)
