"""The execution role does not exist.

CreateModel fails for a role that does not exist: "Could not assume role". The usual cause is the
path: a role that the console created is below `service-role/`, and its ARN without the path does
not exist. The rule calls `iam:GetRole`. It does not report a role that the same configuration may
create, and does not check roles of other accounts.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html>
and <https://github.com/aws/sagemaker-python-sdk/issues/43>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import CannedResponse, Example, Fix, Model, Problem, Severity, rule
from tflint_sagemaker.api.aws import Aws, find_named_role, get_role
from tflint_sagemaker.api.fixes import written

BAD = Example(
    "There is no role `frauds` in the account 123456789012.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/frauds" # SM521

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

GOOD = Example(
    "The role exists.",
    """
    data "aws_iam_role" "scoring" {
      name = "fraud"
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }

    resource "aws_sagemaker_model" "other" {
      execution_role_arn = data.aws_iam_role.scoring.arn

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

ANSWERS = (
    CannedResponse(
        "iam:GetRole",
        {"RoleName": "fraud"},
        {"Role": {"RoleName": "fraud", "Arn": "arn:aws:iam::123456789012:role/fraud"}},
    ),
    CannedResponse(
        "iam:GetRole",
        {"RoleName": "AmazonSageMaker-ExecutionRole-20260101T120000"},
        {
            "Role": {
                "RoleName": "AmazonSageMaker-ExecutionRole-20260101T120000",
                "Arn": (
                    "arn:aws:iam::123456789012:role/service-role/"
                    "AmazonSageMaker-ExecutionRole-20260101T120000"
                ),
            }
        },
    ),
    CannedResponse("iam:GetRole", error="NoSuchEntity"),
)


@rule("SM521", Severity.ERROR, on=Model, live=("iam:GetRole",), answers=ANSWERS)
def check(model: Model, *, aws: Aws) -> Iterator[Problem]:
    """Yield the role if IAM has none of its name, or has it under another path."""
    role = find_named_role(model, aws)
    if role is None:
        return
    told = get_role(aws, role.name)
    if told is None:
        yield Problem(
            role.at.span,
            f"there is no role `{role.name}` in the account {aws.account}",
            hint="name a role that is there",
            related=role.at.related,
        )
    elif role.arn and told["Arn"] != role.arn:
        right, at = told["Arn"], role.at.span
        fix: Fix | None = None
        if at.text == f'"{role.arn}"':
            fix = written(at, f'"{right}"', f"write `{right}`", safe=True)
        yield Problem(
            at,
            f"the role `{role.name}` has another path: its ARN is `{right}`",
            hint="use the ARN with its path",
            related=role.at.related,
            fix=fix,
        )
