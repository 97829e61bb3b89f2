"""`check` beyond a plain report: fixes, comments, baselines, git, standard input, watching."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from support.rule_examples import examples_of

from tflint_sagemaker.cli.files import put
from tflint_sagemaker.cli.output import CommandError
from tflint_sagemaker.rule import registry
from tflint_sagemaker.rule.examples import split_files

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
    mode  = "SingleModel"
  }
}
"""
SLIP = CLEAN.replace("SingleModel", "singlemodel")
GUESS = CLEAN.replace("SingleModel", "Single")
USER = "arn:aws:iam::123456789012:user/model"
TWO = SLIP.replace("arn:aws:iam::123456789012:role/model", USER)


def git(*arguments: str) -> None:
    who = ("-c", "user.name=n", "-c", "user.email=e@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *arguments], check=True, capture_output=True)


# --- fixes -----------------------------------------------------------------------------------


def test_fix_edits_files_and_reports_the_remaining_findings(tree: Tree, outcome: Outcome) -> None:
    root = tree({"main.tf": TWO})
    status, out, err = outcome("--fix", "-f", "concise")
    assert status == 1
    assert out.splitlines() == [line for line in out.splitlines() if " SM102 " in line] != []
    assert err.startswith("fixed 1 finding in 1 file\n")
    assert (root / "main.tf").read_text() == TWO.replace('"singlemodel"', '"SingleModel"')


def test_fix_of_all_there_is_ends_well(tree: Tree, outcome: Outcome) -> None:
    root = tree({"main.tf": SLIP})
    assert outcome("--fix")[0] == 0
    assert (root / "main.tf").read_text() == CLEAN
    assert outcome("--fix")[2] == ""


def test_guesses_are_made_only_on_request(tree: Tree, outcome: Outcome) -> None:
    root = tree({"main.tf": GUESS})
    assert outcome("--fix")[0] == 1
    assert (root / "main.tf").read_text() == GUESS
    assert outcome("--fix", "--unsafe-fixes")[0] == 0
    assert (root / "main.tf").read_text() == CLEAN


def test_diff_changes_nothing(tree: Tree, outcome: Outcome) -> None:
    root = tree({"a/main.tf": SLIP})
    status, out, err = outcome("--diff")
    assert (status, err) == (1, "would fix 1 finding\n")
    assert out.splitlines()[:2] == ["--- a/a/main.tf", "+++ b/a/main.tf"]
    assert '-    mode  = "singlemodel"\n+    mode  = "SingleModel"\n' in out
    assert (root / "a/main.tf").read_text() == SLIP
    (root / "change.patch").write_text(out)
    subprocess.run(["git", "apply", "change.patch"], cwd=root, check=True)
    assert (root / "a/main.tf").read_text() == CLEAN
    assert outcome("--diff") == (0, "", "")


def test_a_patch_marks_a_missing_final_newline(tree: Tree, outcome: Outcome) -> None:
    tree(
        {"main.tf": SLIP.rstrip("\n").replace("\n  }\n}", "}}").replace("\n  primary", "\nprimary")}
    )
    assert "\\ No newline at end of file\n" in outcome("--diff")[1] or outcome("--diff")[0] == 2


def test_only_requested_files_are_edited(tree: Tree, outcome: Outcome) -> None:
    root = tree({"main.tf": SLIP, "other.tf": SLIP.replace('"m"', '"n"')})
    outcome("--fix", "other.tf")
    assert (root / "main.tf").read_text() == SLIP
    assert (root / "other.tf").read_text() == CLEAN.replace('"m"', '"n"')


def test_line_ends_marks_and_rights_stay(tree: Tree, outcome: Outcome) -> None:
    path = tree({}) / "main.tf"
    path.write_bytes(("\ufeff" + SLIP.replace("\n", "\r\n")).encode())
    path.chmod(0o640)
    assert outcome("--fix")[0] == 0
    assert path.read_bytes() == ("\ufeff" + CLEAN.replace("\n", "\r\n")).encode()
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_file_that_cannot_be_written_is_reported(tree: Tree) -> None:
    root = tree({"main.tf": SLIP})
    with pytest.raises(CommandError, match=r"cannot write .*main\.tf/below: Not a directory"):
        put(root / "main.tf" / "below", CLEAN)
    assert (root / "main.tf").read_text() == SLIP


@pytest.mark.parametrize(
    "options", [["--fix", "--diff"], ["--fix", "--add-ignore"], ["--diff", "--add-ignore=x"]]
)
def test_one_change_at_a_time(options: list[str], tree: Tree, outcome: Outcome) -> None:
    tree({"main.tf": SLIP})
    status, _, err = outcome(*options)
    assert status == 2
    assert "cannot be combined" in err


# --- comments --------------------------------------------------------------------------------


def test_comments_that_leave_all_out(tree: Tree, outcome: Outcome) -> None:
    root = tree({"main.tf": TWO})
    status, _, err = outcome("--add-ignore=known since 2024")
    assert (status, err) == (0, "suppressed 2 findings in 1 file\n")
    assert (root / "main.tf").read_text().splitlines()[1:6] == [
        f'  execution_role_arn = "{USER}" # tflint-sagemaker: ignore[SM102] -- known since 2024',
        "  primary_container {",
        '    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"',
        '    mode  = "singlemodel" # tflint-sagemaker: ignore[SM205] -- known since 2024',
        "  }",
    ]
    assert outcome()[0] == 0
    assert outcome("--ignore-suppressions")[0] == 1


NATIVE = [
    pytest.param(rule, example, id=f"{rule.name}-{number}")
    for rule in registry.load_rules()
    if rule.group == "core" and not rule.code.startswith("SM9")
    for number, example in enumerate(examples_of(rule, "bad"), 1)
]


@pytest.mark.parametrize(("rule", "example"), NATIVE)
def test_every_finding_can_be_suppressed(
    rule: Rule, example: str, tree: Tree, outcome: Outcome
) -> None:
    files = split_files(example)
    tree(files)
    status, _, err = outcome("--add-ignore=why", "-f", "json")
    left = json.loads(outcome("-f", "json")[1])["findings"]
    written_in_hcl = all(name.endswith(".tf") for name in files)
    if written_in_hcl:
        assert [found["code"] for found in left] == [], err
        assert status in (0, 2)
    assert rule.code


def test_a_comment_of_its_own_line_for_blocks_and_heredocs(tree: Tree, outcome: Outcome) -> None:
    text = """\
resource "aws_sagemaker_model" "m" {
  primary_container {
    container_hostname = <<-EOT
      a_b
    EOT
  }
}
"""
    root = tree({"main.tf": text})
    assert outcome("--add-ignore", "--ignore", "SM226")[0] == 0
    assert (
        (root / "main.tf").read_text()
        == """\
# tflint-sagemaker: ignore[SM101]
resource "aws_sagemaker_model" "m" {
  # tflint-sagemaker: ignore[SM204]
  primary_container {
    # tflint-sagemaker: ignore[SM206]
    container_hostname = <<-EOT
      a_b
    EOT
  }
}
"""
    )


def test_a_comment_is_added_to_a_comment(tree: Tree, outcome: Outcome) -> None:
    root = tree({"main.tf": SLIP.replace('"singlemodel"', '"singlemodel" # so it is')})
    assert outcome("--add-ignore")[0] == 0
    assert (
        '"singlemodel" # so it is # tflint-sagemaker: ignore[SM205]\n'
        in (root / "main.tf").read_text()
    )


# --- the baseline ----------------------------------------------------------------------------


def test_the_life_of_a_baseline(tree: Tree, outcome: Outcome) -> None:
    root = tree({"main.tf": TWO})
    assert outcome("baseline", "write") == (
        0,
        "",
        "2 findings written to tflint-sagemaker-baseline.json\n",
    )
    status, out, _ = outcome()
    assert status == 0
    assert out.endswith("; 2 findings suppressed\n")
    assert outcome("--no-baseline")[0] == 1
    tree({"main.tf": SLIP})
    status, out, _ = outcome()
    assert status == 0
    assert "1 finding suppressed; 1 finding of the baseline fixed" in out
    assert (
        outcome("baseline", "prune")[2] == "1 finding removed from tflint-sagemaker-baseline.json\n"
    )
    assert "mended" not in outcome()[1]
    status, out, _ = outcome("baseline", "stats")
    assert out == (
        "     1  SM205  invalid-container-mode\n     1  in tflint-sagemaker-baseline.json\n"
    )
    tree({"main.tf": CLEAN})
    assert outcome("baseline", "prune")[0] == 0
    assert json.loads((root / "tflint-sagemaker-baseline.json").read_text())["findings"] == []


def test_a_baseline_path_is_relative_to_the_configuration(tree: Tree, outcome: Outcome) -> None:
    root = tree({"infra/main.tf": SLIP, "infra/tflint-sagemaker.toml": ""})
    assert outcome("baseline", "write", "infra")[0] == 0
    assert (root / "infra/tflint-sagemaker-baseline.json").exists()
    assert outcome("infra")[0] == 0


def test_a_baseline_by_name(tree: Tree, outcome: Outcome) -> None:
    tree({"main.tf": SLIP})
    assert outcome("baseline", "write", "--baseline", "known.json")[0] == 0
    assert outcome("--baseline", "known.json")[0] == 0
    assert outcome()[0] == 1


def test_a_baseline_that_is_none_is_refused(tree: Tree, outcome: Outcome) -> None:
    tree({"main.tf": SLIP, "tflint-sagemaker-baseline.json": "{}"})
    status, _, err = outcome()
    assert status == 2
    assert 'tflint-sagemaker-baseline.json is not a baseline: "version" is not 1' in err


def test_what_cannot_be_read_takes_nothing_out_of_a_baseline(tree: Tree, outcome: Outcome) -> None:
    root = tree({"main.tf": SLIP})
    outcome("baseline", "write")
    before = (root / "tflint-sagemaker-baseline.json").read_text()
    tree({"main.tf": CLEAN, "broken.tf": 'resource "aws_sagemaker_model" "b" {\n  a = [\n}\n'})
    assert outcome("baseline", "prune")[0] == 2
    assert (root / "tflint-sagemaker-baseline.json").read_text() == before


# --- which files -----------------------------------------------------------------------------


def test_staged_and_changed_files(tree: Tree, outcome: Outcome) -> None:
    tree({"a/main.tf": SLIP, "b/main.tf": SLIP})
    git("init", "-q", "-b", "main")
    git("add", "-A")
    git("commit", "-qm", "first")
    assert outcome("--staged") == (0, "", "no Terraform files have changed\n")
    tree({"b/main.tf": f"# words\n{SLIP}"})
    assert outcome("--changed", "--show-files")[1] == "b/main.tf\n"
    assert outcome("--changed=HEAD", "--show-files")[1] == "b/main.tf\n"
    assert outcome("--staged", "--show-files")[1] == ""
    git("add", "b")
    assert outcome("--staged", "--show-files")[1] == "b/main.tf\n"
    status, out, _ = outcome("--staged", "-f", "concise")
    assert status == 1
    assert out.startswith("b/main.tf:6:13: SM205 ")
    status, _, err = outcome("--changed=no-such-branch")
    assert status == 2
    assert "no-such-branch" in err
    assert outcome("--staged", "--changed")[0] == 2


def stdin(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_standard_input_takes_the_place_of_a_file(
    tree: Tree, outcome: Outcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tree({"a/main.tf": CLEAN.replace('"SingleModel"', "local.mode")})
    stdin(monkeypatch, b'locals {\n  mode = "singlemodel"\n}\n')
    status, out, _ = outcome("-", "--stdin-filename", "a/locals.tf", "-f", "concise")
    assert status == 1
    assert out.startswith("a/main.tf:5:13: SM205 ")
    assert not (root / "a/locals.tf").exists()


def test_fixed_standard_input_goes_to_standard_output(
    tree: Tree, outcome: Outcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tree({"main.tf": "# on disk\n"})
    stdin(monkeypatch, SLIP.encode())
    status, out, err = outcome("-", "--stdin-filename", "main.tf", "--fix")
    assert (status, out, err) == (0, CLEAN, "fixed 1 finding in 1 file\n")
    stdin(monkeypatch, CLEAN.encode())
    assert outcome("-", "--stdin-filename", "main.tf", "--fix") == (0, CLEAN, "")
    assert (root / "main.tf").read_text() == "# on disk\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-"], "reading standard input needs --stdin-filename"),
        (["-", ".", "--stdin-filename", "main.tf"], "cannot be combined"),
        (["--stdin-filename", "main.tf"], "needs `-` as the path"),
        (["-", "--stdin-filename", "words.md"], "not a Terraform file: words.md"),
        (["-", "--stdin-filename", "gone/main.tf"], "no such directory: gone"),
        (["-", "--stdin-filename", "main.tf", "--watch"], "cannot be used with standard input"),
    ],
)
def test_standard_input_that_makes_no_sense(
    arguments: list[str],
    message: str,
    tree: Tree,
    outcome: Outcome,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tree({"main.tf": CLEAN})
    stdin(monkeypatch, CLEAN.encode())
    status, out, err = outcome(*arguments)
    assert (status, out) == (2, "")
    assert message in err


def test_standard_input_that_is_no_text(
    tree: Tree, outcome: Outcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree({"main.tf": CLEAN})
    stdin(monkeypatch, b"locals {\n\xff}")
    status, _, err = outcome("-", "--stdin-filename", "main.tf")
    assert (status, err) == (2, "error: main.tf:2: the text is not UTF-8\n")


@pytest.mark.parametrize(("choice", "status"), [("count", 0), ("list", 0), ("error", 1)])
def test_handling_of_undecided_checks(
    choice: str, status: int, tree: Tree, outcome: Outcome
) -> None:
    text = CLEAN.replace('"SingleModel"', "var.mode") + 'variable "mode" {\n}\n'
    tree({"main.tf": text})
    found, out, _ = outcome("--undecided", choice)
    assert found == status
    assert ("undecided[SM205]" in out) == (choice != "count")


# --- watching --------------------------------------------------------------------------------


def test_watching_lints_again_after_a_change(tree: Tree) -> None:
    root = tree({"main.tf": SLIP})
    command = [*PROGRAM, "check", "--watch", "-f", "concise"]
    with subprocess.Popen(
        command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, bufsize=1
    ) as process:
        assert process.stdout is not None
        try:
            lines = iter(process.stdout.readline, "")
            assert "SM205" in next(lines)
            assert next(lines).startswith("Found 1 error")
            assert next(lines).startswith("watching for changes")
            time.sleep(0.1)
            tree({"main.tf": CLEAN + "# mended\n"})
            assert next(lines).startswith("Found no problems")
        finally:
            process.kill()
