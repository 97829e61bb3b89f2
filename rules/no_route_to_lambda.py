"""The subnets of a model have no route to Lambda for the registry credentials.

SageMaker calls the function in `repository_credentials_provider_arn` through the VPC of the model,
at the Lambda address of the region. A subnet without internet access can reach it only through an
interface endpoint for Lambda with private DNS. The rule calls `ec2:DescribeSubnets`,
`ec2:DescribeRouteTables` and `ec2:DescribeVpcEndpoints`. It is undecided if the configuration
creates routes or endpoints, if other DNS names may resolve to an endpoint, or if another account
shares the VPC.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html>
and <https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc-endpoints.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import CannedResponse, Example, Model, Problem, Severity, rule
from tflint_sagemaker.api.aws import Aws, find_isolated_subnet, list_credentials_functions

BAD = Example(
    "The subnet `subnet-0a1b2c3d` has no route to Lambda, which has the registry credentials.",
    """
    locals {
      login = "arn:aws:lambda:us-east-1:123456789012:function:login"
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "registry.example.com/fraud:1.4.2"

        image_config {
          repository_access_mode = "Vpc"

          repository_auth_config {
            repository_credentials_provider_arn = local.login
          }
        }
      }

      vpc_config {
        subnets            = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"] # SM627
        security_group_ids = ["sg-0a1b2c3d"]
      }
    }
    """,
)

GOOD = Example(
    "The subnets have a route to Lambda.",
    """
    locals {
      login = "arn:aws:lambda:us-east-1:123456789012:function:login"
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "registry.example.com/fraud:1.4.2"

        image_config {
          repository_access_mode = "Vpc"

          repository_auth_config {
            repository_credentials_provider_arn = local.login
          }
        }
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


def _endpoint(vpc: str, *, names: bool) -> CannedResponse:
    """What EC2 tells of a VPC's endpoint for Lambda."""
    endpoint = {
        "VpcEndpointId": "vpce-0a1b2c3d",
        "VpcEndpointType": "Interface",
        "ServiceName": "com.amazonaws.us-east-1.lambda",
        "PrivateDnsEnabled": names,
    }
    asked = {"Filters": [{"Values": [vpc]}]}
    return CannedResponse("ec2:DescribeVpcEndpoints", asked, {"VpcEndpoints": [endpoint]})


# VPCs: a closed one, one with an endpoint, and one with an endpoint that no name leads to.
CLOSED, ENDPOINT, NAMELESS = "vpc-0a1b2c3d", "vpc-1a1b2c3d", "vpc-2a1b2c3d"

ANSWERS = (
    CannedResponse(
        "ec2:DescribeSubnets",
        says={
            "Subnets": [
                _subnet("subnet-0a1b2c3d", CLOSED),
                _subnet("subnet-1a1b2c3d", ENDPOINT),
                _subnet("subnet-2a1b2c3d", NAMELESS),
            ]
        },
    ),
    CannedResponse(
        "ec2:DescribeRouteTables",
        says={
            "RouteTables": [
                {
                    "RouteTableId": "rtb-0a1b2c3d",
                    "Associations": [{"Main": True}],
                    "Routes": [{"DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local"}],
                }
            ]
        },
    ),
    _endpoint(ENDPOINT, names=True),
    _endpoint(NAMELESS, names=False),
    CannedResponse("ec2:DescribeVpcEndpoints", says={"VpcEndpoints": []}),
)


@rule(
    "SM627",
    Severity.WARNING,
    on=Model,
    live=("ec2:DescribeSubnets", "ec2:DescribeRouteTables", "ec2:DescribeVpcEndpoints"),
    answers=ANSWERS,
)
def check(model: Model, *, aws: Aws) -> Iterator[Problem]:
    """Yield the list of subnets if a function is asked, and one of them has no way to Lambda."""
    if not model.children("vpc_config") or not any(list_credentials_functions(model)):
        return
    found = find_isolated_subnet(model, "lambda", aws)
    if found is not None:
        given, subnet = found
        yield Problem(
            given.span,
            f"the subnet `{subnet}` has no route to Lambda, which has the registry credentials",
            hint="add an interface endpoint for Lambda with private DNS to the VPC",
            related=given.related,
        )
