"""The line that counts: on a terminal, in a run that is long, and gone at the end."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tflint_sagemaker.cli import progress
from tflint_sagemaker.cli.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Tree = Callable[[dict[str, str]], Path]
    Capture = pytest.CaptureFixture[str]


def test_a_long_run_on_a_terminal_counts_and_cleans_up(capsys: Capture) -> None:
    shown = Progress(shown=True, next=0)
    shown(2, 40)
    assert capsys.readouterr().err == "\r\x1b[Kchecking 3 of 40"
    shown(3, 40)  # too soon after the first
    shown.clear()
    assert capsys.readouterr().err == "\r\x1b[K"


def test_a_short_run_shows_nothing(capsys: Capture) -> None:
    shown = Progress(shown=True)
    shown(2, 40)
    shown.clear()
    assert capsys.readouterr().err == ""


def test_no_terminal_no_counting(capsys: Capture) -> None:
    shown = Progress(next=0)
    shown(2, 40)
    shown.clear()
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(("term", "counts"), [("xterm", True), ("dumb", False), ("", False)])
def test_only_a_terminal_that_can_take_a_line_back_gets_one(
    term: str,
    counts: bool,  # noqa: FBT001
    tree: Tree,
) -> None:
    """A real terminal, and a run that counts from its start."""
    root = tree({"main.tf": 'resource "aws_sagemaker_model" "m" {}\n'})
    code = (
        "import sys\nfrom tflint_sagemaker.cli import progress\nprogress.QUIET = 0\n"
        "from tflint_sagemaker.cli.program import run\nrun(['-f', 'json'])\n"
    )
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": term}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=root,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=theirs,
        check=True,
    )
    os.close(theirs)
    os.set_blocking(ours, False)
    try:
        said = os.read(ours, 10_000)
    except OSError:  # nothing has been written, and no process is left that could
        said = b""
    finally:
        os.close(ours)
    assert (b"checking 1 of 1" in said) is counts
    assert said.endswith(b"\r\x1b[K") is counts
    assert b"checking" not in done.stdout


def test_the_pause_before_it_shows_is_a_second() -> None:
    assert progress.QUIET == 1
