"""The last line of a report: a summary of the run."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tflint_sagemaker.report.text import counted
from tflint_sagemaker.rule.definition import Severity

if TYPE_CHECKING:
    from tflint_sagemaker.rule.results import Report


def summary(report: Report) -> str:
    """Return one line with the numbers of findings, models, undecided checks and errors."""
    counts = Counter(finding.rule.severity for finding in report.findings)
    found = [counted(counts[level], level.value) for level in Severity if counts[level]]
    files = counted(report.files, "file")
    if report.modules:
        modules = counted(report.modules, "module")
        scope = f"in {counted(report.models, 'model')} ({modules}, {files})"
    else:
        scope = f"and no SageMaker models in {files}"
        found = found or ["no problems"]
    start = f"Found {', '.join(found or ['no problems'])} {scope}"
    rest = []
    safe = sum(
        found.problem.fix is not None and found.problem.fix.safe for found in report.findings
    )
    if safe:
        rest.append(f"{safe} fixable with `--fix`")
    if report.undecided:
        rest.append(f"{counted(len(report.undecided), 'check')} undecided")
    if report.suppressed:
        rest.append(f"{counted(len(report.suppressed), 'finding')} suppressed")
    if report.stale:
        rest.append(f"{counted(report.stale, 'finding')} of the baseline fixed")
    if report.errors:
        rest.append(f"{counted(len(report.errors), 'place')} could not be read")
    if report.failures:
        rest.append(f"{counted(len(report.failures), 'check')} failed")
    return "; ".join([start, *rest])
