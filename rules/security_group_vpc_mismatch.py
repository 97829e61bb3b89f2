"""A security group or a subnet belongs to a different VPC than the other subnets.

A model is in one VPC, that of its subnets, and its security groups must belong to the same VPC.
CreateModel rejects others. A security group without `vpc_id` belongs to the default VPC of the
region. Two VPCs are known to differ if both are in the configuration, or both IDs are literal.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_VpcConfig.html>
and <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/security_group>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import (
    Argument,
    Example,
    Model,
    Problem,
    Related,
    RelatedResource,
    Severity,
    check_each,
    rule,
)
from tflint_sagemaker.api.network import is_in_one_vpc, is_not_default_vpc, is_other_vpc

LISTS = ("subnets", "security_group_ids")

BAD = Example(
    "The security group `aws_security_group.fraud` belongs to another VPC than the subnets.",
    """
    resource "aws_vpc" "fraud" {
      cidr_block = "10.0.0.0/16"
    }

    resource "aws_vpc" "shared" {
      cidr_block = "10.1.0.0/16"
    }

    resource "aws_subnet" "private" {
      count = 2

      vpc_id            = aws_vpc.fraud.id
      cidr_block        = cidrsubnet("10.0.0.0/16", 8, count.index)
      availability_zone = ["us-east-1a", "us-east-1b"][count.index]
    }

    resource "aws_security_group" "fraud" {
      vpc_id = aws_vpc.shared.id
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }

      vpc_config {
        subnets            = aws_subnet.private[*].id
        security_group_ids = [aws_security_group.fraud.id] # SM610
      }
    }
    """,
)

GOOD = Example(
    "Security group and subnets belong to one VPC.",
    """
    resource "aws_vpc" "fraud" {
      cidr_block = "10.0.0.0/16"
    }

    resource "aws_vpc" "shared" {
      cidr_block = "10.1.0.0/16"
    }

    resource "aws_subnet" "private" {
      count = 2

      vpc_id            = aws_vpc.fraud.id
      cidr_block        = cidrsubnet("10.0.0.0/16", 8, count.index)
      availability_zone = ["us-east-1a", "us-east-1b"][count.index]
    }

    resource "aws_security_group" "fraud" {
      vpc_id = aws_vpc.fraud.id
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }

      vpc_config {
        subnets            = aws_subnet.private[*].id
        security_group_ids = [aws_security_group.fraud.id]
      }
    }
    """,
)


@rule("SM610", Severity.ERROR, on=Model)
def check(model: Model) -> Iterator[Problem]:
    """Yield each subnet or group whose VPC is not that of the first subnet whose VPC is known."""
    config = model.child("vpc_config")
    if config is None or not is_in_one_vpc(model):
        return
    lists = [given for name in LISTS if (given := config.argument(name))]
    first = next(_homes(model, lists[:1]), None) if len(lists) == len(LISTS) else None
    if first is not None:
        yield from check_each(lists, lambda given: _elsewhere(model, given, first))


def _homes(model: Model, lists: list[Argument]) -> Iterator[Argument]:
    """The VPCs of those of the elements that are of this configuration."""
    for given in lists:
        for element in given.elements():
            found = model.neighbour(element)
            vpc = found.argument("vpc_id") if found else None
            if vpc:
                yield vpc


def _elsewhere(model: Model, given: Argument, home: Argument) -> Iterator[Problem]:
    for element in given.elements():
        found = model.neighbour(element)
        if found is None:
            continue
        what = "subnet" if given.name == "subnets" else "security group"
        vpc = found.argument("vpc_id")
        if vpc is not None and is_other_vpc(vpc, home):
            message = f"the {what} `{found.address}` belongs to another VPC than the subnets"
            there = vpc.span
        elif what != "subnet" and _of_default_vpc(model, found, home):
            message = f"the {what} `{found.address}` belongs to the default VPC, unlike the subnets"
            there = found.span
        else:
            continue
        at, related = given.point(element.span, "the element")
        ways = (Related("its VPC", there), Related("the subnets' VPC", home.span))
        yield Problem(at, message, "use one in the VPC of the subnets", (*ways, *related))


def _of_default_vpc(model: Model, group: RelatedResource, home: Argument) -> bool:
    lacking = group.lacks("vpc_id") is not None and not group.misspelt("vpc_id")
    return lacking and is_not_default_vpc(model.neighbour(home))
