"""`tflint-sagemaker check`, from files to exit status."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from tempfile import gettempdir
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator
from support.paths import ROOT

from tflint_sagemaker.rule import registry

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tflint_sagemaker.rule.definition import Rule

    Outcome = Callable[..., tuple[int, str, str]]
    Tree = Callable[[dict[str, str]], Path]
    Capture = pytest.CaptureFixture[str]

PROGRAM = (sys.executable, "-m", "tflint_sagemaker")

CLEAN = """\
resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::123456789012:role/model"
  primary_container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
  }
}
"""
WRONG = CLEAN.replace('"arn:aws:iam::123456789012:role/model"', "var.role")
BROKEN = 'resource "aws_sagemaker_model" "broken" {\n  name = [\n}\n'
TYPED = (
    CLEAN.replace("{", "{\n  count = var.n", 1)
    + 'variable "n" {\n  type    = number\n  default = 1\n}\n'
)


def test_a_clean_model(tree: Tree, outcome: Outcome) -> None:
    tree({"main.tf": CLEAN})
    assert outcome() == (0, "Found no problems in 1 model (1 module, 1 file)\n", "")


def test_a_fault(tree: Tree, outcome: Outcome) -> None:
    tree({"main.tf": WRONG})
    status, out, err = outcome("--select", "SM001")
    assert status == 1
    assert out.startswith("error[SM001] undeclared-reference: variable `role` is not declared\n")
    assert " --> main.tf:2:24\n" in out
    assert "                       ^^^^^^^^\n" in out
    assert out.endswith("Found 1 error in 1 model (1 module, 1 file)\n")
    assert err == ""


def test_concise(tree: Tree, outcome: Outcome) -> None:
    tree({"a/main.tf": WRONG})
    status, out, err = outcome("--select", "SM001", "--format", "concise", "a")
    assert (status, out) == (1, "a/main.tf:2:24: SM001 variable `role` is not declared\n")
    assert err == "Found 1 error in 1 model (1 module, 1 file)\n"


def test_json(tree: Tree, outcome: Outcome) -> None:
    root = tree({"a/main.tf": WRONG, "a/broken.tf": BROKEN})
    schema = json.loads((ROOT / "docs" / "report.schema.json").read_text(encoding="utf-8"))
    for path in ("a", str(root / "a")):
        status, out, err = outcome("-f", "json", path)
        report = json.loads(out)
        Draft202012Validator(schema).validate(report)
        assert (status, err) == (2, "")
        assert [(found["code"], found["file"]) for found in report["findings"]] == [
            ("SM001", "a/main.tf")
        ]
        assert [error["file"] for error in report["errors"]] == ["a/broken.tf"]


def test_what_is_found_is_printed_though_the_rest_cannot_be_read(
    tree: Tree, outcome: Outcome
) -> None:
    tree({"main.tf": WRONG, "broken.tf": BROKEN})
    for options in ([], ["--fail-on", "never"]):
        status, out, _ = outcome(*options)
        assert status == 2
        assert "error[SM001]" in out
        assert " --> broken.tf:" in out


@pytest.mark.parametrize(
    ("fail_on", "status"), [("never", 0), ("error", 1), ("warning", 1), ("notice", 1)]
)
def test_fail_on(tree: Tree, outcome: Outcome, fail_on: str, status: int) -> None:
    tree({"main.tf": WRONG})
    assert outcome("--fail-on", fail_on)[0] == status


@pytest.mark.parametrize(
    ("options", "status"),
    [
        (["--ignore", "SM001"], 0),
        (["--ignore", "sm001"], 0),
        (["--ignore", "undeclared-reference"], 0),
        (["--ignore", "SM0"], 0),
        (["--ignore", "SM002"], 1),
        (["--ignore", "SM002,SM001"], 0),
        (["--ignore", "SM002", "--ignore", "SM001"], 0),
        (["--select", "SM001"], 1),
        (["--select", "SM002"], 0),
        (["--select", "ALL", "--ignore", "SM"], 0),
    ],
)
def test_selection(tree: Tree, outcome: Outcome, options: list[str], status: int) -> None:
    tree({"main.tf": WRONG})
    assert outcome(*options)[0] == status


@pytest.mark.parametrize("models", [{"main.tf": CLEAN}, {"main.tf": "locals {}\n"}])
def test_a_rule_that_is_not_there(tree: Tree, outcome: Outcome, models: dict[str, str]) -> None:
    tree(models)
    status, out, err = outcome("--ignore", "undeclared-refrence")
    assert (status, out) == (2, "")
    assert "did you mean `undeclared-reference`?" in err


@pytest.mark.parametrize(
    ("options", "environment", "status"),
    [
        ([], {}, 0),
        (["--var", "n=2"], {}, 0),
        (["--var", "n=two"], {}, 1),
        (["--var-file", "values"], {}, 1),
        (["--var-file", "values", "--var", "n=2"], {}, 0),
        ([], {"TF_VAR_n": "two"}, 1),
        (["--var", "n=2"], {"TF_VAR_n": "two"}, 0),
    ],
)
def test_values_of_variables(
    tree: Tree,
    outcome: Outcome,
    monkeypatch: pytest.MonkeyPatch,
    options: list[str],
    environment: dict[str, str],
    status: int,
) -> None:
    tree({"main.tf": TYPED, "values": 'n = "two"\n'})
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert outcome(*options)[0] == status


def test_the_workspace(tree: Tree, outcome: Outcome, monkeypatch: pytest.MonkeyPatch) -> None:
    tree({"main.tf": CLEAN.replace("{", "{\n  name = terraform.workspace", 1)})
    assert outcome()[0] == 0, "which one it is is not known"
    assert outcome("--workspace", "prod")[0] == 0
    assert outcome("--workspace", "prod-")[0] == 1
    monkeypatch.setenv("TF_WORKSPACE", "prod-")
    assert outcome()[0] == 1
    assert outcome("--workspace", "prod")[0] == 0


def test_of_a_file_alone_only_it_is_reported(tree: Tree, outcome: Outcome) -> None:
    tree({"a.tf": WRONG, "b.tf": WRONG.replace('"m"', '"n"')})
    status, out, _ = outcome("--format", "concise", "b.tf")
    assert (status, out) == (1, "b.tf:2:24: SM001 variable `role` is not declared\n")


def test_a_fault_that_a_file_brings_to_another_is_of_both(tree: Tree, outcome: Outcome) -> None:
    model = CLEAN.replace("{", "{\n  name = var.name", 1)
    tree({"main.tf": model, "variables.tf": 'variable "name" {\n  default = "no_such"\n}\n'})
    for path in ("main.tf", "variables.tf"):
        status, out, _ = outcome("--format", "concise", path)
        assert status == 1
        assert out.startswith("main.tf:2:10: SM103 ")


def test_of_a_file_and_a_directory_both_are_reported(tree: Tree, outcome: Outcome) -> None:
    tree({"a/x.tf": WRONG, "a/y.tf": WRONG.replace('"m"', '"n"'), "b/x.tf": WRONG})
    _, out, _ = outcome("--select", "SM001", "--format", "concise", "a/y.tf", "b")
    assert [line.partition(":")[0] for line in out.splitlines()] == ["a/y.tf", "b/x.tf"]


def test_a_module_that_is_called_is_linted_with_what_its_callers_give(
    tree: Tree, outcome: Outcome
) -> None:
    module = CLEAN.replace("{", "{\n  name = var.name", 1) + 'variable "name" {}\n'
    tree(
        {
            "main.tf": 'module "m" {\n  source = "./m"\n  name   = "no_such"\n}\n',
            "m/main.tf": module,
            "n/main.tf": 'module "m" {\n  source = "../m"\n  name   = "no_other"\n}\n',
        }
    )
    status, out, _ = outcome()
    assert status == 1
    assert "note: " in out
    assert "address: module.m.aws_sagemaker_model.m" in out
    assert out.endswith("Found 2 errors in 2 models (3 modules, 3 files)\n")


def test_modules_that_call_each_other_are_linted_beside_others(
    tree: Tree, outcome: Outcome
) -> None:
    call = 'module "m" {\n  source = "%s"\n}\n'
    tree({"a/x.tf": WRONG + call % "../b", "b/x.tf": call % "../a", "c/x.tf": CLEAN})
    _, out, _ = outcome("--format", "concise")
    assert "a/x.tf:2:24: SM001" in out
    assert "SM010" in out


def test_undecided_checks_are_counted_and_on_request_listed(tree: Tree, outcome: Outcome) -> None:
    tree({"main.tf": WRONG + 'variable "role" {}\n'})
    status, out, _ = outcome()
    assert status == 0
    assert " undecided\n" in out
    assert "undecided[" not in out
    status, out, _ = outcome("--undecided", "list")
    assert status == 0
    assert "undecided[" in out
    assert "var.role" in out


def test_instructions_in_files_are_not_followed(tree: Tree, outcome: Outcome) -> None:
    tree(
        {
            "evil\x1b[31m.tf": WRONG.replace("fraud", "\x1b]0;owned\x07").replace(
                "var.role", "var.é\u202e"
            )
        }
    )
    for form in ("full", "concise", "json"):
        _, out, err = outcome("--format", form)
        assert not {"\x1b", "\x07", "\u202e"} & set(out + err)


def test_the_same_files_give_the_same_bytes(tree: Tree) -> None:
    root = tree({f"m{number}/main.tf": WRONG for number in range(5)})
    (root / "m3" / "x.tf").write_text(BROKEN)
    outputs = set()
    for seed in ("0", "1", "2"):
        done = subprocess.run(
            [*PROGRAM, "--format", "json"],
            cwd=root,
            capture_output=True,
            check=False,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        outputs.add(done.stdout)
    assert len(outputs) == 1


def test_an_interrupt_ends_the_run_without_a_traceback(tree: Tree) -> None:
    root = tree({f"m{number}/main.tf": WRONG for number in range(400)})
    # A shell that runs the tests in the background has them ignore interrupts, which is inherited.
    heedful = [
        sys.executable,
        "-c",
        (
            "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL);"
            "os.execv(sys.argv[1], sys.argv[1:])"
        ),
    ]
    with subprocess.Popen(
        [*heedful, *PROGRAM, "--format", "json"],
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.read(1)  # from here on it waits for a reader to read more than a pipe holds
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        errors = process.stderr.read()
        assert process.wait(timeout=30) == 130
        assert errors.strip() == b""


RULE = """\
\"\"\"Broken.\"\"\"

