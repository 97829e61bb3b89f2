"""The subnets of a model have no route to S3 for the model data.

In a VPC without internet access, containers reach S3 only through a VPC endpoint, and SageMaker
loads the model data the same way, isolated or not. A subnet has no route if its route table covers
only the VPC and private networks, and the VPC has no S3 endpoint for it: a gateway in its route
table, or an interface with private DNS. The rule calls `ec2:DescribeSubnets`,
`ec2:DescribeRouteTables` and `ec2:DescribeVpcEndpoints`. It is undecided if the configuration
creates routes or endpoints, if other DNS names may resolve to an interface, or if another account
shares the VPC.

The image does not need such a route: SageMaker pulls it from ECR directly, and the guide for
hosting requires no endpoint for ECR or for logs.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html>,
<https://docs.aws.amazon.com/sagemaker/latest/dg/mkt-algo-model-internet-free.html>
and <https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import CannedResponse, Example, Model, Problem, Severity, rule
from tflint_sagemaker.api.aws import Aws, find_isolated_subnet

BAD = Example(
    "The subnet `subnet-0a1b2c3d` has no route to S3, which stores the model data.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        model_data_url = "s3://fraud-models/v1/model.tar.gz"
      }

      vpc_config {
        subnets            = ["subnet-0a1b2c3d"] # SM624
        security_group_ids = ["sg-0a1b2c3d"]
      }
    }
    """,
)

GOOD = Example(
    "The subnets have a route to S3.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        model_data_url = "s3://fraud-models/v1/model.tar.gz"
      }

      vpc_config {
        subnets            = ["subnet-1a1b2c3d", "subnet-2a1b2c3d"]
        security_group_ids = ["sg-0a1b2c3d"]
      }
    }
    """,
)


def _subnet(name: str, vpc: str) -> dict[str, str]:
    """What EC2 tells of a subnet."""
    return {"SubnetId": name, "VpcId": vpc, "OwnerId": "123456789012"}


def _table(name: str, *routes: dict[str, str]) -> dict[str, object]:
    """What EC2 tells of the main route table of a VPC."""
    local = {"DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "State": "active"}
    return {
        "RouteTableId": name,
        "Associations": [{"Main": True, "RouteTableId": name}],
        "Routes": [local, *routes],
    }


# VPCs: a closed one, one with NAT, and one with an endpoint.
CLOSED, NAT, ENDPOINT = "vpc-0a1b2c3d", "vpc-1a1b2c3d", "vpc-2a1b2c3d"

PEER = {"DestinationCidrBlock": "10.9.0.0/16", "VpcPeeringConnectionId": "pcx-0a1b2c3d"}

DEFAULT = {"DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-0a1b2c3d"}

GATEWAY = {
    "VpcEndpointId": "vpce-0a1b2c3d",
    "VpcEndpointType": "Gateway",
    "ServiceName": "com.amazonaws.us-east-1.s3",
    "RouteTableIds": ["rtb-2a1b2c3d"],
}

ANSWERS = (
    CannedResponse(
        "ec2:DescribeSubnets",
        says={
            "Subnets": [
                _subnet("subnet-0a1b2c3d", CLOSED),
                _subnet("subnet-1a1b2c3d", NAT),
                _subnet("subnet-2a1b2c3d", ENDPOINT),
            ]
        },
    ),
    CannedResponse(
        "ec2:DescribeRouteTables",
        {"Filters": [{"Values": [CLOSED]}]},
        {"RouteTables": [_table("rtb-0a1b2c3d", PEER)]},
    ),
    CannedResponse(
        "ec2:DescribeRouteTables",
        {"Filters": [{"Values": [NAT]}]},
        {"RouteTables": [_table("rtb-1a1b2c3d", DEFAULT)]},
    ),
    CannedResponse(
        "ec2:DescribeRouteTables",
        {"Filters": [{"Values": [ENDPOINT]}]},
        {"RouteTables": [_table("rtb-2a1b2c3d")]},
    ),
    CannedResponse(
        "ec2:DescribeVpcEndpoints",
        {"Filters": [{"Values": [ENDPOINT]}]},
        {"VpcEndpoints": [GATEWAY]},
    ),
    CannedResponse("ec2:DescribeVpcEndpoints", says={"VpcEndpoints": []}),
)


@rule(
    "SM624",
    Severity.WARNING,
    on=Model,
    live=("ec2:DescribeSubnets", "ec2:DescribeRouteTables", "ec2:DescribeVpcEndpoints"),
    answers=ANSWERS,
)
def check(model: Model, *, aws: Aws) -> Iterator[Problem]:
    """Yield the list of subnets if the model has data, and one of them has no way to S3."""
    if not model.children("vpc_config") or not any(model.data_locations()):
        return
    found = find_isolated_subnet(model, "s3", aws)
    if found is not None:
        given, subnet = found
        yield Problem(
            given.span,
            f"the subnet `{subnet}` has no route to S3, which stores the model data",
            hint="add a gateway endpoint for S3 to its route table",
            related=given.related,
        )
