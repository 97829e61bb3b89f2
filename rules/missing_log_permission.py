"""The existing execution role may not write logs.

The model works, but the output of its containers is lost, and with it the reason why a container
does not start. The rule reports a role if none of its policies allows writing any group, stream or
event below `/aws/sagemaker`. It reads the policies one by one (`iam:ListAttachedRolePolicies`,
`iam:GetPolicyVersion` and others), because a policy may list names of endpoints, which are not
known. If the configuration adds permissions to the role, the rule is undecided. The guide also
lists `cloudwatch:PutMetricData`; the effect of its absence is not documented, and the rule does not
check it.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/logging-cloudwatch.html>
and <https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import CannedResponse, Example, Model, Problem, Severity, rule
from tflint_sagemaker.api.aws import (
    POLICY_READ_ACTIONS,
    Aws,
    find_lacking_actions,
    get_execution_role,
    read_attached_policies,
)

WRITE = ("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents")

BAD = Example(
    "The role `fraud` lacks `logs:CreateLogStream`, `logs:PutLogEvents` for logs.",
    """
    provider "aws" {
      region = "us-east-1"
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud" # SM524

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

GOOD = Example(
    "The role may write logs, or may do so for some log groups.",
    """
    provider "aws" {
      region = "us-east-1"
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/scoring"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }

    resource "aws_sagemaker_model" "logs_of_some_endpoints" {
      execution_role_arn = "arn:aws:iam::123456789012:role/risk"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)


def _role(name: str, *actions: str) -> tuple[CannedResponse, ...]:
    """What IAM tells of a role that has a policy of its own."""
    asked = {"RoleName": name}
    arn = f"arn:aws:iam::123456789012:role/{name}"
    statement = {"Effect": "Allow", "Action": list(actions), "Resource": "*"}
    return (
        CannedResponse("iam:GetRole", asked, {"Role": {"RoleName": name, "Arn": arn}}),
        CannedResponse("iam:ListRolePolicies", asked, {"PolicyNames": ["own"]}),
        CannedResponse("iam:GetRolePolicy", asked, {"PolicyDocument": {"Statement": [statement]}}),
        CannedResponse("iam:ListAttachedRolePolicies", asked, {"AttachedPolicies": []}),
    )


LOGGING = "arn:aws:iam::123456789012:policy/logging"

ANSWERS = (
    *_role("fraud", "ecr:*", "s3:*", "logs:CreateLogGroup"),
    *_role("scoring", "logs:*"),
    CannedResponse(
        "iam:GetRole",
        {"RoleName": "risk"},
        {"Role": {"Arn": "arn:aws:iam::123456789012:role/risk"}},
    ),
    CannedResponse("iam:ListRolePolicies", {"RoleName": "risk"}, {"PolicyNames": []}),
    CannedResponse(
        "iam:ListAttachedRolePolicies",
        {"RoleName": "risk"},
        {"AttachedPolicies": [{"PolicyName": "logging", "PolicyArn": LOGGING}]},
    ),
    CannedResponse("iam:GetPolicy", {"PolicyArn": LOGGING}, {"Policy": {"DefaultVersionId": "v2"}}),
    CannedResponse(
        "iam:GetPolicyVersion",
        {"PolicyArn": LOGGING, "VersionId": "v2"},
        {
            "PolicyVersion": {
                "Document": {
                    "Statement": {
                        "Effect": "Allow",
                        "Action": ["logs:Create*", "logs:Put*"],
                        "Resource": "arn:aws:logs:*:*:log-group:/aws/sagemaker/Endpoints/risk*",
                    }
                }
            }
        },
    ),
)


@rule(
    "SM524", Severity.NOTICE, on=Model, live=("iam:GetRole", *POLICY_READ_ACTIONS), answers=ANSWERS
)
def check(model: Model, *, aws: Aws) -> Iterator[Problem]:
    """Yield the role if none of its policies lets it write logs."""
    role = get_execution_role(model, aws)
    if role is None:
        return
    logs = f"arn:{role.partition}:logs:{aws.region}:{role.account}:log-group:/aws/sagemaker/*"
    lacking = find_lacking_actions(read_attached_policies(aws, role.name), WRITE, logs)
    if lacking:
        yield Problem(
            role.at.span,
            f"the role `{role.name}` lacks {', '.join(f'`{name}`' for name in lacking)} for logs",
            hint=f"allow it on `{logs}`",
            related=role.at.related,
        )
