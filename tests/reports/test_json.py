"""What a run looks like: golden files, and the promises that hold for any run."""

from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from support.paths import ROOT
from support.sample_report import (
    ERRORS,
    FAILURE,
    FINDINGS,
    MAIN,
    REPORTS,
    TAGS,
    UNDECIDED,
    rule,
)

from tflint_sagemaker.hcl.text import Source, Span
from tflint_sagemaker.report import concise, full
from tflint_sagemaker.report import json as json_report
from tflint_sagemaker.report.text import escape_controls, measure_width
from tflint_sagemaker.rule.definition import Severity
from tflint_sagemaker.rule.problem import Problem
from tflint_sagemaker.rule.results import Finding, Report

if TYPE_CHECKING:
    from collections.abc import Callable

    Golden = Callable[[str, str], None]

SCHEMA = ROOT / "docs" / "report.schema.json"


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("width", [40, 100])
def test_full(name: str, width: int, golden: Golden) -> None:
    golden(full.render(REPORTS[name], width=width), f"reports/{name}.full-{width}.txt")


def test_full_with_what_is_undecided(golden: Golden) -> None:
    report = Report.collect([FINDINGS["note"]], [UNDECIDED], files=1, modules=1, models=1)
    golden(full.render(report, undecided=True), "reports/undecided.full.txt")
    golden(concise.render(report, undecided=True), "reports/undecided.concise.txt")


@pytest.mark.parametrize("name", REPORTS)
def test_concise(name: str, golden: Golden) -> None:
    golden(concise.render(REPORTS[name]), f"reports/{name}.concise.txt")


@pytest.mark.parametrize("name", REPORTS)
def test_json(name: str, golden: Golden) -> None:
    golden(json_report.render(REPORTS[name]), f"reports/{name}.json")


@pytest.mark.parametrize("render", [full.render, concise.render])
def test_colours_change_nothing_but_colours(render: Callable[..., str], golden: Golden) -> None:
    plain = render(REPORTS["everything"])
    coloured = render(REPORTS["everything"], colour=True)
    assert "\x1b[" not in plain
    stripped = coloured
    for code in ("1;31", "1;33", "1;36", "1;34", "1", "0"):
        stripped = stripped.replace(f"\x1b[{code}m", "")
    assert stripped == plain
    golden(coloured, f"reports/colours.{render.__module__.rpartition('.')[2]}.txt")


@pytest.mark.parametrize("render", [full.render, concise.render, json_report.render])
def test_no_text_of_a_file_reaches_the_terminal_unescaped(render: Callable[..., str]) -> None:
    output = render(REPORTS["everything"])
    obeyed = {char for char in output if unicodedata.category(char)[0] == "C"} - {"\n"}
    assert not obeyed


@pytest.mark.parametrize("name", REPORTS)
def test_json_is_what_its_schema_says(name: str) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(json.loads(json_report.render(REPORTS[name])))


def test_the_schema_refuses_what_is_not_promised() -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    good = json.loads(json_report.render(REPORTS["everything"]))

    def refused(change: Callable[[Any], object]) -> bool:
        document = json.loads(json.dumps(good))
        change(document)
        return not Draft202012Validator(schema).is_valid(document)

    assert refused(lambda document: document.pop("summary"))
    assert refused(lambda document: document.update(more=1))
    assert refused(lambda document: document["findings"][0].pop("address"))
    assert refused(lambda document: document["findings"][0].update(severity="fatal"))
    assert refused(lambda document: document["findings"][0].update(fix={}))
    assert refused(lambda document: document["findings"][0]["range"]["start"].update(line=0))
    assert refused(lambda document: document["undecided"][0].pop("reason"))
    assert refused(lambda document: document["errors"][0].update(hint="x"))
    assert refused(lambda document: document["summary"].update(files=-1))


def test_columns_count_code_points_from_one_with_an_exclusive_end() -> None:
    report = json.loads(json_report.render(Report.collect([FINDINGS["wide"]])))
    (finding,) = report["findings"]
    before = MAIN.get_line(10).index(":latest")
    assert finding["range"] == {
        "start": {"line": 10, "column": before + 1},
        "end": {"line": 10, "column": before + 1 + len(":latest")},
    }


@given(order=st.permutations(sorted(FINDINGS)))
def test_the_order_of_discovery_does_not_show(order: list[str]) -> None:
    doubled = [FINDINGS[name] for name in (*order, order[0])]
    shuffled = Report.collect(doubled, [UNDECIDED, UNDECIDED], reversed(ERRORS * 2), [FAILURE] * 2)
    sorted_ = Report.collect(FINDINGS.values(), [UNDECIDED], ERRORS, [FAILURE])
    assert json_report.render(shuffled) == json_report.render(sorted_)
    assert full.render(shuffled) == full.render(sorted_)


@given(text=st.text(max_size=60), bounds=st.tuples(st.integers(0, 60), st.integers(0, 60)))
def test_markers_are_under_the_reported_text(text: str, bounds: tuple[int, int]) -> None:
    """Whatever the text: no line is too wide, no control character is left, marks are in range."""
    start, end = sorted(min(bound, len(text)) for bound in bounds)
    finding = Finding(TAGS, None, Problem(Span(Source("x.tf", text), start, end), "message"))
    output = full.render(Report.collect([finding]), width=40)
    for line in output.splitlines()[1:-2]:
        assert measure_width(line) <= 40
        assert escape_controls(line) == line


@pytest.mark.parametrize(
    ("fail_on", "severities", "expected"),
    [
        (Severity.WARNING, [], 0),
        (Severity.WARNING, [Severity.NOTICE], 0),
        (Severity.WARNING, [Severity.NOTICE, Severity.WARNING], 1),
        (Severity.WARNING, [Severity.ERROR], 1),
        (Severity.ERROR, [Severity.WARNING], 0),
        (Severity.NOTICE, [Severity.NOTICE], 1),
        (None, [Severity.ERROR], 0),
    ],
)
def test_exit_codes(fail_on: Severity | None, severities: list[Severity], expected: int) -> None:
    findings = [
        Finding(rule(f"SM{number:03}", "x", severity), None, Problem(Span(MAIN, 0, 1), "x"))
        for number, severity in enumerate(severities)
    ]
    assert Report.collect(findings).exit_code(fail_on) == expected


@pytest.mark.parametrize("fail_on", [Severity.WARNING, None])
def test_what_was_not_done_is_never_a_success(fail_on: Severity | None) -> None:
    assert Report.collect(errors=ERRORS).exit_code(fail_on) == 2
    assert Report.collect(failures=[FAILURE]).exit_code(fail_on) == 2
    assert Report.collect(undecided=[UNDECIDED]).exit_code(fail_on) == 0
