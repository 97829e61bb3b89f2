"""What a whole process does: which sockets it opens, how it ends, what it says without boto3."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from support.fake_aws import slow

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.fake_aws import FakeAws

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
    took = 8.0
    for _ in range(3):  # a machine that is busy with other things is no fault of ours
        aws.requests.clear()
        took = min(took, interrupted(aws))
        if took < 1:
            break
    assert took < 1


def interrupted(aws: FakeAws) -> float:
    """How long a run goes on after an interruption."""

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
    assert "interrupted: the report is incomplete" in err
    assert "Traceback" not in err
    return took
