"""What querying AWS means in each face of the program."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import jsonschema
import pytest
import yaml
from support.fake_aws import refusing, refusing_in_xml, slow
from support.paths import ROOT

import tflint_sagemaker
from tflint_sagemaker.cache.directory import LAYOUT
from tflint_sagemaker.cli import run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from support.fake_aws import FakeAws

    Check = Callable[..., tuple[int, str, str]]
    Tree = Callable[[dict[str, str]], Path]
    Push = Callable[..., None]
    Capture = pytest.CaptureFixture[str]

ACCOUNT = "123456789012"
ROLE = f"arn:aws:iam::{ACCOUNT}:role"
TEXT = f"""\
provider "aws" {{
  region = "us-east-1"
}}

resource "aws_sagemaker_model" "m" {{
  execution_role_arn = "{ROLE}/model"
  primary_container {{
    image = "{ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
  }}
}}
"""
SERVICES = ("ecr", "ec2", "iam", "lambda", "s3", "sagemaker", "kms")


def codes(out: str) -> list[str]:
    return [found["code"] for found in json.loads(out)["findings"]]


# Python


def test_a_program_may_ask(tree: Tree, push: Push, aws: FakeAws) -> None:
    root = tree({"main.tf": TEXT})
    asking = tflint_sagemaker.Live(endpoint_url=aws.url, region="us-east-1")
    report = tflint_sagemaker.lint(root, select=["SM331"], live=asking)
    assert [found.rule.code for found in report.findings] == ["SM331"]
    assert report.live is not None
    (who,) = report.live.asked
    assert (who.account, who.regions, who.credentials) == (
        ACCOUNT,
        ("us-east-1",),
        "default credentials",
    )
    push("fraud:1.4.2")
    assert tflint_sagemaker.lint(root, select=["SM331"], live=asking).findings == ()
    aws.requests.clear()
    report = tflint_sagemaker.lint(root, select=["SM331"])
    assert (report.findings, report.live, aws.requests) == ((), None, [])


def test_a_session_asks_once_in_a_while(tree: Tree, push: Push, aws: FakeAws) -> None:
    root = tree({"main.tf": TEXT})
    live = tflint_sagemaker.Live(endpoint_url=aws.url)
    options = tflint_sagemaker.LintOptions(select=["SM331"], live=live)
    session = tflint_sagemaker.Session(root, options)
    assert len(session.lint().findings) == 1
    push("fraud:1.4.2")
    assert session.lint().findings == (), "what was missing is asked for again"
    aws.requests.clear()
    assert session.lint().findings == ()
    assert aws.asked("ecr") == []
    assert len(session.lint({root / "main.tf": TEXT.replace("1.4.2", "1.4.3")}).findings) == 1


def test_a_program_is_told_what_came_in_the_way(
    tree: Tree, aws: FakeAws, monkeypatch: pytest.MonkeyPatch
) -> None:
    aws.on("ecr", refusing("AccessDeniedException"))
    root = tree({"main.tf": TEXT})
    asking = tflint_sagemaker.Live(endpoint_url=aws.url)
    report = tflint_sagemaker.lint(root, select=["SM331"], live=asking)
    assert report.live is not None
    ((reason, count),) = report.live.unanswered
    assert (reason.startswith("AWS has denied ecr:DescribeImages"), count) == (True, 1)
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    report = tflint_sagemaker.lint(root, select=["SM331"], live=asking)
    assert report.live is not None
    assert report.live.missing_credentials == (
        "no AWS credentials were found (default credentials)",
    )
    assert (report.undecided, report.exit_code(None)) == ((), 0)


# Standard output for programs


def test_the_report_for_programs_says_who_asked(check: Check, tree: Tree, push: Push) -> None:
    push("fraud:1.4.2")
    tree({"main.tf": TEXT})
    schema = json.loads((ROOT / "docs/report.schema.json").read_text(encoding="utf-8"))
    told = json.loads(check("-f", "json")[1])
    jsonschema.validate(told, schema)
    assert told["live"] == {
        "asked": [
            {
                "arn": f"arn:aws:sts::{ACCOUNT}:user/moto",
                "account": ACCOUNT,
                "regions": ["us-east-1"],
                "credentials": "default credentials",
            }
        ],
        "left_out": [],
        "unanswered": [],
    }
    told = json.loads(check("-f", "json", "--profile", "nobody")[1])
    jsonschema.validate(told, schema)
    assert told["live"]["left_out"] == ["the AWS configuration has no profile `nobody`"]


# What is denied


def test_all_that_is_denied_costs_no_other_finding(check: Check, tree: Tree, aws: FakeAws) -> None:
    """A configuration with mistakes, and every live rule: with no answer it is as without AWS."""
    for service in SERVICES:
        refuse = refusing_in_xml("AccessDenied") if service in "iam ec2 s3" else None
        aws.on(service, refuse or refusing("AccessDeniedException"))
    config = """
  vpc_config {
    subnets            = ["subnet-0a1b2c3d"]
    security_group_ids = ["sg-0a1b2c3d"]
  }
