"""The example of the resource's own documentation page is clean as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import truth

from tflint_sagemaker.cli.program import run
from tflint_sagemaker.discovery import Target
from tflint_sagemaker.linter import lint
from tflint_sagemaker.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest


def test_it_has_no_finding(tree: Callable[[dict[str, str]], Path]) -> None:
    directory = tree({"main.tf": truth.read(truth.SEED)})
    report = lint([Target(directory, None)], Settings())
    assert [found.problem.message for found in report.findings] == []
    assert not report.errors
    assert not report.failures
    assert report.models == 1


def test_the_program_is_content_with_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(truth.SEED.parent)]) == 0
    told = capsys.readouterr()
    assert told.out.startswith("Found no problems in 1 model ")
    assert told.err == ""
