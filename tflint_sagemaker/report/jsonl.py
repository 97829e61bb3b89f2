"""The report for programs that read line by line: a JSON object a line, `type` says of what.

The objects are those of the format `json`; docs/report.schema.json states them. The last line is
of the type `summary`: without it, the report has been cut off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.report.json import SCHEMA_VERSION
from tflint_sagemaker.report.serialization import (
    TOOL,
    dump_json,
    serialize_errors,
    serialize_finding,
    serialize_summary,
    serialize_undecided,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_sagemaker.report.serialization import Json
    from tflint_sagemaker.rule.results import Report


def render(report: Report) -> str:
    """Return the report as lines of JSON."""
    return "".join(f"{dump_json(record)}\n" for record in _list_lines(report))


def _list_lines(report: Report) -> Iterator[Json]:
    for finding in report.findings:
        yield {"type": "finding", **serialize_finding(finding)}
    for question in report.undecided:
        yield {"type": "undecided", **serialize_undecided(question)}
    for error in serialize_errors(report):
        yield {"type": "error", **error}
    summary = serialize_summary(report)
    yield {"type": "summary", "schema_version": SCHEMA_VERSION, "tool": TOOL, **summary}
