"""What every rule promises. No rule is named here: a new one is tested by being there."""

from __future__ import annotations

import inspect
import json
import re
import subprocess
import sys
from dataclasses import fields, replace
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import jsonschema
import pytest
from support.rule_examples import EXAMPLES, example_paths, examples_of

from tflint_sagemaker.config.settings import Settings
from tflint_sagemaker.discovery.modules import Target
from tflint_sagemaker.engine.linter import lint
from tflint_sagemaker.live.fake import CannedRunner
from tflint_sagemaker.rule import registry
from tflint_sagemaker.rule.definition import Rule, RuleInfo
from tflint_sagemaker.rule.examples import split_files

if TYPE_CHECKING:
    from collections.abc import Callable

    from tflint_sagemaker.rule.results import Report

    Lint = Callable[..., Report]

RULES = registry.load_rules()
MARK = re.compile(r"# ((?:SM\d{3}(?:, )?)+)$", re.MULTILINE)
EVERY_RULE = Settings(
    select=("ALL",),
    today=date(2026, 11, 22),
    parameters={
        rule.code: {name: known.example for name, known in rule.parameters.items()}
        for rule in RULES
    },
)


def examples(kind: Literal["bad", "good"]) -> list[object]:
    return [
        pytest.param(rule, example, id=f"{rule.name}-{number}")
        for rule in RULES
        for number, example in enumerate(examples_of(rule, kind), 1)
    ]


def each_rule() -> pytest.MarkDecorator:
    return pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)


@pytest.fixture
def lint_text(tree: Callable[[dict[str, str]], Path]) -> Lint:
    """Lint a text with all rules, as the file of that name or as the files that it marks."""

    def run(text: str, filename: str | None = None) -> Report:
        written = split_files(text) if filename is None else {filename: text}
        return lint([Target(tree(written), None)], EVERY_RULE, live=CannedRunner())

    return run


def marked(example: str, code: str) -> set[tuple[str, int]]:
    """File and line of each line that ends in a comment with the code."""
    return {
        (path, number)
        for path, text in split_files(example).items()
        for number, line in enumerate(text.splitlines(), 1)
        for found in MARK.findall(line)
        if code in found.split(", ")
    }


def told(report: Report) -> list[str]:
    """All that a report holds against a configuration, in words that a failed test can show."""
    findings = [
        f"{found.problem.at} {found.rule.code} {found.problem.message}" for found in report.findings
    ]
    errors = [f"{error.span} {error.message}" for error in report.errors]
    return findings + errors + [failure.traceback for failure in report.failures]


@pytest.mark.parametrize(("rule", "example"), examples("bad"))
def test_a_bad_example_is_reported_on_the_marked_lines(
    rule: Rule, example: str, lint_text: Lint
) -> None:
    report = lint_text(example)
    found = {
        (found.problem.at.source.path, found.problem.at.first.line)
        for found in report.findings
        if found.rule.code == rule.code
    }
    assert found == marked(example, rule.code), told(report)
    assert found, "a bad example marks the lines that are to be reported"
    assert not report.failures, told(report)


@pytest.mark.parametrize(("rule", "example"), examples("good"))
def test_a_good_example_is_clean_under_its_rule_and_those_that_are_always_on(
    rule: Rule, example: str, lint_text: Lint
) -> None:
    report = lint_text(example)
    loud = [f for f in report.findings if f.rule.group == "core" or f.rule.code == rule.code]
    assert not [found.rule.code for found in loud], told(report)
    assert not report.errors, told(report)
    assert not report.failures, told(report)


@pytest.mark.parametrize(("rule", "example"), examples("bad"))
def test_messages_are_clauses_and_hints_are_cures(
    rule: Rule, example: str, lint_text: Lint
) -> None:
    for found in lint_text(example).findings:
        if found.rule.code == rule.code:
            problem = found.problem
            assert not problem.message.endswith((".", "\n")), problem.message
            assert not problem.message[0].isupper(), problem.message
            assert problem.message.count("`") % 2 == 0, problem.message
            assert "\n" not in problem.message
            assert problem.hint is None or not problem.hint.endswith("."), problem.hint


@each_rule()
def test_a_rule_has_a_code_and_a_name_of_the_agreed_form(rule: Rule) -> None:
    assert re.fullmatch(r"SM\d{3}", rule.code)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.name)


def test_codes_and_names_are_unique() -> None:
    names = [name.casefold() for rule in RULES for name in registry.names(rule)]
    assert len(names) == len(set(names))


@each_rule()
def test_a_rule_either_checks_or_states_a_schema(rule: Rule) -> None:
    assert (rule.check is None) != (rule.schema is None)
    assert (rule.check is None) == (rule.on is None)
    assert (rule.schema is None) == (rule.at == ())


