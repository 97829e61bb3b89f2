"""What a whole process does: which sockets it opens, how it ends, what it says without boto3."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from fake_aws import slow

from tflint_sagemaker import registry
from tflint_sagemaker.cli.program import run
from tflint_sagemaker.live.actions import policy

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fake_aws import FakeAws

    Tree = Callable[[dict[str, str]], Path]

CONFIGURATION = """\
provider "aws" {
  region = "us-east-1"
}

resource "aws_sagemaker_model" "m" {
  name               = "-wrong"
  execution_role_arn = "arn:aws:iam::123456789012:role/model"
  primary_container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
  }
}
"""
RUN = "from tflint_sagemaker.cli import main; main()"
HEEDFUL = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
NO_SOCKETS = """
import sys
def refuse(event, _):
    if event.startswith("socket."):
        print("a socket:", event, file=sys.stderr)
        raise RuntimeError(event)
sys.addaudithook(refuse)
"""
NO_BOTO = "import sys; sys.modules['boto3'] = sys.modules['botocore'] = None; "


def process(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, "check", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ,
    )


def test_no_socket_is_opened_unless_live_checks_are_asked_for(tree: Tree, aws: FakeAws) -> None:
    tree({"main.tf": CONFIGURATION})
    done = process(NO_SOCKETS + RUN, "--select", "ALL")
    assert done.returncode == 1, done.stderr
    assert "-wrong" in done.stdout
    assert done.stderr == ""
    live = process(NO_SOCKETS + RUN, "--live", "auto", "--live-endpoint-url", aws.url)
    assert "a socket:" in live.stderr, "the hook sees sockets"


def test_boto_is_not_imported_unless_live_checks_are_asked_for(tree: Tree) -> None:
    tree({"main.tf": CONFIGURATION})
    told = "import atexit, sys; atexit.register(lambda: print('boto' in str(sys.modules)));"
    done = process(told + RUN, "--select", "ALL")
    assert done.stdout.endswith("False\n")


def test_without_boto_it_is_said_what_to_install(tree: Tree) -> None:
    tree({"main.tf": CONFIGURATION})
    done = process(NO_BOTO + RUN, "--live", "auto")
    assert done.returncode == 1
    assert "note: live checks need boto3: pip install 'tflint-sagemaker[live]'" in done.stderr
    done = process(NO_BOTO + RUN, "--live", "require")
    assert done.returncode == 2
    assert "error: live checks need boto3: pip install 'tflint-sagemaker[live]'" in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")
def test_an_interrupt_ends_it_within_a_second_with_what_is_known(
    tree: Tree, aws: FakeAws, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDINTERRUPTED")
    tree({"main.tf": CONFIGURATION})
    aws.on("ecr", slow(8))

    def asks() -> bool:
        return any(one.key == "AKIDINTERRUPTED" for one in aws.asked("ecr"))

    arguments = ("--live", "auto", "--live-endpoint-url", aws.url, "--undecided", "list")
    with subprocess.Popen(
        # A shell that runs the tests in the background has them ignore interrupts.
        [sys.executable, "-c", HEEDFUL + RUN, "check", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ,
    ) as running:
        until = time.monotonic() + 20
        while not asks() and time.monotonic() < until:
            time.sleep(0.02)
        assert asks()
        start = time.monotonic()
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=20)
        took = time.monotonic() - start
    assert running.returncode == 130, err
    assert "-wrong" in out, err
    assert "undecided[SM331] image-not-found: the run was interrupted" in out
    assert "interrupted: this is what was known" in err
    assert "Traceback" not in err
    assert took < 1


def test_the_policy_allows_what_the_selected_checks_ask(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["live-policy", "--select", "SM331"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == policy(
        ["ecr:DescribeImages", "ecr:BatchGetImage", "ecr:DescribePullThroughCacheRules"]
    )
    assert run(["live-policy", "--partition", "aws-cn"]) == 0
    told = json.loads(capsys.readouterr().out)
    allowed = {action for statement in told["Statement"] for action in statement["Action"]}
    assert allowed == {action for rule in registry.rules() for action in rule.live}
    assert all("arn:aws:" not in statement["Resource"] for statement in told["Statement"])
    assert run(["live-policy", "--ignore", "live"]) == 2


def test_a_policy_has_one_statement_for_each_kind_of_resource() -> None:
    told = policy(["s3:ListBucket", "s3:GetObject", "iam:GetRole", "ec2:DescribeSubnets"])
    assert {s["Resource"]: s["Action"] for s in told["Statement"]} == {
        "*": ["ec2:DescribeSubnets"],
        "arn:aws:iam::*:role/*": ["iam:GetRole"],
        "arn:aws:s3:::*/*": ["s3:GetObject"],
        "arn:aws:s3:::*": ["s3:ListBucket"],
    }
