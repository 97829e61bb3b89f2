"""A model does not depend on the policies of its execution role.

The model refers to the role, and so do the policies. So Terraform may create the model and the
policies at the same time, and delete the policies before the model. SageMaker reads the model data
when it creates the model, and "Could not access model data" occurs in some applies and not in
others. The provider's retries for IAM often hide it. The rule checks only policies in the module of
the model. Any `depends_on` of the model, or of a call of its module, satisfies it.

See <https://developer.hashicorp.com/terraform/language/meta-arguments/depends_on>
and <https://github.com/aws/aws-cdk/blob/main/packages/%40aws-cdk/aws-sagemaker-alpha/lib/model.ts>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Edit, Example, Fix, Model, Problem, Related, Severity, Span, rule
from tflint_sagemaker.api.text import compile_later

ATTACHED = compile_later(r"aws_iam_\w+\.[\w-]+")
KEY = compile_later(r"\[[^\]]*\]$")

BAD = Example(
    "The model does not depend on the policies of its execution role.",
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

    resource "aws_iam_role_policy" "read" {
      role = aws_iam_role.scoring.id
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Allow", Action = "ecr:*", Resource = "*" },
          {
            Effect   = "Allow"
            Action   = "s3:GetObject"
            Resource = "arn:aws:s3:::fraud-models/*"
          },
        ]
      })
    }

    resource "aws_sagemaker_model" "fraud" {
      execution_role_arn = aws_iam_role.scoring.arn # SM511
      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

GOOD = Example(
    "Terraform creates the policy before the model.",
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

    resource "aws_iam_role_policy" "read" {
      role = aws_iam_role.scoring.id
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          { Effect = "Allow", Action = "ecr:*", Resource = "*" },
          {
            Effect   = "Allow"
            Action   = "s3:GetObject"
            Resource = "arn:aws:s3:::fraud-models/*"
          },
        ]
      })
    }

    resource "aws_sagemaker_model" "fraud" {
      execution_role_arn = aws_iam_role.scoring.arn
      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }

      depends_on = [aws_iam_role_policy.read]
    }
    """,
)


@rule("SM511", Severity.NOTICE, group="style", on=Model)
def check(model: Model) -> Iterator[Problem]:
    """Yield the role of a model that does not wait for the role's policies."""
    given, role = model.execution_role_arn, model.role
    if given is None or role is None or model.calls:
        return
    body = model.evaluated.syntax.body
    if body.get_attribute("depends_on") is not None:
        return
    spans = {KEY.sub("", one.address): one.span for one in role.permissions.policies}
    spans.pop(KEY.sub("", role.address), None)
    text = "".join(attribute.value.span.text for attribute in body.attributes)
    waiting = [name for name in spans if ATTACHED.fullmatch(name) and name not in text]
    if not waiting:
        return
    attribute = body.get_attribute("execution_role_arn")
    yield Problem(
        given.span,
        "the model does not depend on the policies of its execution role",
        hint=f"write `depends_on = [{', '.join(waiting)}]`",
        related=tuple(Related("a policy of the role", spans[name]) for name in waiting),
        fix=_wait(attribute.value.span, waiting) if attribute else None,
    )


def _wait(after: Span, names: list[str]) -> Fix:
    end = Span(after.source, after.end, after.end)
    line = f"\n  depends_on = [{', '.join(names)}]"
    return Fix("add `depends_on` with the policies", (Edit(end, line),), safe=False)
