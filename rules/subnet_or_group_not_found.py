"""A subnet or a security group does not exist.

If an ID does not exist in the account and region, AWS rejects the model, or the endpoint fails
because it has no interface. The usual cause is an ID from another region or account, or of a
deleted resource. The rule calls `ec2:DescribeSubnets` and `ec2:DescribeSecurityGroups`, which also
return subnets shared by other accounts.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_VpcConfig.html>
and <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSubnets.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import CannedResponse, Example, Model, Problem, Severity, check_each, rule
from tflint_sagemaker.api.aws import Aws, describe_named_in_vpc

WHAT = {"subnets": "subnet", "security_group_ids": "security group"}

BAD = Example(
    "The subnet `subnet-1a1b2c3d` does not exist in `us-east-1`.",
    """
    provider "aws" {
      region = "us-east-1"
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }

      vpc_config {
        subnets            = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"] # SM621
        security_group_ids = ["sg-1a1b2c3d"] # SM621
      }
    }
    """,
)

GOOD = Example(
    "The subnet and the group exist, or this configuration creates them.",
    """
    provider "aws" {
      region = "us-east-1"
    }

    resource "aws_subnet" "second" {
      vpc_id     = "vpc-0a1b2c3d4e5f67890"
      cidr_block = "10.0.1.0/24"
    }

    resource "aws_security_group" "fraud" {
      name   = "fraud"
      vpc_id = "vpc-0a1b2c3d4e5f67890"
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }

      vpc_config {
        subnets            = ["subnet-0a1b2c3d", aws_subnet.second.id]
        security_group_ids = ["sg-0a1b2c3d", aws_security_group.fraud.id]
      }
    }
    """,
)

SUBNET, GROUP = "subnet-0a1b2c3d", "sg-0a1b2c3d"

ANSWERS = (
    CannedResponse(
        "ec2:DescribeSubnets",
        says={"Subnets": [{"SubnetId": SUBNET, "VpcId": "vpc-0a1b2c3d4e5f67890"}]},
    ),
    CannedResponse(
        "ec2:DescribeSecurityGroups",
        says={"SecurityGroups": [{"GroupId": GROUP, "VpcId": "vpc-0a1b2c3d4e5f67890"}]},
    ),
)


@rule(
    "SM621",
    Severity.ERROR,
    on=Model,
    live=("ec2:DescribeSubnets", "ec2:DescribeSecurityGroups"),
    answers=ANSWERS,
)
def check(model: Model, *, aws: Aws) -> Iterator[Problem]:
    """Yield each ID that EC2 does not have in the model's region."""
    if model.children("vpc_config"):
        yield from check_each(WHAT, lambda name: _missing(model, name, aws))


def _missing(model: Model, name: str, aws: Aws) -> Iterator[Problem]:
    described, doubt = describe_named_in_vpc(model, name, aws)
    for element, told in described:
        if told is None:
            at, related = element.point(element.span, "the element")
            yield Problem(
                at,
                f"the {WHAT[name]} `{element.text}` does not exist in `{aws.region}`",
                hint=f"use a {WHAT[name]} in the account and region of the model",
                related=related,
            )
    if doubt is not None:
        raise doubt
