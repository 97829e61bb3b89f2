"""The report for programs. Its shape is a promise: docs/report.schema.json states it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.report.serialization import (
    TOOL,
    dumps,
    error_records,
    finding_record,
    live_record,
    summary_record,
    undecided_record,
)

if TYPE_CHECKING:
    from tflint_sagemaker.rule.results import Report

SCHEMA_VERSION = 1


def render(report: Report) -> str:
    """The report as one JSON object."""
    document = {
        "schema_version": SCHEMA_VERSION,
        "tool": TOOL,
        "findings": [finding_record(finding) for finding in report.findings],
        "undecided": [undecided_record(question) for question in report.undecided],
        "errors": list(error_records(report)),
        "summary": summary_record(report),
    }
    if report.live is not None:
        document["live"] = live_record(report.live)
    return dumps(document, indent=2) + "\n"
