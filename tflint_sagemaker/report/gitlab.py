"""Code quality report for GitLab: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from tflint_sagemaker.report.annotations import list_annotations
from tflint_sagemaker.report.fingerprint import compute_fingerprints
from tflint_sagemaker.report.serialization import dump_json
from tflint_sagemaker.report.uris import join_root
from tflint_sagemaker.rule.definition import Severity

if TYPE_CHECKING:
    from tflint_sagemaker.report.annotations import Annotation
    from tflint_sagemaker.report.serialization import Json
    from tflint_sagemaker.rule.results import Report

LEVELS = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.NOTICE: "info"}
WITHOUT_RULE = "blocker"


def render(report: Report, *, prefix: str = "") -> str:
    """Return the report as a list of issues."""
    told = list(list_annotations(report))
    keys = compute_fingerprints(report.findings, prefix)
    keys += [_make_fingerprint(entry, prefix) for entry in told[len(keys) :]]
    issues = [_make_issue(entry, key, prefix) for entry, key in zip(told, keys, strict=True)]
    return dump_json(issues, indent=2) + "\n"


def _make_issue(entry: Annotation, fingerprint: str, prefix: str) -> Json:
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
            "path": join_root(entry.path, prefix),
            "lines": {"begin": first, "end": last},
        },
    }


def _make_fingerprint(entry: Annotation, prefix: str) -> str:
    """For what is no finding: a file has one fault at a place."""
    place = str(entry.at.first) if entry.at else ""
    parts = (entry.name, join_root(entry.path, prefix), entry.message, entry.address or "", place)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]
