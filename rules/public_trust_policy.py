"""Anyone with an AWS account may assume the execution role.

A statement of the trust policy allows `sts:AssumeRole` to the principal `*`, or to `*` of the type
`AWS`, without a condition. Every identity of every account may assume the role and use its
permissions.

See <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Example, Problem, Role, Severity, rule
from tflint_sagemaker.api.iam import PolicyError, is_open_to_everyone

BAD = Example(
    "The trust policy of the execution role allows everyone to assume it.",
    """
    resource "aws_iam_role" "scoring" {
      name = "scoring"
      assume_role_policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          {
            Effect    = "Allow"
            Action    = "sts:AssumeRole"
            Principal = { Service = "sagemaker.amazonaws.com" }
          },
          {
            Effect    = "Allow"
            Action    = "sts:AssumeRole"
            Principal = { AWS = "*" } # SM506
          },
        ]
      })
    }

    resource "aws_sagemaker_model" "fraud" {
      execution_role_arn = aws_iam_role.scoring.arn
      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

GOOD = Example(
    "A condition restricts the role to one organization.",
    """
    resource "aws_iam_role" "scoring" {
      name = "scoring"
      assume_role_policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          {
            Effect    = "Allow"
            Action    = "sts:AssumeRole"
            Principal = { Service = "sagemaker.amazonaws.com" }
          },
          {
            Effect    = "Allow"
            Action    = "sts:AssumeRole"
            Principal = { AWS = "*" }
            Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-a1b2c3d4e5" } }
          },
        ]
      })
    }

    resource "aws_sagemaker_model" "fraud" {
      execution_role_arn = aws_iam_role.scoring.arn
      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)


@rule("SM506", Severity.WARNING, on=Role)
def check(role: Role) -> Iterator[Problem]:
    """Yield the trust policy if a statement of it is for everyone."""
    try:
        policy = role.trust()
    except PolicyError:
        return
    if policy is not None and is_open_to_everyone(policy):
        yield Problem(
            role.trust_span("*"),
            "the trust policy of the execution role allows everyone to assume it",
            hint="name the service `sagemaker.amazonaws.com` instead of `*`",
        )
