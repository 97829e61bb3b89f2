"""Which subnets, groups and VPCs a model names, and what is certain of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tflint_sagemaker.config.settings import Settings
from tflint_sagemaker.discovery.modules import Target
from tflint_sagemaker.engine.linter import lint
from tflint_sagemaker.engine.root_modules import load_root_modules
from tflint_sagemaker.sagemaker.network import find_network
from tflint_sagemaker.sagemaker.related_resources import RelatedResources

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Tree = Callable[[dict[str, str]], Path]

MODEL = """
resource "aws_sagemaker_model" "m" {{
  execution_role_arn = "arn:aws:iam::123456789012:role/fraud"
  primary_container {{
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
  }}
  vpc_config {{
    subnets            = {subnets}
    security_group_ids = {groups}
  }}
}}
"""
VPCS = """
resource "aws_vpc" "a" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_vpc" "b" {
  cidr_block = "10.1.0.0/16"
}
data "aws_vpc" "c" {
}
data "aws_vpc" "d" {
}
variable "many" {
  type = number
}
resource "aws_vpc" "many" {
  count      = var.many
  cidr_block = "10.${count.index}.0.0/16"
}
variable "vpc" {
  default = "vpc-11111111"
}
"""
SUBNETS = """
resource "aws_subnet" "a" {{
  count             = 2
  vpc_id            = {vpc}
  cidr_block        = "10.0.${{count.index}}.0/24"
  availability_zone = ["us-east-1a", "us-east-1b"][count.index]
}}
"""
GROUP = """
resource "aws_security_group" "g" {{
  {line}
}}
"""


@pytest.mark.parametrize(
    ("subnets", "groups", "named"),
    [
        ("aws_subnet.a[*].id", "[aws_security_group.g.id]", {"a[0]", "a[1]", "g"}),
        ("[aws_subnet.a[1].id]", "[aws_security_group.g.id]", {"a[1]", "g"}),
        ("toset([for s in aws_subnet.a : s.id])", '["sg-11111111"]', {"a[0]", "a[1]"}),
        ("aws_subnet.a[*].arn", '["sg-11111111"]', set()),
        ('["subnet-11111111"]', '["sg-11111111"]', set()),
        ("data.aws_subnets.all.ids", "[data.aws_security_group.g.id]", set()),
        ('"subnet-11111111"', "null", set()),
    ],
)
def test_a_model_knows_what_it_names(
    subnets: str, groups: str, named: set[str], tree: Tree
) -> None:
    text = (
        VPCS
        + SUBNETS.format(vpc="aws_vpc.a.id")
        + GROUP.format(line="vpc_id = aws_vpc.a.id")
        + MODEL.format(subnets=subnets, groups=groups)
        + 'data "aws_subnets" "all" {\n}\ndata "aws_security_group" "g" {\n}\n'
    )
    roots, _ = load_root_modules([Target(tree({"main.tf": text}), None)], Settings())
    (model,) = RelatedResources(roots[0]).models.values()
    assert {view.address.partition(".")[2] for view in find_network(model)} == named


def codes(text: str, tree: Tree) -> set[str]:
    report = lint([Target(tree({"main.tf": text}), None)], Settings(select=("SM610",)))
    assert not report.failures
    assert not report.errors
    return {found.rule.code for found in report.findings}


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ("aws_vpc.a.id", "aws_vpc.a.id", set()),
        ("aws_vpc.a.id", "aws_vpc.b.id", {"SM610"}),
        ("aws_vpc.a.id", "data.aws_vpc.c.id", set()),
        ("data.aws_vpc.c.id", "data.aws_vpc.d.id", set()),
        ("aws_vpc.a.id", '"vpc-22222222"', set()),
        ('"vpc-11111111"', '"vpc-22222222"', {"SM610"}),
        ('"vpc-11111111"', "var.vpc", set()),
        ('"vpc-22222222"', "var.vpc", set()),
        ("var.many > 1 ? aws_vpc.a.id : aws_vpc.b.id", "aws_vpc.b.id", set()),
        ("aws_vpc.many[0].id", "aws_vpc.many[1].id", set()),
        ("aws_vpc.a.id", "aws_subnet.a[0].vpc_id", set()),
        ("aws_vpc.a.id", "null", {"SM610"}),
        ('"vpc-11111111"', "null", set()),
        ("data.aws_vpc.c.id", "null", set()),
    ],
)
def test_two_vpcs_differ_where_that_is_certain(
    one: str,
    other: str,
    told: set[str],
    tree: Tree,
) -> None:
    text = (
        VPCS
        + SUBNETS.format(vpc=one)
        + GROUP.format(line=f"vpc_id = {other}")
        + MODEL.format(subnets="aws_subnet.a[*].id", groups="[aws_security_group.g.id]")
    )
    assert codes(text, tree) == told


def test_a_group_that_is_associated_with_further_vpcs_fits(tree: Tree) -> None:
    text = (
        VPCS
        + SUBNETS.format(vpc="aws_vpc.a.id")
        + GROUP.format(line="vpc_id = aws_vpc.b.id")
        + MODEL.format(subnets="aws_subnet.a[*].id", groups="[aws_security_group.g.id]")
    )
    association = """
resource "aws_vpc_security_group_vpc_association" "g" {
  security_group_id = aws_security_group.g.id
  vpc_id            = aws_vpc.a.id
}
"""
    assert codes(text, tree) == {"SM610"}
    assert codes(text + association, tree) == set()
