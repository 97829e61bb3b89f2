"""Requests to AWS, for live rules."""

from tflint_sagemaker.live.attached_policies import READING, attached_policies, surely_lacking
from tflint_sagemaker.live.aws import Aws
from tflint_sagemaker.live.ec2 import other_vpcs
from tflint_sagemaker.live.ecr import EcrImage, image_of, scanned, several_platforms, stored_image
from tflint_sagemaker.live.iam import (
    Principal,
    at_home,
    execution_role,
    maker_role,
    named_role,
    role_there,
)
from tflint_sagemaker.live.image_config import labels, platforms
from tflint_sagemaker.live.kms import USELESS, data_key, key_lets_in, key_there
from tflint_sagemaker.live.lambda_ import credentials_functions, function_there, made_already
from tflint_sagemaker.live.model_needs import model_needs
from tflint_sagemaker.live.quotas import quota
from tflint_sagemaker.live.required_permissions import ASKING, Need, unmet
from tflint_sagemaker.live.routes import cut_off, lets_through, no_way_to_come, ways_out
from tflint_sagemaker.live.s3 import (
    bucket_region,
    bucket_there,
    first_objects,
    is_archived,
    object_there,
)
from tflint_sagemaker.live.sagemaker import MODEL_NAME, model_package, model_there, package_there
from tflint_sagemaker.live.vpc import all_groups, all_subnets, named_in_vpc

__all__ = [
    "ASKING",
    "MODEL_NAME",
    "READING",
    "USELESS",
    "Aws",
    "EcrImage",
    "Need",
    "Principal",
    "all_groups",
    "all_subnets",
    "at_home",
    "attached_policies",
    "bucket_region",
    "bucket_there",
    "credentials_functions",
    "cut_off",
    "data_key",
    "execution_role",
    "first_objects",
    "function_there",
    "image_of",
    "is_archived",
    "key_lets_in",
    "key_there",
    "labels",
    "lets_through",
    "made_already",
    "maker_role",
    "model_needs",
    "model_package",
    "model_there",
    "named_in_vpc",
    "named_role",
    "no_way_to_come",
    "object_there",
    "other_vpcs",
    "package_there",
    "platforms",
    "quota",
    "role_there",
    "scanned",
    "several_platforms",
    "stored_image",
    "surely_lacking",
    "unmet",
    "ways_out",
]