from tflint_sagemaker.api import Example, Model, Severity, rule

BAD = GOOD = Example("A model.", "")

@rule("XX001", Severity.ERROR, on=Model)
def check(model):
    raise ZeroDivisionError("a bug")
    yield

ALL = (check,)
"""
ENTRY_POINTS = "[tflint_sagemaker.rules]\nbroken = broken_rule:ALL\n"


def test_a_rule_that_breaks_costs_itself_alone(tree: Tree) -> None:
    """Other people's rules come in through the same door as ours."""
    root = tree(
        {
            "config/main.tf": WRONG,
            "site/broken_rule.py": RULE,
            "site/broken-1.dist-info/METADATA": "Name: broken\nVersion: 1\n",
            "site/broken-1.dist-info/entry_points.txt": ENTRY_POINTS,
        }
    )
    path = [str(root / "site"), os.environ.get("PYTHONPATH")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, path))}
    command = [*PROGRAM, "check", "config"]
    done = subprocess.run(
        command, cwd=root, capture_output=True, text=True, check=False, env=environment
    )
    assert done.returncode == 2
    assert "error[SM001]" in done.stdout
    assert "XX001 broken-rule failed; this is a bug" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    environment["TFLINT_SAGEMAKER_DEBUG"] = "1"
    done = subprocess.run(
        command, cwd=root, capture_output=True, text=True, check=False, env=environment
    )
    assert "ZeroDivisionError: a bug" in done.stderr


