"""Findings that are known stay known when lines move, and only then."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tflint_sagemaker.config.settings import Settings
from tflint_sagemaker.discovery.modules import discover
from tflint_sagemaker.engine.baseline import Baseline, BaselineError
from tflint_sagemaker.engine.linter import lint

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tflint_sagemaker.rule.results import Report

    Tree = Callable[[dict[str, str]], Path]

TEXT = """\
resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"
  name               = "fraud-"

  primary_container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
    mode  = "Multi"
  }
}
"""
NAMES = {"SM103": "invalid-model-name", "SM205": "invalid-container-mode"}


def run(root: Path, known: Baseline | None = None, ran: tuple[str, ...] = tuple(NAMES)) -> Report:
    targets = discover((root,)).targets
    report = lint(targets, Settings())
    return report if known is None else known.apply(report, targets, ran)


def codes(report: Report) -> list[str]:
    return [found.rule.code for found in report.findings]


@pytest.fixture
def known(tree: Tree) -> Baseline:
    root = tree({"infra/main.tf": TEXT})
    path = root / "known.json"
    Baseline.create(run(root).findings, root).write(path, NAMES)
    return Baseline.read(path)


def test_baselined_findings_are_counted_and_not_reported(known: Baseline) -> None:
    report = run(known.directory, known)
    assert codes(report) == []
    assert [hidden.by for hidden in report.suppressed] == ["baseline", "baseline"]
    assert report.stale == 0


@pytest.mark.parametrize(
    ("old", "new", "left", "stale"),
    [
        ("resource", "# words\n\n\nresource", [], 0),
        ("  name      ", "name  ", [], 0),
        ('  mode  = "Multi"\n', '  environment = {}\n  mode = "Multi"\n', [], 0),
        ('"Multi"', '"Single"', ["SM205"], 1),
        ('"Multi"', '"SingleModel"', [], 1),
        ('"m"', '"n"', ["SM103", "SM205"], 2),
        ('"fraud-"', '"fraud-" # twice', [], 0),
    ],
)
def test_what_makes_a_finding_new(
    old: str, new: str, left: list[str], stale: int, known: Baseline, tree: Tree
) -> None:
    report = run(tree({"infra/main.tf": TEXT.replace(old, new)}), known)
    assert codes(report) == left
    assert report.stale == stale


def test_as_many_as_are_known_and_no_more(known: Baseline, tree: Tree) -> None:
    container = TEXT[TEXT.index("  primary_container") : -2].replace("primary_", "")
    twice = TEXT.replace(TEXT[TEXT.index("  primary_container") : -2], container * 2)
    report = run(tree({"infra/main.tf": twice}), known)
    assert codes(report) == ["SM205"]


def test_entries_of_rules_or_files_not_linted_are_not_stale(known: Baseline, tree: Tree) -> None:
    tree({"infra/main.tf": TEXT.replace('"Multi"', '"SingleModel"').replace("fraud-", "fraud")})
    assert run(known.directory, known, ran=("SM103",)).stale == 1
    other = tree({"other/main.tf": TEXT.replace('"Multi"', '"MultiModel"')})
    assert run(other / "other", known).stale == 0


def test_entries_of_deleted_files_are_stale(known: Baseline, tree: Tree) -> None:
    root = tree({"other/main.tf": TEXT.replace('"m"', '"o"')})
    (root / "infra/main.tf").unlink()
    assert run(root / "other", known).stale == 2


def test_the_file_contains_no_value(known: Baseline) -> None:
    text = (known.directory / "known.json").read_text(encoding="utf-8")
    assert "Multi" not in text
    document = json.loads(text)
    assert [found["rule"] for found in document["findings"]] == ["SM103", "SM205"]
    assert document["findings"][0] == {
        "file": "infra/main.tf",
        "address": "aws_sagemaker_model.m",
        "rule": "SM103",
        "name": "invalid-model-name",
        "value": document["findings"][0]["value"],
        "count": 1,
    }


def written(**changed: object) -> str:
    entry = {"file": "", "address": "", "rule": "", "value": "", "count": 1, **changed}
    return json.dumps({"version": 1, "findings": [entry]})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not JSON"),
        ("[]", '"version" is not 1'),
        ('{"version": 2, "findings": []}', '"version" is not 1'),
        ('{"version": 1}', "lacks 'findings'"),
        ('{"version": 1, "findings": [{"file": "a"}]}', "lacks 'address'"),
        (written(file=1), "a text"),
        (written(count=0), "a count"),
    ],
)
def test_a_file_that_is_no_baseline_is_refused(text: str, message: str, tree: Tree) -> None:
    path = tree({"known.json": text}) / "known.json"
    with pytest.raises(BaselineError, match=r"known\.json") as raised:
        Baseline.read(path)
    assert message in str(raised.value)


def test_a_file_that_is_not_there_is_refused(tree: Tree) -> None:
    with pytest.raises(BaselineError, match="no such file"):
        Baseline.read(tree({}) / "known.json")
