"""The pages: links lead somewhere, and examples do what is said of them."""

from __future__ import annotations

import json
import re
import tomllib
from typing import TYPE_CHECKING

import pytest
from support.paths import ROOT

from tflint_sagemaker import __version__
from tflint_sagemaker.cli.program import run
from tflint_sagemaker.report.json import render

if TYPE_CHECKING:
    from pathlib import Path

PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("docs/decisions/*.md")]
LINK = re.compile(r"\]\(([^)#\s]+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"`[^`\n]*`", "", page.read_text(encoding="utf-8"))
    links = LINK.findall(text)
    missing = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert not missing


@pytest.mark.parametrize(
    ("example", "options", "status"),
    [
        ("good", [], 0),
        ("first", [], 1),
        ("bad", [], 1),
        ("realistic", [], 0),
        ("realistic", ["--var-file", "examples/realistic/prod.tfvars"], 1),
    ],
)
def test_examples(
    example: str, options: list[str], status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    assert run([*options, f"examples/{example}"]) == status


def test_the_readme_shows_the_keys_of_the_json() -> None:
    from tflint_sagemaker.rule.results import Report

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = json.loads(readme.partition("```json\n")[2].partition("```")[0])
    real = json.loads(render(Report()))
    assert list(shown) == list(real)
    assert list(shown["summary"]) == list(real["summary"])


def test_the_version_is_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert project["version"] == __version__
    assert set(re.findall(r"rev: v(\S+)|tflint-sagemaker(?:\[\w+\])?==([\d.]+)", readme)) == {
        (__version__, ""),
        ("", __version__),
    }
