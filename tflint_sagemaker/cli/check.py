"""`tflint-sagemaker check`: lint modules."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tflint_sagemaker.cli import cache_options, formats, live, options, streams, targets, terminal
from tflint_sagemaker.cli import lint_run as work
from tflint_sagemaker.report.text import counted
from tflint_sagemaker.util import fs

if TYPE_CHECKING:
    from tflint_sagemaker.cli.lint_run import Job
    from tflint_sagemaker.rule.results import Report

TRUNK = "(trunk)"
_WHICH = (
    click.option("--staged", is_flag=True, help="Lint only files that the next commit changes."),
    click.option(
        "--changed",
        is_flag=False,
        flag_value=TRUNK,
        metavar="[=REF]",
        help="Lint only files that differ from where this branch left REF (default: the trunk).",
    ),
    click.option(
        "--stdin-filename",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help="The file that standard input (`-` as PATH) stands for.",
    ),
    click.option("--show-files", is_flag=True, help="Show the files to be linted, and do no more."),
    click.option("--watch", is_flag=True, help="Lint again whenever a file changes."),
)
_KNOWN = (
    click.option(
        "--ignore-suppressions", is_flag=True, help="Report what comments ask to be left out."
    ),
    click.option(
        "--baseline",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        metavar="FILE",
        help=f"Findings that are known (default: {work.BASELINE} beside the configuration).",
    ),
    click.option("--no-baseline", is_flag=True, help="Report what a baseline knows as well."),
)
_FIXES = (
    click.option("--fix", is_flag=True, help="Mend what can be mended safely."),
    click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: guesses as well."),
    click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing."),
    click.option(
        "--add-ignore",
        is_flag=False,
        flag_value="",
        metavar="[=REASON]",
        help="Write comments that leave out all that is found.",
    ),
)
_OUTCOME = (
    click.option(
        "--undecided",
        type=click.Choice(["count", "list", "error"]),
        default="count",
        show_default=True,
        help="What becomes of checks that unknown values prevent.",
    ),
    click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever is found."),
    click.option("--statistics", is_flag=True, help="Show how often each rule finds something."),
)


@click.command("check")
@options.paths
@options.all_of(_WHICH)
@formats.options
@options.ruling
@options.all_of(_KNOWN)
@options.all_of(_FIXES)
@options.inputs
@live.options
@options.all_of(_OUTCOME)
@options.jobs
@cache_options.cache
@options.color
def command(*, paths: tuple[Path, ...], watch: bool, **told: Any) -> int:
    """Lint the Terraform modules under each PATH (default: the working directory).

    A directory stands for every module below it; a file for its module, of which only what
    concerns the file is reported. Results go to standard output, messages to standard error.
    """
    if sum(bool(told[name]) for name in ("fix", "diff")) + (told["add_ignore"] is not None) > 1:
        raise terminal.Refused("only one of --fix, --diff and --add-ignore can be had at a time")

    questions = live.questions(told)

    def run() -> int:
        return _run(paths, questions=questions, **told)

    if not watch:
        return run()
    from tflint_sagemaker.cli.watch import watch as again

    if work.STDIN in paths:
        raise terminal.Refused("--watch is for files, not for standard input")
    return again(run, paths)


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
    questions: live.Questions | None,
    jobs: int | None,
    **told: Any,
) -> int:
    """Find what is asked for, lint it, and show what has come out."""
    resolver = options.lookup()
    asked, overlay = work.asked(paths, stdin_filename)
    files = work.changed(asked, staged=staged, since="" if changed == TRUNK else changed)
    if files == ():
        terminal.message("no Terraform files have changed")
        return 0
    found = targets.find(files or asked, resolver, overlay)
    if show_files:
        terminal.result("".join(f"{path}\n" for path in targets.files(found)))
        return 0
    known = None
    if not no_baseline:
        file = work.baseline(baseline, resolver, asked)
        known = work.read_baseline(file) if fs.is_file(file) else None
    job = work.Job(found, resolver, overlay, known, live=questions, jobs=jobs)
    around = targets.around(asked)
    form = resolver.resolve(around).form if found.targets else resolver.choose_format(around)
    if questions is not None and found.targets:
        questions.begin(resolver.resolve(around))
    report, status = _outcome(job, form, undecided != "count", **told)
    targets.tell_ended(found, resolver)
    if undecided == "error" and report.undecided:
        status = max(status, 1)
    status = 0 if exit_zero and status == 1 else status
    if questions is not None:  # AWS may answer otherwise the next time
        return questions.end(status)
    sys.audit(streams.CHECKED)
    return status


def _outcome(
    job: Job,
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
    """Lint, mend if that is asked for, and show the report; with the exit status."""
    wanted = formats.chosen(outputs or (formats.Output(form),), output_file)
    style = formats.Style(color=color, undecided=show_undecided, annotations=not no_annotations)
    if diff:
        return _differences(job, unsafe=unsafe_fixes)
    if fix or add_ignore is not None:
        from tflint_sagemaker.cli import fix as fixes

        if fix:
            changes, report = fixes.fixed(job, unsafe=unsafe_fixes)
            fixes.write(changes, job, "mended")
        else:
            changes, report = fixes.ignored(job, add_ignore or None)
            fixes.write(changes, job, "left out")
        if job.overlay:  # standard output is for the text
            formats.write_files(wanted, report, style)
            return report, report.status
    else:
        report = job.lint(describe=any(output.form == "html" for output in wanted))
    _show(report, wanted, style, statistics=statistics)
    return report, report.status


def _differences(job: Job, *, unsafe: bool) -> tuple[Report, int]:
    """Show what the fixes would change: that is what is found, and nothing else is told."""
    from tflint_sagemaker.cli import fix as fixes

    changes, report = fixes.fixed(job, unsafe=unsafe)
    terminal.result(fixes.diff(changes))
    if changes.applied:
        terminal.message(f"would mend {counted(len(changes.applied), 'finding')}")
    return report, 2 if report.errors or report.failures else int(bool(changes.texts))


def _show(
    report: Report, wanted: tuple[formats.Output, ...], style: formats.Style, *, statistics: bool
) -> None:
    """Write the report, or how often each rule found something."""
    if statistics:
        from tflint_sagemaker.report import statistics as table

        formats.write_files(wanted, report, style)
        terminal.result(table.render(report, formats.on_stdout(wanted) or "full"))
    else:
        formats.write(wanted, report, style)
    if os.environ.get("TFLINT_SAGEMAKER_DEBUG"):
        for failure in report.failures:
            terminal.message(failure.traceback)
