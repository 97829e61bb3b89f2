"""The example of the resource's own documentation page is good but for what it omits.

It has a built-in algorithm serve without any model data, which AWS takes, and which cannot work.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from support import truth

from tflint_sagemaker.cli.program import run
from tflint_sagemaker.config.settings import Settings
from tflint_sagemaker.discovery.modules import Target
from tflint_sagemaker.engine.linter import lint

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest


def test_the_documented_example_has_one_notice(tree: Callable[[dict[str, str]], Path]) -> None:
    directory = tree({"main.tf": truth.read(truth.SEED)})
    report = lint([Target(directory, None)], Settings())
    assert [(found.rule.name, found.problem.at.first.line) for found in report.findings] == [
        ("builtin-without-model-data", 6)
    ]
    assert not report.errors
    assert not report.failures
    assert report.models == 1


def test_the_program_is_content_with_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(truth.SEED.parent)]) == 0
    told = capsys.readouterr()
    assert "notice[SM322]" in told.out
    assert "Found 1 notice in 1 model " in told.out
    assert told.err == ""
