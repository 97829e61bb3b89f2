"""The security groups of a model allow no outbound request to S3.

SageMaker connects a model to its VPC through interfaces with these groups, and loads the data
through them. If no rule of any group allows outbound TCP on port 443, S3 and all other HTTPS
services are unreachable. The rule calls `ec2:DescribeSecurityGroups`, if all groups are known. If
the configuration creates rules for the groups, it is undecided.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html>,
<https://docs.aws.amazon.com/sagemaker/latest/dg/mkt-algo-model-internet-free.html>
and <https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html>.
"""

from collections.abc import Iterator, Mapping
from typing import Any

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
from tflint_sagemaker.api.aws import Aws, describe_all_groups

HTTPS = 443
RULES = (
    "aws_default_security_group",
    "aws_security_group",
    "aws_security_group_rule",
    "aws_vpc_security_group_egress_rule",
    "awscc_ec2_security_group",
    "awscc_ec2_security_group_egress",
)

BAD = Example(
    "No security group of the model allows outbound TCP on port 443, which S3 requires.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        model_data_url = "s3://fraud-models/v1/model.tar.gz"
      }

      vpc_config {
        subnets            = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
        security_group_ids = ["sg-0a1b2c3d", "sg-1a1b2c3d"] # SM628
      }
    }
    """,
)

GOOD = Example(
    "A security group allows outbound HTTPS.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        model_data_url = "s3://fraud-models/v1/model.tar.gz"
      }

      vpc_config {
        subnets            = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
        security_group_ids = ["sg-0a1b2c3d", "sg-2a1b2c3d"]
      }
    }
    """,
)


def _group(name: str, *rules: dict[str, object]) -> dict[str, object]:
    """What EC2 tells of a security group."""
    return {"GroupId": name, "VpcId": "vpc-0a1b2c3d", "IpPermissionsEgress": list(rules)}


NOTHING, LOGS, ALL = "sg-0a1b2c3d", "sg-1a1b2c3d", "sg-2a1b2c3d"

ANSWERS = (
    CannedResponse(
        "ec2:DescribeSecurityGroups",
        says={
            "SecurityGroups": [
                _group(NOTHING),
                _group(LOGS, {"IpProtocol": "tcp", "FromPort": 514, "ToPort": 514}),
                _group(ALL, {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}),
            ]
        },
    ),
)


@rule("SM628", Severity.WARNING, on=Model, live=("ec2:DescribeSecurityGroups",), answers=ANSWERS)
def check(model: Model, *, aws: Aws) -> Iterator[Problem]:
    """Yield the list of groups if the model has data, and none of them lets HTTPS out."""
    if not model.children("vpc_config") or not any(model.data_locations()):
        return
    given, found = describe_all_groups(model, aws)
    if any(_lets_out(rule) for group in found for rule in group.get("IpPermissionsEgress", ())):
        return
    for kind in RULES:
        for maker in model.created(kind):
            why = f"`{maker.address}` may allow outbound requests"
            raise Undecided(Unknown(why, maker.span))
    model.made.no_other(found[0]["GroupId"], {})
    yield Problem(
        given.span,
        f"no security group of the model allows outbound TCP on port {HTTPS}, which S3 requires",
        hint=f"add an egress rule for port {HTTPS}",
        related=given.related,
    )


def _lets_out(rule: Mapping[str, Any]) -> bool:
    """Whether a rule is about HTTPS; whither it lets is not judged."""
    if rule.get("IpProtocol") not in ("tcp", "6"):
        return rule.get("IpProtocol") not in ("udp", "17", "icmp", "1", "icmpv6", "58")
    return bool(rule.get("FromPort", 0) <= HTTPS <= rule.get("ToPort", HTTPS))
