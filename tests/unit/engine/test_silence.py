"""Checks that are left out for good reason: nothing is lost by it, and a rule cannot err in it."""

from __future__ import annotations

import ast
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import truth
from support.paths import ROOT

from tflint_sagemaker.config.settings import Settings
from tflint_sagemaker.discovery.modules import Target
from tflint_sagemaker.engine.linter import lint
from tflint_sagemaker.engine.root_modules import load_root_modules
from tflint_sagemaker.engine.rule_selection import Rulings
from tflint_sagemaker.engine.silence import Silence, silent
from tflint_sagemaker.rule import registry
from tflint_sagemaker.rule.definition import Rule, Severity
from tflint_sagemaker.rule.examples import example_files
from tflint_sagemaker.rule.problem import Problem
from tflint_sagemaker.sagemaker import subjects
from tflint_sagemaker.sagemaker.model import Model
from tflint_sagemaker.sagemaker.outline import Outline, outlined
from tflint_sagemaker.sagemaker.schema import violations
from tflint_sagemaker.sagemaker.schema_paths import places
from tflint_sagemaker.terraform.values import Undecided

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tflint_sagemaker.terraform.configuration import Configuration

RULES = registry.rules()
EVERY_RULE = Settings(
    select=("ALL",),
    today=date(2026, 11, 22),
    workspace="default",
    parameters={
        rule.code: {name: known.example for name, known in rule.parameters.items()}
        for rule in RULES
    },
)


def questions(directory: Path) -> Iterator[tuple[Rule, Any, Any]]:
    """Every question about a configuration: rule, check and subject."""
    roots, _ = load_root_modules([Target(directory, None)], EVERY_RULE)
    rulings = Rulings()
    for configuration in roots:
        models = subjects.models(configuration)
        for subject in subjects.subjects(configuration, models):
            for rule, check in rulings.checks(EVERY_RULE, subject):
                yield rule, check, subject


def answer(rule: Rule, check: Any, subject: Any) -> list[str]:
    """All that comes of a question, in words."""
    told: list[str] = []
    try:
        if rule.schema is None:
            told += [f"{problem.at}: {problem.message}" for problem in check(subject)]
        else:
            for place in (place for path in rule.at for place in places(subject, path)):
                told += [
                    f"{fault.span}: {fault.message}" for fault in violations(rule.schema, place)
                ]
    except Undecided as undecided:
        told.append(f"undecided: {undecided.reason.reason}")
    return told


