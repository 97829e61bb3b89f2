"""What the settings of a configuration do to a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tflint_sagemaker.cli.program import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Outcome = Callable[..., tuple[int, list[str], str]]
    Tree = Callable[[dict[str, str]], Path]
    Capture = pytest.CaptureFixture[str]

ROLE = 'execution_role_arn = "arn:aws:iam::123456789012:role/model"'
IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"


def model(name: str = "m", more: str = "") -> str:
    return (
        f'resource "aws_sagemaker_model" "{name}" {{\n  {ROLE}\n  {more}\n'
        f'  primary_container {{\n    image = "{IMAGE}"\n  }}\n}}\n'
    )


BAD = 'name = "no_such"'  # SM103, an error


@pytest.fixture
def outcome(capsys: Capture) -> Outcome:
    """Run; exit status, `file code` of each finding, and standard error."""

    def outcome(*arguments: str) -> tuple[int, list[str], str]:
        status = run(["check", "--format", "concise", *arguments])
        output = capsys.readouterr()
        found = [line.split(" ")[:2] for line in output.out.splitlines()]
        return status, [f"{at.partition(':')[0]} {code}" for at, code in found], output.err

    return outcome


CONFIG = "tflint-sagemaker.toml"
EVERYTHING: dict[str, tuple[str, int, list[str]]] = {
    "nothing is said": ("", 1, ["a.tf SM103", "b/main.tf SM103"]),
    "a rule is ignored": ('ignore = ["SM103"]', 0, []),
    "a rule is off": ("[rules.SM103]\nenabled = false", 0, []),
    "a rule is off by its name": ("rules.invalid-model-name.enabled = false", 0, []),
    "others are selected": ('select = ["SM2"]', 0, []),
    "others are selected, and one is on": (
        'select = ["SM2"]\nrules.SM103.enabled = true',
        1,
        ["a.tf SM103", "b/main.tf SM103"],
    ),
    "all are ignored": ('ignore = ["ALL"]', 0, []),
    "a rule is quieter": (
        '[rules.SM103]\nseverity = "notice"',
        0,
        ["a.tf SM103", "b/main.tf SM103"],
    ),
    "a rule is too quiet to be shown": (
        'min-severity = "error"\n[rules.SM103]\nseverity = "warning"',
        0,
        [],
    ),
    "nothing fails": ('fail-on = "never"', 0, ["a.tf SM103", "b/main.tf SM103"]),
    "a directory is excluded": ('exclude = ["b"]', 1, ["a.tf SM103"]),
    "a file is excluded": ('exclude = ["a.tf"]', 1, ["b/main.tf SM103"]),
    "files are excluded by a pattern": ('exclude = ["**/*.tf"]', 0, []),
    "an override ignores": (
        '[[overrides]]\npaths = ["b/**"]\nignore = ["SM103"]',
        1,
        ["a.tf SM103"],
    ),
    "an override selects": (
        'ignore = ["SM103"]\n[[overrides]]\npaths = ["*.tf"]\nextend-select = ["SM103"]',
        1,
        ["a.tf SM103"],
    ),
    "an override changes a severity": (
        'min-severity = "error"\n[[overrides]]\npaths = ["a.tf"]\nrules.SM103.severity = "warning"',
        1,
        ["b/main.tf SM103"],
    ),
    "of two overrides the later counts more": (
        (
            '[[overrides]]\npaths = ["**"]\nignore = ["SM103"]\n'
            '[[overrides]]\npaths = ["b"]\nextend-select = ["SM103"]'
        ),
        1,
        ["b/main.tf SM103"],
    ),
}


@pytest.mark.parametrize("case", EVERYTHING)
def test_settings(tree: Tree, outcome: Outcome, case: str) -> None:
    text, status, found = EVERYTHING[case]
    tree({"a.tf": model(more=BAD), "b/main.tf": model(more=BAD), CONFIG: text})
    assert outcome()[:2] == (status, found)


SUPPRESSIONS: dict[str, tuple[str, list[str]]] = {
    "by the address": ('address = "aws_sagemaker_model.n"', ["c/main.tf SM103"]),
    "by an address that is only alike": (
        'address = "aws_sagemaker_model.m"',
        ["c/main.tf SM103", "main.tf SM103"],
    ),
    "by a pattern of addresses": ('address = "*.aws_sagemaker_model.*"', ["main.tf SM103"]),
    "of one instance": ('address = "module.c.aws_sagemaker_model.m[\\"a\\"]"', ["main.tf SM103"]),
    "by the path": ('path = "c/**"', ["main.tf SM103"]),
    "by another path": ('path = "d"', ["c/main.tf SM103", "main.tf SM103"]),
    "by both, of which one does not fit": (
        'path = "c"\naddress = "module.d.*"',
        ["c/main.tf SM103", "main.tf SM103"],
    ),
    "until a day to come": ('path = "c"\nuntil = 9999-12-31', ["main.tf SM103"]),
    "until a day that is over": (
        'path = "c"\nuntil = 2020-01-01',
        ["c/main.tf SM103", "main.tf SM103"],
    ),
}


@pytest.mark.parametrize("case", SUPPRESSIONS)
def test_suppressions(tree: Tree, outcome: Outcome, case: str) -> None:
    text, found = SUPPRESSIONS[case]
    tree(
        {
            "main.tf": model("n", BAD) + 'module "c" {\n  source = "./c"\n}\n',
            "c/main.tf": model(more=f'for_each = toset(["a"])\n  {BAD}'),
            CONFIG: f'[[suppressions]]\nrules = ["invalid-model-name"]\nreason = "x"\n{text}\n',
        }
    )
    status, shown, err = outcome("--select", "SM103")
    assert (status, shown) == (1, found)
    hidden = 2 - len(found)
    assert (f"{hidden} finding suppressed" in err) == bool(hidden)
    ended = f"{CONFIG}:1:1: note: this suppression expired on 2020-01-01"
    assert (ended in err) == ("2020" in text)


def test_a_comment_that_leaves_out_what_the_configuration_does_too_is_not_unused(
    tree: Tree, outcome: Outcome
) -> None:
    comment = "# tflint-sagemaker: ignore[SM103] -- known\n"
    known = '[[suppressions]]\nrules = ["SM103"]\npath = "."\nreason = "x"\n'
    tree({"main.tf": comment + model(more=BAD), CONFIG: known})
    assert outcome()[:2] == (0, [])


def test_a_comment_for_a_finding_below_the_severity_is_not_unused(
    tree: Tree, outcome: Outcome
) -> None:
    comment = "# tflint-sagemaker: ignore[SM103] -- known\n"
    quiet = 'min-severity = "warning"\nrules.SM103.severity = "notice"\n'
    tree({"main.tf": comment + model(more=BAD), CONFIG: quiet})
    assert outcome()[:2] == (0, [])


def test_excluded_files_have_no_findings(tree: Tree, outcome: Outcome) -> None:
    wrong = model("n", "name = var.unknown") + 'variable "unknown" {}\nresource {\n'
    tree({"a.tf": model(more=BAD), "b.tf": wrong, CONFIG: 'exclude = ["b.tf"]\n'})
    status, found, err = outcome()
    assert (status, found) == (1, ["a.tf SM103"])
    assert err == "Found 1 error in 2 models (1 module, 2 files)\n"


def test_a_comment_about_a_rule_that_does_not_run_in_its_file_is_not_unused(
    tree: Tree, outcome: Outcome
) -> None:
    comment = "# tflint-sagemaker: ignore[SM103] -- known\n"
    override = '[[overrides]]\npaths = ["a.tf"]\nignore = ["SM103"]\n'
    tree({"a.tf": comment + model(), "b.tf": model("n"), CONFIG: override})
    assert outcome("--extend-select", "SM9")[:2] == (0, [])
    tree({"b.tf": comment + model("n")})
    assert outcome("--extend-select", "SM9")[1] == ["b.tf SM900"]


def test_each_module_has_the_settings_of_its_nearest_file(tree: Tree, outcome: Outcome) -> None:
    tree(
        {
            "a/main.tf": model(more=BAD),
            f"a/{CONFIG}": 'ignore = ["SM103"]',
            "b/main.tf": model(more=BAD),
            f"b/{CONFIG}": 'fail-on = "never"',
            "c/main.tf": model(more=BAD),
        }
    )
    assert outcome("a", "b")[:2] == (0, ["b/main.tf SM103"])
    assert outcome()[:2] == (1, ["b/main.tf SM103", "c/main.tf SM103"])
    assert outcome("a/main.tf", "b/main.tf")[:2] == (0, ["b/main.tf SM103"])


def test_a_module_that_is_called_has_the_settings_of_the_root(tree: Tree, outcome: Outcome) -> None:
    tree(
        {
            "main.tf": 'module "m" {\n  source = "./m"\n}\n',
            "m/main.tf": model(more=BAD),
            f"m/{CONFIG}": 'ignore = ["SM103"]',
        }
    )
    assert outcome()[:2] == (1, ["m/main.tf SM103"])
    assert outcome("m")[:2] == (0, [])


def test_files_above_the_root_of_the_repository_do_not_count(tree: Tree, outcome: Outcome) -> None:
    root = tree({"r/a/main.tf": model(more=BAD), CONFIG: 'ignore = ["SM103"]'})
    assert outcome()[:2] == (0, [])
    (root / "r" / ".git").mkdir()
    assert outcome("r/a")[:2] == (1, ["r/a/main.tf SM103"])


def test_the_command_line_takes_precedence(
    tree: Tree, outcome: Outcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree({"main.tf": model(more=BAD), CONFIG: 'fail-on = "never"\nignore = ["SM103"]\n'})
    assert outcome()[:2] == (0, [])
    assert outcome("--select", "SM103")[:2] == (0, ["main.tf SM103"])
    assert outcome("--select", "SM103", "--fail-on", "error")[:2] == (1, ["main.tf SM103"])
    assert outcome("--no-config")[:2] == (1, ["main.tf SM103"])
    monkeypatch.setenv("TFLINT_SAGEMAKER_SELECT", "SM103,SM101")
    assert outcome()[:2] == (0, ["main.tf SM103"])
    assert outcome("--select", "SM101")[:2] == (0, [])


NAMED = model(more="name = var.name") + 'variable "name" {}\n'
GIVEN: dict[str, tuple[str, list[str], bool]] = {
    "no value": ("", [], False),
    "a variable": ('variables.name = "no_such"', [], True),
    "a file": ('var-files = ["bad.tfvars"]', [], True),
    "a file, and a variable that counts more": (
        'var-files = ["bad.tfvars"]\nvariables.name = "good"',
        [],
        False,
    ),
    "a file of the command line in place of files": (
        'var-files = ["bad.tfvars"]',
        ["--var-file", "good.tfvars"],
        False,
    ),
    "a file of the command line, which counts more": (
        'variables.name = "no_such"',
        ["--var-file", "good.tfvars"],
        False,
    ),
    "an option, which counts more": (
        'variables.name = "no_such"',
        ["--var", "name=good"],
        False,
    ),
}


@pytest.mark.parametrize("case", GIVEN)
def test_values_of_variables(tree: Tree, outcome: Outcome, case: str) -> None:
    text, options, bad = GIVEN[case]
    files = {"bad.tfvars": 'name = "no_such"\n', "good.tfvars": 'name = "good"\n'}
    tree({"m/main.tf": NAMED, CONFIG: text, **files})
    assert outcome(*options)[1] == (["m/main.tf SM103"] if bad else [])


def test_values_of_other_types(tree: Tree, outcome: Outcome) -> None:
    declared = 'variable "o" {\n  type = object({ names = list(string), n = number })\n}\n'
    tree(
        {
            "main.tf": model(more="count = var.o.n\n  name = var.o.names[0]") + declared,
            CONFIG: 'variables.o = { names = ["a_b"], n = 1 }\n',
        }
    )
    assert outcome()[:2] == (1, ["main.tf SM103"])


def test_the_location_of_a_value_is_reported(tree: Tree, capsys: Capture) -> None:
    tree({"main.tf": NAMED, CONFIG: '# first\nvariables.name = "no_such"\n'})
    assert run(["check"]) == 1
    assert f"value of var.name in {CONFIG}:2" in capsys.readouterr().out


REGIONS: dict[str, tuple[str, str, list[str], list[str]]] = {
    "none": ("", "", [], []),
    "that of the image": ("", "us-east-1", [], []),
    "another than that of the image": ("", "eu-central-1", [], ["main.tf SM311"]),
    "set by an option": ("", "us-east-1", ["--region", "eu-central-1"], ["main.tf SM311"]),
    "a provider has its own": (
        'provider "aws" {\n  region = "us-east-1"\n}\n',
        "eu-central-1",
        [],
        [],
    ),
    "a provider has none": ('provider "aws" {}\n', "eu-central-1", [], ["main.tf SM311"]),
    "a provider has one that is not known": (
        'provider "aws" {\n  region = var.r\n}\nvariable "r" {}\n',
        "eu-central-1",
        [],
        [],
    ),
    "a provider has other endpoints": (
        'provider "aws" {\n  endpoints {\n    s3 = "http://localhost"\n  }\n}\n',
        "eu-central-1",
        [],
        [],
    ),
}


@pytest.mark.parametrize("case", REGIONS)
def test_the_region_of_providers_that_state_none(tree: Tree, outcome: Outcome, case: str) -> None:
    provider, region, options, found = REGIONS[case]
    tree({"main.tf": model() + provider, CONFIG: f'region = "{region}"' if region else ""})
    assert outcome(*options)[1] == found


def test_the_location_of_the_region_setting_is_shown(tree: Tree, capsys: Capture) -> None:
    tree({"main.tf": model(), CONFIG: 'region = "eu-central-1"\n'})
    assert run(["check"]) == 1
    assert f"--> {CONFIG}:1:10\n" in capsys.readouterr().out
    assert run(["check", "--region", "eu-west-1"]) == 1
    assert "--> --region:1:1\n" in capsys.readouterr().out


ELSEWHERE = 'registries = ["other.example"]'
HERE = 'registries = ["123456789012"]'
FOR_MAIN = '[[overrides]]\npaths = ["main.tf"]\n[overrides.rules.SM326]'
OPTIONAL: dict[str, tuple[str, list[str]]] = {
    "not requested": ("", []),
    "given a parameter": (f"[rules.unlisted-registry]\n{ELSEWHERE}", ["SM326"]),
    "given a parameter that lets the image through": (f"[rules.SM326]\n{HERE}", []),
    "given a parameter, but ignored": (f'ignore = ["SM326"]\n[rules.SM326]\n{ELSEWHERE}', []),
    "given a parameter, but off": (f"[rules.SM326]\n{ELSEWHERE}\nenabled = false", []),
    "given a parameter for this file": (f"{FOR_MAIN}\n{ELSEWHERE}", ["SM326"]),
    "given a parameter for other files": (
        f"{FOR_MAIN}\n{ELSEWHERE}".replace("main.tf", "other.tf"),
        [],
    ),
    "given another parameter for this file": (
        f"[rules.SM326]\n{HERE}\n{FOR_MAIN}\n{ELSEWHERE}",
        ["SM326"],
    ),
}


@pytest.mark.parametrize("case", OPTIONAL)
def test_an_optional_rule_runs_if_it_has_parameters(
    tree: Tree, outcome: Outcome, case: str
) -> None:
    text, codes = OPTIONAL[case]
    tree({"main.tf": model(), CONFIG: text})
    assert outcome()[1] == [f"main.tf {code}" for code in codes]


def test_resolve_has_the_same_values_and_the_same_exclusions(tree: Tree, capsys: Capture) -> None:
    tree(
        {
            "a/main.tf": NAMED,
            "b/main.tf": NAMED,
            CONFIG: 'exclude = ["b"]\nvariables.name = "told"\n',
        }
    )
    assert run(["resolve"]) == 0
    shown = capsys.readouterr().out
    assert shown.count('"told"') == 1
    assert f"value of var.name in {CONFIG}:2" in shown
    assert run(["resolve", "--no-config", "--var", "name=other"]) == 0
    assert capsys.readouterr().out.count('"other"') == 2
