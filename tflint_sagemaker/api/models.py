"""Features of models: what they use, their names and versions."""

from tflint_sagemaker.sagemaker.arn_samples import find_sample
from tflint_sagemaker.sagemaker.features import (
    find_data_source,
    find_isolation,
    find_multi_model,
    find_private_registry,
    find_several_containers,
    find_vpc,
)
from tflint_sagemaker.sagemaker.package import find_package_location
from tflint_sagemaker.sagemaker.provider import read_introduced_versions
from tflint_sagemaker.sagemaker.refusals import find_refusals
from tflint_sagemaker.sagemaker.region import is_region
from tflint_sagemaker.sagemaker.secrets import CREDENTIALS, find_secret
from tflint_sagemaker.sagemaker.stable_names import (
    find_fixed_name,
    is_created_first,
    is_replaced_with_others,
)

__all__ = [
    "CREDENTIALS",
    "find_data_source",
    "find_fixed_name",
    "find_isolation",
    "find_multi_model",
    "find_package_location",
    "find_private_registry",
    "find_refusals",
    "find_sample",
    "find_secret",
    "find_several_containers",
    "find_vpc",
    "is_created_first",
    "is_region",
    "is_replaced_with_others",
    "read_introduced_versions",
]
