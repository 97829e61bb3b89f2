"""The policy document of the trust policy has an error that the provider rejects.

`aws_iam_policy_document` rejects an `effect` other than `Allow` and `Deny`, an unknown `version`,
two statements with one `sid`, source and override documents that are not policies, and nulls in its
lists. It rejects some of these at `terraform validate`, the rest at plan. The rule checks the
documents in the module of a model, and the trust policy of its role.

See <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Example, PolicyDocument, Problem, Severity, rule
from tflint_sagemaker.api.models import find_refusals

BAD = Example(
    "`effect` is `allow`, not `Allow` or `Deny`.",
    """
    data "aws_iam_policy_document" "trust" {
      statement {
        effect  = "allow" # SM505
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

GOOD = Example(
    "The effect is spelled as IAM requires.",
    """
    data "aws_iam_policy_document" "trust" {
      statement {
        effect  = "Allow"
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


@rule("SM505", Severity.ERROR, on=PolicyDocument)
def check(document: PolicyDocument) -> Iterator[Problem]:
    """Yield everything that the provider refuses in the document."""
    for refusal in find_refusals(document):
        yield Problem(refusal.at, refusal.message)
