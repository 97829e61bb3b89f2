"""Findings as people read them: a fault in one place is one, however many instances have it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tflint_sagemaker.report.text import counted
from tflint_sagemaker.rule import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tflint_sagemaker.findings import Report
    from tflint_sagemaker.rule import Finding


@dataclass(frozen=True, slots=True)
class Group:
    """One fault and the addresses of all instances that have it."""

    finding: Finding
    addresses: tuple[str, ...]


def grouped(findings: Iterable[Finding]) -> list[Group]:
    """Put together what says the same of the same place, in the order of the findings."""
    groups: dict[tuple[str, str, int, int, str], list[Finding]] = {}
    for finding in findings:
        at = finding.problem.at
        key = (finding.rule.code, at.source.path, at.start, at.end, finding.problem.message)
        groups.setdefault(key, []).append(finding)
    return [
        Group(same[0], tuple(finding.address for finding in same if finding.address))
        for same in groups.values()
    ]


def summary(report: Report) -> str:
    """One line: what was found, in how much, and what could not be decided or read."""
    counts = Counter(group.finding.rule.severity for group in grouped(report.findings))
    found = [counted(counts[level], level.value) for level in Severity if counts[level]]
    files = counted(report.files, "file")
    if report.models:
        modules = counted(report.modules, "module")
        scope = f"in {counted(report.models, 'model')} ({modules}, {files})"
    else:
        scope = f"and no SageMaker models in {files}"
        found = found or ["no problems"]
    start = f"Found {', '.join(found or ['no problems'])} {scope}"
    rest = []
    if report.undecided:
        rest.append(f"{counted(len(report.undecided), 'check')} undecided")
    if report.suppressed:
        rest.append(f"{counted(report.suppressed, 'finding')} suppressed")
    if report.errors:
        rest.append(f"{counted(len(report.errors), 'place')} could not be read")
    if report.failures:
        rest.append(f"{counted(len(report.failures), 'check')} failed")
    return "; ".join([start, *rest])
