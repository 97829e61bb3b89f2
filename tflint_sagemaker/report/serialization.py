"""What a report holds as plain data, for the formats that programs read."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, TypeAlias

from tflint_sagemaker import __version__
from tflint_sagemaker.report.undecided_hints import suggest_hint
from tflint_sagemaker.rule.definition import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_sagemaker.hcl.text import InputError, Position, Span
    from tflint_sagemaker.rule.definition import RuleInfo
    from tflint_sagemaker.rule.problem import Fix
    from tflint_sagemaker.rule.results import (
        CheckFailure,
        Finding,
        LiveSummary,
        Report,
        UndecidedCheck,
    )

Json: TypeAlias = dict[str, Any]

HOME = "https://github.com/tflint-sagemaker/tflint-sagemaker"
PAGES = f"{HOME}/blob/v{{version}}/docs/rules/{{code}}.md"
TOOL: Json = {"name": "tflint-sagemaker", "version": __version__}


def dump_json(document: Any, indent: int | None = None) -> str:
    """JSON in ASCII, so that no terminal, log or code page can change it.

    Azure Pipelines and TeamCity run a command after `##` anywhere in a line of a log.
    """
    return json.dumps(document, indent=indent).replace("##", "#\\u0023")


def build_url(rule: RuleInfo) -> str:
    """Return the URL of the page of a rule, for this version."""
    return PAGES.format(version=__version__, code=rule.code)


def serialize_finding(finding: Finding) -> Json:
    """Return a finding with its rule and its places."""
    rule, problem = finding.rule, finding.problem
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity.value,
        "message": problem.message,
        "hint": problem.hint,
        **_serialize_place(problem.at),
        "address": finding.address,
        "related": [
            {"message": related.message, **_serialize_place(related.span)}
            for related in problem.related
        ],
        "fix": _serialize_fix(problem.fix) if problem.fix else None,
        "url": build_url(rule),
    }


def serialize_undecided(question: UndecidedCheck) -> Json:
    """Return an undecided check."""
    return {
        "code": question.rule.code,
        "name": question.rule.name,
        "address": question.address,
        "reason": question.reason.reason,
        "hint": suggest_hint(question.reason.reason),
        **_serialize_place(question.at),
    }


def serialize_errors(report: Report) -> Iterator[Json]:
    """Return errors about the input, then internal errors."""
    yield from map(_serialize_error, report.errors)
    yield from map(_serialize_failure, report.failures)


def serialize_summary(report: Report) -> Json:
    """Return the counts."""
    counts = Counter(finding.rule.severity for finding in report.findings)
    return {
        "files": report.files,
        "modules": report.modules,
        "models": report.models,
        **{level.value: counts[level] for level in Severity},
        "undecided": len(report.undecided),
        "suppressed": len(report.suppressed),
    }


def serialize_live(summary: LiveSummary) -> Json:
    """Return the AWS identities, and the reasons for undecided live checks."""
    return {
        "asked": [
            {
                "arn": who.arn,
                "account": who.account,
                "regions": list(who.regions),
                "credentials": who.credentials,
            }
            for who in summary.asked
        ],
        "left_out": list(summary.missing_credentials),
        "unanswered": [{"reason": reason, "checks": count} for reason, count in summary.unanswered],
    }


def _serialize_fix(fix: Fix) -> Json:
    return {
        "message": fix.message,
        "safe": fix.safe,
        "edits": [{**_serialize_place(edit.span), "text": edit.text} for edit in fix.edits],
    }


def _serialize_error(error: InputError) -> Json:
    return {"message": error.message, **_serialize_place(error.span)}


def _serialize_failure(failure: CheckFailure) -> Json:
    place = _serialize_place(failure.at) if failure.at else {"file": None, "range": None}
    return {"message": failure.message, **place}


def _serialize_place(span: Span) -> Json:
    return {
        "file": PurePath(span.source.path).as_posix(),
        "range": {"start": _serialize_position(span.first), "end": _serialize_position(span.last)},
    }


def _serialize_position(position: Position) -> Json:
    return {"line": position.line, "column": position.column}
