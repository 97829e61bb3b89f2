"""The execution role trusts SageMaker only for one model or endpoint.

For inference, `aws:SourceArn` in the trust policy must be `arn:aws:sagemaker:REGION:ACCOUNT:*`.
SageMaker assumes the role for the model, the endpoint configuration and the endpoint, and the AWS
guide advises against the full ARN of a model or an endpoint. The condition then fails when
SageMaker acts for another of them.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/security-confused-deputy-prevention.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Example, Problem, Related, Role, Severity, rule
from tflint_sagemaker.api.iam import PolicyError, find_source_arns
from tflint_sagemaker.api.text import compile_later, shorten

NARROW = compile_later(
    r"arn:[\w*?-]+:sagemaker:[^:]*:[^:]*:(?:model|endpoint|endpoint-config)/[^*?]+"
)

BAD = Example(
    (
        "The execution role is trusted only for "
        "`arn:aws:sagemaker:us-east-1:123456789012:model/fraud`."
    ),
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
              "aws:SourceArn" = "arn:aws:sagemaker:us-east-1:123456789012:model/fraud" # SM504
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
    }
    """,
)

GOOD = Example(
    "The condition covers all that SageMaker does for the model.",
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
    }
    """,
)


@rule("SM504", Severity.WARNING, on=Role)
def check(role: Role) -> Iterator[Problem]:
    """Yield each condition whose values all name one model or endpoint."""
    try:
        policy = role.trust()
    except PolicyError:
        return
    for values in find_source_arns(policy) if policy is not None else ():
        if values and all(NARROW.fullmatch(value) for value in values):
            yield Problem(
                role.trust_span(values[0]),
                f"the execution role is trusted only for `{shorten(values[0])}`",
                hint="end the ARN in `:*` instead of one model or endpoint",
                related=(Related("the execution role", role.span),),
            )
