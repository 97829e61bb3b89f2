"""How the line runs where something of ours breaks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tflint_sagemaker.config.settings import Settings
from tflint_sagemaker.discovery.modules import Target
from tflint_sagemaker.engine.linter import lint
from tflint_sagemaker.engine.root_modules import load_root_modules
from tflint_sagemaker.engine.rule_selection import RuleSelection
from tflint_sagemaker.engine.runner import run_checks

if TYPE_CHECKING:
    from pathlib import Path


def test_a_bug_outside_of_the_rules_costs_one_configuration(tmp_path: Path) -> None:
    for name in ("broken", "whole"):
        directory = tmp_path / name
        directory.mkdir()
        (directory / "main.tf").write_text('resource "aws_sagemaker_model" "m" {}\n')
    targets = [Target(tmp_path / name, None) for name in ("broken", "whole")]
    (broken, whole), _ = load_root_modules(targets, Settings())
    broken._context = replace(broken._context, tree=None)  # type: ignore[arg-type]  # a bug of ours
    broken._tree = None  # type: ignore[assignment]

    selection = RuleSelection()
    of_broken, of_whole = (run_checks(one, Settings(), selection) for one in (broken, whole))

    (failure,) = of_broken.failures
    assert failure.at is not None
    assert failure.at.source.path.endswith("/broken")
    assert not of_broken.complete
    assert of_whole.complete
    assert {finding.rule.name for finding in of_whole.findings} == {
        "missing-container",
        "missing-execution-role-arn",
    }


def test_a_finding_in_a_called_module_shows_the_calls(tmp_path: Path) -> None:
    model = 'resource "aws_sagemaker_model" "m" {\n  execution_role_arn = "x"\n}\n'
    texts = {
        "main.tf": 'module "outer" {\n  source = "./outer"\n}\n',
        "outer/main.tf": 'module "inner" {\n  source = "./inner"\n  count  = 2\n}\n',
        "outer/inner/main.tf": model,
    }
    for name, text in texts.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    report = lint([Target(tmp_path, None)], Settings(select=("SM102",)))
    (finding,) = report.findings
    assert finding.address == "module.outer.module.inner[0].aws_sagemaker_model.m"
    assert [(related.message, related.span.text) for related in finding.problem.related] == [
        ("called by module.inner[0]", 'module "inner"'),
        ("called by module.outer", 'module "outer"'),
    ]
    # The calling file alone is not to blame.
    asked = Target(tmp_path, frozenset({tmp_path / "main.tf"}))
    assert lint([asked], Settings(select=("SM102",))).findings == ()
