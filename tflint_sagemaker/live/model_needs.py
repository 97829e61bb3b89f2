"""What a model needs of its execution role, with the resources that it needs it on.

https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tflint_sagemaker.live.ecr import has_repository_policy, parse_ecr_image
from tflint_sagemaker.live.lambda_ import (
    has_function_policy,
    list_credentials_functions,
    parse_function,
)
from tflint_sagemaker.live.required_permissions import Need
from tflint_sagemaker.live.s3 import has_bucket_policy, list_first_objects
from tflint_sagemaker.sagemaker.artifacts import find_artifacts
from tflint_sagemaker.sagemaker.repositories import find_repository_arn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tflint_sagemaker.live.aws import Aws
    from tflint_sagemaker.live.ecr import EcrImage
    from tflint_sagemaker.live.iam import Principal
    from tflint_sagemaker.live.lambda_ import LambdaFunction
    from tflint_sagemaker.sagemaker.argument import Argument
    from tflint_sagemaker.sagemaker.artifacts import Artifact
    from tflint_sagemaker.sagemaker.model import Container, Model

    Source = Callable[[], Iterator[Need]]

PULL = ("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")
LAYERS = ("ecr:BatchCheckLayerAvailability",)
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
DISCONNECT = ("ec2:DeleteNetworkInterfacePermission",)
# Stands for an interface that is yet to be made.
INTERFACE = "network-interface/eni-00000000000000000"


def list_model_needs(model: Model, role: Principal, aws: Aws) -> list[Source]:
    """What each part of a model needs. Each source may raise Undecided, which costs no other."""
    return [
        lambda: _list_vpc_needs(model, role, aws),
        *(partial(_list_image_needs, model, one, role) for one in model.containers()),
        *(
            partial(_list_credentials_needs, model, given, role)
            for given in list_credentials_functions(model)
        ),
        *(partial(_list_data_needs, one, role, aws) for one in find_artifacts(model)),
    ]


def _list_vpc_needs(model: Model, role: Principal, aws: Aws) -> Iterator[Need]:
    config = model.child("vpc_config")
    if config is not None:
        yield Need(LOOK, "*", "the VPC", config.span)
        interface = f"arn:{role.partition}:ec2:{aws.region}:{role.account}:{INTERFACE}"
        yield Need(CONNECT, interface, "the VPC", config.span, also=DISCONNECT)


def _list_image_needs(model: Model, container: Container, role: Principal) -> Iterator[Need]:
    given = container.image
    config = container.child("image_config")
    mode = config.argument("repository_access_mode") if config else None
    if given is None or (mode and mode.value != "Platform"):
        return
    image = parse_ecr_image(given) if find_repository_arn(given) else None
    if image is None:
        return
    what = "the image"
    yield Need(("ecr:GetAuthorizationToken",), "*", what, given.span, given)
    place = f"{image.region}:{image.registry}:repository/{image.repository}"
    arn = f"arn:{role.partition}:ecr:{place}"
    # Of another account both have to allow it, and the role's own side is known:
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
    own = image.registry == role.account
    let_in = partial(_can_repository_allow, model, image) if own else None
    yield Need(PULL, arn, what, given.span, given, LAYERS, let_in)


def _can_repository_allow(model: Model, image: EcrImage, aws: Aws) -> bool:
    model.made.no_other(image.repository, {"aws_ecr_repository_policy": "repository"})
    return has_repository_policy(aws, image)


def _list_credentials_needs(model: Model, given: Argument, role: Principal) -> Iterator[Need]:
    wanted = parse_function(given)
    if wanted:
        what, invoke = "the registry's credentials", ("lambda:InvokeFunction",)
        own = wanted.account == role.account
        let_in = partial(_can_function_allow, model, wanted) if own else None
        yield Need(invoke, wanted.arn, what, given.span, given, can_allow=let_in)


def _can_function_allow(model: Model, wanted: LambdaFunction, aws: Aws) -> bool:
    model.made.no_other(wanted.name, {"aws_lambda_permission": "function_name"})
    model.made.no_other(wanted.arn, {"aws_lambda_permission": "function_name"})
    return has_function_policy(aws, wanted)


def _list_data_needs(artifact: Artifact, role: Principal, aws: Aws) -> Iterator[Need]:
    bucket = artifact.bucket()
    if bucket is None:
        return
    arn, at = f"arn:{role.partition}:s3:::{bucket}", artifact.at
    what, key = "the model data", artifact.key()

    def let_in(aws: Aws) -> bool:
        artifact.model.made.no_other(bucket, {"aws_s3_bucket_policy": "bucket"})
        return has_bucket_policy(aws, bucket)

    if artifact.is_prefix():
        yield Need(("s3:ListBucket",), arn, what, at.span, at, can_allow=let_in)
        key = next((one["Key"] for one in list_first_objects(aws, bucket, key)), "")
    if key:
        yield Need(("s3:GetObject",), f"{arn}/{key}", what, at.span, at, can_allow=let_in)
