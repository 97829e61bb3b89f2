"""Which formats are written where, and what goes with them on GitHub."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tflint_sagemaker.cli.program import run
from tflint_sagemaker.config.settings import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable

    Tree = Callable[[dict[str, str]], Path]
    Capture = pytest.CaptureFixture[str]

WRONG = """\
resource "aws_sagemaker_model" "m" {
  execution_role_arn = var.role
  primary_container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
  }
}
"""
SUMMARY = "Found 1 error in 1 model (1 module, 1 file); 1 check undecided\n"


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_reports_the_same_findings(form: str, tree: Tree, capsys: Capture) -> None:
    tree({"main.tf": WRONG})
    assert run(["--format", form]) == 1
    output = capsys.readouterr()
    assert "SM001" in output.out
    assert "main.tf" in output.out
    assert output.out.endswith("\n")
    assert output.err == (SUMMARY if form == "concise" else "")


@pytest.mark.parametrize("form", FORMATS)
def test_each_format_imports_its_own_file_alone(form: str, tree: Tree) -> None:
    root = tree({"main.tf": 'resource "aws_s3_bucket" "b" {}\n'})
    code = (
        "import sys\nfrom tflint_sagemaker.cli.program import run\n"
        f"run(['--format', {form!r}])\n"
        "print(*(name for name in sys.modules), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    package = "tflint_sagemaker.report."
    imported = {form for form in FORMATS if f"{package}{form}" in done.stderr.split()}
    assert imported == {form} | ({"json"} if form == "jsonl" else set())
    assert import_module(f"{package}{form}").render


def test_formats_go_to_files_and_one_to_standard_output(tree: Tree, capsys: Capture) -> None:
    root = tree({"main.tf": WRONG})
    (root / "out").mkdir()
    arguments = ["-f", "sarif=out/a.sarif", "-f", "concise", "-f", "junit=out/b.xml"]
    assert run(arguments) == 1
    output = capsys.readouterr()
    assert output.out == "main.tf:2:24: SM001 variable `role` is not declared\n"
    assert output.err == SUMMARY
    assert json.loads((root / "out/a.sarif").read_text())["version"] == "2.1.0"
    assert (root / "out/b.xml").read_text().startswith("<?xml")
    assert sorted(path.name for path in (root / "out").iterdir()) == ["a.sarif", "b.xml"]


def test_the_configuration_and_the_environment_may_choose(
    tree: Tree, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree({"main.tf": WRONG, "tflint-sagemaker.toml": 'format = "gitlab"\n'})
    assert run([]) == 1
    assert json.loads(capsys.readouterr().out)[0]["check_name"] == "SM001"
    monkeypatch.setenv("TFLINT_SAGEMAKER_FORMAT", "concise sarif=a.sarif")
    assert run([]) == 1
    assert capsys.readouterr().out.startswith("main.tf:2:24: SM001")
    assert Path("a.sarif").is_file()
    assert run(["-f", "junit"]) == 1
    assert capsys.readouterr().out.startswith("<?xml")


def test_statistics_replace_the_report_on_standard_output(tree: Tree, capsys: Capture) -> None:
    tree({"main.tf": WRONG})
    assert run(["--statistics", "-f", "sarif=a.sarif", "-f", "json"]) == 1
    assert json.loads(capsys.readouterr().out)[0]["count"] == 1
    assert json.loads(Path("a.sarif").read_text())["version"] == "2.1.0"
    assert run(["--statistics", "-f", "sarif=a.sarif"]) == 1
    assert capsys.readouterr().out.startswith("1  error    SM001  undeclared-reference\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ["-f", "json=report"],
        ["-f", "json", "-o", "report"],
        ["-f", "json", "--output-file", "report"],
    ],
)
def test_the_summary_is_printed_if_all_reports_go_to_files(
    arguments: list[str], tree: Tree, capsys: Capture
) -> None:
    root = tree({"main.tf": WRONG})
    assert run(arguments) == 1
    assert tuple(capsys.readouterr()) == ("", SUMMARY)
    assert json.loads((root / "report").read_text())["summary"]["error"] == 1


def test_a_report_in_a_file_has_no_colours_by_default(tree: Tree) -> None:
    root = tree({"main.tf": WRONG})
    (root / "report").touch()
    os.environ["FORCE_COLOR"] = "1"
    run(["-o", "report"])
    assert "\x1b" not in (root / "report").read_text()
    run(["-o", "report", "--color", "always"])
    assert "\x1b" in (root / "report").read_text()


def test_a_dash_is_standard_output(tree: Tree, capsys: Capture) -> None:
    tree({"main.tf": WRONG})
    assert run(["-f", "json=-"]) == 1
    assert json.loads(capsys.readouterr().out)["findings"]
    assert run(["-f", "json", "-o", "-"]) == 1
    assert json.loads(capsys.readouterr().out)["findings"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-f", "sarif=no/where/a.sarif"], "no such directory: no/where (for a.sarif)"),
        (["-o", "no/a.txt"], "no such directory: no (for a.txt)"),
        (["-f", "json", "-f", "full"], "json and full would both go to standard output"),
        (["-f", "json=a", "-f", "sarif=a"], "two formats would go to a"),
        (["-f", "json=a", "-o", "b"], "--output-file is for the first format"),
        (["-f", "json=."], "is a directory: ."),
        (["-f", "sarif="], "'sarif=' names no file"),
        (["-f", "SARIF"], "'SARIF' is not one of 'full', 'concise', 'json',"),
    ],
)
def test_unwritable_outputs_are_reported_before_linting(
    arguments: list[str], message: str, tree: Tree, capsys: Capture
) -> None:
    root = tree({"main.tf": WRONG})
    assert run(arguments) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert message in output.err
    assert [path.name for path in root.iterdir()] == ["main.tf"]


def test_a_file_is_replaced_as_a_whole_and_keeps_its_rights(tree: Tree) -> None:
    root = tree({"main.tf": WRONG, "old.json": "x" * 100_000})
    (root / "link.json").symlink_to("old.json")
    (root / "old.json").chmod(0o640)
    reader = (root / "old.json").open()
    with reader:
        run(["-f", "json=link.json"])
        assert reader.read() == "x" * 100_000  # a reader that has begun is not cut off
    assert (root / "link.json").is_symlink()
    assert json.loads((root / "old.json").read_text())["findings"]
    assert stat.S_IMODE((root / "old.json").stat().st_mode) == 0o640


def test_a_new_file_gets_the_rights_that_new_files_get(tree: Tree) -> None:
    root = tree({"main.tf": WRONG})
    before = os.umask(0o027)
    try:
        run(["-f", "json=new.json"])
    finally:
        os.umask(before)
    assert stat.S_IMODE((root / "new.json").stat().st_mode) == 0o640


def test_a_report_may_go_to_a_device(tree: Tree, capsys: Capture) -> None:
    tree({"main.tf": WRONG})
    assert run(["-f", "json=/dev/null"]) == 1
    assert tuple(capsys.readouterr()) == ("", SUMMARY)
    assert Path("/dev/null").is_char_device()


def test_a_full_disk_is_reported(tree: Tree, capsys: Capture) -> None:
    tree({"main.tf": WRONG})
    assert run(["-f", "json=/dev/full"]) == 2
    assert capsys.readouterr().err.startswith("error: cannot write /dev/full: ")


ANNOTATION = (
    "::error file=main.tf,line=2,col=24,endLine=2,endColumn=32,"
    "title=SM001 undeclared-reference::variable `role` is not declared"
)


@pytest.mark.parametrize(
    ("environment", "arguments", "annotated"),
    [
        ("true", [], True),
        ("true", ["-f", "full"], True),
        ("true", ["-f", "concise"], True),
        ("true", ["-f", "sarif=a.sarif", "-f", "full"], True),
        ("true", ["--no-annotations"], False),
        ("true", ["-f", "json"], False),
        ("true", ["-f", "sarif=a.sarif"], False),
        ("true", ["-f", "full", "-f", "github=a.txt"], False),
        ("false", [], False),
        ("", [], False),
    ],
)
def test_annotations_go_with_a_report_for_people_on_github(
    environment: str,
    arguments: list[str],
    annotated: bool,  # noqa: FBT001
    tree: Tree,
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tree({"main.tf": WRONG})
    monkeypatch.setenv("GITHUB_ACTIONS", environment)
    assert run(["--select", "SM001", *arguments]) == 1
    output = capsys.readouterr()
    assert (ANNOTATION in output.err) is annotated
    assert "::error" not in output.out


def test_annotations_are_no_more_than_github_shows(
    tree: Tree, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree({"main.tf": "".join(WRONG.replace('"m"', f'"m{number}"') for number in range(30))})
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    run(["--select", "SM001"])
    output = capsys.readouterr()
    assert output.err.count("::error ") == 10
    assert output.err.startswith("::notice title=tflint-sagemaker::GitHub shows 10 annotations")
    assert output.out.count("error[SM001]") == 30


@pytest.mark.parametrize("form", ["sarif", "gitlab", "github", "azure"])
def test_services_get_paths_from_the_root_of_the_repository(
    form: str, tree: Tree, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tree({".git": "gitdir: elsewhere\n", "infra/live/main.tf": WRONG})
    monkeypatch.chdir(root / "infra")
    run(["-f", form])
    assert "infra/live/main.tf" in capsys.readouterr().out
    run(["-f", "concise"])
    assert capsys.readouterr().out.startswith("live/main.tf:")
