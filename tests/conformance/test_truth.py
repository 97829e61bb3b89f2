"""Every recorded configuration, against what Terraform and AWS make of it.

`fixtures/truth/owed.toml` names the cases of which the linter still says something else, each
with the reason. A case that comes right has to leave that list.
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest
from support import truth

from tflint_sagemaker.config.settings import Settings
from tflint_sagemaker.discovery.modules import Target
from tflint_sagemaker.engine.linter import lint
from tflint_sagemaker.rule.definition import Severity

if TYPE_CHECKING:
    from pathlib import Path

    from tflint_sagemaker.rule.results import Report

OWED: dict[str, dict[str, str]] = tomllib.loads(
    (truth.ROOT / "owed.toml").read_text(encoding="utf-8")
)


def errors(report: Report) -> set[tuple[str, int]]:
    """The file and line of each error."""
    spans = [f.problem.at for f in report.findings if f.rule.severity is Severity.ERROR]
    spans += [error.span for error in report.errors]
    return {(span.source.path, span.first.line) for span in spans}


def advice(report: Report) -> set[tuple[str, int, str]]:
    """The file, line and code of each warning and notice."""
    found = [f for f in report.findings if f.rule.severity is not Severity.ERROR]
    spans = [(f.problem.at, f.rule.code) for f in found]
    return {(span.source.path, span.first.line, code) for span, code in spans}


@pytest.mark.parametrize("group", truth.groups())
def test_the_linter_agrees_with_the_facts(
    group: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong: dict[str, list[str]] = {}
    for case in truth.cases(group):
        directory = tmp_path / case.name
        for name, text in case.files.items():
            path = directory / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        monkeypatch.chdir(directory)
        report = lint([Target(directory, None)], Settings(workspace="default"))
        assert not report.failures, (case.name, report.failures[0].traceback)
        complaints = truth.complaints(case, errors(report)) + truth.unadvised(case, advice(report))
        if complaints:
            wrong[case.name] = complaints
    owed = OWED.get(group, {})
    assert {name: told for name, told in wrong.items() if name not in owed} == {}
    assert sorted(set(owed) - set(wrong)) == []
