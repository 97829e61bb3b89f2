"""`tflint-sagemaker resolve`: what is printed of the models, for people and for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tflint_sagemaker.cli.program import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Tree = Callable[[dict[str, str]], Path]
    Capture = pytest.CaptureFixture[str]

ROLE = "arn:aws:iam::123456789012:role/sm"
MODEL = f"""variable "image" {{
  default = "img:default"
}}

resource "aws_s3_bucket" "b" {{}}

resource "aws_sagemaker_model" "m" {{
  execution_role_arn = "{ROLE}"
  tags               = null
  primary_container {{
    image          = "${{var.image}}-${{terraform.workspace}}"
    model_data_url = "s3://${{aws_s3_bucket.b.id}}/m.tar.gz"
    environment    = {{ A = 1, B = aws_s3_bucket.b.arn }}
  }}
  vpc_config {{
    subnets            = ["subnet-b", "subnet-a"]
    security_group_ids = ["sg-1", aws_s3_bucket.b.id]
  }}
}}
"""


def resolved(capsys: Capture, *arguments: str) -> list[dict[str, Any]]:
    assert run(["resolve", "--format", "json", *arguments]) == 0
    instances: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["instances"]
    return instances


def test_text(tree: Tree, capsys: Capture) -> None:
    tree({"main.tf": MODEL})
    assert run(["resolve", "--workspace", "blue"]) == 0
    output = capsys.readouterr()
    assert output.err == ""
    assert (
        output.out
        == f"""aws_sagemaker_model.m
  execution_role_arn = "{ROLE}"  # main.tf:8:24
  tags               = null  # main.tf:9:24
  primary_container {{
    environment    = {{  # main.tf:13:22
      A = "1"  # main.tf:13:28
      B = (known after apply)  # main.tf:13:35
        because aws_s3_bucket.b.arn is known after apply, main.tf:5:1
    }}
    image          = "img:default-blue"  # main.tf:11:22
      from default of var.image, main.tf:2:13
    mode           = "SingleModel"
      from the provider's default
    model_data_url = (known after apply) "s3://…/m.tar.gz"  # main.tf:12:22
      because aws_s3_bucket.b.id is known after apply, main.tf:5:1
    left to the provider: additional_model_data_source, model_data_source
  }}
  vpc_config {{
    security_group_ids = (known after apply) ["sg-1"]  # main.tf:17:26
      because aws_s3_bucket.b.id is known after apply, main.tf:5:1
    subnets            = ["subnet-a", "subnet-b"]  # main.tf:16:26
  }}
  left to the provider: arn, id, inference_execution_config, name, region, tags_all
"""
    )


def test_json(tree: Tree, capsys: Capture) -> None:
    tree({"main.tf": MODEL})
    (instance,) = resolved(capsys, "--workspace", "blue", "--var", "image=img:given")
    assert instance["address"] == "aws_sagemaker_model.m"
    container: dict[str, Any] = {
        "container_hostname": None,
        "image": "img:given-blue",
        "image_config": [],
        "inference_specification_name": None,
        "mode": "SingleModel",
        "model_package_name": None,
        "multi_model_config": [],
    }
    assert instance["values"] == {
        "container": [],
        "enable_network_isolation": None,
        "execution_role_arn": ROLE,
        "primary_container": [container],
        "tags": None,
        "vpc_config": [{"subnets": ["subnet-a", "subnet-b"]}],
    }
    assert instance["unknown"]["arn"] is True
    assert instance["unknown"]["primary_container"][0]["environment"] is True
    assert instance["unknown"]["vpc_config"] == [
        {"security_group_ids": True, "subnets": [False, False]}
    ]
    assert instance["known_parts"] == {
        "primary_container[0].environment": {"A": "1"},
        "primary_container[0].model_data_url": "s3://…/m.tar.gz",
        "vpc_config[0].security_group_ids": ["sg-1"],
    }
    assert instance["reasons"]['primary_container[0].environment["B"]'] == {
        "reason": "aws_s3_bucket.b.arn is known after apply",
        "at": "main.tf:5:1",
    }
    assert instance["origins"]["primary_container[0].image"] == [
        {"what": "value of var.image in --var image", "at": "--var image:1:1"},
        {"what": "argument image", "at": "main.tf:11:22"},
    ]


CALLED = """variable "image" {}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = "r"
  primary_container {
    image = var.image
  }
}
"""


def test_a_called_module_is_shown_under_its_callers_only(tree: Tree, capsys: Capture) -> None:
    call = 'module "a" {\n  source   = "../model"\n  for_each = toset(["x", "y"])\n'
    tree({"model/main.tf": CALLED, "root/main.tf": f"{call}  image = each.key\n}}\n"})
    found = {i["address"]: i for i in resolved(capsys)}
    assert list(found) == [
        'module.a["x"].aws_sagemaker_model.m',
        'module.a["y"].aws_sagemaker_model.m',
    ]
    instance = found['module.a["y"].aws_sagemaker_model.m']
    assert instance["values"]["primary_container"][0]["image"] == "y"
    assert instance["calls"] == [{"what": 'module.a["y"]', "at": "root/main.tf:1:1"}]
    assert instance["origins"]["primary_container[0].image"] == [
        {"what": "argument image of module.a", "at": "root/main.tf:4:11"},
        {"what": "argument image", "at": "model/main.tf:6:13"},
    ]
    (alone,) = resolved(capsys, "model")
    assert alone["address"] == "aws_sagemaker_model.m"
    assert alone["unknown"]["primary_container"][0]["image"] is True


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_secret_is_shown(tree: Tree, capsys: Capture, form: str) -> None:
    text = """variable "token" {
  default   = "hunter2"
  sensitive = true
}

