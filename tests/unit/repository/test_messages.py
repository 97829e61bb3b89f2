"""How a fault in a value is reported: the words, the hint, the fix, and what is kept secret."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tflint_sagemaker.config.settings import Settings
from tflint_sagemaker.discovery.modules import Target
from tflint_sagemaker.engine.linter import lint

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tflint_sagemaker.rule.problem import Problem

    Tree = Callable[[dict[str, str]], Path]

IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
ROLE = "arn:aws:iam::123456789012:role/fraud"

LETTERS = "it may contain only letters, digits and hyphens, and no hyphen at the start or end"
VARIABLES = "it may contain only letters, digits and underscores, and no digit at the start"


def only_problem(tree: Tree, text: str) -> Problem:
    report = lint([Target(tree({"main.tf": text}), None)], Settings())
    assert not report.failures, report.failures[0].traceback
    assert len(report.findings) == 1, [found.problem.message for found in report.findings]
    return report.findings[0].problem


def model(argument: str = "", container: str = "", rest: str = "") -> str:
    return f"""
resource "aws_sagemaker_model" "m" {{
  execution_role_arn = "{ROLE}"
  {argument}
  primary_container {{
    image = "{IMAGE}"
    {container}
  }}
}}
{rest}
"""


VALUES = [
    ('name = "my_model"', "", f"`name` is `my_model`; {LETTERS}", "did you mean `my-model`?"),
    ('name = "my model "', "", f"`name` is `my model `; {LETTERS}", "did you mean `my-model`?"),
    ('name = "-"', "", f"`name` is `-`; {LETTERS}", None),
    ('name = ""', "", f"`name` is empty; {LETTERS}", None),
    ('name = "a\\nb"', "", f"`name` is `a\\nb`; {LETTERS}", None),
    (f'name = "{"a" * 64}"', "", "`name` has 64 characters, more than 63", None),
    (f'name = "{"é" * 99}"', "", None, None),
    (
        "",
        'mode = "Single"',
        "`mode` is `Single`, not `SingleModel` or `MultiModel`",
        "did you mean `SingleModel`?",
    ),
    (
        "",
        'mode = "both"',
        "`mode` is `both`, not `SingleModel` or `MultiModel`",
        "write `SingleModel` or `MultiModel`",
    ),
    (
        "",
        'environment = { "LOG-LEVEL" = "info" }',
        f"a key of `environment` is `LOG-LEVEL`; {VARIABLES}",
        "did you mean `LOG_LEVEL`?",
    ),
    (
        "",
        'environment = { A = join("", [for n in range(600) : "é"]) }',
        "`environment.A` has 1200 bytes, more than 1024",
        None,
    ),
    (
        "",
        'environment = { for n in range(101) : "A${n}" => "" }',
        "`environment` has 101 elements, more than 100",
        None,
    ),
    ("", "image_config {\n}", "`image_config` lacks `repository_access_mode`", None),
    (
        "",
        "image_config {\nrepository_access_mode = null\n}",
        "`image_config` lacks `repository_access_mode`",
        "give it a value",
    ),
]


@pytest.mark.parametrize(("argument", "container", "message", "hint"), VALUES)
def test_messages(
    argument: str, container: str, message: str | None, hint: str | None, tree: Tree
) -> None:
    if message is None:
        report = lint([Target(tree({"main.tf": model(argument, container)}), None)], Settings())
        assert {len(found.problem.message) < 300 for found in report.findings} == {True}
        return
    problem = only_problem(tree, model(argument, container))
    assert problem.message == message
    if hint is not None:
        assert problem.hint == hint


KNOWN_PARTS = [
    ('name = "my_${var.x}"', "", f"`name` starts with `my_`; {LETTERS}"),
    ('name = "${var.x}_model"', "", f"`name` ends with `_model`; {LETTERS}"),
    ('name = "-${var.x}"', "", f"`name` starts with `-`; {LETTERS}"),
    ('name = "${var.x}-"', "", f"`name` ends with `-`; {LETTERS}"),
    (
        "",
        'mode = "one-${var.x}"',
        "`mode` starts with `one-`, as neither of `SingleModel` and `MultiModel` does",
    ),
    (
        "",
        'model_data_url = "http://${var.x}/model.tar.gz"',
        (
            "`model_data_url` starts with `http://`; "
            "it must start with `s3://` or `https://` and a bucket"
        ),
    ),
]


@pytest.mark.parametrize(("argument", "container", "message"), KNOWN_PARTS)
def test_messages_about_the_known_part(
    argument: str, container: str, message: str, tree: Tree
) -> None:
    variable = 'variable "x" {\n  type = string\n}\n'
    assert only_problem(tree, model(argument, container, variable)).message == message


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ('"singlemodel"', '"SingleModel"'),
        ('"MULTIMODEL"', '"MultiModel"'),
        ('lower("SINGLEMODEL")', None),
        ("local.mode", None),
    ],
)
def test_a_word_in_the_wrong_case_is_fixed_in_the_source(
    written: str, mended: str | None, tree: Tree
) -> None:
    text = model("", f"mode = {written}", 'locals {\n  mode = "singlemodel"\n}\n')
    fix = only_problem(tree, text).fix
    assert (fix.edits[0].text if fix else None) == mended
    assert fix is None or (fix.safe and fix.edits[0].span.text == written)


def test_a_mode_in_capitals_is_no_placeholder(tree: Tree) -> None:
    text = model("", "mode = var.mode", 'variable "mode" {\n  default = "MULTI_MODEL"\n}\n')
    assert only_problem(tree, text).message.startswith("`mode` is `MULTI_MODEL`, not ")


def test_a_word_that_is_only_near_is_a_guess(tree: Tree) -> None:
    fix = only_problem(tree, model("", 'mode = "Single"')).fix
    assert fix is not None
    assert (fix.edits[0].text, fix.safe) == ('"SingleModel"', False)


@pytest.mark.parametrize(
    ("written", "wrong", "right"),
    [
        ('"S3://models/m.tar.gz"', "S3://", "s3://"),
        ('"s3a://models/m.tar.gz"', "s3a://", "s3://"),
        ('"HTTPS://s3.amazonaws.com/models/m.tar.gz"', "HTTPS://", "https://"),
        ('"arn:aws:s3:::models/m.tar.gz"', "arn:aws:s3:::", "s3://"),
        ('"S3://${terraform.workspace}/m.tar.gz"', "S3://", "s3://"),
        ('"s3://arn:aws-cn:s3:::models/m.tar.gz"', "arn:aws-cn:s3:::", ""),
        ('"s3://${aws_s3_bucket.models.arn}/m.tar.gz"', "arn", "bucket"),
    ],
)
def test_a_typo_in_a_location_is_fixed_in_the_source(
    written: str, wrong: str, right: str, tree: Tree
) -> None:
    text = model("", f"model_data_url = {written}", 'resource "aws_s3_bucket" "models" {\n}\n')
    fix = only_problem(tree, text).fix
    assert fix is not None
    assert fix.safe
    assert [(edit.span.text, edit.text) for edit in fix.edits] == [(wrong, right)]


@pytest.mark.parametrize(
    "written",
    ['"models/m.tar.gz"', '"gs://models/m.tar.gz"', '"s3:///m.tar.gz"', "local.slip"],
)
def test_what_is_meant_by_a_location_is_not_guessed(written: str, tree: Tree) -> None:
    slip = 'locals {\n  slip = "S3://models/m.tar.gz"\n}\n'
    text = model("", f"model_data_url = {written}", slip)
    assert only_problem(tree, text).fix is None


def test_a_sensitive_value_is_not_shown(tree: Tree) -> None:
    text = model(
        "name = var.secret",
        "",
        'variable "secret" {\n  sensitive = true\n  default = "top_secret"\n}\n',
    )
    problem = only_problem(tree, text)
    assert "top" not in problem.message + str(problem.hint)
    assert problem.message == f"`name` is a sensitive value; {LETTERS}"


def test_the_origin_of_a_value_is_shown(tree: Tree) -> None:
    text = model("name = var.name", "", 'variable "name" {\n  default = "my_model"\n}\n')
    problem = only_problem(tree, text)
    assert problem.at.text == "var.name"
    assert [(step.message, step.span.text) for step in problem.related] == [
        ("default of var.name", '"my_model"')
    ]


def test_the_entry_of_a_map_is_shown(tree: Tree) -> None:
    text = model("", 'environment = {\n  FINE      = "1"\n  "LOG-LEVEL" = "info"\n}')
    problem = only_problem(tree, text)
    assert problem.at.first.line == 7
    assert [(step.message, step.span.text) for step in problem.related] == [
        ("`LOG-LEVEL`", '"LOG-LEVEL"')
    ]


@pytest.mark.parametrize("default", ['""', "null", "[]"])
def test_an_empty_default_waits_for_a_value_unless_a_caller_leaves_it_so(
    default: str, tree: Tree
) -> None:
    argument = "subnets" if default == "[]" else "name"
    body = (
        'vpc_config {\n    subnets = var.it\n    security_group_ids = ["sg-0a1b2c3d"]\n  }'
        if argument == "subnets"
        else "name = var.it"
    )
    module = model(body, "", f'variable "it" {{\n  default = {default}\n}}\n')
    alone = tree({"module/main.tf": module})
    report = lint([Target(alone / "module", None)], Settings())
    assert report.findings == ()
    called = tree({"main.tf": 'module "m" {\n  source = "./module"\n}\n'})
    report = lint([Target(called, None)], Settings())
    assert len(report.findings) == (0 if default == "null" else 1)


@pytest.mark.parametrize(
    ("outer", "middle", "found"),
    [
        ("name = var.it", "name = var.it", 0),
        ("name = var.it", 'name = "${var.it}"', 0),
        ("", "name = var.it", 1),  # no caller passes a name to the module between
        ('name = ""', "name = var.it", 1),
    ],
)
def test_an_empty_default_of_the_root_module_waits_wherever_it_is_passed_on_to(
    outer: str, middle: str, found: int, tree: Tree
) -> None:
    def call(directory: str, argument: str) -> str:
        passed = argument.replace("name =", "it =")
        return f'module "m" {{\n  source = "./{directory}"\n  {passed}\n}}\n'

    variable = 'variable "it" {\n  default = ""\n}\n'
    root = tree(
        {
            "main.tf": call("a", outer) + variable,
            "a/main.tf": call("b", middle) + variable,
            "a/b/main.tf": model("name = var.it", "", variable),
        }
    )
    assert len(lint([Target(root, None)], Settings()).findings) == found


def test_json_configuration_is_judged_alike(tree: Tree) -> None:
    container = json.dumps({"image": IMAGE, "mode": "single", "hostname": "fraud"})
    lines = (
        '{"resource": {"aws_sagemaker_model": {"m": {',
        f'"execution_role_arn": "{ROLE}",',
        '"name": "my_model",',
        '"role": "fraud",',
        f'"primary_container": {container},',
        '"vpc_config": [{"subnets": []}, {"subnets": [], "security_group_ids": []}]',
        "}}}}",
    )
    report = lint([Target(tree({"main.tf.json": "\n".join(lines)}), None)], Settings())
    assert sorted((found.problem.at.first.line, found.rule.name) for found in report.findings) == [
        (3, "invalid-model-name"),
        (4, "unknown-argument"),
        (5, "invalid-container-mode"),
        (5, "unknown-argument"),
        (6, "missing-vpc-config-argument"),
        (6, "too-many-blocks"),
        (6, "vpc-config-size"),
        (6, "vpc-config-size"),
        (6, "vpc-config-size"),
    ]
