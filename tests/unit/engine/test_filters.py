"""One loop applies every kind of filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tflint_sagemaker.config.settings import Settings
from tflint_sagemaker.discovery.modules import discover
from tflint_sagemaker.engine.baseline import Baseline, BaselineFilter
from tflint_sagemaker.engine.filters import apply_filters, is_failing, is_reportable
from tflint_sagemaker.engine.linter import lint
from tflint_sagemaker.rule.definition import Severity
from tflint_sagemaker.rule.results import SuppressedFinding

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tflint_sagemaker.rule.results import Finding

    Tree = Callable[[dict[str, str]], Path]

TEXT = 'resource "aws_sagemaker_model" "m" {\n  name = "a_b"\n}\n'


class CodeFilter:
    """Suppresses the findings of one rule."""

    def __init__(self, code: str, reason: str) -> None:
        self._code, self._reason = code, reason

    def suppress(self, finding: Finding) -> SuppressedFinding | None:
        if finding.rule.code != self._code:
            return None
        return SuppressedFinding(finding, "comment", self._reason)


@pytest.fixture
def findings(tree: Tree) -> tuple[Finding, ...]:
    found = lint(discover((tree({"main.tf": TEXT}),)).targets, Settings()).findings
    assert len({one.rule.code for one in found}) == len(found) > 1
    return found


def test_the_first_filter_that_suppresses_a_finding_counts(findings: tuple[Finding, ...]) -> None:
    code = findings[0].rule.code
    filters = (CodeFilter(code, "first"), CodeFilter(code, "second"))
    kept, suppressed = apply_filters(findings, filters)
    assert kept == list(findings[1:])
    assert [(one.finding, one.reason) for one in suppressed] == [(findings[0], "first")]


def test_a_baseline_suppresses_a_finding_as_often_as_it_counts_it(
    findings: tuple[Finding, ...], tmp_path: Path
) -> None:
    known = BaselineFilter(Baseline.create(findings[:1], tmp_path))
    kept, suppressed = apply_filters((*findings, findings[0]), (known,))
    assert kept == [*findings[1:], findings[0]]
    assert [one.by for one in suppressed] == ["baseline"]
    assert known.remaining.total() == 0


def test_severity_decides_what_is_reported_and_what_fails(findings: tuple[Finding, ...]) -> None:
    error = next(one for one in findings if one.rule.severity is Severity.ERROR)
    assert is_reportable(error, Settings(min_severity=Severity.ERROR))
    assert is_failing(error, Settings(fail_on=Severity.WARNING))
    assert not is_failing(error, Settings(fail_on=None))
