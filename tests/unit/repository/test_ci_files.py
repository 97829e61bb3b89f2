"""The files for CI systems: well-formed, and their commands are ones that the program takes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from support.paths import ROOT

BIN = Path(sys.executable).parent


def action() -> Any:
    return yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))


def step(name: str) -> Any:
    return next(step for step in action()["runs"]["steps"] if step.get("name") == name)


def check(directory: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """Run the step of the action that checks, as a runner does."""
    defaults = {
        f"INPUT_{name.upper().replace('-', '_')}": given.get("default", "")
        for name, given in action()["inputs"].items()
    }
    (directory / "output").touch()
    environment = {
        **defaults,
        **{f"INPUT_{name.upper()}": value for name, value in inputs.items()},
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "RUNNER_TEMP": str(directory),
        "GITHUB_OUTPUT": str(directory / "output"),
    }
    return subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", step("Check")["run"]],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_action_annotates_and_fails(tmp_path: Path) -> None:
    done = check(tmp_path, paths="examples/bad examples/good")
    assert done.returncode == 1, done.stderr
    assert "::error " in done.stdout


def test_the_action_passes(tmp_path: Path) -> None:
    assert check(tmp_path, paths="examples/good").returncode == 0
    assert check(tmp_path, paths="examples/bad", fail_on="never").returncode == 0
    assert check(tmp_path, paths="examples/bad", args="--exit-zero --select SM1").returncode == 0


def test_the_action_writes_sarif(tmp_path: Path) -> None:
    done = check(tmp_path, paths="examples/bad", sarif="true")
    assert done.returncode == 1, done.stderr
    output = (tmp_path / "output").read_text(encoding="utf-8").strip()
    assert output == f"sarif-file={tmp_path}/tflint-sagemaker.sarif"
    assert '"2.1.0"' in (tmp_path / "tflint-sagemaker.sarif").read_text(encoding="utf-8")


def test_inputs_of_the_action_are_never_code(tmp_path: Path) -> None:
    done = check(tmp_path, paths="$(touch${IFS}owned) `touch owned` *")
    assert done.returncode == 2
    assert not list(ROOT.glob("owned"))
    for found in action()["runs"]["steps"]:
        assert "${{" not in found.get("run", "")


def test_every_input_of_the_action_is_used_and_described() -> None:
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    for name, given in action()["inputs"].items():
        assert given["description"]
        assert f"inputs.{name} " in text


@pytest.mark.parametrize("file", ["ci/gitlab.yml", "docs/ci.md", "action.yml"])
def test_the_options_in_files_for_ci_are_there(file: str) -> None:
    done = subprocess.run(
        [BIN / "tflint-sagemaker", "check", "--help"], capture_output=True, text=True, check=True
    )
    text = (ROOT / file).read_text(encoding="utf-8")
    commands = re.findall(r"tflint-sagemaker check (.*)", text)
    for option in re.findall(r"(--[a-z][a-z-]+)", " ".join(commands)):
        assert option in done.stdout, (file, option)


def test_the_template_for_gitlab_is_a_job() -> None:
    jobs = yaml.safe_load((ROOT / "ci" / "gitlab.yml").read_text(encoding="utf-8"))
    job = jobs["tflint-sagemaker"]
    report = job["artifacts"]["reports"]["codequality"]
    assert f"--format gitlab={report}" in job["script"][1]


def test_the_image_contains_the_dependencies_of_the_package() -> None:
    kept = re.findall(r"^!(.*)", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE)
    assert all((ROOT / name).exists() for name in kept)
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert "USER linter" in text
