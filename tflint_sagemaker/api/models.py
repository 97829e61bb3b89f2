"""Features of models: what they use, their names and versions."""

from tflint_sagemaker.sagemaker.arn_samples import sample
from tflint_sagemaker.sagemaker.features import (
    data_source,
    in_vpc,
    isolated,
    multi_model,
    private_registry,
    several_containers,
)
from tflint_sagemaker.sagemaker.package import package_home
from tflint_sagemaker.sagemaker.provider import introduced
from tflint_sagemaker.sagemaker.refusals import refusals
from tflint_sagemaker.sagemaker.region import is_region
from tflint_sagemaker.sagemaker.secrets import CREDENTIALS, secret_in
from tflint_sagemaker.sagemaker.stable_names import creates_first, fixed_name, replaced_with_others

__all__ = [
    "CREDENTIALS",
    "creates_first",
    "data_source",
    "fixed_name",
    "in_vpc",
    "introduced",
    "is_region",
    "isolated",
    "multi_model",
    "package_home",
    "private_registry",
    "refusals",
    "replaced_with_others",
    "sample",
    "secret_in",
    "several_containers",
]
