"""The hook, as pre-commit runs it: installed from this repository, on real commits."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping

GOOD = (ROOT / "examples" / "good" / "main.tf").read_text(encoding="utf-8")
BAD = (ROOT / "examples" / "bad" / "main.tf").read_text(encoding="utf-8")
OTHER = 'resource "aws_s3_bucket" "b" {}\n'

pytestmark = pytest.mark.xdist_group("hook")


@dataclass(frozen=True)
class Repository:
    """A repository that has the hook installed."""

    directory: Path
    environment: Mapping[str, str]

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=self.directory,
            env=self.environment,
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )

    def git(self, *arguments: str) -> str:
        done = self.run("git", *arguments)
        assert done.returncode == 0, done.stdout
        return done.stdout.strip()

    def commit(self, files: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
        """Write and stage files, and try to commit what is staged."""
        for name, text in files.items():
            path = self.directory / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            self.git("add", name)
        return self.run("git", "commit", "-m", "change")


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, dict[str, str]]:
    """The current project, committed to its own repository, and an environment.

    pre-commit's store is in there as well, so the hook is installed once for all tests.
    """
    base = tmp_path_factory.mktemp("hook")
    environment = {
        **{key: text for key, text in os.environ.items() if not key.startswith(("GIT_", "PRE_"))},
        "PRE_COMMIT_HOME": str(base / "store"),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    for role in ("AUTHOR", "COMMITTER"):
        environment[f"GIT_{role}_NAME"] = "Test"
        environment[f"GIT_{role}_EMAIL"] = "test@example.com"
    project = Repository(base / "project", environment)
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    for name in listed.stdout.splitlines():
        if (ROOT / name).is_file():
            (project.directory / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, project.directory / name)
    project.git("init", "-q")
    project.git("add", "-A", "--force")
    project.git("commit", "-qm", "state")
    return project.directory, project.git("rev-parse", "HEAD"), environment


@pytest.fixture
def repository(home: tuple[Path, str, dict[str, str]], tmp_path: Path) -> Repository:
    project, revision, environment = home
    fresh = Repository(tmp_path, environment)
    fresh.git("init", "-q")
    (tmp_path / ".pre-commit-config.yaml").write_text(
        f"repos:\n- repo: {project}\n  rev: {revision}\n  hooks:\n  - id: tflint-sagemaker\n"
    )
    fresh.git("add", "-A")
    fresh.run("pre-commit", "install")
    return fresh


def test_a_bad_model_is_not_committed(repository: Repository) -> None:
    done = repository.commit({"model/main.tf": BAD})
    assert done.returncode == 1
    assert "model/main.tf:" in done.stdout
    assert "error[" in done.stdout


def test_a_good_model_is(repository: Repository) -> None:
    done = repository.commit({"model/main.tf": GOOD, "model/prod.tfvars": 'a = "b"\n'})
    assert done.returncode == 0, done.stdout


def test_a_file_that_cannot_be_parsed_is_not_committed(repository: Repository) -> None:
    done = repository.commit({"main.tf": f"{GOOD}\nresource {{\n"})
    assert done.returncode == 1
    assert "main.tf:" in done.stdout
    assert "Traceback" not in done.stdout


def test_repositories_without_models_are_left_alone(repository: Repository) -> None:
    done = repository.commit({"main.tf": OTHER, "env/prod.tfvars": "", "readme.md": ""})
    assert done.returncode == 0, done.stdout


def test_commits_without_terraform_do_not_run_it(repository: Repository) -> None:
    done = repository.commit({"readme.md": "", ".terraform/modules/m/main.tf": BAD})
    assert done.returncode == 0, done.stdout
    assert "no files to check" in done.stdout


def test_files_that_are_deleted_or_moved_do_not_break_it(repository: Repository) -> None:
    assert repository.commit({"a/main.tf": GOOD, "b/main.tf": OTHER}).returncode == 0
    repository.git("rm", "-q", "b/main.tf")
    repository.git("mv", "a", "c")
    done = repository.commit({})
    assert done.returncode == 0, done.stdout


def test_faults_of_files_that_are_not_committed_do_not_block(repository: Repository) -> None:
    """Only what concerns the files of the commit is reported."""
    (repository.directory / "bad.tf").write_text(BAD, encoding="utf-8")
    done = repository.commit({"readme.tf": "# nothing\n"})
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(("text", "status"), [(BAD, 1), (GOOD, 0)], ids=["bad", "good"])
def test_it_can_be_tried_before_it_is_installed(
    home: tuple[Path, str, dict[str, str]], tmp_path: Path, text: str, status: int
) -> None:
    project, _, environment = home
    repository = Repository(tmp_path, environment)
    repository.git("init", "-q")
    (tmp_path / "main.tf").write_text(text, encoding="utf-8")
    repository.git("add", "-A")
    done = repository.run("pre-commit", "try-repo", str(project), "tflint-sagemaker", "--all-files")
    assert done.returncode == status, done.stdout
    assert ("error[" in done.stdout) == bool(status)