def write(directory: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return directory


def unheard(directory: Path) -> tuple[list[str], int, int]:
    """What is left out and should have been asked, how much is left out, and out of how much."""
    lost, left_out, asked = [], 0, 0
    for rule, check, subject in questions(directory):
        if outlined(subject) is None:
            continue
        asked += 1
        if silent(rule, check, Outline(subject)):
            left_out += 1
            lost += [f"{rule.code} {told}" for told in answer(rule, check, subject)]
    return lost, left_out, asked


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_nothing_is_left_out_that_the_examples_of_a_rule_earn(rule: Rule, tmp_path: Path) -> None:
    for number, example in enumerate((*rule.bad, *rule.good)):
        directory = write(tmp_path / str(number), example_files(example))
        assert unheard(directory)[0] == []


@pytest.mark.parametrize("group", truth.groups())
def test_nothing_is_left_out_that_a_recorded_configuration_earns(
    group: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for case in truth.cases(group):
        directory = write(tmp_path / case.name, case.files)
        monkeypatch.chdir(directory)
        assert unheard(directory)[0] == [], case.name


PARTS = (
    "  name = var.name\n",
    "  name = null\n",
    '  name = "not_{n}"\n',
    "  enable_network_isolation = true\n",
    "  arn = 1\n",
    '  primary_container {{\n    image = "{n}.dkr.ecr.us-east-1.amazonaws.com/a:latest"\n  }}\n',
    '  primary_container {{\n    environment = {{ "A-B" = {n} }}\n  }}\n',
    '  primary_container {{\n    model_data_url = "s3://b{n}"\n  }}\n',
    '  container {{\n    image = var.name\n    mode  = "Multi"\n  }}\n',
    "  container {{\n    image_config {{\n    }}\n  }}\n",
    '  dynamic "container" {{\n    for_each = var.many\n    content {{\n    }}\n  }}\n',
    '  vpc_config {{\n    subnets = ["sg-{n}"]\n    security_group_ids = []\n  }}\n',
    "  vpc_config {{\n    subnets = var.many\n  }}\n",
    "  inference_execution_config {{\n  }}\n",
    '  tags = {{ Name = "{n}", "aws:a" = "b" }}\n',
    "  count = 0\n",
    "  count = var.some\n",
    "  nonsense {{\n  }}\n",
)
HEAD = """
provider "aws" {
  region = "us-west-2"
}

variable "name" {}

variable "many" {}

variable "some" {}

resource "aws_iam_role" "r" {
  assume_role_policy = "{}"
}

"""


@st.composite
def modules(draw: st.DrawFn) -> str:
    """A module in which several models are written alike, and say different things."""
    chosen = st.lists(st.sampled_from(range(len(PARTS))), max_size=5, unique=True)
    kinds = draw(st.lists(chosen, min_size=1, max_size=3))
    text = HEAD
    for number in range(draw(st.integers(2, 7))):
        inside = "".join(PARTS[part].format(n=number) for part in draw(st.sampled_from(kinds)))
        role = "  execution_role_arn = aws_iam_role.r.arn\n"
        text += f'resource "aws_sagemaker_model" "m{number}" {{\n{role}{inside}}}\n\n'
    return text


@given(text=modules())
def test_nothing_is_left_out_that_one_of_many_models_earns(
    text: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    directory = write(tmp_path_factory.mktemp("module"), {"main.tf": text})
    lost, left_out, asked = unheard(directory)
    assert lost == []
    assert asked == 0 or left_out > 0


ALIKE = """
resource "aws_sagemaker_model" "a" {
  execution_role_arn = "arn:aws:iam::123456789012:role/a"
  primary_container {
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/a:1"
  }
}

resource "aws_sagemaker_model" "b" {
  execution_role_arn = "role of b"
  primary_container {
    image = "b c"
  }
}
"""


@pytest.fixture
def model(tmp_path: Path) -> Model:
    return alike(tmp_path)[1][0]


def alike(directory: Path) -> tuple[Configuration, tuple[Model, ...]]:
    """A configuration with two models that are written alike."""
    targets = [Target(write(directory, {"main.tf": ALIKE}), None)]
    (configuration,), _ = load_root_modules(targets, EVERY_RULE)
    return configuration, subjects.models(configuration)


# What checks may catch: what the api raises on purpose.
EXPECTED = {"Undecided", "PolicyError", "ValueError", "re.error"}


def rule(check: Callable[[Model], Any]) -> Rule:
    """A rule that has something to say of every model of which the check is true."""

    def found(model: Model) -> Iterator[Problem]:
        if check(model):
            yield Problem(model.span, "found")

    return Rule("SM999", "x", Severity.ERROR, "x", (), (), on=Model, check=found)


def swallowing(check: Callable[[Model], Any]) -> Callable[[Model], bool]:
    """The same check, in the hands of someone who takes every exception for a no."""

    def caught(model: Model) -> bool:
        try:
            return bool(check(model))
        except BaseException:  # noqa: BLE001
            return False

    return caught


@pytest.mark.parametrize(
    "check",
    [
        lambda model: model.argument("tags"),
        lambda model: model.children("vpc_config"),
        lambda model: model.child("primary_container").argument("environment"),
        lambda model: [c for c in model.containers() if c.child("image_config")],
        lambda model: model.lacks("primary_container"),
        lambda model: model.too_old("1.0"),
        lambda model: model.region,
    ],
)
def test_what_looks_only_for_what_is_not_written_is_left_out(
    check: Callable[[Model], Any], model: Model
) -> None:
    assert silent(rule(check), rule(check).check, Outline(model))


@pytest.mark.parametrize(
    "check",
    [
        lambda model: model.name is None and model.execution_role_arn.text == "b",
        lambda model: model.given("execution_role_arn").value == "b",
        lambda model: "b" in str(model.address),
        lambda model: model.address == "b",
        lambda model: {model.address: 1}.get("b"),
        lambda model: not model.address,
        lambda model: f"{model.address}".endswith("b"),
        lambda model: isinstance(model.address, int),
        lambda model: model.module_path == "b",
        lambda model: model.calls and model.calls[0],
        lambda model: model.instance.name == "b",
        lambda model: not model.span,
        lambda model: model.misspelt("tags"),
        lambda model: model.may_gain("container"),
        lambda model: model.depth > 1,
        lambda model: model.containers()[0].image.text == "b c",
        lambda model: list(model.arguments())[1:],
        lambda model: model.around.models[model.address].name,
    ],
)
@pytest.mark.parametrize("caught", [False, True])
def test_what_reads_a_value_or_a_place_is_asked(
    check: Callable[[Model], Any], model: Model, *, caught: bool
) -> None:
    speaking = rule(swallowing(check) if caught else check)
    assert not silent(speaking, speaking.check, Outline(model))


def test_no_rule_of_ours_takes_an_exception_for_an_answer_that_it_has_not_asked_for() -> None:
    """What is done with an outline may end in a TypeError, which has to come through."""
    for path in (ROOT / "rules").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ExceptHandler):
                assert node.type is not None, path
                assert ast.unparse(node.type) in EXPECTED, path


def test_what_is_missing_from_a_model_is_asked_of_every_one_of_them(model: Model) -> None:
    speaking = rule(lambda model: model.argument("tags") is None)
    assert not silent(speaking, speaking.check, Outline(model))


def test_of_models_alike_the_first_is_asked_everything_and_the_others_what_is_left(
    tmp_path: Path,
) -> None:
    quiet, speaking = (
        rule(lambda model: model.argument("tags")),
        rule(lambda model: model.name),
    )
    loud = rule(lambda model: model.arguments())
    checks = tuple((one, one.check) for one in (quiet, loud, speaking))
    configuration, models = alike(tmp_path)
    silence = Silence(configuration)
    assert [silence.broken(one, checks) for one in models] == [checks, checks[1:2]]


def test_who_is_spared_a_question_has_looked_at_what_that_was_found_out_from(
    tmp_path: Path,
) -> None:
    quiet = rule(lambda model: list(model.around.all("aws_ecr_repository")))
    configuration, models = alike(tmp_path)
    silence, checks = Silence(configuration), ((quiet, quiet.check),)
    for one, left in zip((*models, models[0]), (checks, (), ()), strict=True):
        configuration.looked = set()
        assert silence.broken(one, checks) == left
        assert bool(configuration.looked) == (left == ())


def test_of_many_models_little_is_asked_and_everything_told(tmp_path: Path) -> None:
    directory = write(tmp_path, {"main.tf": ALIKE})
    lost, left_out, asked = unheard(directory)
    assert lost == []
    assert left_out > asked / 2
    found = {(f.rule.name, f.address) for f in lint([Target(directory, None)], Settings()).findings}
    assert ("invalid-image", "aws_sagemaker_model.b") in found
    assert ("invalid-execution-role-arn", "aws_sagemaker_model.b") in found
