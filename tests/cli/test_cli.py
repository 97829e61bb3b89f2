"""The command line: what is printed where, and the exit status."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tflint_sagemaker import __version__
from tflint_sagemaker.cli.output import is_colour_wanted
from tflint_sagemaker.cli.program import COMMANDS, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Tree = Callable[[dict[str, str]], Path]
    Capture = pytest.CaptureFixture[str]

OTHER = 'resource "aws_s3_bucket" "b" {}\n'
PROGRAM = (sys.executable, "-m", "tflint_sagemaker")


def imported_by(*arguments: str, cwd: Path) -> set[str]:
    """Top-level modules that a run imports, without those of the interpreter's start."""
    code = (
        "import sys; before = set(sys.modules)\n"
        "from tflint_sagemaker.cli.program import run\n"
        f"status = run({list(arguments)!r})\n"
        "print('\\n'.join(sorted(set(sys.modules) - before)), file=sys.stderr)\n"
        "sys.exit(status)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=cwd, capture_output=True, text=True, check=True
    )
    return set(done.stderr.split())


HEAVY = {
    "hcl2",
    "jinja2",
    "lark",
    "jsonschema",
    "boto3",
    "botocore",
    "pathspec",
    "re2",
    "regex",
    "tflint_sagemaker_rules",
}


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], ["check", "--help"], ["check"], ["-f", "json", "."]]
)
def test_nothing_heavy_is_imported_before_it_is_needed(tree: Tree, arguments: list[str]) -> None:
    root = tree({"a/main.tf": OTHER, "b/main.tf": OTHER})
    imported = imported_by(*arguments, cwd=root)
    assert not HEAVY & imported
    assert not imported & {"tflint_sagemaker.rule.registry", "tflint_sagemaker.hcl"}
    assert "tflint_sagemaker.cli.program" in imported


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help_of_its_own(command: str, capsys: Capture) -> None:
    assert run([command, "--help"]) == 0
    assert f"Usage: tflint-sagemaker {command}" in capsys.readouterr().out


def test_help_lists_the_commands(capsys: Capture) -> None:
    assert run(["--help"]) == 0
    output = capsys.readouterr().out
    assert all(f"  {command}" in output for command in COMMANDS)


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_version(option: str, capsys: Capture) -> None:
    assert run([option]) == 0
    assert capsys.readouterr().out == f"tflint-sagemaker {__version__}\n"


@pytest.mark.parametrize("arguments", [[], ["."], ["check"], ["check", "."], ["main.tf"]])
def test_check_is_what_runs_if_no_command_is_named(
    tree: Tree, arguments: list[str], capsys: Capture
) -> None:
    tree({"main.tf": OTHER})
    assert run(arguments) == 0
    output = capsys.readouterr()
    assert output.out == "Found no problems and no SageMaker models in 1 file\n"
    assert output.err == ""


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "error: no Terraform files found under ."),
        (["nowhere"], "error: no such file or directory: nowhere"),
        (["\x1b[2J"], "error: no such file or directory: \\x1b[2J"),
        (["notes.md"], "error: not a Terraform file: notes.md"),
        (
            ["explian"],
            "error: no such file or directory: explian (did you mean the command `explain`?)",
        ),
        (["--nope"], "No such option"),
        (["--format", "xml"], "'xml' is not one of"),
        (["--fail-on", "fatal"], "'fatal' is not one of"),
        (["--var", "x"], "'x' is not NAME=VALUE"),
        (["--var", "=x"], "'=x' is not NAME=VALUE"),
        (["--var-file", "nowhere.tfvars"], "'nowhere.tfvars' does not exist"),
        (["explain"], "Missing argument 'RULE'"),
        (["rules", "more"], "unexpected extra argument"),
    ],
)
def test_errors_are_printed_on_standard_error(
    tree: Tree, arguments: list[str], message: str, capsys: Capture
) -> None:
    tree({"notes.md": ""})
    assert run(arguments) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert message in output.err
    assert "Traceback" not in output.err


def test_no_models_is_a_success_in_every_format(tree: Tree, capsys: Capture) -> None:
    tree({"main.tf": OTHER})
    assert run(["--format", "concise"]) == 0
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err == "Found no problems and no SageMaker models in 1 file\n"
    assert run(["--format", "json"]) == 0
    output = capsys.readouterr()
    assert json.loads(output.out)["summary"]["files"] == 1
    assert output.err == ""


@pytest.mark.parametrize(
    ("choice", "environment", "tty", "expected"),
    [
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        ("auto", {"TERM": "dumb"}, True, False),
        ("auto", {"TERM": "xterm"}, True, True),
        ("auto", {"NO_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("auto", {"FORCE_COLOR": "1"}, False, True),
        ("auto", {"FORCE_COLOR": "0"}, False, False),
        ("auto", {"CLICOLOR_FORCE": "1", "TERM": "dumb"}, False, True),
        ("auto", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
        ("always", {"NO_COLOR": "1", "TERM": "dumb"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
    ],
)
def test_precedence_of_colour_settings(
    choice: str,
    environment: dict[str, str],
    tty: bool,  # noqa: FBT001
    expected: bool,  # noqa: FBT001
) -> None:
    assert is_colour_wanted(choice, environment, tty=tty) is expected


def test_a_closed_pipe_is_no_error(tree: Tree) -> None:
    root = tree({f"d{number}/main.tf": OTHER for number in range(3)})
    process = subprocess.Popen(
        [*PROGRAM, "--format", "json"], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    with process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_output_that_the_code_page_cannot_show_is_escaped(tree: Tree) -> None:
    root = tree({})
    done = subprocess.run(
        [*PROGRAM, "é-模"],
        cwd=root,
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "latin-1"},
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr == b"error: no such file or directory: \xe9-\\u6a21\n"
