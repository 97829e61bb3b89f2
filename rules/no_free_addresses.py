"""The subnets of a model have no free addresses for one instance.

Each instance of a model in a VPC needs two private addresses in its subnets. Without them the
endpoint fails. The rule calls `ec2:DescribeSubnets` for the number of free addresses in all subnets
together, if all subnets are known and none is IPv6-only. An update of an endpoint starts new
instances before it stops the old ones, so addresses in use do not count.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html>
and <https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-blue-green.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import (
    CannedResponse,
    Example,
    Model,
    Problem,
    Severity,
    Undecided,
    Unknown,
    rule,
)
from tflint_sagemaker.api.aws import Aws, describe_all_subnets

EACH = 2

BAD = Example(
    "The subnets of the model have one free address.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }

      vpc_config {
        subnets            = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"] # SM625
        security_group_ids = ["sg-0a1b2c3d"]
      }
    }
    """,
)

GOOD = Example(
    "The subnets have free addresses.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }

      vpc_config {
        subnets            = ["subnet-0a1b2c3d", "subnet-2a1b2c3d"]
        security_group_ids = ["sg-0a1b2c3d"]
      }
    }
    """,
)


def _subnet(number: int, free: int) -> dict[str, object]:
    """What EC2 tells of a subnet."""
    return {"SubnetId": f"subnet-{number}a1b2c3d", "AvailableIpAddressCount": free}


def _subnets(*told: dict[str, object]) -> CannedResponse:
    """What EC2 tells of subnets if it is asked for these."""
    names = [one["SubnetId"] for one in told]
    asked = {"Filters": [{"Name": "subnet-id", "Values": names}]}
    return CannedResponse("ec2:DescribeSubnets", asked, {"Subnets": list(told)})


ANSWERS = (
    _subnets(_subnet(0, 0), _subnet(1, 1)),
    _subnets(_subnet(0, 0), _subnet(2, 251)),
)


@rule("SM625", Severity.WARNING, on=Model, live=("ec2:DescribeSubnets",), answers=ANSWERS)
def check(model: Model, *, aws: Aws) -> Iterator[Problem]:
    """Yield the list of subnets if they have too few addresses for one instance."""
    if not model.children("vpc_config"):
        return
    given, found = describe_all_subnets(model, aws)
    if any(subnet.get("Ipv6Native") for subnet in found):
        raise Undecided(Unknown("one of the subnets is IPv6-only", given.span))
    counts = {subnet["SubnetId"]: subnet.get("AvailableIpAddressCount", EACH) for subnet in found}
    free = sum(counts.values())
    if free < EACH:
        yield Problem(
            given.span,
            f"the subnets of the model have {'one' if free else 'no'} free address",
            hint=f"use subnets with {EACH} or more free addresses for each instance",
            related=given.related,
        )
