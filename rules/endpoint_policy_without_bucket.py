"""The policy of the VPC endpoint for S3 does not allow access to the model data.

If the route table of a subnet has a gateway endpoint for S3, all requests to the buckets of the
region go through it. Its policy allows everything by default, and may restrict what can be read.
The rule calls `ec2:DescribeSubnets`, `ec2:DescribeRouteTables` and `ec2:DescribeVpcEndpoints`. It
ignores denials for only some principals and statements with conditions. If the configuration
creates endpoints or routes, the rule is undecided.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html>
and <https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import CannedResponse, Example, Model, Problem, Severity, check_each, rule
from tflint_sagemaker.api.aws import (
    Aws,
    can_read_bucket,
    describe_all_subnets,
    describe_routes,
    require_final_routes,
)
from tflint_sagemaker.api.s3 import Artifact, find_artifacts

BAD = Example(
    "The policy of the endpoint `vpce-0a1b2c3d` does not allow reading the bucket `risk-models`.",
    """
    variable "version" {
      type = string
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        model_data_url = "s3://risk-models/${var.version}/model.tar.gz" # SM626
      }

      vpc_config {
        subnets            = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
        security_group_ids = ["sg-0a1b2c3d"]
      }
    }
    """,
)

GOOD = Example(
    "The policy of the endpoint allows reading this bucket.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        model_data_url = "s3://fraud-models/v1/model.tar.gz"
      }

      vpc_config {
        subnets            = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
        security_group_ids = ["sg-0a1b2c3d"]
      }
    }
    """,
)


def _allowing(bucket: str) -> str:
    """A policy of an endpoint that lets requests to one bucket through."""
    return """{
      "Statement": [{
        "Effect": "Allow",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": ["arn:aws:s3:::%s", "arn:aws:s3:::%s/*"]
      }]
    }""" % (bucket, bucket)  # noqa: UP031 - braces


ANSWERS = (
    CannedResponse(
        "ec2:DescribeSubnets",
        says={
            "Subnets": [
                {
                    "SubnetId": f"subnet-{number}a1b2c3d",
                    "VpcId": "vpc-0a1b2c3d",
                    "OwnerId": "123456789012",
                }
                for number in range(2)
            ]
        },
    ),
    CannedResponse(
        "ec2:DescribeRouteTables",
        says={
            "RouteTables": [
                {"RouteTableId": "rtb-0a1b2c3d", "Associations": [{"Main": True}]},
            ]
        },
    ),
    CannedResponse(
        "ec2:DescribeVpcEndpoints",
        says={
            "VpcEndpoints": [
                {
                    "VpcEndpointId": "vpce-0a1b2c3d",
                    "VpcEndpointType": "Gateway",
                    "ServiceName": "com.amazonaws.us-east-1.s3",
                    "RouteTableIds": ["rtb-0a1b2c3d"],
                    "PolicyDocument": _allowing("fraud-models"),
                }
            ]
        },
    ),
)


@rule(
    "SM626",
    Severity.WARNING,
    on=Model,
    live=("ec2:DescribeSubnets", "ec2:DescribeRouteTables", "ec2:DescribeVpcEndpoints"),
    answers=ANSWERS,
)
def check(model: Model, *, aws: Aws) -> Iterator[Problem]:
    """Yield each location of data that no endpoint in the way lets through."""
    if model.children("vpc_config"):
        yield from check_each(
            find_artifacts(model), lambda artifact: _held_back(model, artifact, aws)
        )


def _held_back(model: Model, artifact: Artifact, aws: Aws) -> Iterator[Problem]:
    bucket = artifact.bucket()
    if bucket is None:
        return
    given, found = describe_all_subnets(model, aws)
    for subnet in found:
        endpoints = describe_routes(aws, subnet["VpcId"]).find_endpoints("s3", subnet["SubnetId"])
        if not endpoints or any(can_read_bucket(one, bucket) for one in endpoints):
            continue
        require_final_routes(model, subnet, given.span, aws)
        name = endpoints[0]["VpcEndpointId"]
        yield Problem(
            artifact.at.span,
            f"the policy of the endpoint `{name}` does not allow reading the bucket `{bucket}`",
            hint=f"allow `s3:GetObject` on `{bucket}` in the policy of the endpoint",
            related=artifact.at.related,
        )
        return
