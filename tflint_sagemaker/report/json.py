"""The report for programs. Its shape is a promise: docs/report.schema.json states it."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, TypeAlias

from tflint_sagemaker import __version__
from tflint_sagemaker.rule import Severity

if TYPE_CHECKING:
    from tflint_sagemaker.findings import Failure, Report
    from tflint_sagemaker.hcl.text import InputError, Position, Span
    from tflint_sagemaker.rule import Finding, Fix, Rule, Undecidable

Json: TypeAlias = dict[str, Any]

SCHEMA_VERSION = 1
PAGES = "https://github.com/tflint-sagemaker/tflint-sagemaker/blob/v{version}/docs/rules/{code}.md"


def render(report: Report) -> str:
    """The report as JSON, in ASCII, so that no terminal, log or code page can change it."""
    counts = Counter(finding.rule.severity for finding in report.findings)
    document: Json = {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "tflint-sagemaker", "version": __version__},
        "findings": [_finding(finding) for finding in report.findings],
        "undecided": [_undecided(question) for question in report.undecided],
        "errors": [
            *(_error(error) for error in report.errors),
            *(_failure(failure) for failure in report.failures),
        ],
        "summary": {
            "files": report.files,
            "modules": report.modules,
            "models": report.models,
            **{level.value: counts[level] for level in Severity},
            "undecided": len(report.undecided),
            "suppressed": len(report.suppressed),
        },
    }
    return json.dumps(document, indent=2) + "\n"


def url(rule: Rule) -> str:
    """The page of a rule, as it stood when this version was made."""
    return PAGES.format(version=__version__, code=rule.code)


def _finding(finding: Finding) -> Json:
    rule, problem = finding.rule, finding.problem
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity.value,
        "message": problem.message,
        "hint": problem.hint,
        **_place(problem.at),
        "address": finding.address,
        "related": [
            {"message": related.message, **_place(related.span)} for related in problem.related
        ],
        "fix": _fix(problem.fix) if problem.fix else None,
        "url": url(rule),
    }


def _fix(fix: Fix) -> Json:
    return {
        "message": fix.message,
        "safe": fix.safe,
        "edits": [{**_place(edit.span), "text": edit.text} for edit in fix.edits],
    }


def _undecided(question: Undecidable) -> Json:
    return {
        "code": question.rule.code,
        "name": question.rule.name,
        "address": question.address,
        "reason": question.reason.reason,
        **_place(question.at),
    }


def _error(error: InputError) -> Json:
    return {"message": error.message, **_place(error.span)}


def _failure(failure: Failure) -> Json:
    place = _place(failure.at) if failure.at else {"file": None, "range": None}
    return {"message": failure.message, **place}


def _place(span: Span) -> Json:
    return {
        "file": PurePath(span.source.path).as_posix(),
        "range": {"start": _position(span.first), "end": _position(span.last)},
    }


def _position(position: Position) -> Json:
    return {"line": position.line, "column": position.column}
