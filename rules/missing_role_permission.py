"""The execution role, as it is in the account, lacks a permission.

SageMaker pulls the image, reads the model data, connects to the VPC and gets a private registry's
credentials with the permissions of the execution role. AWS is asked what the role may do with
`iam:SimulatePrincipalPolicy`, which heeds its policies, its boundary and the organization's; of a
prefix, for the first object that `s3:ListBucket` shows. A bucket or a repository may let a role in
by a policy of its own: where it has one (`s3:GetBucketPolicy`, `ecr:GetRepositoryPolicy`), only
what the role is denied counts. Where the decision hangs on a condition, or the configuration gives
the role more, this rule is undecided.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html>
and <https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html>.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from tflint_sagemaker.api import (
    GIVERS,
    Answer,
    Argument,
    Artifact,
    Aws,
    Container,
    EcrImage,
    Model,
    NamedRole,
    Problem,
    Rule,
    Severity,
    Span,
    Undecided,
    Unknown,
    artifacts,
    bucket_has_policy,
    denials,
    each,
    ecr_image,
    first_objects,
    function,
    hcl,
    image_repository,
    named_role,
    repository_has_policy,
    role_there,
)

PULL = ("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")
# Of these no policy can name a resource.
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
)
# Stands for an interface that is yet to be made.
INTERFACE = "network-interface/eni-00000000000000000"


@dataclass(frozen=True, slots=True)
class Need:
    """Actions on a resource, for what in the configuration they are needed.

    `let_in` tells whether the resource has a policy of its own, which may allow them.
    """

    actions: Sequence[str]
    resource: str
    what: str
    at: Span
    given: Argument | None = None
    let_in: Callable[[Aws], bool] = field(default=lambda _: False)


def check(model: Model, *, aws: Aws) -> Iterator[Problem]:
    """Yield each place in the model for which the role lacks a permission."""
    role = named_role(model, aws)
    told = role_there(aws, role.name) if role else None
    if role is None or told is None:
        return
    model.made.no_other(role.name, GIVERS)
    partition = told["Arn"].split(":")[1]
    parts: list[Callable[[], Iterator[Need]]] = [
        lambda: _vpc(model, aws, partition),
        *(partial(_container, model, one, partition) for one in model.containers()),
        *(partial(_data, one, aws, partition) for one in artifacts(model)),
    ]
    yield from each(parts, lambda needs: _unmet(needs, role, told["Arn"], aws))


def _unmet(
    needs: Callable[[], Iterator[Need]], role: NamedRole, arn: str, aws: Aws
) -> Iterator[Problem]:
    for need in needs():
        found = list(denials(aws, arn, need.actions, need.resource))
        certain = [denial for denial in found if denial.explicit]
        if found and not certain:
            if need.let_in(aws):
                why = f"a policy of `{need.resource}` may let the role in"
                raise Undecided(Unknown(why, need.at))
            certain = found
        if certain:
            words = ", ".join(f"`{denial.action}`" for denial in certain)
            yield Problem(
                need.at,
                f"the role `{role.name}` lacks {words} for {need.what}",
                hint=f"allow it on `{need.resource}`",
                related=need.given.related if need.given else (),
            )


def _vpc(model: Model, aws: Aws, partition: str) -> Iterator[Need]:
    config = model.child("vpc_config")
    if config is not None:
        yield Need(LOOK, "*", "the VPC", config.span)
        interface = f"arn:{partition}:ec2:{aws.region}:{aws.account}:{INTERFACE}"
        yield Need(CONNECT, interface, "the VPC", config.span)


def _container(model: Model, container: Container, partition: str) -> Iterator[Need]:
    given = container.image
    config = container.child("image_config")
    mode = config.argument("repository_access_mode") if config else None
    if given is not None and not (mode and mode.value != "Platform"):
        image = ecr_image(given) if image_repository(given) else None
        if image:
            place = f"{image.region}:{image.registry}:repository/{image.repository}"
            yield Need(("ecr:GetAuthorizationToken",), "*", "the image", given.span, given)
            yield Need(
                PULL,
                f"arn:{partition}:ecr:{place}",
                "the image",
                given.span,
                given,
                lambda aws: _repository_lets_in(model, image, aws),
            )
    auth = config.child("repository_auth_config") if config else None
    lookup = auth.argument("repository_credentials_provider_arn") if auth else None
    wanted = function(lookup) if lookup else None
    if lookup and wanted:
        what = "the registry's credentials"
        invoke = ("lambda:InvokeFunction",)
        yield Need(invoke, wanted.arn, what, lookup.span, lookup, lambda _: True)


def _repository_lets_in(model: Model, image: EcrImage, aws: Aws) -> bool:
    model.made.no_other(image.repository, {"aws_ecr_repository_policy": "repository"})
    return repository_has_policy(aws, image)


def _data(artifact: Artifact, aws: Aws, partition: str) -> Iterator[Need]:
    bucket = artifact.bucket()
    if bucket is None:
        return
    arn, at = f"arn:{partition}:s3:::{bucket}", artifact.at
    what, key = "the model data", artifact.key()

    def let_in(aws: Aws) -> bool:
        artifact.model.made.no_other(bucket, {"aws_s3_bucket_policy": "bucket"})
        return bucket_has_policy(aws, bucket)

    if artifact.is_prefix():
        yield Need(("s3:ListBucket",), arn, what, at.span, at, let_in)
        key = next((one["Key"] for one in first_objects(aws, bucket, key)), "")
    if key:
        yield Need(("s3:GetObject",), f"{arn}/{key}", what, at.span, at, let_in)


def _simulated(resource: str, decisions: dict[str, str], missing: Sequence[str] = ()) -> Answer:
    """What IAM answers for actions on a resource."""
    return Answer(
        "iam:SimulatePrincipalPolicy",
        {
            "PolicySourceArn": "arn:aws:iam::123456789012:role/fraud",
            "ActionNames": list(decisions),
            "ResourceArns": [resource],
        },
        {
            "EvaluationResults": [
                {
                    "EvalActionName": action,
                    "EvalResourceName": resource,
                    "EvalDecision": decision,
                    "MissingContextValues": list(missing),
                }
                for action, decision in decisions.items()
            ]
        },
    )


RULE = Rule(
    code="SM523",
    name="missing-role-permission",
    severity=Severity.WARNING,
    doc=__doc__,
    group="live",
    live=(
        "iam:GetRole",
        "iam:SimulatePrincipalPolicy",
        "ecr:GetRepositoryPolicy",
        "s3:GetBucketPolicy",
        "s3:ListBucket",
    ),
    on=Model,
    check=check,
    answers=(
        Answer(
            "iam:GetRole",
            {"RoleName": "fraud"},
            {"Role": {"RoleName": "fraud", "Arn": "arn:aws:iam::123456789012:role/fraud"}},
        ),
        _simulated("*", {"ecr:GetAuthorizationToken": "allowed"}),
        _simulated("*", dict.fromkeys(LOOK, "allowed")),
        _simulated(
            f"arn:aws:ec2:us-east-1:123456789012:{INTERFACE}",
            dict.fromkeys(CONNECT, "implicitDeny"),
        ),
        Answer(
            "s3:ListObjectsV2",
            {"Bucket": "llm-models", "Prefix": "m/"},
            {"KeyCount": 1, "Contents": [{"Key": "m/config.json"}]},
        ),
        _simulated(
            "arn:aws:ecr:us-east-1:123456789012:repository/fraud",
            {"ecr:BatchGetImage": "allowed", "ecr:GetDownloadUrlForLayer": "allowed"},
        ),
        _simulated(
            "arn:aws:ecr:us-east-1:123456789012:repository/risk",
            {"ecr:BatchGetImage": "implicitDeny", "ecr:GetDownloadUrlForLayer": "allowed"},
        ),
        _simulated(
            "arn:aws:ecr:us-east-1:210987654321:repository/shared",
            {"ecr:BatchGetImage": "implicitDeny", "ecr:GetDownloadUrlForLayer": "implicitDeny"},
        ),
        _simulated("arn:aws:s3:::fraud-models/v1/model.tar.gz", {"s3:GetObject": "allowed"}),
        _simulated("arn:aws:s3:::secrets/v1/model.tar.gz", {"s3:GetObject": "explicitDeny"}),
        _simulated("arn:aws:s3:::shared/v1/model.tar.gz", {"s3:GetObject": "implicitDeny"}),
        _simulated("arn:aws:s3:::llm-models/m/config.json", {"s3:GetObject": "allowed"}),
        _simulated("arn:aws:s3:::llm-models", {"s3:ListBucket": "implicitDeny"}),
        _simulated(
            "arn:aws:s3:::tagged/v1/model.tar.gz",
            {"s3:GetObject": "implicitDeny"},
            ("s3:ExistingObjectTag/SageMaker",),
        ),
        Answer("s3:GetBucketPolicy", {"Bucket": "llm-models"}, error="NoSuchBucketPolicy"),
        Answer("s3:GetBucketPolicy", {"Bucket": "shared"}, {"Policy": "{}"}),
        Answer(
            "ecr:GetRepositoryPolicy",
            {"repositoryName": "risk"},
            error="RepositoryPolicyNotFoundException",
        ),
        Answer(
            "ecr:GetRepositoryPolicy",
            {"repositoryName": "shared"},
            {"policyText": "{}"},
        ),
    ),
    bad=(
        hcl("""
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
        """),
        hcl("""
            data "aws_iam_role" "scoring" {
              name = "fraud"
            }

            resource "aws_sagemaker_model" "m" {
              execution_role_arn = data.aws_iam_role.scoring.arn

              primary_container {
                image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

                model_data_source {
                  s3_data_source {
                    s3_uri           = "s3://llm-models/m/" # SM523
                    s3_data_type     = "S3Prefix"
                    compression_type = "None"
                  }
                }
              }
            }
        """),
    ),
    good=(
        hcl("""
            resource "aws_sagemaker_model" "m" {
              execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

              primary_container {
                image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
                model_data_url = "s3://fraud-models/v1/model.tar.gz"
              }
            }
        """),
        hcl("""
            resource "aws_sagemaker_model" "let_in_by_the_resources" {
              execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

              container {
                image          = "210987654321.dkr.ecr.us-east-1.amazonaws.com/shared:1.4.2"
                model_data_url = "s3://shared/v1/model.tar.gz"
              }
              container {
                image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
                model_data_url = "s3://tagged/v1/model.tar.gz"
              }
            }
        """),
        hcl("""
            data "aws_iam_role" "scoring" {
              name = "fraud"
            }

            resource "aws_iam_role_policy" "read" {
              role = data.aws_iam_role.scoring.name
              policy = jsonencode({
                Version   = "2012-10-17"
                Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }]
              })
            }

            resource "aws_sagemaker_model" "given_more_here" {
              execution_role_arn = data.aws_iam_role.scoring.arn

              primary_container {
                image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/risk:1.4.2"
                model_data_url = "s3://fraud-models/v1/model.tar.gz"
              }
            }
        """),
    ),
)
