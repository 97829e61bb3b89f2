"""The role of the provider may not pass the execution role to SageMaker.

CreateModel requires `iam:PassRole` on the execution role, and fails otherwise: "is not authorized
to perform: iam:PassRole on resource". If the provider configuration has `assume_role`, the rule
calls `iam:SimulatePrincipalPolicy` to check whether that role may pass the execution role. Other
credentials may not be those that run apply, so the rule does not check them.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html>
and <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import CannedResponse, Example, Model, Problem, Severity, rule
from tflint_sagemaker.api.aws import (
    SIMULATION_ACTIONS,
    Aws,
    Need,
    find_unmet,
    get_execution_role,
    get_provider_role,
)

BAD = Example(
    "The role `deploy` lacks `iam:PassRole` for the execution role `fraud`.",
    """
    provider "aws" {
      region = "us-east-1"

      assume_role {
        role_arn = "arn:aws:iam::123456789012:role/deploy"
      }
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud" # SM525

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

GOOD = Example(
    "The caller may pass this role.",
    """
    provider "aws" {
      region = "us-east-1"

      assume_role {
        role_arn = "arn:aws:iam::123456789012:role/deploy"
      }
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/risk"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)


def _decided(role: str, passed: str, decision: str) -> CannedResponse:
    """What IAM answers for passing a role."""
    name = "iam:PassRole"
    return CannedResponse(
        "iam:SimulatePrincipalPolicy",
        {
            "PolicySourceArn": f"arn:aws:iam::123456789012:role/{role}",
            "ActionNames": [name],
            "ResourceArns": [f"arn:aws:iam::123456789012:role/{passed}"],
            "ContextEntries": [{"ContextKeyName": "iam:PassedToService"}],
        },
        {"EvaluationResults": [{"EvalActionName": name, "EvalDecision": decision}]},
    )


ANSWERS = (
    *(
        CannedResponse(
            "iam:GetRole",
            {"RoleName": name},
            {"Role": {"RoleName": name, "Arn": f"arn:aws:iam::123456789012:role/{name}"}},
        )
        for name in ("fraud", "risk")
    ),
    _decided("deploy", "fraud", "implicitDeny"),
    _decided("deploy", "risk", "allowed"),
)


@rule(
    "SM525", Severity.WARNING, on=Model, live=("iam:GetRole", *SIMULATION_ACTIONS), answers=ANSWERS
)
def check(model: Model, *, aws: Aws) -> Iterator[Problem]:
    """Yield the execution role if the provider's role may not pass it."""
    maker = get_provider_role(model, aws)
    role = get_execution_role(model, aws) if maker else None
    if maker is None or role is None:
        return
    need = Need(
        ("iam:PassRole",),
        role.arn,
        f"the execution role `{role.name}`",
        role.at.span,
        role.at,
        context={"iam:PassedToService": "sagemaker.amazonaws.com"},
    )
    yield from find_unmet(need, maker, aws)
