"""The execution role may not connect the model to its VPC.

For a model with a `vpc_config`, SageMaker creates network interfaces in the subnets with the
permissions of the execution role. It needs `ec2:CreateNetworkInterface`,
`ec2:CreateNetworkInterfacePermission`, `ec2:DeleteNetworkInterface`,
`ec2:DeleteNetworkInterfacePermission`, `ec2:DescribeDhcpOptions`, `ec2:DescribeNetworkInterfaces`,
`ec2:DescribeSecurityGroups`, `ec2:DescribeSubnets` and `ec2:DescribeVpcs`. Without them the model
is created, but its endpoint fails. The rule checks a role only if all its policies are in the
configuration and can be read.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html>
and <https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Example, Model, Problem, Related, Severity, rule
from tflint_sagemaker.api.iam import find_missing_actions

NEEDED = (
    "ec2:CreateNetworkInterface",
    "ec2:CreateNetworkInterfacePermission",
    "ec2:DeleteNetworkInterface",
    "ec2:DeleteNetworkInterfacePermission",
    "ec2:DescribeDhcpOptions",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
    "ec2:DescribeVpcs",
)
SHOWN = 2

BAD = Example(
    "No policy of the execution role allows the EC2 actions that `vpc_config` requires.",
    """
    resource "aws_iam_role" "scoring" {
      name = "scoring"
      assume_role_policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Action    = "sts:AssumeRole"
          Principal = { Service = "sagemaker.amazonaws.com" }
        }]
      })
    }

    resource "aws_iam_role_policy" "pull" {
      role = aws_iam_role.scoring.id
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Allow", Action = "ecr:*", Resource = "*" },
        ]
      })
    }

    resource "aws_sagemaker_model" "fraud" {
      execution_role_arn = aws_iam_role.scoring.arn
      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }

      vpc_config { # SM514
        subnets            = ["subnet-0aaaaaaaaaaaaaaaa", "subnet-0bbbbbbbbbbbbbbbb"]
        security_group_ids = ["sg-0cccccccccccccccc"]
      }
    }
    """,
)

GOOD = Example(
    "The managed policy allows what `vpc_config` requires.",
    """
    resource "aws_iam_role" "scoring" {
      name = "scoring"
      assume_role_policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Action    = "sts:AssumeRole"
          Principal = { Service = "sagemaker.amazonaws.com" }
        }]
      })
    }

    resource "aws_iam_role_policy_attachment" "all" {
      role       = aws_iam_role.scoring.name
      policy_arn = "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess"
    }

    resource "aws_sagemaker_model" "fraud" {
      execution_role_arn = aws_iam_role.scoring.arn
      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }

      vpc_config {
        subnets            = ["subnet-0aaaaaaaaaaaaaaaa", "subnet-0bbbbbbbbbbbbbbbb"]
        security_group_ids = ["sg-0cccccccccccccccc"]
      }
    }
    """,
)


@rule("SM514", Severity.WARNING, on=Model)
def check(model: Model) -> Iterator[Problem]:
    """Yield the VPC's block if no policy lets the role make network interfaces there."""
    role, vpc = model.role, model.child("vpc_config")
    if role is None or vpc is None:
        return
    lacking = find_missing_actions(role.permissions, NEEDED, "*")
    if lacking:
        words = ", ".join(f"`{action}`" for action in lacking[:SHOWN])
        more = f" and {len(lacking) - SHOWN} more" if len(lacking) > SHOWN else ""
        yield Problem(
            vpc.span,
            f"no policy of the execution role allows {words}{more}, which `vpc_config` requires",
            hint="allow the EC2 actions that the page of this rule lists",
            related=(Related("the execution role", role.span),),
        )
