"""The report as Checkstyle writes one, which Jenkins, reviewdog and many editors read.

Checkstyle publishes no schema of it; the elements, attributes and severities are those of
https://github.com/checkstyle/checkstyle/blob/master/src/main/java/com/puppycrawl/tools/checkstyle/XMLLogger.java
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from tflint_sagemaker.report.annotations import list_annotations
from tflint_sagemaker.report.xml import HEAD, render_element
from tflint_sagemaker.rule.definition import Severity

if TYPE_CHECKING:
    from tflint_sagemaker.report.annotations import Annotation
    from tflint_sagemaker.rule.results import Report

VERSION = "4.3"
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "info"}


def render(report: Report) -> str:
    """Return the report as XML, by file."""
    told = sorted(list_annotations(report), key=lambda entry: entry.path)
    files = (
        render_element("file", {"name": path or "."}, map(_render_error, group))
        for path, group in groupby(told, key=lambda entry: entry.path)
    )
    return HEAD + render_element("checkstyle", {"version": VERSION}, files)


def _render_error(entry: Annotation) -> str:
    line, column = entry.at.first if entry.at else (1, 1)
    return render_element(
        "error",
        {
            "line": line,
            "column": column,
            "severity": LEVELS[entry.level],
            "message": "; ".join((entry.message, *entry.details)),
            "source": f"tflint-sagemaker.{entry.name}",
        },
    )
