"""`check --fix`, `--diff` and `--add-ignore`: changes to the linted files."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import TYPE_CHECKING

from tflint_sagemaker.cli import output
from tflint_sagemaker.cli.files import put
from tflint_sagemaker.engine import fixer
from tflint_sagemaker.report.text import format_count

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tflint_sagemaker.cli.lint_run import LintRun
    from tflint_sagemaker.engine.fixer import FixResult
    from tflint_sagemaker.rule.results import Report


def fix_files(job: LintRun, *, unsafe: bool) -> tuple[FixResult, Report]:
    """Return the fixed files, and the report on them."""
    return fixer.fix_until_stable(
        lambda texts: job.lint(fixer.make_overlay(texts)), unsafe=unsafe, editable=job.can_edit
    )


def suppress_findings(job: LintRun, reason: str | None) -> tuple[FixResult, Report]:
    """Return the files with a comment that suppresses each finding, and the report on them."""
    from dataclasses import replace

    from tflint_sagemaker.suppression.insertion import add_ignore_comments

    report = job.lint()
    asked = replace(report, findings=add_ignore_comments(report.findings, reason))
    added = fixer.apply_fixes(asked, editable=job.can_edit)
    return added, job.lint(fixer.make_overlay(added.texts))


def write(changes: FixResult, job: LintRun, what: str) -> None:
    """Write the changed files atomically, and report their number."""
    unsaved = bool(job.overlay)
    for path, text in changes.texts.items():
        if unsaved:
            output.write_result(text)
        else:
            put(Path(path), text)
    if unsaved and not changes.texts:
        output.write_result(next(iter(job.overlay.values())))
    findings, files = len(changes.applied), len(changes.texts)
    if findings:
        output.write_message(
            f"{what} {format_count(findings, 'finding')} in {format_count(files, 'file')}"
        )


def diff(changes: FixResult) -> str:
    """Return the changes as a patch."""
    return "".join(
        line
        for path, text in changes.texts.items()
        for line in _patch(path, changes.originals, text)
    )


def _patch(path: str, originals: Mapping[str, str], text: str) -> list[str]:
    before, after = (one.splitlines(keepends=True) for one in (originals[path], text))
    lines = difflib.unified_diff(before, after, f"a/{path}", f"b/{path}")
    return [
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    ]
