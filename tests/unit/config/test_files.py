"""Configuration files: what they come to, and what is said of those that are wrong."""

from __future__ import annotations

import re
import shlex
import shutil
from typing import TYPE_CHECKING

import pytest
from support.paths import FIXTURES

from tflint_sagemaker.cli.program import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Golden = Callable[[str, str], None]
    Capture = pytest.CaptureFixture[str]

CASES = FIXTURES / "config"


def cases(kind: str) -> list[str]:
    return sorted(path.name for path in (CASES / kind).iterdir())


def repository(kind: str, case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The files of a case, in their own repository."""
    root = tmp_path / "repository"
    shutil.copytree(CASES / kind / case, root)
    (root / ".git").mkdir()
    monkeypatch.chdir(root)
    return root


@pytest.mark.parametrize("case", cases("show"))
def test_settings_are_shown_with_their_sources(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture, golden: Golden
) -> None:
    """The first line of `show.txt` is the command, the others are what it prints."""
    root = repository("show", case, tmp_path, monkeypatch)
    command = (root / "show.txt").read_text(encoding="utf-8").splitlines()[0]
    assert run(shlex.split(command)[2:]) == 0
    # How many rules there are is no matter here.
    shown = re.sub(r"\d+ of \d+ run", "N of N run", capsys.readouterr().out)
    golden(f"{command}\n{shown}", f"config/show/{case}/show.txt")


@pytest.mark.parametrize("case", cases("errors"))
def test_messages_of_faults(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture, golden: Golden
) -> None:
    repository("errors", case, tmp_path, monkeypatch)
    for command in (["check"], ["config", "show"], ["resolve"]):
        assert run(command) == 2
        output = capsys.readouterr()
        assert output.out == ""
        golden(output.err, f"config/errors/{case}/expected.err")
