"""The execution role trusts SageMaker without a condition on the source.

AWS recommends a condition on `aws:SourceArn` or `aws:SourceAccount` for the service
`sagemaker.amazonaws.com`. It prevents that SageMaker uses the role on behalf of another account
(the confused deputy problem).

See <https://docs.aws.amazon.com/sagemaker/latest/dg/security-confused-deputy-prevention.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Example, Problem, Role, Severity, rule
from tflint_sagemaker.api.iam import PolicyError, is_trusting_any_source

SERVICE = "sagemaker.amazonaws.com"

BAD = Example(
    "The execution role trusts SageMaker without a condition on the source.",
    """
    resource "aws_iam_role" "scoring" {
      name = "scoring"
      assume_role_policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Action    = "sts:AssumeRole"
          Principal = { Service = "sagemaker.amazonaws.com" } # SM507
        }]
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
    "A condition restricts the source to the account.",
    """
    resource "aws_iam_role" "scoring" {
      name = "scoring"
      assume_role_policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Action    = "sts:AssumeRole"
          Principal = { Service = "sagemaker.amazonaws.com" }
          Condition = {
            ArnLike = {
              "aws:SourceArn" = "arn:aws:sagemaker:us-east-1:123456789012:*"
            }
          }
        }]
      })
    }

    resource "aws_sagemaker_model" "fraud" {
      execution_role_arn = aws_iam_role.scoring.arn
      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }

      enable_network_isolation = true

      vpc_config {
        subnets            = ["subnet-0aaaaaaaaaaaaaaaa", "subnet-0bbbbbbbbbbbbbbbb"]
        security_group_ids = ["sg-0cccccccccccccccc"]
      }
    }
    """,
)


@rule("SM507", Severity.NOTICE, group="security", on=Role)
def check(role: Role) -> Iterator[Problem]:
    """Yield the trusted service if no condition names a source."""
    try:
        policy = role.trust()
    except PolicyError:
        return
    if policy is not None and is_trusting_any_source(policy):
        yield Problem(
            role.trust_span(SERVICE),
            "the execution role trusts SageMaker without a condition on the source",
            hint="add a condition on `aws:SourceAccount` or `aws:SourceArn`",
        )
