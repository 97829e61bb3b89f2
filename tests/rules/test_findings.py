"""Configurations in `fixtures/findings/`: each line is reported just as the end of it says."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from support.paths import FIXTURES

from tflint_sagemaker.config.settings import Settings
from tflint_sagemaker.discovery.modules import Target
from tflint_sagemaker.engine.linter import lint

if TYPE_CHECKING:
    from pathlib import Path

CASES = FIXTURES / "findings"
MARK = re.compile(r"# ((?:SM\d{3}(?:, )?)+)$")


def marks(text: str) -> set[tuple[int, str]]:
    return {
        (number, code)
        for number, line in enumerate(text.splitlines(), 1)
        if (found := MARK.search(line))
        for code in found.group(1).split(", ")
    }


@pytest.mark.parametrize("path", sorted(CASES.glob("*.tf*")), ids=lambda path: path.stem)
def test_the_marked_lines_are_reported_and_no_others(path: Path, tmp_path: Path) -> None:
    shutil.copy(path, tmp_path)
    report = lint([Target(tmp_path, None)], Settings())
    found = {(found.problem.at.first.line, found.rule.code) for found in report.findings}
    expected = marks(path.read_text(encoding="utf-8"))
    assert sorted(found - expected) == [], [found.problem.message for found in report.findings]
    assert sorted(expected - found) == []
    assert not report.failures, report.failures[0].traceback
    assert not report.errors, report.errors[0]