@pytest.mark.parametrize("rule", registry.load_rules(), ids=lambda rule: rule.code)
def test_every_rule_has_a_page(rule: Rule, outcome: Outcome) -> None:
    status, out, err = outcome("explain", rule.name)
    assert (status, err) == (0, "")
    assert out.startswith(f"# {rule.code} {rule.name}\n")
    assert out.count(f"{rule.severity.value}[{rule.code}] {rule.name}: ") >= 1
    assert f"/docs/rules/{rule.code}.md\n" in out
    assert "main.tf:" in out
    assert gettempdir() not in out
    assert not re.search(r"--> (?:\.\.)?/", out)


def test_explain_guesses_what_was_meant(outcome: Outcome) -> None:
    status, out, err = outcome("explain", "undeclared-refrence")
    assert (status, out) == (2, "")
    assert "did you mean `undeclared-reference`?" in err


def test_rules_are_listed(outcome: Outcome) -> None:
    status, out, _ = outcome("rules")
    assert status == 0
    assert [line.split()[0] for line in out.splitlines()] == [
        rule.code for rule in registry.load_rules()
    ]
    status, out, _ = outcome("rules", "--format", "json")
    assert [record["code"] for record in json.loads(out)] == [
        rule.code for rule in registry.load_rules()
    ]
