"""What the package gives to Python programs."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.paths import ROOT

import tflint_sagemaker
from tflint_sagemaker import DiscoveryError, RegistryError, Severity, lint, render
from tflint_sagemaker.config.settings import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable

    Tree = Callable[[dict[str, str]], Path]

DOCS = ROOT / "docs"
MODEL = """\
variable "name" { default = "good" }
resource "aws_sagemaker_model" "m" {
  name               = var.name
  execution_role_arn = "arn:aws:iam::123456789012:role/model"
  primary_container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
  }
}
"""


def codes(report: tflint_sagemaker.Report) -> list[str]:
    return [finding.rule.code for finding in report.findings]


def test_a_clean_model(tree: Tree) -> None:
    tree({"main.tf": MODEL})
    report = lint()
    assert (report.findings, report.models, report.modules, report.files) == ((), 1, 1, 1)
    assert report.exit_code(Severity.NOTICE) == 0


@pytest.mark.parametrize("paths", ["a", Path("a"), ["a"], ("a/main.tf", Path("b")), iter(["a"])])
def test_paths_are_one_or_several(paths: str | list[str], tree: Tree) -> None:
    tree({"a/main.tf": MODEL.replace("good", "bad_name"), "b/main.tf": MODEL})
    report = lint(paths, select=["SM103"])
    assert codes(report) == ["SM103"]
    assert report.findings[0].problem.at.source.path == "a/main.tf"
    assert report.exit_code(Severity.ERROR) == 1


def test_settings(tree: Tree) -> None:
    tree({"main.tf": MODEL, "bad.tfvars": 'name = "worse_name"\n'})
    bad = {"name": "bad_name"}
    assert codes(lint(variables=bad)) == ["SM103"]
    assert codes(lint(var_files=["bad.tfvars"])) == ["SM103"]
    assert codes(lint(environment={"TF_VAR_name": "bad_name"})) == ["SM103"]
    assert codes(lint(variables=bad, ignore=["SM1"])) == []
    assert codes(lint(variables=bad, select=["SM2"])) == []
    (quiet,) = lint(variables=bad, severities={"invalid-model-name": "notice"}).findings
    assert quiet.rule.severity is Severity.NOTICE
    assert lint().sketches == ()
    assert [sketch.address for sketch in lint(describe=True).sketches] == ["aws_sagemaker_model.m"]


def test_the_environment_does_not_count(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    tree({"main.tf": MODEL})
    monkeypatch.setenv("TF_VAR_name", "bad_name")
    assert codes(lint()) == []


def test_a_file_that_cannot_be_parsed_raises_nothing(tree: Tree) -> None:
    tree({"main.tf": MODEL + "resource {\n"})
    report = lint()
    assert report.errors
    assert report.exit_code(None) == 2


def test_no_models_is_no_error(tree: Tree) -> None:
    tree({"main.tf": 'resource "aws_s3_bucket" "b" {}\n'})
    assert lint().files == 1


def test_what_cannot_be_done_is_raised(tree: Tree) -> None:
    tree({"main.tf": MODEL, "empty/notes.md": ""})
    with pytest.raises(DiscoveryError, match="no such file or directory: nowhere"):
        lint("nowhere")
    with pytest.raises(DiscoveryError, match="no Terraform files found under empty"):
        lint("empty")
    for settings in ({"select": ["SM1O3"]}, {"severities": {"nothing": "error"}}):
        with pytest.raises(RegistryError, match="no rule is called"):
            lint(**settings)
    with pytest.raises(ValueError, match="'loud' is not a valid Severity"):
        lint(severities={"SM103": "loud"})
    with pytest.raises(ValueError, match="no format is called 'xml'"):
        render(lint(), "xml")
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = tflint_sagemaker.nothing


@pytest.mark.parametrize("form", FORMATS)
def test_a_report_renders_in_every_format(form: str, tree: Tree) -> None:
    tree({"main.tf": MODEL.replace("good", "bad_name")})
    assert "SM103" in render(lint(), form)


def test_all_that_is_promised_is_there() -> None:
    for name in tflint_sagemaker.__all__:
        assert getattr(tflint_sagemaker, name)
        assert name.startswith("__") or name in (DOCS / "python-api.md").read_text(encoding="utf-8")


def test_the_documented_example_runs(tree: Tree) -> None:
    page = (DOCS / "python-api.md").read_text(encoding="utf-8")
    example = re.search(r"```python\n(.*?)```", page, re.DOTALL)
    assert example
    root = tree({"envs/prod/main.tf": MODEL, "prod.tfvars": 'name = "bad_name"\n'})
    done = subprocess.run(
        [sys.executable, "-c", example[1]], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("SM103 aws_sagemaker_model.m 3 `name` is `bad_name`; ")
    assert done.stdout.endswith("Found 1 error in 1 model (1 module, 1 file)\n\n")


def test_importing_the_package_costs_nothing() -> None:
    code = "import sys, tflint_sagemaker; print(*(m for m in sys.modules if 'tflint' in m))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    ours = [name for name in done.stdout.split() if not name.startswith("__editable__")]
    assert ours == ["tflint_sagemaker"]


def test_every_format_is_in_the_docs() -> None:
    page = (DOCS / "reports.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)
    assert rows == list(FORMATS)
    readme = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    assert all(f"`{form}`" in readme for form in FORMATS)


def run(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tflint_sagemaker", *arguments],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_explain_for_programs() -> None:
    page = json.loads(run("explain", "invalid-model-name", "--format", "json"))
    (listed,) = [
        rule for rule in json.loads(run("rules", "--format", "json")) if rule["code"] == "SM103"
    ]
    assert page["doc"].startswith(page["summary"])
    assert {key: page[key] for key in listed} == listed
    assert 'resource "aws_sagemaker_model"' in page["bad"][0]["main.tf"]
    assert "# SM103" not in json.dumps(page)
    assert page["good"]


def test_version_for_programs() -> None:
    found = json.loads(run("version", "--format", "json"))
    assert found["name"] == "tflint-sagemaker"
    assert found["version"] == tflint_sagemaker.__version__
    assert found["dependencies"]["python-hcl2"].startswith("8.")
    assert "hashicorp/aws 5.100.0" in found["facts"]["provider_schema"]
    assert all(found["facts"].values())
    text = run("version")
    assert text.startswith(f"tflint-sagemaker {tflint_sagemaker.__version__}\nPython 3.")
    assert "facts in provider_schema: " in text