@each_rule()
def test_a_rule_belongs_to_a_group(rule: Rule) -> None:
    assert rule.group in registry.GROUPS


@each_rule()
def test_a_live_rule_is_declared_as_live(rule: Rule) -> None:
    assert (rule.group == "live") == bool(rule.live) == bool(rule.answers)
    assert all(re.fullmatch(r"[a-z0-9-]+:[A-Z]\w+", action) for action in rule.live)
    assert all(re.fullmatch(r"[a-z0-9-]+:[A-Z]\w+", answer.to) for answer in rule.answers)
    asks = rule.check is not None and "aws" in inspect.signature(rule.check).parameters
    assert asks == bool(rule.live)


@each_rule()
def test_a_parameter_is_a_keyword_of_the_check_and_its_values_fit_its_schema(rule: Rule) -> None:
    keywords = getattr(rule.check, "__kwdefaults__", None) or {}
    assert not keywords, "the default is the parameter's"
    for name, known in rule.parameters.items():
        assert rule.check is not None
        assert name in inspect.signature(rule.check).parameters
        assert known.doc.endswith(".")
        for value in (known.default, known.example):
            jsonschema.validate(value, known.schema)


@each_rule()
def test_a_rule_has_a_page(rule: Rule) -> None:
    lines = rule.doc.strip().splitlines()
    assert 0 < len(rule.summary) <= 80
    assert rule.summary.endswith(".")
    assert len(lines) > 1
    assert not lines[1], "a blank line follows the summary"
    assert re.search(r"<https://[^ >]+>", rule.doc), "a page names its sources"
    for example in (rule.bad, rule.good):
        assert example.caption.endswith(".")
        assert "\n" not in example.caption
        assert len(example.caption) <= 140


def test_every_example_belongs_to_a_rule_and_runs() -> None:
    run = {path for rule in RULES for kind in ("bad", "good") for path in example_paths(rule, kind)}
    assert set(EXAMPLES.glob("*/*")) - set(EXAMPLES.glob("__pycache__/*")) == run
    assert len(run) + 2 * len(RULES) >= 732


def test_every_file_has_a_rule_of_its_own_that_is_in_the_list() -> None:
    package = files("tflint_sagemaker_rules")
    stems = {
        Path(entry.name).stem
        for entry in package.iterdir()
        if entry.name.endswith(".py") and entry.name != "__init__.py"
    }
    assert {rule.name.replace("-", "_") for rule in RULES} == stems


def test_the_index_agrees_with_the_files() -> None:
    index = json.loads((files("tflint_sagemaker_rules") / "index.json").read_text("utf-8"))
    assert [entry["code"] for entry in index["rules"]] == [rule.code for rule in RULES]
    for info, rule in zip(registry.rules(), RULES, strict=True):
        assert not isinstance(info, Rule)
        assert info.load() is rule
        assert replace(info, module="") == RuleInfo(
            **{field.name: getattr(rule, field.name) for field in fields(RuleInfo)}
        )


def test_a_rule_is_imported_when_it_is_needed(tree: Callable[[dict[str, str]], Path]) -> None:
    tree({"main.tf": 'resource "aws_sagemaker_model" "m" {}\n'})
    code = (
        "import sys; from tflint_sagemaker import lint; lint('.');"
        "print(*(name for name in sys.modules if name.startswith('tflint_sagemaker_rules.')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    imported = done.stdout.split()
    assert "tflint_sagemaker_rules.missing_execution_role_arn" in imported
    assert "tflint_sagemaker_rules.unused_suppression" not in imported
    assert "tflint_sagemaker_rules.role_not_found" not in imported


# Arguments whose values may be anything that can be evaluated.
LITERAL = re.compile(
    r"^ *(?!(?:alias|aws|create_before_destroy|default|for_each|from|nullable|path|sensitive|source"
    r"|to|type|version) )"
    r'\w+ += ("[^"$]*"|true|false)',
    re.MULTILINE,
)
UNKNOWN = '# file: unknown_here.tf\nvariable "unknown_here" {\n}\n'


def places(report: Report) -> set[tuple[str, int, str]]:
    return {
        (found.problem.at.source.path, found.problem.at.first.line, found.rule.code)
        for found in report.findings
    }


@pytest.mark.parametrize(("_rule", "example"), examples("bad") + examples("good"))
def test_an_unknown_in_place_of_a_literal_adds_no_finding(
    _rule: Rule, example: str, lint_text: Lint
) -> None:
    main, mark, other = example.partition("# file: ")
    known = places(lint_text(example))
    for found in LITERAL.finditer(main):
        start, end = found.span(1)
        text = f"{main[:start]}var.unknown_here{main[end:]}"
        report = lint_text(f"{text}{mark}{other}{UNKNOWN}")
        assert places(report) <= known, (found.group(), told(report))
        assert not report.failures, told(report)
