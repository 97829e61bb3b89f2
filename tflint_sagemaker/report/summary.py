"""The last line of a report: a summary of the run."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tflint_sagemaker.report.text import format_count
from tflint_sagemaker.rule.definition import Severity

if TYPE_CHECKING:
    from tflint_sagemaker.rule.results import Report


def summarize(report: Report) -> str:
    """Return one line with the numbers of findings, models, undecided checks and errors."""
    counts = Counter(finding.rule.severity for finding in report.findings)
    found = [format_count(counts[level], level.value) for level in Severity if counts[level]]
    files = format_count(report.files, "file")
    if report.modules:
        modules = format_count(report.modules, "module")
        scope = f"in {format_count(report.models, 'model')} ({modules}, {files})"
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
        rest.append(f"{format_count(len(report.undecided), 'check')} undecided")
    if report.suppressed:
        rest.append(f"{format_count(len(report.suppressed), 'finding')} suppressed")
    if report.stale:
        rest.append(f"{format_count(report.stale, 'finding')} of the baseline fixed")
    if report.errors:
        rest.append(f"{format_count(len(report.errors), 'place')} could not be read")
    if report.failures:
        rest.append(f"{format_count(len(report.failures), 'check')} failed")
    return "; ".join([start, *rest])
