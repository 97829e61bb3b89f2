"""All subnets of a model are in one availability zone.

AWS: a VPC for hosting has at least two subnets in different availability zones, even for one
instance; an endpoint may fail otherwise. The rule calls `ec2:DescribeSubnets` for the zones of
several subnets that are given by ID.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html>
and <https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-best-practices.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import CannedResponse, Example, Model, Problem, Severity, rule
from tflint_sagemaker.api.aws import Aws, describe_all_subnets

BAD = Example(
    "All 2 subnets of the model are in `us-east-1a`.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }

      vpc_config {
        subnets            = ["subnet-0a1b2c3d", "subnet-0b1b2c3d"] # SM623
        security_group_ids = ["sg-0a1b2c3d"]
      }
    }
    """,
)

GOOD = Example(
    "The subnets are in two availability zones.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }

      vpc_config {
        subnets            = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
        security_group_ids = ["sg-0a1b2c3d"]
      }
    }
    """,
)

ANSWERS = (
    CannedResponse(
        "ec2:DescribeSubnets",
        {"Filters": [{"Values": ["subnet-0a1b2c3d", "subnet-0b1b2c3d"]}]},
        {
            "Subnets": [
                {
                    "SubnetId": "subnet-0a1b2c3d",
                    "AvailabilityZone": "us-east-1a",
                },
                {
                    "SubnetId": "subnet-0b1b2c3d",
                    "AvailabilityZone": "us-east-1a",
                },
            ]
        },
    ),
    CannedResponse(
        "ec2:DescribeSubnets",
        {"Filters": [{"Values": ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]}]},
        {
            "Subnets": [
                {
                    "SubnetId": "subnet-0a1b2c3d",
                    "AvailabilityZone": "us-east-1a",
                },
                {
                    "SubnetId": "subnet-1a1b2c3d",
                    "AvailabilityZone": "us-east-1b",
                },
            ]
        },
    ),
)


@rule("SM623", Severity.NOTICE, on=Model, live=("ec2:DescribeSubnets",), answers=ANSWERS)
def check(model: Model, *, aws: Aws) -> Iterator[Problem]:
    """Yield the list of subnets if there are several in one zone."""
    if not model.children("vpc_config"):
        return
    given, found = describe_all_subnets(model, aws)
    zones = {subnet["AvailabilityZone"] for subnet in found}
    if len({subnet["SubnetId"] for subnet in found}) > 1 and len(zones) == 1:
        yield Problem(
            given.span,
            f"all {len(found)} subnets of the model are in `{zones.pop()}`",
            hint="use two or more subnets in different availability zones",
            related=given.related,
        )
