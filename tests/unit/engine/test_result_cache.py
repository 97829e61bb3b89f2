"""A cached result is the result of a fresh run, and an edit is never missed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tflint_sagemaker import cli
from tflint_sagemaker.engine import components

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Tree = Callable[[dict[str, str]], Path]
    Outcome = Callable[..., tuple[int, str, str]]

MODEL = """resource "aws_sagemaker_model" "{label}" {{
  name               = {name}
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"
  primary_container {{
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
  }}
}}
"""


def model(name: str, label: str = "m") -> str:
    return MODEL.format(name=name, label=label)


FILES = {
    "alone/main.tf": model("var.name") + 'variable "name" {}\n',
    "alone/terraform.tfvars": 'name = "x_y"\n',
    "child/main.tf": 'variable "name" {}\n' + model("var.name"),
    "first/main.tf": 'module "c" {\n  source = "../child"\n  name   = "a_b"\n}\n' + model('"f"'),
    "second/main.tf": 'module "c" {\n  source = "../child"\n  name   = "good"\n}\n'
    + model('"s_s" # tflint-sagemaker: ignore[SM103] -- known'),
    "reads/main.tf": model('file("${path.module}/name.txt")'),
    "reads/name.txt": "r_r",
    "lists/main.tf": model('join("-", fileset(path.module, "data/*.txt"))'),
    "lists/data/a.txt": "",
    "missing/main.tf": model('"m"') + 'module "n" {\n  source = "./nested"\n}\n',
    "broken/main.tf": model('"b_b"') + "variable {\n",
}
# What edits write: other text, and files that are new.
EDITS = {
    **FILES,
    "alone/auto.auto.tfvars": 'name = "good"\n',
    "alone/other.tf": model('"o_o"', "o"),
    "missing/nested/main.tf": model('"n_n"'),
    "reads/name.txt": "fine",
    "lists/data/b_b.txt": "",
    "child/main.tf": 'variable "name" {}\n' + model("var.name") + model('"k_k"', "k"),
    "alone/main.tf": model('"alone"') + 'module "c" {\n  source = "../child"\n  name = "z_z"\n}\n',
    "first/main.tf": model('"f_f"'),
    "tflint-sagemaker.toml": 'ignore = ["SM103"]\n',
}


@pytest.fixture
def outcome(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> Outcome:
    """Run the command line with an own cache; give exit status, standard output and error."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))

    def outcome(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        status = cli.run(["check", *arguments])
        return (status, *capsys.readouterr())

    return outcome


@pytest.fixture
def linted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The directories that are linted, and not found in the cache."""
    found: list[str] = []
    original = components.lint_components

    def record(targets: list[object], *arguments: object, **keywords: object) -> object:
        found.extend(target.directory.name for target in targets)  # type: ignore[attr-defined]
        return original(targets, *arguments, **keywords)  # type: ignore[arg-type]

    monkeypatch.setattr(components, "lint_components", record)
    return found


def test_an_unchanged_run_lints_nothing(tree: Tree, outcome: Outcome, linted: list[str]) -> None:
    tree(FILES)
    first = outcome("-f", "json")
    assert set(linted) == {
        "alone",
        "child",
        "first",
        "second",
        "reads",
        "lists",
        "missing",
        "broken",
    }
    linted.clear()
    assert outcome("-f", "json") == first
    assert linted == []
    assert outcome("-f", "json", "--no-cache") == first
    assert "alone" in linted


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("alone/main.tf", model('"a_a"'), {"alone"}),
        ("alone/terraform.tfvars", 'name = "good"\n', {"alone"}),
        ("alone/new.tf", model('"n_n"', "n"), {"alone"}),
        ("alone/.terraform.lock.hcl", "", {"alone"}),
        ("reads/name.txt", "fine", {"reads"}),
        ("lists/data/b_b.txt", "", {"lists"}),
        ("missing/nested/main.tf", model('"n_n"'), {"missing", "nested"}),
        ("child/main.tf", FILES["child/main.tf"] + "# x\n", {"child", "first", "second"}),
        ("first/main.tf", model('"f_f"'), {"child", "first", "second"}),
        ("alone/notes.md", "no configuration", set()),
    ],
)
def test_an_edit_lints_what_depends_on_it(
    path: str, text: str, expected: set[str], tree: Tree, outcome: Outcome, linted: list[str]
) -> None:
    tree(FILES)
    outcome()
    linted.clear()
    tree({path: text})
    found = outcome("-f", "json")
    assert set(linted) == expected
    assert found == outcome("-f", "json", "--no-cache")


def test_a_new_call_of_a_module_lints_the_module_through_its_caller(
    tree: Tree, outcome: Outcome
) -> None:
    tree(FILES | {"own/main.tf": 'variable "name" {}\n' + model("var.name")})
    outcome()
    tree({"alone/main.tf": 'module "c" {\n  source = "../own"\n  name = "z_z"\n}\n' + model('"a"')})
    found = outcome("-f", "json")
    assert found == outcome("-f", "json", "--no-cache")
    assert "own/main.tf" in {one["file"] for one in json.loads(found[1])["findings"]}


def test_other_settings_are_other_results(tree: Tree, outcome: Outcome) -> None:
    tree(FILES)
    for options in ((), ("--ignore", "SM103"), ("--var", "name=good"), ("--ignore-suppressions",)):
        assert outcome("-f", "json", *options) == outcome("-f", "json", "--no-cache", *options)


@given(edits=st.lists(st.sampled_from([*EDITS, *(f"-{name}" for name in FILES)]), max_size=4))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_cached_run_reports_what_a_fresh_run_reports(
    edits: list[str], tree: Tree, outcome: Outcome
) -> None:
    root = tree(FILES)
    for name in EDITS.keys() - FILES.keys():
        (root / name).unlink(missing_ok=True)
    for edit in edits:
        outcome("-f", "json")
        if edit.startswith("-"):
            (root / edit[1:]).unlink(missing_ok=True)
        else:
            tree({edit: EDITS[edit]})
        assert outcome("-f", "json") == outcome("-f", "json", "--no-cache")
