"""How the line runs where something of ours breaks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tflint_sagemaker import registry
from tflint_sagemaker.discovery import Target
from tflint_sagemaker.linter import _Run, load_roots
from tflint_sagemaker.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path


def test_a_bug_outside_of_the_rules_costs_one_configuration(tmp_path: Path) -> None:
    for name in ("broken", "whole"):
        directory = tmp_path / name
        directory.mkdir()
        (directory / "main.tf").write_text('resource "aws_sagemaker_model" "m" {}\n')
    targets = [Target(tmp_path / name, None) for name in ("broken", "whole")]
    (broken, whole), modules = load_roots(targets, Settings())
    broken._world = replace(broken._world, tree=None)  # type: ignore[arg-type]  # a bug of ours
    broken._tree = None  # type: ignore[assignment]

    run = _Run(registry.select((), ()))
    for configuration in (broken, whole):
        run.fenced(configuration)
    report = run.report(lambda _: True, len(modules))

    (failure,) = report.failures
    assert failure.at is not None
    assert failure.at.source.path.endswith("/broken")
    assert {finding.rule.name for finding in report.findings} == {
        "missing-container",
        "missing-execution-role-arn",
    }
    assert report.exit_code(None) == 2
