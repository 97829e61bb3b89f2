"""The report does not depend on the number of processes, and none of them is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tflint_sagemaker.engine.worker_pool import BYTES_PER_PROCESS, count_processes

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(
    not hasattr(os, "fork") or sys.platform == "darwin", reason="the work is not shared here"
)

IMAGE = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/fraud:1.4.2"
ROLE = "arn:aws:iam::123456789012:role/fraud"


def model(name: str, label: str = "m", rest: str = "") -> str:
    return f"""
resource "aws_sagemaker_model" "{label}" {{
  name               = {name}
  execution_role_arn = "{ROLE}"
  primary_container {{
    image = "{IMAGE}"
  }}
{rest}}}
"""


CHILD = """
variable "name" {}
variable "unused" { type = strin }
""" + model("var.name")
CALL = 'module "child" {\n  source = "../child"\n  name   = "%s"\n}\n'
TREE = {
    "child/main.tf": CHILD,
    "a/main.tf": CALL % "a_b" + model('"of-a"'),
    "b/main.tf": CALL % "good" + model('"of_b" # tflint-sagemaker: ignore[SM103] -- known'),
    "c/main.tf": CALL % "a_b" + model('"of-c" # tflint-sagemaker: ignore[SM103] -- nothing here'),
    "broken/main.tf": model('"x_y"') + 'variable "v" {\n  default = [1,\n}\n' + model('"z"', "n"),
    "bytes/main.tf": model('"x_y"') + "# \udc80\n",
    "unclosed/main.tf": model('"x_y"') + 'resource "aws_sagemaker_model" "n" {\n',
    "values/main.tf": 'variable "name" {}\n' + model("var.name") + model("var.nmae", "n"),
    "values/terraform.tfvars": 'name = "x_y"\nother = [\n',
    "template/main.tf": model('templatefile("${path.module}/name.txt", { a = 1 })'),
    "template/name.txt": "x_${a}",
    "unknown/main.tf": 'variable "name" {}\n' + model("var.name"),
    "json/main.tf.json": '{"resource": {"aws_sagemaker_model": {"m": {"name": "x_y",'
    ' "execution_role_arn": 5}}}}',
    "quiet/main.tf": model('"x_y"'),
    "quiet/tflint-sagemaker.toml": 'ignore = ["SM103"]\n[rules.SM101]\nseverity = "notice"\n',
}
RULES = """\
\"\"\"Odd.\"\"\"

import os
import time
from tflint_sagemaker.api import Example, Model, Severity, rule

HERE = os.getpid()

BAD = GOOD = Example("A model.", "")

@rule("XX001", Severity.ERROR, on=Model)
def check(model):
    name = model.name.text or ""
    if name == "breaks":
        raise ZeroDivisionError("a bug")
    if name == "dies" and os.getpid() != HERE:
        os.kill(os.getpid(), 9)
    if name == "waits":
        open("waiting-%d" % os.getpid(), "w").close()
        time.sleep(60)
    return ()

