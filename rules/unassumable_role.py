"""The existing execution role does not allow SageMaker to assume it.

CreateModel fails: "Could not assume role … Please ensure that the role exists and allows principal
'sagemaker.amazonaws.com' to assume the role". The rule calls `iam:GetRole` for the trust policy of
a role that the configuration does not create. It does not evaluate conditions and denials.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html>
and <https://github.com/philschmid/llm-sagemaker-sample/issues/2>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import CannedResponse, Example, Model, Problem, Severity, rule
from tflint_sagemaker.api.aws import Aws, find_named_role, get_role
from tflint_sagemaker.api.iam import find_trusted_services, is_trusting_sagemaker

SERVICE = "sagemaker.amazonaws.com"

BAD = Example(
    "The role `loader` trusts `lambda.amazonaws.com`, not `sagemaker.amazonaws.com`.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/loader" # SM522

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

GOOD = Example(
    "The role trusts SageMaker.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

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
        {
            "Role": {
                "Arn": "arn:aws:iam::123456789012:role/fraud",
                "AssumeRolePolicyDocument": {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Effect": "Allow",
                            "Principal": {"Service": "sagemaker.amazonaws.com"},
                            "Action": "sts:AssumeRole",
                        }
                    ],
                },
            }
        },
    ),
    CannedResponse(
        "iam:GetRole",
        {"RoleName": "loader"},
        {
            "Role": {
                "Arn": "arn:aws:iam::123456789012:role/loader",
                "AssumeRolePolicyDocument": {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Effect": "Allow",
                            "Principal": {"Service": "lambda.amazonaws.com"},
                            "Action": "sts:AssumeRole",
                        }
                    ],
                },
            }
        },
    ),
    CannedResponse("iam:GetRole", error="NoSuchEntity"),
)


@rule("SM522", Severity.ERROR, on=Model, live=("iam:GetRole",), answers=ANSWERS)
def check(model: Model, *, aws: Aws) -> Iterator[Problem]:
    """Yield the role if its trust policy does not name SageMaker."""
    role = find_named_role(model, aws)
    told = get_role(aws, role.name) if role else None
    policy = told.get("AssumeRolePolicyDocument") if told else None
    if role is None or not isinstance(policy, dict) or is_trusting_sagemaker(policy):
        return
    other = next(find_trusted_services(policy), None)
    trusted = f"trusts `{other}`, not" if other else "does not trust"
    yield Problem(
        role.at.span,
        f"the role `{role.name}` {trusted} `{SERVICE}`",
        hint=f"allow `sts:AssumeRole` to the service `{SERVICE}`, or use another role",
        related=role.at.related,
    )
