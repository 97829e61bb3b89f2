"""The subnets and security groups of a model belong to several VPCs.

A model is in one VPC: CreateModel accepts only security groups of the VPC of the subnets. A group
may be associated with further VPCs, which the rule takes into account. It calls
`ec2:DescribeSubnets`, `ec2:DescribeSecurityGroups` and, if they differ,
`ec2:DescribeSecurityGroupVpcAssociations`.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_VpcConfig.html>
and <https://docs.aws.amazon.com/vpc/latest/userguide/security-group-assoc.html>.
"""

from collections import Counter
from collections.abc import Iterator

from tflint_sagemaker.api import Argument, CannedResponse, Example, Model, Problem, Severity, rule
from tflint_sagemaker.api.aws import Aws, describe_named_in_vpc, find_other_vpcs

BAD = Example(
    (
        "The security group `sg-1a1b2c3d` is of `vpc-1a1b2c3d4e5f67890`, but the others are in "
        "`vpc-0a1b2c3d4e5f67890`."
    ),
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }

      vpc_config {
        subnets            = ["subnet-0a1b2c3d", "subnet-0b1b2c3d"]
        security_group_ids = ["sg-1a1b2c3d"] # SM622
      }
    }
    """,
)

GOOD = Example(
    "Subnets and security groups belong to one VPC.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }

      vpc_config {
        subnets            = ["subnet-0a1b2c3d", "subnet-0b1b2c3d"]
        security_group_ids = ["sg-0a1b2c3d", "sg-1b1b2c3d"]
      }
    }
    """,
)

ONE, OTHER = "vpc-0a1b2c3d4e5f67890", "vpc-1a1b2c3d4e5f67890"

ANSWERS = (
    CannedResponse(
        "ec2:DescribeSubnets",
        says={
            "Subnets": [
                {"SubnetId": "subnet-0a1b2c3d", "VpcId": ONE},
                {"SubnetId": "subnet-0b1b2c3d", "VpcId": ONE},
                {"SubnetId": "subnet-1a1b2c3d", "VpcId": OTHER},
            ]
        },
    ),
    CannedResponse(
        "ec2:DescribeSecurityGroups",
        says={
            "SecurityGroups": [
                {"GroupId": "sg-0a1b2c3d", "VpcId": ONE},
                {"GroupId": "sg-1a1b2c3d", "VpcId": OTHER},
                {"GroupId": "sg-1b1b2c3d", "VpcId": OTHER},
            ]
        },
    ),
    CannedResponse(
        "ec2:DescribeSecurityGroupVpcAssociations",
        {"Filters": [{"Name": "group-id", "Values": ["sg-1b1b2c3d"]}]},
        {
            "SecurityGroupVpcAssociations": [
                {"GroupId": "sg-1b1b2c3d", "VpcId": ONE, "State": "associated"}
            ]
        },
    ),
    CannedResponse(
        "ec2:DescribeSecurityGroupVpcAssociations",
        says={"SecurityGroupVpcAssociations": []},
    ),
)


@rule(
    "SM622",
    Severity.ERROR,
    on=Model,
    live=(
        "ec2:DescribeSubnets",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSecurityGroupVpcAssociations",
    ),
    answers=ANSWERS,
)
def check(model: Model, *, aws: Aws) -> Iterator[Problem]:
    """Yield each subnet or group that is of another VPC than most of the subnets."""
    if not model.children("vpc_config"):
        return
    subnets, doubt = describe_named_in_vpc(model, "subnets", aws)
    groups, more = describe_named_in_vpc(model, "security_group_ids", aws)
    homes = Counter(told["VpcId"] for _, told in subnets if told)
    of_groups = Counter(told["VpcId"] for _, told in groups if told)
    if homes:
        home = max(homes, key=lambda vpc: (homes[vpc], of_groups[vpc]))
        for element, told in subnets:
            if told and told["VpcId"] != home:
                yield _problem(element, "subnet", told["VpcId"], home)
        for element, told in groups:
            if told and told["VpcId"] != home and home not in find_other_vpcs(aws, told["GroupId"]):
                yield _problem(element, "security group", told["VpcId"], home)
    for unknown in (doubt, more):
        if unknown is not None:
            raise unknown


def _problem(element: Argument, what: str, vpc: str, home: str) -> Problem:
    at, related = element.point(element.span, "the element")
    return Problem(
        at,
        f"the {what} `{element.text}` is in `{vpc}`, but the others are in `{home}`",
        hint="use subnets and security groups of one VPC",
        related=related,
    )