ALL = (check,)
"""


class Place:
    """A directory with modules, a rule package beside them, and a cache."""

    def __init__(self, root: Path) -> None:
        self.root = root
        site = {
            "site/odd_rule.py": RULES,
            "site/odd-1.dist-info/METADATA": "Name: odd\nVersion: 1\n",
            "site/odd-1.dist-info/entry_points.txt": (
                "[tflint_sagemaker.rules]\nodd = odd_rule:ALL\n"
            ),
        }
        self.write(site)

    def write(self, files: dict[str, str]) -> None:
        for name, text in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", errors="surrogateescape")

    def start(self, *arguments: str, seed: int = 0, odd: bool = False) -> subprocess.Popen[bytes]:
        path = [str(self.root / "site")] if odd else []
        environment = {
            **os.environ,
            "PYTHONHASHSEED": str(seed),
            "PYTHONPATH": os.pathsep.join([*path, os.environ.get("PYTHONPATH", "")]).strip(":"),
            "TFLINT_SAGEMAKER_DEBUG": "1",
            "TFLINT_SAGEMAKER_CACHE_DIR": str(self.root.parent / "cache"),
        }
        return subprocess.Popen(
            [sys.executable, "-m", "tflint_sagemaker", "check", *arguments],
            cwd=self.root,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def run(self, *arguments: str, seed: int = 0, odd: bool = False) -> tuple[int, bytes, bytes]:
        started = self.start(*arguments, seed=seed, odd=odd)
        out, err = started.communicate(timeout=120)
        return started.returncode, out, err


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "project")


FORMS = ("json", "full", "sarif", "html", "concise")


@pytest.mark.parametrize("more", [("--undecided", "list"), ("--statistics",)])
def test_the_report_is_the_same_for_any_number_of_processes(
    place: Place, more: tuple[str, ...]
) -> None:
    place.write(TREE)
    told = []
    for count, seed in ((1, 0), (2, 1), (4, 2), (30, 3)):
        files = [f"--format={form}={place.root.parent / f'{count}.{form}'}" for form in FORMS]
        said = place.run("-j", str(count), "--format=full", *files, *more, seed=seed)
        written = [(place.root.parent / f"{count}.{form}").read_bytes() for form in FORMS]
        told.append((said, written))
    assert told[0][0][0] == 2
    assert all(other == told[0] for other in told[1:])
    for word in (b"x_y", b"child", b"nmae", b"UTF-8", b"strin"):
        assert word in told[0][1][0], word


def test_a_bug_in_a_rule_is_reported_once(place: Place) -> None:
    place.write({f"{n}/main.tf": model('"breaks"' if n % 2 else '"x_y"') for n in range(6)})
    one = place.run("-j1", "-f", "json", odd=True)
    assert one == place.run("-j3", "-f", "json", odd=True)
    assert one[0] == 2
    assert one[2].count(b"ZeroDivisionError: a bug") == 3


def test_the_work_of_a_process_that_dies_is_done_by_the_first_one(place: Place) -> None:
    files = {f"{n}/main.tf": model('"dies"') + model('"x_y"', "n") for n in range(8)}
    place.write(files)
    one = place.run("-j1", "-f", "json", "--no-cache", odd=True)
    assert one == place.run("-j4", "-f", "json", "--no-cache", odd=True)
    assert one[1].count(b'"code": "SM103"') == 8


@pytest.mark.parametrize("whom", ["all", "the first"])
def test_an_interruption_ends_all_processes(place: Place, whom: str) -> None:
    place.write({f"{n}/main.tf": model('"waits"' if n % 2 else '"good"') for n in range(9)})
    started = place.start("-j3", odd=True)
    deadline = time.monotonic() + 60
    while len(list(place.root.glob("waiting-*"))) < 3 and time.monotonic() < deadline:
        time.sleep(0.05)
    if whom == "all":
        os.killpg(started.pid, signal.SIGINT)
    else:
        started.send_signal(signal.SIGINT)
    out, err = started.communicate(timeout=20)
    assert (started.returncode, out, err.strip()) == (130, b"", b"")
    with pytest.raises(ProcessLookupError):
        os.killpg(started.pid, 0)


def test_results_of_processes_are_cached_with_the_files_that_functions_read(place: Place) -> None:
    texts = {
        f"{n}/main.tf": model(f'templatefile("${{path.module}}/name.txt", {{ n = {n} }})')
        for n in range(6)
    }
    names = {f"{n}/name.txt": "good${n}" for n in range(6)}
    place.write(texts | names)
    first = place.run("-j3")
    assert first == place.run("-j3")
    for n in (0, 2, 5):
        place.write({**names, f"{n}/name.txt": f"bad_{n}"})
        found = place.run("-j3", "-f", "concise")
        assert f"{n}/main.tf".encode() in found[1]
        assert found == place.run("-j1", "-f", "concise", "--no-cache")


def test_little_work_is_done_by_one_process() -> None:
    assert count_processes(None, [BYTES_PER_PROCESS]) == 0
    assert count_processes(None, [1] * 100) == 0
    assert count_processes(1, [BYTES_PER_PROCESS] * 100) == 0


@pytest.mark.parametrize("text", ["-1", "many", "1.5", "²"])
def test_a_number_of_processes_is_one(place: Place, text: str) -> None:
    status, out, err = place.run(f"--jobs={text}")
    assert (status, out) == (2, b"")
    assert b"neither `auto` nor a number" in err
