"""The measurements run, on inputs too small to say anything, and the inputs have no faults."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from support.paths import ROOT

from tflint_sagemaker import lint

if TYPE_CHECKING:
    from pathlib import Path

BENCHES = ROOT / "benches"


def test_every_figure_is_measured(tmp_path: Path) -> None:
    command = [sys.executable, str(BENCHES / "run.py"), "--size", "small", "--times", "1"]
    done = subprocess.run(
        [*command, "--plots", str(tmp_path)], capture_output=True, text=True, check=True
    )
    rows = [line.split(" | ") for line in done.stdout.splitlines()[2:]]
    assert len(rows) >= 8
    assert all(any(char.isdigit() for char in figure) for _, figure, _ in rows)
    for name in ("time.svg", "memory.svg"):
        assert ET.parse(tmp_path / name).getroot().tag.endswith("svg")


def test_the_inputs_are_the_same_for_the_same_seed_and_have_no_faults(tmp_path: Path) -> None:
    code = "import sys, inputs; print(inputs.models(20, int(sys.argv[1])))"
    made = [
        subprocess.run(
            [sys.executable, "-c", code, seed],
            cwd=BENCHES,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "1", "2")
    ]
    assert made[0] == made[1] != made[2]
    (tmp_path / "main.tf").write_text(made[0], encoding="utf-8")
    report = lint(tmp_path)
    assert report.models == 20
    assert not report.findings
    assert not report.errors