"""
    data = '    model_data_url = "s3://fraud-models/v1/model.tar.gz"\n    mode = "Multi"\n'
    text = TEXT.replace("  primary_container {\n", f"{config}  primary_container {{\n{data}")
    tree({"main.tf": text.replace("  execution", '  name = "fraud_"\n  execution')})
    assert run(["check", "--exit-zero", "-f", "json"]) == 0
    plain, out, err = check("-f", "json", "--select", "core", "--select", "live", live="off")
    status, denied, told = check("-f", "json", "--select", "core", "--select", "live")
    assert (status, err) == (plain, "")
    assert json.loads(denied)["findings"] == json.loads(out)["findings"] != []
    assert not json.loads(denied)["errors"]
    for action in ("ecr:DescribeImages", "s3:ListBucket", "iam:GetRole", "ec2:DescribeSubnets"):
        assert f"AWS has denied {action}: allow {action}, see `live-policy`" in told


# Baseline


def test_a_baseline_knows_what_aws_has_told(
    check: Check, tree: Tree, push: Push, aws: FakeAws, capsys: Capture
) -> None:
    root = tree({"main.tf": TEXT})
    asked = ("--live", "auto", "--live-endpoint-url", aws.url, "--select", "core,SM331")

    def known() -> list[str]:
        text = (root / "tflint-sagemaker-baseline.json").read_text(encoding="utf-8")
        return [entry["rule"] for entry in json.loads(text)["findings"]]

    assert run(["baseline", "write", *asked]) == 0
    assert known() == ["SM331"]
    assert "note: AWS was queried as" in capsys.readouterr().err
    assert check()[0] == 0
    assert run(["baseline", "write"]) == 0
    assert known() == ["SM331"], "what AWS has told stays where nobody asks"
    assert run(["baseline", "prune"]) == 0
    assert known() == ["SM331"]
    aws.on("ecr", refusing("AccessDeniedException"))
    assert run(["baseline", "prune", *asked]) == 0
    assert run(["baseline", "write", *asked]) == 0
    assert known() == ["SM331"], "and where AWS does not tell"
    assert "fewer" not in check()[1]
    aws.behaviours.pop("ecr")
    push("fraud:1.4.2")
    assert run(["baseline", "prune", *asked]) == 0
    assert known() == []
    assert run(["baseline", "write", "--live", "require", "--profile", "nobody"]) == 2


# Mending, staged files, standard input


def test_what_aws_tells_is_mended(check: Check, tree: Tree, aws: FakeAws) -> None:
    role = {"RoleName": "model", "Arn": f"{ROLE}/service-role/model", "Path": "/service-role/"}
    fields = "".join(f"<{key}>{text}</{key}>" for key, text in role.items())
    date = "<CreateDate>2026-01-01T00:00:00Z</CreateDate><RoleId>AROA</RoleId>"
    body = f"<GetRoleResult><Role>{fields}{date}</Role></GetRoleResult>"
    aws.on("iam:GetRole", lambda _: (200, f"<GetRoleResponse>{body}</GetRoleResponse>"))
    root = tree({"main.tf": TEXT})
    select = ("--select", "SM521")
    status, out, _ = check("--diff", *select)
    assert (status, f'+  execution_role_arn = "{ROLE}/service-role/model"' in out) == (1, True)
    assert (root / "main.tf").read_text() == TEXT
    assert check("--fix", *select)[0] == 0
    assert f"{ROLE}/service-role/model" in (root / "main.tf").read_text()
    assert len(aws.asked("iam:GetRole")) == 2, "one for each run, whatever passes it makes"


def test_the_time_is_that_of_all_passes_together(check: Check, tree: Tree, aws: FakeAws) -> None:
    aws.on("ecr", slow(9))
    slip = TEXT.replace("    image", '    mode = "singlemodel"\n    image')
    tree({"main.tf": slip})
    start = time.monotonic()
    check("--diff", live="off")
    without = time.monotonic() - start
    _, out, err = check("--fix", "--live-timeout", "3")
    took = time.monotonic() - start - without
    assert took < 3 + max(2.5, 2 * without), "a machine that is busy takes longer for all"
    assert "fixed 1 finding" in err
    assert "AWS has not answered in 3 seconds (--live-timeout)" in err + out


def test_a_comment_for_what_aws_tells(check: Check, tree: Tree) -> None:
    root = tree({"main.tf": TEXT})
    assert check("--add-ignore=until it is pushed")[0] == 0
    assert "ignore[SM331] -- until it is pushed" in (root / "main.tf").read_text()
    assert check("--live", "off")[0] == 0, "no comment is unused because nobody asked"


def test_staged_files_and_standard_input(
    check: Check, tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree({"main.tf": TEXT.replace("1.4.2", "1.4.1"), "other/main.tf": TEXT})
    for words in (["init", "-q"], ["add", "main.tf"]):
        subprocess.run(["git", *words], check=True)
    out = check("--staged", "-f", "json")[1]
    assert [found["file"] for found in json.loads(out)["findings"]] == ["main.tf"]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    out = check("-", "--stdin-filename", "main.tf", "-f", "json")[1]
    assert codes(out) == ["SM331"]
    assert "1.4.2" in json.loads(out)["findings"][0]["message"]


# Settings


def test_how_aws_is_asked_stands_in_a_file_or_in_the_environment(
    check: Check, tree: Tree, aws: FakeAws, machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = "aws_access_key_id = AKID{}\naws_secret_access_key = made-up\n"
    names = ("FILE", "SHELL", "OPTION")
    (machine / "credentials").write_text("".join(f"[{n}]\n{keys.format(n)}" for n in names))
    tree({"main.tf": TEXT, "tflint-sagemaker.toml": 'profile = "FILE"\nlive-timeout = 0.001\n'})
    assert "AWS has not answered in 0.001 seconds" in check("--no-live-cache")[2]
    monkeypatch.setenv("TFLINT_SAGEMAKER_LIVE_TIMEOUT", "30")
    assert "(profile FILE)" in check()[2]
    monkeypatch.setenv("TFLINT_SAGEMAKER_PROFILE", "SHELL")
    assert "(profile SHELL)" in check()[2]
    assert "(profile OPTION)" in check("--profile", "OPTION")[2]
    role = f"arn:aws:iam::{ACCOUNT}:role/reader"
    tree({"tflint-sagemaker.toml": f'assume-role = "{role}"\n'})
    assert f"(profile SHELL assuming {role})" in check()[2]
    monkeypatch.setenv("TFLINT_SAGEMAKER_LIVE", "require")
    monkeypatch.setenv("TFLINT_SAGEMAKER_LIVE_ENDPOINT_URL", aws.url)
    assert run(["check", "--profile", "nobody"]) == 2


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--live-endpoint-url", "localhost:5000"),
        ("--live-endpoint-url", "ftp://localhost"),
        ("--assume-role", "reader"),
        ("--live-timeout", "0"),
        ("--live", "on"),
    ],
)
def test_an_option_that_makes_no_sense_is_refused(
    tree: Tree, option: str, value: str, capsys: Capture
) -> None:
    tree({"main.tf": TEXT})
    assert run(["check", option, value]) == 2
    assert option in capsys.readouterr().err


def test_no_cache_is_no_cache_of_answers(
    check: Check, tree: Tree, push: Push, aws: FakeAws
) -> None:
    push("fraud:1.4.2")
    tree({"main.tf": TEXT})
    check()
    check("--no-cache")
    assert len(aws.asked("ecr:DescribeImages")) == 2


def test_answers_go_with_the_rest_of_the_cache(
    check: Check, tree: Tree, push: Push, aws: FakeAws, capsys: Capture
) -> None:
    push("fraud:1.4.2")
    tree({"main.tf": TEXT})
    check("--cache-dir", "here")
    assert run(["cache", "clean", "--cache-dir", "here"]) == 0
    assert not capsys.readouterr().err.startswith("removed 0 files")
    check("--cache-dir", "here")
    assert len(aws.asked("ecr:DescribeImages")) == 2


def test_an_answer_that_somebody_else_has_put_there_is_none(
    check: Check, tree: Tree, push: Push, aws: FakeAws, machine: Path
) -> None:
    push("fraud:1.4.2")
    tree({"main.tf": TEXT})
    check()
    for page in (machine / "cache/tflint-sagemaker" / LAYOUT / "live").iterdir():
        page.write_bytes(page.read_bytes().replace(b"fraud", b"frauds"))
    check()
    assert len(aws.asked("ecr:DescribeImages")) == 2


# On a terminal


class Terminal:
    """A program on a terminal of its own."""

    def __init__(self, *arguments: str, quiet: bool = False) -> None:
        import pty

        self.ours, theirs = pty.openpty()
        heedful = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
        code = f"{heedful}from tflint_sagemaker.cli import main; main()"
        environment = {**os.environ, "TERM": "dumb" if quiet else "xterm"}
        self.program = subprocess.Popen(
            [sys.executable, "-c", code, "check", *arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=environment,
        )
        os.close(theirs)

    def until(self, wanted: str, seconds: float = 30) -> str:
        """What is on it once that is, or once the program has ended."""
        import select

        said = b""
        end = time.monotonic() + seconds
        while wanted.encode() not in said and time.monotonic() < end:
            if not select.select([self.ours], [], [], 0.1)[0]:
                continue
            try:
                more = os.read(self.ours, 65536)
            except OSError:
                break
            if not more:
                break
            said += more
        return said.decode()

    def interrupt(self) -> None:
        self.program.send_signal(signal.SIGINT)

    def end(self) -> int:
        self.program.wait(20)
        os.close(self.ours)
        return self.program.returncode


@pytest.fixture
def terminals() -> Iterator[list[Terminal]]:
    """Terminals whose programs are ended if the test is not to its end."""
    begun: list[Terminal] = []
    yield begun
    for one in begun:
        if one.program.poll() is None:
            one.program.kill()


ELSEWHERE = pytest.mark.skipif(os.name == "nt", reason="no such terminals there")


@ELSEWHERE
def test_a_terminal_sees_how_far_it_is(tree: Tree, aws: FakeAws, terminals: list[Terminal]) -> None:
    tree({"main.tf": TEXT})
    aws.on("ecr", slow(2))
    terminals.append(Terminal("--live", "auto", "--live-endpoint-url", aws.url))
    said = terminals[0].until("no such words")
    assert "\r\x1b[Kquerying AWS " in said
    line, _, report = said.rpartition("querying AWS ")
    assert report.partition("\r\x1b[K")[0].count(" of ") == 1
    assert "error" not in line, "the report comes when the line is gone"
    assert "SM331" in report.partition("\r\x1b[K")[2]
    assert terminals[0].end() == 1


@ELSEWHERE
def test_whoever_watches_sees_what_has_changed_in_aws(
    tree: Tree, push: Push, aws: FakeAws, terminals: list[Terminal]
) -> None:
    root = tree({"main.tf": TEXT})
    asked = ("--live", "auto", "--live-endpoint-url", aws.url, "--select", "SM331")
    terminals.append(Terminal("--watch", "-f", "concise", *asked, quiet=True))
    said = terminals[0].until("watching for changes")
    assert "SM331" in said
    assert said.count("AWS was queried as") == 1
    push("fraud:1.4.2")
    (root / "main.tf").write_text(TEXT + "\n# again\n")
    said = terminals[0].until("watching for changes")
    assert "SM331" not in said
    assert "AWS was queried as" not in said
    aws.on("ecr", slow(20))
    (root / "main.tf").write_text(TEXT.replace("1.4.2", "1.4.4"))
    end = time.monotonic() + 20
    while not any("1.4.4" in one.parameters for one in aws.asked("ecr")):
        assert time.monotonic() < end
        time.sleep(0.05)
    start = time.monotonic()
    terminals[0].interrupt()
    assert terminals[0].end() == 130
    assert time.monotonic() - start < 10, "it does not wait for AWS"


def test_the_hook_of_the_page_asks(tree: Tree, aws: FakeAws, capsys: Capture) -> None:
    page = (ROOT / "docs/live.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    (repository,) = yaml.safe_load(block)["repos"]
    (hook,) = repository["hooks"]
    assert hook["additional_dependencies"] == ["boto3", "google-re2"]
    tree({"main.tf": TEXT})
    assert run(["check", *hook["args"], "--live-endpoint-url", aws.url, "main.tf"]) == 1
    assert "error[SM331]" in capsys.readouterr().out
