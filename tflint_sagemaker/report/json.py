"""The report for programs. Its shape is a promise: docs/report.schema.json states it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.report.serialization import (
    TOOL,
    dump_json,
    serialize_errors,
    serialize_finding,
    serialize_live,
    serialize_summary,
    serialize_undecided,
)

if TYPE_CHECKING:
    from tflint_sagemaker.rule.results import Report

SCHEMA_VERSION = 1


def render(report: Report) -> str:
    """Return the report as one JSON object."""
    document = {
        "schema_version": SCHEMA_VERSION,
        "tool": TOOL,
        "findings": [serialize_finding(finding) for finding in report.findings],
        "undecided": [serialize_undecided(question) for question in report.undecided],
        "errors": list(serialize_errors(report)),
        "summary": serialize_summary(report),
    }
    if report.live is not None:
        document["live"] = serialize_live(report.live)
    return dump_json(document, indent=2) + "\n"
