"""The report for reviewdog: https://github.com/reviewdog/reviewdog/tree/master/proto/rdf.

Paths are from the working directory, as reviewdog wants them; columns count bytes of UTF-8.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from tflint_sagemaker.report.annotations import list_annotations
from tflint_sagemaker.report.serialization import HOME, build_url, dump_json
from tflint_sagemaker.rule.definition import Severity

if TYPE_CHECKING:
    from tflint_sagemaker.hcl.text import Position, Span
    from tflint_sagemaker.report.annotations import Annotation
    from tflint_sagemaker.report.serialization import Json
    from tflint_sagemaker.rule.problem import Problem
    from tflint_sagemaker.rule.results import Report

LEVELS = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.NOTICE: "INFO"}


def render(report: Report) -> str:
    """Return the report as one DiagnosticResult."""
    told = list(list_annotations(report))
    found = len(report.findings)
    diagnostics = [
        {**_make_diagnostic(entry), **_list_related(finding.problem)}
        for entry, finding in zip(told[:found], report.findings, strict=True)
    ]
    diagnostics += map(_make_diagnostic, told[found:])
    source = {"name": "tflint-sagemaker", "url": HOME}
    return dump_json({"source": source, "diagnostics": diagnostics}, indent=2) + "\n"


def _make_diagnostic(entry: Annotation) -> Json:
    code = {"url": build_url(entry.rule)} if entry.rule else {}
    return {
        "message": "\n".join((entry.message, *entry.details)),
        "location": _make_location(entry.at) if entry.at else {"path": "."},
        "severity": LEVELS[entry.level],
        "code": {"value": entry.name, **code},
    }


def _list_related(problem: Problem) -> Json:
    """Other places and, if it is a single edit, the fix: several suggestions are alternatives."""
    more: Json = {}
    if problem.related:
        more["related_locations"] = [
            {"message": related.message, "location": _make_location(related.span)}
            for related in problem.related
        ]
    edits = problem.fix.edits if problem.fix else ()
    if len(edits) == 1 and edits[0].span.source is problem.at.source:
        more["suggestions"] = [{"range": _make_range(edits[0].span), "text": edits[0].text}]
    return more


def _make_location(span: Span) -> Json:
    return {"path": PurePath(span.source.path).as_posix(), "range": _make_range(span)}


def _make_range(span: Span) -> Json:
    return {"start": _make_position(span, span.first), "end": _make_position(span, span.last)}


def _make_position(span: Span, position: Position) -> Json:
    before = span.source.get_line(position.line)[: position.column - 1]
    column = len(before.encode("utf-8", "surrogatepass")) + 1
    return {"line": position.line, "column": column}
