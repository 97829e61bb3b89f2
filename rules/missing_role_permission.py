"""The existing execution role lacks a permission.

SageMaker pulls the image, reads the model data, connects to the VPC and gets the credentials of a
private registry with the permissions of the execution role. The rule calls
`iam:SimulatePrincipalPolicy`, which takes the policies, the permissions boundary and the
organization into account. If that call is denied, the rule reads the policies of the role one by
one and reports what none of them allows. For a prefix it checks the first object that
`s3:ListBucket` shows.

The policy of a bucket, or of a repository or function in the account of the role, may also allow
access. If there is such a policy (`s3:GetBucketPolicy`, `ecr:GetRepositoryPolicy`,
`lambda:GetPolicy`), the rule reports only explicit denials. If the decision depends on a condition,
or the configuration adds permissions to the role, the rule is undecided. For a role that the
configuration creates, the static rules read its policies.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html>,
<https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html> and
<https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import CannedResponse, Example, Model, Problem, Severity, check_each, rule
from tflint_sagemaker.api.aws import (
    SIMULATION_ACTIONS,
    Aws,
    find_unmet,
    get_execution_role,
    list_model_needs,
)

BAD = Example(
    "The role `fraud` lacks `ecr:BatchGetImage` for the image.",
    """
    provider "aws" {
      region = "us-east-1"
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/risk:1.4.2" # SM523
        model_data_url = "s3://secrets/v1/model.tar.gz" # SM523
      }

      vpc_config { # SM523
        subnets            = ["subnet-0a1b2c3d4e5f67890", "subnet-1a1b2c3d4e5f67890"]
        security_group_ids = ["sg-0a1b2c3d4e5f67890"]
      }
    }
    """,
)

GOOD = Example(
    "The role has all permissions that the model needs.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        model_data_url = "s3://fraud-models/v1/model.tar.gz"
      }
    }
    """,
)

ROLE = "arn:aws:iam::123456789012:role/fraud"

RISK = "arn:aws:iam::123456789012:role/risk"

PULL = ("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:BatchCheckLayerAvailability")

LOOK = (
    "ec2:DescribeDhcpOptions",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
    "ec2:DescribeVpcs",
)

CONNECT = (
    "ec2:CreateNetworkInterface",
    "ec2:CreateNetworkInterfacePermission",
    "ec2:DeleteNetworkInterface",
    "ec2:DeleteNetworkInterfacePermission",
)


def _repository(name: str) -> str:
    return f"arn:aws:ecr:us-east-1:123456789012:repository/{name}"


def _simulated(resource: str, decisions: dict[str, str], **details: object) -> CannedResponse:
    """What IAM answers for actions on a resource."""
    results = [
        {
            "EvalActionName": action,
            "EvalResourceName": resource,
            "EvalDecision": decision,
            **details,
        }
        for action, decision in decisions.items()
    ]
    return CannedResponse(
        "iam:SimulatePrincipalPolicy",
        {"PolicySourceArn": ROLE, "ActionNames": list(decisions), "ResourceArns": [resource]},
        {"EvaluationResults": results},
    )


ANSWERS = (
    CannedResponse(
        "iam:GetRole",
        {"RoleName": "fraud"},
        {"Role": {"RoleName": "fraud", "Arn": ROLE}},
    ),
    _simulated("*", {"ecr:GetAuthorizationToken": "allowed"}),
    _simulated("*", dict.fromkeys(LOOK, "allowed")),
    _simulated(
        "arn:aws:ec2:us-east-1:123456789012:network-interface/eni-00000000000000000",
        dict.fromkeys(CONNECT, "implicitDeny"),
        PermissionsBoundaryDecisionDetail={"AllowedByPermissionsBoundary": False},
    ),
    _simulated(_repository("fraud"), dict.fromkeys(PULL, "allowed")),
    _simulated(_repository("risk"), {**dict.fromkeys(PULL, "allowed"), PULL[0]: "implicitDeny"}),
    _simulated(_repository("shared"), dict.fromkeys(PULL, "implicitDeny")),
    _simulated(
        "arn:aws:ecr:us-east-1:210987654321:repository/fraud",
        dict.fromkeys(PULL, "implicitDeny"),
    ),
    _simulated("arn:aws:s3:::fraud-models/v1/model.tar.gz", {"s3:GetObject": "allowed"}),
    _simulated("arn:aws:s3:::secrets/v1/model.tar.gz", {"s3:GetObject": "explicitDeny"}),
    _simulated("arn:aws:s3:::shared/v1/model.tar.gz", {"s3:GetObject": "implicitDeny"}),
    _simulated("arn:aws:s3:::llm-models/m/config.json", {"s3:GetObject": "allowed"}),
    _simulated("arn:aws:s3:::llm-models", {"s3:ListBucket": "implicitDeny"}),
    _simulated(
        "arn:aws:s3:::tagged/v1/model.tar.gz",
        {"s3:GetObject": "implicitDeny"},
        MissingContextValues=["s3:ExistingObjectTag/SageMaker"],
    ),
    CannedResponse(
        "s3:ListObjectsV2",
        {"Bucket": "llm-models", "Prefix": "m/"},
        {"KeyCount": 1, "Contents": [{"Key": "m/config.json"}]},
    ),
    # Of this role nobody may ask for a simulation.
    CannedResponse("iam:GetRole", {"RoleName": "risk"}, {"Role": {"Arn": RISK}}),
    CannedResponse("iam:SimulatePrincipalPolicy", {"PolicySourceArn": RISK}, error="AccessDenied"),
    CannedResponse("iam:ListRolePolicies", says={"PolicyNames": ["pull"]}),
    CannedResponse(
        "iam:GetRolePolicy",
        {"PolicyName": "pull"},
        {
            "PolicyDocument": {
                "Statement": [{"Effect": "Allow", "Action": "ecr:*", "Resource": "*"}]
            }
        },
    ),
    CannedResponse("iam:ListAttachedRolePolicies", says={"AttachedPolicies": []}),
    CannedResponse("s3:GetBucketPolicy", {"Bucket": "llm-models"}, error="NoSuchBucketPolicy"),
    CannedResponse("s3:GetBucketPolicy", {"Bucket": "shared"}, {"Policy": "{}"}),
    CannedResponse(
        "ecr:GetRepositoryPolicy",
        {"repositoryName": "risk"},
        error="RepositoryPolicyNotFoundException",
    ),
    CannedResponse("ecr:GetRepositoryPolicy", {"repositoryName": "shared"}, {"policyText": "{}"}),
)


@rule(
    "SM523",
    Severity.WARNING,
    on=Model,
    live=(
        "iam:GetRole",
        *SIMULATION_ACTIONS,
        "ecr:GetRepositoryPolicy",
        "lambda:GetPolicy",
        "s3:GetBucketPolicy",
        "s3:ListBucket",
    ),
    answers=ANSWERS,
)
def check(model: Model, *, aws: Aws) -> Iterator[Problem]:
    """Yield each place in the model for which the role lacks a permission."""
    role = get_execution_role(model, aws)
    if role is not None:
        yield from check_each(
            list_model_needs(model, role, aws),
            lambda needs: check_each(needs(), lambda need: find_unmet(need, role, aws)),
        )
