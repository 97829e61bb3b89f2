"""What the provider refuses is refused: the same argument, on the same line, by every way there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support import truth, validators

from tflint_sagemaker.config.settings import Settings
from tflint_sagemaker.discovery.modules import Target
from tflint_sagemaker.engine.linter import lint
from tflint_sagemaker.rule.definition import Severity

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

RECORDED = {case.name: case for case in truth.cases("validators")}


@pytest.mark.parametrize(
    ("check", "config"),
    [pytest.param(*pair, id=validators.truth_name(pair[1])) for pair in validators.plain()],
)
def test_terraform_was_run_on_each_refused_configuration(
    check: dict[str, Any], config: validators.Refused
) -> None:
    case = RECORDED[validators.truth_name(config)]
    assert case.files == config.files, "write it again: python tests/validators.py"
    assert [told for told in case.record["terraform"] if told["severity"] == "error"], check["id"]
    assert [(owed["file"], owed["line"]) for owed in case.record["expect"]] == [
        (config.file, config.line)
    ]


@pytest.mark.parametrize("check", validators.CHECKS, ids=lambda check: check["id"])
def test_it_is_refused_by_every_way_it_comes(
    check: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong: dict[str, object] = {}
    for config in validators.refused(check):
        directory = tmp_path / config.name
        for name, text in config.files.items():
            path = directory / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        monkeypatch.chdir(directory)
        report = lint([Target(directory, None)], Settings())
        errors = [found for found in report.findings if found.rule.severity is Severity.ERROR]
        places = {(found.problem.at.source.path, found.problem.at.first.line) for found in errors}
        codes = {found.rule.code for found in errors} & set(config.rules)
        if places != {(config.file, config.line)} or not codes or report.errors or report.failures:
            wrong[config.name] = errors, report.errors, report.failures
    assert wrong == {}
