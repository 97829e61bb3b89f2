"""The report as test results in the XML that JUnit made common: a suite for each file.

Errors and warnings are failures, what cannot be read is an error; a notice is a test that passes,
with something to say. Without results there is one test, which passes: some readers
take a report without tests for a broken one.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from tflint_sagemaker.report.annotations import list_annotations
from tflint_sagemaker.report.summary import summarize
from tflint_sagemaker.report.xml import HEAD, render_element, render_text_element
from tflint_sagemaker.rule.definition import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tflint_sagemaker.report.annotations import Annotation
    from tflint_sagemaker.rule.results import Report

NAME = "tflint-sagemaker"


def render(report: Report) -> str:
    """Return the report as XML."""
    told = sorted(list_annotations(report), key=lambda entry: entry.path)
    suites = [
        _render_suite(path or NAME, tuple(group))
        for path, group in groupby(told, key=lambda entry: entry.path)
    ]
    if not suites:
        passed = render_text_element("system-out", {}, [summarize(report)])
        case = render_element("testcase", {"name": "check", "classname": NAME}, [passed])
        suites = [render_element("testsuite", {"name": NAME, **_count(()), "tests": 1}, [case])]
    counts = {**_count(told), "tests": max(len(told), 1)}
    return HEAD + render_element("testsuites", {"name": NAME, **counts}, suites)


def _count(told: Sequence[Annotation]) -> dict[str, object]:
    outcomes = [_render_outcome(entry) for entry in told]
    return {
        "tests": len(told),
        "failures": outcomes.count("failure"),
        "errors": outcomes.count("error"),
    }


def _render_outcome(entry: Annotation) -> str:
    if entry.rule is None:
        return "error"
    return "system-out" if entry.level is Severity.NOTICE else "failure"


def _render_suite(path: str, told: Sequence[Annotation]) -> str:
    return render_element("testsuite", {"name": path, **_count(told)}, map(_render_case, told))


def _render_case(entry: Annotation) -> str:
    line, column = entry.at.first if entry.at else (1, 1)
    name = {"name": f"{entry.title} at {line}:{column}", "classname": entry.path or NAME}
    outcome = _render_outcome(entry)
    place = f"{entry.path}:{line}:{column}"
    if outcome == "system-out":
        result = render_text_element(outcome, {}, [place, entry.message, *entry.details])
    else:
        attributes: dict[str, object] = {"type": entry.name, "message": entry.message}
        result = render_text_element(outcome, attributes, [place, *entry.details])
    return render_element("testcase", dict(name), [result])