resource "aws_s3_bucket" "b" {}

resource "aws_sagemaker_model" "m" {
  execution_role_arn = var.token
  tags               = { (nonsensitive("a")) = var.token, b = "open" }
  primary_container {
    image       = "img:${var.token}"
    model_data_url = "s3://${var.token}/${aws_s3_bucket.b.id}"
    environment = sensitive({ hunter2 = "x" })
  }
  vpc_config {
    subnets            = ["subnet-1", var.token]
    security_group_ids = [aws_s3_bucket.b.id, var.token]
  }
}
"""
    tree({"main.tf": text})
    assert run(["resolve", "--format", form]) == 0
    output = capsys.readouterr().out
    assert "hunter2" not in output
    assert "open" in output
    if form == "json":
        (instance,) = json.loads(output)["instances"]
        assert instance["sensitive"] == [
            "execution_role_arn",
            "primary_container[0].environment",
            "primary_container[0].image",
            "primary_container[0].model_data_url",
            'tags["a"]',
            "vpc_config[0].security_group_ids",
            "vpc_config[0].subnets",
        ]
    else:
        assert output.count("(sensitive value)") == 7


def test_an_unknown_number_of_instances_is_reported(tree: Tree, capsys: Capture) -> None:
    text = """resource "aws_s3_bucket" "b" {}

resource "aws_sagemaker_model" "m" {
  count              = length(aws_s3_bucket.b.id)
  execution_role_arn = "r"
}
"""
    tree({"main.tf": text})
    (instance,) = resolved(capsys)
    assert instance["address"] == "aws_sagemaker_model.m[*]"
    assert instance["repetition"] == {
        "reason": "aws_s3_bucket.b.id is known after apply",
        "at": "main.tf:1:1",
    }
    assert run(["resolve"]) == 0
    line = "how many there are is unknown: aws_s3_bucket.b.id is known after apply, main.tf:1:1\n"
    assert line in capsys.readouterr().out


def test_what_a_file_says_cannot_steer_the_terminal(tree: Tree, capsys: Capture) -> None:
    text = MODEL.replace("img:default", "\\u001b[2J").replace("A = 1", '"\\u202e" = 1')
    tree({"main.tf": text})
    assert run(["resolve", "--color", "never", "--workspace", "x"]) == 0
    output = capsys.readouterr().out
    assert "\x1b" not in output
    assert "\u202e" not in output


def test_colours(tree: Tree, capsys: Capture) -> None:
    tree({"main.tf": MODEL})
    assert run(["resolve", "--color", "always"]) == 0
    assert "\x1b[1maws_sagemaker_model.m\x1b[0m\n" in capsys.readouterr().out


def test_a_file_that_cannot_be_read_costs_only_itself(tree: Tree, capsys: Capture) -> None:
    tree({"main.tf": CALLED, "broken.tf": 'locals {\n  a = "\n}\n'})
    assert run(["resolve", "--var", "image=i"]) == 2
    output = capsys.readouterr()
    assert output.out.startswith("aws_sagemaker_model.m\n")
    assert output.err.startswith("broken.tf:2:")


def test_evaluation_faults_are_reported_and_do_not_fail(tree: Tree, capsys: Capture) -> None:
    tree({"main.tf": CALLED.replace("var.image\n", "var.imag\n")})
    assert run(["resolve"]) == 0
    output = capsys.readouterr()
    assert "image = (known after apply)" in output.out
    assert output.err == "main.tf:6:13: error: variable `imag` is not declared\n"


@pytest.mark.parametrize(
    ("form", "out", "err"),
    [("text", "", "no SageMaker models\n"), ("json", '{\n  "instances": []\n}\n', "")],
)
def test_no_models(tree: Tree, capsys: Capture, form: str, out: str, err: str) -> None:
    tree({"main.tf": 'resource "aws_s3_bucket" "b" {}\n'})
    assert run(["resolve", "--format", form]) == 0
    output = capsys.readouterr()
    assert (output.out, output.err) == (out, err)
