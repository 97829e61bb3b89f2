"""Suppression comments and their scopes: each case is a configuration and its findings."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tflint_sagemaker.config.settings import Settings
from tflint_sagemaker.discovery.modules import discover
from tflint_sagemaker.engine.linter import lint

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tflint_sagemaker.rule.results import Report

    Tree = Callable[[dict[str, str]], Path]

# Three faults: a name (SM103), a mode (SM205) and a hostname (SM206).
MODEL = """\
@resource
resource "aws_sagemaker_model" "m" { @header
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"
  @name
  name = "fraud-" @after-name

  @container
  primary_container { @container-header
    @image
    image              = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
    mode               = "Multi" @after-mode
    @hostname
    container_hostname = "a_b"
  }
  @end
}
@file
"""
ALL = {"SM103", "SM205", "SM206"}


def written(**comments: str) -> str:
    """The model with comments at the places of these names."""
    lines = []
    for line in MODEL.splitlines():
        before, mark, name = line.partition("@")
        comment = comments.get(name.replace("-", "_"), "") if mark else ""
        if before.strip() or comment or not mark:
            lines.append((before + comment).rstrip())
    return "\n".join(lines) + "\n"


def run(tree: Tree, files: dict[str, str], **told: object) -> Report:
    # A hostname does nothing in a primary container, which is beside the point here.
    settings = Settings(today=date(2026, 11, 22), ignore=("SM226",), **told)  # type: ignore[arg-type]
    return lint(discover((tree(files),)).targets, settings)


def codes(report: Report) -> set[str]:
    return {found.rule.code for found in report.findings}


@pytest.mark.parametrize(
    ("place", "comment", "left"),
    [
        ("after_name", "# tflint-sagemaker: ignore[SM103]", {"SM205", "SM206"}),
        ("after_name", "// tflint-sagemaker: ignore[SM103]", {"SM205", "SM206"}),
        ("after_name", "/* tflint-sagemaker: ignore[SM103] */", {"SM205", "SM206"}),
        ("after_name", "# tflint-sagemaker:ignore [ SM103 ] -- why", {"SM205", "SM206"}),
        ("after_name", "# checkov:skip=X:y # tflint-sagemaker: ignore[SM103]", {"SM205", "SM206"}),
        ("after_name", "# tflint-sagemaker: ignore[invalid-model-name]", {"SM205", "SM206"}),
        (
            "after_name",
            "# tflint-sagemaker: ignore[aws_sagemaker_model_invalid_model_name]",
            {"SM205", "SM206"},
        ),
        ("name", "# tflint-sagemaker: ignore[SM103]", {"SM205", "SM206"}),
        ("name", "# tflint-sagemaker: ignore[SM103]\n\n  # more words", {"SM205", "SM206"}),
        ("container", "# tflint-sagemaker: ignore[SM2]", {"SM103"}),
        ("container_header", "# tflint-sagemaker: ignore[SM205,SM206]", {"SM103"}),
        ("resource", "# tflint-sagemaker: ignore[SM103, SM2]", set()),
        ("header", "# tflint-sagemaker: ignore[core]", set()),
        ("header", "# tflint-sagemaker: ignore[ALL]", set()),
        ("hostname", "# tflint-sagemaker: ignore[SM206]", {"SM103", "SM205"}),
        ("after_mode", "# tflint-sagemaker: ignore[SM205]", {"SM103", "SM206"}),
        ("file", "# tflint-sagemaker: ignore-file[SM1]", {"SM205", "SM206"}),
        ("image", "# tflint-sagemaker: ignore-file[SM103]", {"SM205", "SM206"}),
        ("after_name", "# tflint-sagemaker: ignore[SM103] until=2026-11-22", {"SM205", "SM206"}),
        ("after_name", "# tflint-sagemaker: ignore[SM103] until=2026-11-21", ALL | {"SM902"}),
        ("after_name", "# tflint-ignore: aws_sagemaker_model_invalid_model_name", ALL - {"SM103"}),
        ("name", "# tflint-ignore: terraform_typed_variables, SM103 # why", ALL - {"SM103"}),
        ("resource", "# tflint-ignore-file: all", set()),
        ("resource", "# tflint-ignore: terraform_naming_convention", ALL),
        ("image", "# tflint-sagemaker: ignore[SM103]", ALL | {"SM900"}),
        ("end", "# tflint-sagemaker: ignore[SM103]", ALL | {"SM900"}),
        ("after_mode", "# tflint-sagemaker: ignore[SM205, SM206]", {"SM103", "SM206", "SM900"}),
        ("after_name", "# tflint-sagemaker: ignore", ALL | {"SM903"}),
        ("after_name", "# tflint-sagemaker: ignore[]", ALL | {"SM903"}),
        ("after_name", "# tflint-sagemaker: ignore[SM999]", ALL | {"SM901"}),
        ("after_name", "# tflint-sagemaker: ignore[SM103] because", ALL | {"SM901"}),
        ("after_name", "# tflint-sagemaker: ignore[SM103] until=soon", ALL | {"SM901"}),
        ("after_name", "# tflint-sagemaker: disable[SM103]", ALL | {"SM901"}),
        ("after_name", "# see tflint-sagemaker for more", ALL),
    ],
)
def test_a_comment_applies_to_the_element_at_its_line(
    place: str, comment: str, left: set[str], tree: Tree
) -> None:
    report = run(tree, {"main.tf": written(**{place: comment})})
    assert codes(report) == left
    assert {hidden.finding.rule.code for hidden in report.suppressed} == ALL - left
    assert not report.failures


def test_a_reason_is_kept(tree: Tree) -> None:
    comment = "# tflint-sagemaker: ignore[SM103] until=2027-01-31 -- the vendor's name"
    (hidden,) = run(tree, {"main.tf": written(after_name=comment)}).suppressed
    assert (hidden.by, hidden.reason) == ("comment", "the vendor's name")


def test_comments_can_be_made_to_count_for_nothing(tree: Tree) -> None:
    comment = "# tflint-sagemaker: ignore[SM103, SM316]"
    report = run(tree, {"main.tf": written(header=comment)}, suppress=False)
    assert codes(report) == ALL
    assert not report.suppressed


def test_a_rule_that_did_not_run_is_not_unused(tree: Tree) -> None:
    comment = "# tflint-sagemaker: ignore[SM301]"
    report = run(tree, {"main.tf": written(image=comment)}, select=("SM1", "SM900"))
    assert codes(report) == {"SM103"}


def test_a_rule_that_could_not_decide_is_not_unused(tree: Tree) -> None:
    text = written(after_name="# tflint-sagemaker: ignore[SM103]").replace('"fraud-"', "var.name")
    report = run(tree, {"main.tf": f'{text}variable "name" {{\n}}\n'})
    assert codes(report) == {"SM205", "SM206"}


CHILD = written().replace('"fraud-"', "var.name") + 'variable "name" {\n}\n'
CALL = """\
{above}
module "one" {{ {header}
  source = "./child"
  {argument}
  name   = "fraud-"
}}
"""


@pytest.mark.parametrize("place", ["above", "header"])
def test_a_comment_at_a_module_call_applies_to_findings_inside_it(place: str, tree: Tree) -> None:
    comment = "# tflint-sagemaker: ignore[SM205, SM206] -- not ours"
    places = {"above": "", "header": "", "argument": "", place: comment}
    report = run(tree, {"main.tf": CALL.format(**places), "child/main.tf": CHILD})
    assert codes(report) == {"SM103"}


def test_a_comment_at_one_of_two_calls_leaves_the_other_alone(tree: Tree) -> None:
    first = CALL.format(above="", header="# tflint-sagemaker: ignore[SM2]", argument="")
    second = CALL.format(above="", header="", argument="").replace('"one"', '"two"')
    report = run(tree, {"main.tf": first + second, "child/main.tf": CHILD})
    told = {(found.address or "").split(".")[1] for found in report.findings if "SM2" in str(found)}
    assert told == {"two"}


WHY = "# tflint-sagemaker: ignore[SM103] -- theirs"


@pytest.mark.parametrize(("at_call", "at_model"), [(WHY, ""), ("", WHY)])
def test_a_value_from_a_caller_can_be_suppressed_at_either_end(
    at_call: str, at_model: str, tree: Tree
) -> None:
    call = CALL.format(above="", header="", argument=at_call)
    child = written(name=at_model).replace('"fraud-"', "var.name") + 'variable "name" {\n}\n'
    report = run(tree, {"main.tf": call, "child/main.tf": child})
    assert codes(report) == {"SM205", "SM206"}


JSON = """\
{
  %s
  "resource": {
    "aws_sagemaker_model": {
      "m": {
        "//": "%s",
        "execution_role_arn": "arn:aws:iam::123456789012:role/fraud",
        "name": "fraud-",
        "primary_container": {
          "//": "%s",
          "image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2",
          "mode": "Multi"
        }
      }
    }
  }
}
"""


@pytest.mark.parametrize(
    ("file", "model", "container", "left"),
    [
        ("", "words", "tflint-sagemaker: ignore[SM205] -- why", {"SM103"}),
        ("", "tflint-sagemaker: ignore[SM103, SM205]", "words", set()),
        ('"//": "tflint-sagemaker: ignore[SM103]",', "words", "words", {"SM205"}),
        ("", "words", "tflint-sagemaker: ignore[SM103]", {"SM103", "SM205", "SM900"}),
    ],
)
def test_in_json_a_comment_applies_to_its_object(
    file: str, model: str, container: str, left: set[str], tree: Tree
) -> None:
    report = run(tree, {"main.tf.json": JSON % (file, model, container)})
    assert codes(report) == left


def test_a_comment_in_a_block_that_cannot_be_parsed_costs_nothing(tree: Tree) -> None:
    broken = 'resource "aws_sagemaker_model" "n" {\n  a = = # tflint-sagemaker: ignore[SM103]\n}\n'
    report = run(tree, {"main.tf": written(), "broken.tf": broken})
    assert codes(report) >= ALL
    assert not report.failures
