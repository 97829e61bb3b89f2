"""The options of `check`, `config` and `completion`, and their twins in the environment."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING, Any

import click
import pytest
from jsonschema import Draft202012Validator

from tflint_sagemaker.cli.program import COMMANDS, run, start
from tflint_sagemaker.config.document import ConfigError
from tflint_sagemaker.config.load import load
from tflint_sagemaker.config.schema import build_schema
from tflint_sagemaker.config.settings import FORMATS
from tflint_sagemaker.config.writing import format_toml
from tflint_sagemaker.rule import registry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Tree = Callable[[dict[str, str]], Path]
    Capture = pytest.CaptureFixture[str]

CONFIG = "tflint-sagemaker.toml"
BAD = 'resource "aws_sagemaker_model" "m" {\n  name = "no_such"\n}\n'  # SM101, SM103
OTHER = 'resource "aws_s3_bucket" "b" {}\n'


def check(capsys: Capture, *arguments: str) -> tuple[int, set[str], str]:
    """Exit status, the codes that are found, and standard error."""
    status = run(["check", "-f", "concise", *arguments])
    output = capsys.readouterr()
    return status, {line.split(" ")[1] for line in output.out.splitlines()}, output.err


OPTIONS: dict[str, tuple[list[str], int, set[str]]] = {
    "--select": (["--select", "SM103"], 1, {"SM103"}),
    "--select, several": (["--select", "SM104,SM101", "--select", "SM103"], 1, {"SM101", "SM103"}),
    "--extend-select": (["--select", "SM103", "--extend-select", "SM101"], 1, {"SM101", "SM103"}),
    "--ignore": (["--select", "SM10", "--ignore", "SM102,SM101"], 1, {"SM103"}),
    "--fail-on": (["--select", "SM103", "--fail-on", "never"], 0, {"SM103"}),
    "--exit-zero": (["--select", "SM103", "--exit-zero"], 0, {"SM103"}),
    "--no-config": (["--select", "SM103", "--no-config"], 1, {"SM103"}),
    "--isolated": (["--select", "SM103", "--isolated"], 1, {"SM103"}),
    "--config": (["--config", "other.toml"], 1, {"SM103"}),
}


@pytest.mark.parametrize("case", OPTIONS)
def test_an_option(tree: Tree, capsys: Capture, case: str) -> None:
    options, status, found = OPTIONS[case]
    tree({"main.tf": BAD, "other.toml": 'select = ["SM103"]\n'})
    assert check(capsys, *options)[:2] == (status, found)


def test_the_least_severity_that_is_reported(tree: Tree, capsys: Capture) -> None:
    tree({"main.tf": BAD, CONFIG: 'rules.SM103.severity = "notice"\n'})
    base = ["--select", "SM103,SM101", "--config", CONFIG]
    assert check(capsys, *base, "--min-severity", "notice")[1] == {"SM103", "SM101"}
    assert check(capsys, *base, "--min-severity", "warning")[1] == {"SM101"}


def test_what_could_not_be_read_is_no_success_even_with_exit_zero(
    tree: Tree, capsys: Capture
) -> None:
    tree({"main.tf": BAD, "broken.tf": "resource {\n"})
    assert check(capsys, "--exit-zero")[0] == 2


def test_statistics(tree: Tree, capsys: Capture) -> None:
    tree({"a.tf": BAD, "b.tf": BAD.replace('"m"', '"n"').replace("  name", "  tags = 1 #")})
    assert run(["check", "--select", "SM101,SM103", "--statistics"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["2", "error", "SM101", "missing-execution-role-arn"]
    assert lines[1].split() == ["1", "error", "SM103", "invalid-model-name"]
    assert lines[-1].startswith("Found 3 errors")
    assert run(["check", "--select", "SM103", "--statistics", "-f", "json"]) == 1
    assert json.loads(capsys.readouterr().out) == [
        {"code": "SM103", "name": "invalid-model-name", "severity": "error", "count": 1}
    ]
    assert run(["check", "--select", "SM5", "--statistics"]) == 0
    assert capsys.readouterr().out.startswith("Found no problems")


def test_files_that_would_be_linted(tree: Tree, capsys: Capture) -> None:
    tree({"a/main.tf": BAD, "a/more.tf": "", "b/main.tf": OTHER, CONFIG: 'exclude = ["c"]\n'})
    tree({"c/main.tf": BAD})
    assert run(["check", "--show-files"]) == 0
    assert capsys.readouterr().out == "a/main.tf\na/more.tf\n"
    assert run(["check", "--show-files", "a/more.tf", "c/main.tf"]) == 0
    assert capsys.readouterr().out == "a/more.tf\n"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--region", "Frankfurt"], "'Frankfurt' is not a region"),
        (["--config", "nowhere.toml"], "'nowhere.toml' does not exist"),
        (["--extend-select", "SM9999"], "no rule is called `SM9999`"),
        (["--min-severity", "all"], "'all' is not one of"),
    ],
)
def test_options_that_cannot_be(
    tree: Tree, capsys: Capture, options: list[str], message: str
) -> None:
    tree({"main.tf": BAD})
    status, _, err = check(capsys, *options)
    assert status == 2
    assert message in err


def leaves(command: click.Command, *above: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from leaves(inner, *above, name)
    else:
        yield above, command


def every_command() -> list[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(start)
    return [
        leaf
        for name in COMMANDS
        for leaf in leaves(start.get_command(context, name) or start, name)
    ]


def test_every_option_has_a_twin_in_the_environment() -> None:
    for path, command in every_command():
        for option in command.params:
            if isinstance(option, click.Option) and option.expose_value:
                names = {text[2:].replace("-", "_").upper() for text in option.opts}
                twin = str(option.envvar).removeprefix("TFLINT_SAGEMAKER_")
                own = "_".join(path).upper() + "_FORMAT"
                assert twin in names | {own}, (path, option.name)


TWINS: dict[str, tuple[dict[str, str], int, set[str]]] = {
    "SELECT": ({"SELECT": "SM103"}, 1, {"SM103"}),
    "IGNORE": ({"SELECT": "SM10", "IGNORE": "SM101 SM102"}, 1, {"SM103"}),
    "EXTEND_SELECT": ({"SELECT": "SM103", "EXTEND_SELECT": "SM101"}, 1, {"SM101", "SM103"}),
    "FAIL_ON": ({"SELECT": "SM103", "FAIL_ON": "never"}, 0, {"SM103"}),
    "EXIT_ZERO": ({"SELECT": "SM103", "EXIT_ZERO": "1"}, 0, {"SM103"}),
    "CONFIG": ({"CONFIG": "other.toml"}, 1, {"SM103"}),
    "NO_CONFIG": ({"SELECT": "SM103", "NO_CONFIG": "true"}, 1, {"SM103"}),
    "empty": ({"SELECT": "SM103", "IGNORE": ""}, 1, {"SM103"}),
}


@pytest.mark.parametrize("case", TWINS)
def test_the_environment(
    tree: Tree, capsys: Capture, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    variables, status, found = TWINS[case]
    tree({"main.tf": BAD, "other.toml": 'select = ["SM103"]\n'})
    for name, value in variables.items():
        monkeypatch.setenv(f"TFLINT_SAGEMAKER_{name}", value)
    assert check(capsys)[:2] == (status, found)


def test_the_format_of_the_environment_is_that_of_check_alone(
    tree: Tree, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree({"main.tf": BAD})
    monkeypatch.setenv("TFLINT_SAGEMAKER_FORMAT", "json")
    assert run(["check", "--exit-zero"]) == 0
    assert json.loads(capsys.readouterr().out)["findings"]
    assert run(["rules"]) == 0
    assert capsys.readouterr().out.startswith("SM001")
    monkeypatch.setenv("TFLINT_SAGEMAKER_RULES_FORMAT", "json")
    assert run(["rules"]) == 0
    assert json.loads(capsys.readouterr().out)


def test_flags_that_take_something_away_have_twins_as_well(
    tree: Tree, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree({"main.tf": BAD})
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert "::error " in check(capsys, "--select", "SM103")[2]
    monkeypatch.setenv("TFLINT_SAGEMAKER_NO_ANNOTATIONS", "1")
    assert "::error " not in check(capsys, "--select", "SM103")[2]


def test_where_a_setting_of_the_environment_is_from(
    tree: Tree, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree({"main.tf": BAD})
    monkeypatch.setenv("TFLINT_SAGEMAKER_FAIL_ON", "error")
    assert run(["config", "show", "-f", "json", "--region", "eu-west-1"]) == 0
    shown = {one["setting"]: one for one in json.loads(capsys.readouterr().out)}
    assert shown["fail-on"]["origin"] == "TFLINT_SAGEMAKER_FAIL_ON"
    assert shown["region"] == {"setting": "region", "value": "eu-west-1", "origin": "--region"}


def test_the_path_of_the_configuration(tree: Tree, capsys: Capture) -> None:
    tree({"a/b/main.tf": BAD, "a/.tflint-sagemaker.toml": "", "a/pyproject.toml": ""})
    for path in ("a", "a/b", "a/b/main.tf"):
        assert run(["config", "path", path]) == 0
        assert capsys.readouterr().out == "a/.tflint-sagemaker.toml\n"
    assert run(["config", "path"]) == 2
    assert capsys.readouterr().err == "error: there is no configuration file for .\n"


def test_a_configuration_is_started_once(tree: Tree, capsys: Capture) -> None:
    root = tree({"a/main.tf": BAD})
    assert run(["config", "init", "a"]) == 0
    assert capsys.readouterr().err == f"wrote a/{CONFIG}\n"
    text = (root / "a" / CONFIG).read_text(encoding="utf-8")
    assert run(["config", "init", "a"]) == 2
    assert capsys.readouterr().err == f"error: a/{CONFIG} already exists\n"
    assert (root / "a" / CONFIG).read_text(encoding="utf-8") == text
    assert run(["config", "show", "a"]) == 0


def test_the_settings_of_the_starter_file_exist(tree: Tree, capsys: Capture) -> None:
    """Each line that is commented out is right once it is not."""
    root = tree({"main.tf": BAD, "env/prod.tfvars": ""})
    assert run(["config", "init"]) == 0
    text = (root / CONFIG).read_text(encoding="utf-8")
    offered = re.sub(r"(?m)^# (?=\[|[a-z-]+ = )", "", text)
    assert offered != text
    (root / CONFIG).write_text(offered, encoding="utf-8")
    assert run(["config", "show"]) == 0
    keys = set(tomllib.loads(offered)) | {"extends", "select", "min-severity", "format"}
    known = set(build_schema(registry.load_rules())["properties"])
    live = {"profile", "assume-role", "live-timeout"}
    assert keys | {"variables", "provider-version"} | live == known
    capsys.readouterr()


def test_the_schema(capsys: Capture) -> None:
    assert run(["config", "schema"]) == 0
    document = json.loads(capsys.readouterr().out)
    Draft202012Validator.check_schema(document)
    assert document == json.loads(json.dumps(build_schema(registry.load_rules())))
    assert set(document["$defs"]["rules"]["properties"]) >= {"SM103", "invalid-model-name"}


def test_the_schema_knows_every_format() -> None:
    """That each of them is one is for the tests of formats."""
    assert build_schema(registry.load_rules())["properties"]["format"]["enum"] == list(FORMATS)


@pytest.mark.parametrize("rule", registry.load_rules(), ids=lambda rule: rule.name)
def test_parameters_of_a_rule_can_be_set(rule: Any, tmp_path: Path) -> None:
    """By its name, with the values of its examples; what it does not take is refused."""
    assert not {"severity", "enabled"} & set(rule.parameters)
    path = tmp_path / CONFIG
    lines = [f"[rules.{rule.name}]"]
    lines += [
        f"{name.replace('_', '-')} = {format_toml(known.example)}"
        for name, known in rule.parameters.items()
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    (layer,) = load(path, str).layers
    told = {key[2]: setting.value for key, setting in layer.values.items()}
    assert told == {name: known.example for name, known in rule.parameters.items()}
    path.write_text("\n".join([*lines, "no-such-parameter = 1"]), encoding="utf-8")
    with pytest.raises(ConfigError, match="unknown key `no-such-parameter`"):
        load(path, str)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_script_for_the_shell(capsys: Capture, shell: str) -> None:
    assert run(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert f"_TFLINT_SAGEMAKER_COMPLETE={shell}_complete" in script
    assert "tflint-sagemaker" in script


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("ch", {"check"}),
        ("", {"check", "config", "completion"}),
        ("--fail", {"--fail-on"}),
        ("check --fail-on no", {"notice"}),
        ("check --select invalid-model-n", {"invalid-model-name"}),
        ("check --select SM101,SM10", {"SM101,SM102", "SM101,SM103"}),
        ("config sh", {"show"}),
        ("completion z", {"zsh"}),
    ],
)
def test_what_the_shell_is_offered(words: str, wanted: set[str]) -> None:
    line = f"tflint-sagemaker {words}"
    done = subprocess.run(
        [sys.executable, "-m", "tflint_sagemaker"],
        env={
            **os.environ,
            "_TFLINT_SAGEMAKER_COMPLETE": "bash_complete",
            "COMP_WORDS": line,
            "COMP_CWORD": str(len(line.split(" ")) - 1),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    offered = {text.partition(",")[2] for text in done.stdout.splitlines()}
    assert wanted <= offered, done


HEAVY = {"jsonschema", "tomllib", "tflint_sagemaker.rule.registry", "hcl2"}


def imported(cwd: Path) -> set[str]:
    code = (
        "import sys\nfrom tflint_sagemaker.cli.program import run\nrun(['check'])\n"
        "print('\\n'.join(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=cwd, capture_output=True, text=True, check=True
    )
    return set(done.stderr.split())


def test_without_a_configuration_nothing_is_imported_for_one(tree: Tree) -> None:
    mention = '[project]\nname = "x"\ndependencies = ["tflint-sagemaker==0.1.0"]\n'
    root = tree({"main.tf": OTHER, "pyproject.toml": mention})
    assert not HEAVY & imported(root)


def test_a_configuration_is_checked_only_if_there_is_something_to_lint(tree: Tree) -> None:
    root = tree({"main.tf": OTHER, CONFIG: 'fail-on = "error"\n'})
    assert HEAVY & imported(root) == {"tomllib"}


def test_a_configuration_that_is_nested_too_deeply(tree: Tree, capsys: Capture) -> None:
    deep = f"variables.x = {'[' * 5000}{']' * 5000}\n"
    tree({"main.tf": BAD, CONFIG: deep})
    assert check(capsys)[2] == f"{CONFIG}:1:1: error: this is nested too deeply\n"
    tree({"main.tf": OTHER})
    assert run(["check"]) == 0
    tree({"main.tf": BAD, "pyproject.toml": f"[tool.tflint-sagemaker]\n{deep}", CONFIG: ""})
    assert check(capsys, "--config", "pyproject.toml")[0] == 2


def test_a_report_on_nothing_has_the_format_of_the_configuration(
    tree: Tree, capsys: Capture
) -> None:
    tree({"a/main.tf": OTHER, "base.toml": 'format = "json"\n', CONFIG: 'extends = "base.toml"\n'})
    assert run(["check"]) == 0
    assert json.loads(capsys.readouterr().out)["findings"] == []
    for text in ('extends = "tflint-sagemaker.toml"\n', "format = 1\n", "format = \n"):
        tree({CONFIG: text})
        assert run(["check"]) == 0
        assert capsys.readouterr().out.startswith("Found no problems")
