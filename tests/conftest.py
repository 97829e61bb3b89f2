"""What every test starts from: an environment that says nothing, and golden files."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from support.paths import FIXTURES

from tflint_sagemaker.cli.program import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# A machine that is busy is not a fault of what is tested.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")


# What changes how a run, git or pip behaves, and may be set where the tests run.
AMBIENT = (
    "TF_",
    "TFLINT_",
    "AWS_",
    "GIT_",
    "NO_COLOR",
    "FORCE_COLOR",
    "CLICOLOR",
    "TERM",
    "COLUMNS",
    "LINES",
    "GITHUB_ACTIONS",
    "CI",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update` writes golden files again; the difference is for `git diff`."""
    parser.addoption("--update", action="store_true", help="write golden files again")


@pytest.fixture(autouse=True)
def _quiet_environment(monkeypatch: pytest.MonkeyPatch, own_home: Path) -> None:
    for name in list(os.environ):
        if name.startswith(AMBIENT):
            monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CACHE_HOME", str(own_home / "cache"))
    monkeypatch.setenv("XDG_STATE_HOME", str(own_home / "state"))


@pytest.fixture(scope="session")
def own_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store for all the tests, in place of the user's own."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with a file under tests/fixtures, or write it with `--update`."""
    update = request.config.getoption("--update")

    def compare(text: str, name: str) -> None:
        path = FIXTURES / name
        if update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert text == path.read_text(encoding="utf-8")

    return compare


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, str]], Path]:
    """Write files, given by path and text, below the working directory of the test."""
    monkeypatch.chdir(tmp_path)

    def write(files: dict[str, str]) -> Path:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path

    return write


@pytest.fixture
def outcome(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run the command line, and give exit status, standard output and standard error."""

    def outcome(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        status = run(list(arguments))
        return (status, *capsys.readouterr())

    return outcome
