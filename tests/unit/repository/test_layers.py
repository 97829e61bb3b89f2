"""The layers hold: what would break them is found by the check that guards them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support.paths import ROOT


def check(root: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).parent / "lint-imports"
    return subprocess.run(
        [program, "--no-cache"], cwd=root, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        (
            "tflint_sagemaker/terraform/values.py",
            "from tflint_sagemaker.rule.definition import Rule",
            "A package imports what stands below it, never what stands above BROKEN",
        ),
        (
            "tflint_sagemaker/report/full.py",
            "from tflint_sagemaker.cli import main",
            "A package imports what stands below it, never what stands above BROKEN",
        ),
        (
            "rules/new_rule.py",
            "from tflint_sagemaker.terraform.values import Value",
            "Rules speak to the api alone BROKEN",
        ),
        (
            "rules/new_rule.py",
            "from . import undeclared_reference",
            "Rules do not know each other BROKEN",
        ),
        (
            "tflint_sagemaker/linter.py",
            "import rules",
            "Nobody imports the rules by name: they come through the entry point BROKEN",
        ),
        (
            "tflint_sagemaker/report/full.py",
            "import click",
            "Each dependency has one door BROKEN",
        ),
        (
            "tflint_sagemaker/terraform/values.py",
            "import hcl2",
            "Each dependency has one door BROKEN",
        ),
    ],
)
def test_an_import_that_crosses_a_layer_is_found(
    tmp_path: Path, file: str, line: str, contract: str
) -> None:
    for name in ("tflint_sagemaker", "rules"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / file).open("a", encoding="utf-8") as source:
        source.write(f"\n{line}\n")
    done = check(tmp_path)
    assert done.returncode == 1
    assert contract in " ".join(done.stdout.split())


def test_no_import_crosses_a_layer() -> None:
    done = check(ROOT)
    assert done.returncode == 0, done.stdout
