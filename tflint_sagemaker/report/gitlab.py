"""Code quality report for GitLab: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from tflint_sagemaker.report.annotations import entries
from tflint_sagemaker.report.fingerprint import fingerprints
from tflint_sagemaker.report.serialization import dumps
from tflint_sagemaker.report.uris import from_root
from tflint_sagemaker.rule.definition import Severity

if TYPE_CHECKING:
    from tflint_sagemaker.report.annotations import Entry
    from tflint_sagemaker.report.serialization import Json
    from tflint_sagemaker.rule.results import Report

LEVELS = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.NOTICE: "info"}
WITHOUT_RULE = "blocker"


def render(report: Report, *, prefix: str = "") -> str:
    """The report as a list of issues."""
    told = list(entries(report))
    keys = fingerprints(report.findings, prefix)
    keys += [_fingerprint(entry, prefix) for entry in told[len(keys) :]]
    issues = [_issue(entry, key, prefix) for entry, key in zip(told, keys, strict=True)]
    return dumps(issues, indent=2) + "\n"


def _issue(entry: Entry, fingerprint: str, prefix: str) -> Json:
    words = entry.message if entry.rule is None else f"{entry.rule.name}: {entry.message}"
    first = entry.at.first.line if entry.at else 1
    last = entry.at.last.line if entry.at else 1
    return {
        "type": "issue",
        "check_name": entry.name,
        "description": "; ".join((words, *entry.details)),
        "categories": ["Bug Risk"],
        "severity": LEVELS[entry.level] if entry.rule else WITHOUT_RULE,
        "fingerprint": fingerprint,
        "location": {
            "path": from_root(entry.path, prefix),
            "lines": {"begin": first, "end": last},
        },
    }


def _fingerprint(entry: Entry, prefix: str) -> str:
    """For what is no finding: a file has one fault at a place."""
    place = str(entry.at.first) if entry.at else ""
    parts = (entry.name, from_root(entry.path, prefix), entry.message, entry.address or "", place)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]
