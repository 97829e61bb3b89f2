"""The report as SARIF 2.1.0, for GitHub code scanning and others.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html, and what GitHub makes of it:
https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker import __version__
from tflint_sagemaker.report.fingerprint import compute_fingerprints
from tflint_sagemaker.report.serialization import HOME, build_url, dump_json
from tflint_sagemaker.report.text import escape_controls
from tflint_sagemaker.report.uris import join_root, quote_uri
from tflint_sagemaker.rule.definition import Severity
from tflint_sagemaker.rule.examples import strip_marks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.report.serialization import Json
    from tflint_sagemaker.rule.definition import RuleInfo
    from tflint_sagemaker.rule.problem import Edit, Fix
    from tflint_sagemaker.rule.results import Finding, Report, SuppressedFinding

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
FINGERPRINT = "tflintSagemaker/v1"
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "note"}
# GitHub's own words: https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning#reportingdescriptor-object
PROBLEM_LEVELS = {**LEVELS, Severity.NOTICE: "recommendation"}


def render(report: Report, *, prefix: str = "") -> str:
    """Return the report as one run; `prefix` leads from the root of the repository to here."""
    findings = [*report.findings, *(hidden.finding for hidden in report.suppressed)]
    rules = {finding.rule.code: finding.rule for finding in findings}
    index = {code: number for number, code in enumerate(sorted(rules))}
    results = [
        _make_result(finding, index[finding.rule.code], key, prefix)
        for finding, key in zip(findings, compute_fingerprints(findings, prefix), strict=True)
    ]
    if report.suppressed:
        # Where one result says whether it is suppressed, all have to.
        told = len(report.findings)
        for result in results[:told]:
            result["suppressions"] = []
        for result, hidden in zip(results[told:], report.suppressed, strict=True):
            result["suppressions"] = [_make_suppression(hidden)]
    run = {
        "tool": {
            "driver": {**_make_driver(), "rules": [_make_rule(rules[code]) for code in index]}
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not (report.errors or report.failures),
                "toolExecutionNotifications": list(_list_notifications(report, prefix)),
            }
        ],
        "results": results,
        "properties": {"models": report.models, "undecided": len(report.undecided)},
    }
    return dump_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _make_driver() -> Json:
    return {
        "name": "tflint-sagemaker",
        "version": __version__,
        "semanticVersion": __version__,
        "informationUri": HOME,
    }


def _make_rule(rule: RuleInfo) -> Json:
    page = rule.load()
    parts = [page.doc.strip()]
    for title, example in (("Bad", page.bad), ("Good", page.good)):
        text = strip_marks(example.text).rstrip()
        parts.append(f"### {title}\n\n{example.caption}\n\n```terraform\n{text}\n```")
    parts.append(f"[{rule.code} {rule.name}]({build_url(rule)})")
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": page.doc.strip()},
        "help": {"text": page.doc.strip(), "markdown": "\n\n".join(parts)},
        "helpUri": build_url(rule),
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {
            "tags": ["terraform", "sagemaker", rule.group],
            "precision": "very-high",
            "problem.severity": PROBLEM_LEVELS[rule.severity],
        },
    }


def _make_result(finding: Finding, index: int, fingerprint: str, prefix: str) -> Json:
    rule, problem = finding.rule, finding.problem
    text = f"{problem.message}; {problem.hint}" if problem.hint else problem.message
    result: Json = {
        "ruleId": rule.code,
        "ruleIndex": index,
        "level": LEVELS[rule.severity],
        "message": _make_message(text),
        "locations": [_make_location(problem.at, prefix)],
        "partialFingerprints": {FINGERPRINT: fingerprint},
    }
    if finding.address:
        named = {"fullyQualifiedName": finding.address, "kind": "resource"}
        result["locations"][0]["logicalLocations"] = [named]
    if problem.related:
        result["relatedLocations"] = [
            {
                "id": number,
                "message": _make_message(related.message),
                **_make_location(related.span, prefix),
            }
            for number, related in enumerate(problem.related)
        ]
    if problem.fix:
        result["fixes"] = [_fix(problem.fix, prefix)]
    return result


def _fix(fix: Fix, prefix: str) -> Json:
    """Return the edits, file by file."""
    files: dict[str, list[Edit]] = {}
    for edit in fix.edits:
        files.setdefault(edit.span.source.path, []).append(edit)
    changes = [
        {
            "artifactLocation": _make_artifact(edits[0].span, prefix),
            "replacements": [
                {"deletedRegion": _make_region(edit.span), "insertedContent": {"text": edit.text}}
                for edit in edits
            ],
        }
        for edits in files.values()
    ]
    return {"description": {"text": fix.message}, "artifactChanges": changes}


def _make_suppression(hidden: SuppressedFinding) -> Json:
    kind = {"kind": "inSource" if hidden.by == "comment" else "external"}
    return {**kind, "justification": hidden.reason} if hidden.reason else kind


def _list_notifications(report: Report, prefix: str) -> Iterator[Json]:
    """Return errors about the input and internal errors."""
    for error in report.errors:
        text = f"{error.message}; {error.hint}" if error.hint else error.message
        yield _make_notification(text, error.span, prefix)
    for failure in report.failures:
        about = f" ({failure.address})" if failure.address else ""
        notification = _make_notification(failure.message + about, failure.at, prefix)
        if failure.rule:
            notification["associatedRule"] = {"id": failure.rule.code}
        yield notification


def _make_notification(text: str, at: Span | None, prefix: str) -> Json:
    locations = {"locations": [_make_location(at, prefix)]} if at else {}
    return {"level": "error", "message": _make_message(text), **locations}


def _make_message(text: str) -> Json:
    """Plain words: in a message of SARIF, `[a](b)` would be a link."""
    return {"text": escape_controls(text).replace("](", "] (")}


def _make_location(span: Span, prefix: str) -> Json:
    physical = {"artifactLocation": _make_artifact(span, prefix), "region": _make_region(span)}
    return {"physicalLocation": physical}


def _make_artifact(span: Span, prefix: str) -> Json:
    return {"uri": quote_uri(join_root(span.source.path, prefix))}


def _make_region(span: Span) -> Json:
    first, last = span.first, span.last
    return {
        "startLine": first.line,
        "startColumn": first.column,
        "endLine": last.line,
        "endColumn": last.column,
    }
