"""The execution role does not allow SageMaker to assume it.

SageMaker assumes the role through `sts:AssumeRole`. If no statement of the trust policy allows this
to the service `sagemaker.amazonaws.com`, CreateModel fails at apply: "Could not assume role", after
Terraform has created everything before it. The usual cause is a role for another service, such as
Lambda or EC2. The rule does not evaluate conditions and denials.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Edit, Example, Fix, Model, Problem, Related, Severity, rule
from tflint_sagemaker.api.iam import PolicyError, find_trusted_services, is_trusting_sagemaker

SERVICE = "sagemaker.amazonaws.com"

BAD = Example(
    "The execution role trusts `lambda.amazonaws.com`, not `sagemaker.amazonaws.com`.",
    """
    resource "aws_iam_role" "scoring" {
      name = "scoring"
      assume_role_policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Action    = "sts:AssumeRole"
          Principal = { Service = "lambda.amazonaws.com" } # SM501
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
    "The role trusts SageMaker.",
    """
    data "aws_iam_policy_document" "trust" {
      statement {
        actions = ["sts:AssumeRole"]
        principals {
          type        = "Service"
          identifiers = ["sagemaker.amazonaws.com"]
        }
      }
    }

    resource "aws_iam_role" "scoring" {
      assume_role_policy = data.aws_iam_policy_document.trust.json
    }

    resource "aws_sagemaker_model" "fraud" {
      execution_role_arn = aws_iam_role.scoring.arn
      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)


@rule("SM501", Severity.ERROR, on=Model)
def check(model: Model) -> Iterator[Problem]:
    """Yield the trusted service, or the trust policy, if SageMaker is not trusted."""
    role, given = model.role, model.execution_role_arn
    if role is None or given is None:
        return
    try:
        policy = role.trust()
    except PolicyError:
        return
    if policy is None or is_trusting_sagemaker(policy):
        return
    other = next(find_trusted_services(policy), None)
    at = role.trust_span(other)
    trusted = f"trusts `{other}`, not" if other not in (None, SERVICE) else "does not let in"
    written = role.trust_policy
    yield Problem(
        at,
        f"the execution role {trusted} `{SERVICE}`",
        hint=f"allow `sts:AssumeRole` to the service `{SERVICE}`",
        related=(
            *(written.related if written else ()),
            Related("the model's execution role", given.span),
        ),
        fix=Fix(f"trust `{SERVICE}`", (Edit(at, f'"{SERVICE}"'),), safe=False)
        if at.text == f'"{other}"'
        else None,
    )
