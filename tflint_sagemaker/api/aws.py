"""Requests to AWS, for live rules."""

from tflint_sagemaker.live.attached_policies import (
    POLICY_READ_ACTIONS,
    find_lacking_actions,
    read_attached_policies,
)
from tflint_sagemaker.live.aws import Aws
from tflint_sagemaker.live.ec2 import find_other_vpcs
from tflint_sagemaker.live.ecr import (
    EcrImage,
    count_scan_findings,
    describe_image,
    find_ecr_image,
    is_multi_platform,
)
from tflint_sagemaker.live.iam import (
    Principal,
    find_named_role,
    get_execution_role,
    get_provider_role,
    get_role,
    require_model_account,
)
from tflint_sagemaker.live.image_config import read_labels, read_platforms
from tflint_sagemaker.live.kms import UNUSABLE_KEY_STATES, can_use_key, describe_key, find_data_key
from tflint_sagemaker.live.lambda_ import (
    find_existing_function,
    get_function,
    list_credentials_functions,
)
from tflint_sagemaker.live.model_needs import list_model_needs
from tflint_sagemaker.live.quotas import get_quota
from tflint_sagemaker.live.required_permissions import SIMULATION_ACTIONS, Need, find_unmet
from tflint_sagemaker.live.routes import (
    can_read_bucket,
    describe_routes,
    find_isolated_subnet,
    require_final_routes,
)
from tflint_sagemaker.live.s3 import (
    find_bucket_region,
    get_bucket,
    get_object,
    is_archived,
    list_first_objects,
)
from tflint_sagemaker.live.sagemaker import (
    MODEL_NAME,
    describe_model,
    describe_package,
    parse_model_package,
)
from tflint_sagemaker.live.vpc import (
    describe_all_groups,
    describe_all_subnets,
    describe_named_in_vpc,
)

__all__ = [
    "MODEL_NAME",
    "POLICY_READ_ACTIONS",
    "SIMULATION_ACTIONS",
    "UNUSABLE_KEY_STATES",
    "Aws",
    "EcrImage",
    "Need",
    "Principal",
    "can_read_bucket",
    "can_use_key",
    "count_scan_findings",
    "describe_all_groups",
    "describe_all_subnets",
    "describe_image",
    "describe_key",
    "describe_model",
    "describe_named_in_vpc",
    "describe_package",
    "describe_routes",
    "find_bucket_region",
    "find_data_key",
    "find_ecr_image",
    "find_existing_function",
    "find_isolated_subnet",
    "find_lacking_actions",
    "find_named_role",
    "find_other_vpcs",
    "find_unmet",
    "get_bucket",
    "get_execution_role",
    "get_function",
    "get_object",
    "get_provider_role",
    "get_quota",
    "get_role",
    "is_archived",
    "is_multi_platform",
    "list_credentials_functions",
    "list_first_objects",
    "list_model_needs",
    "parse_model_package",
    "read_attached_policies",
    "read_labels",
    "read_platforms",
    "require_final_routes",
    "require_model_account",
]
