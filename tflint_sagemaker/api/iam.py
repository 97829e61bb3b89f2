"""Roles, policies and permissions."""

from tflint_sagemaker.sagemaker.permissions import find_missing_actions
from tflint_sagemaker.sagemaker.policy import (
    PolicyError,
    convert_pairs,
    find_repeated_keys,
    read_json,
)
from tflint_sagemaker.sagemaker.trust import (
    find_source_arns,
    find_trusted_services,
    is_open_to_everyone,
    is_trusting_any_source,
    is_trusting_sagemaker,
)

__all__ = [
    "PolicyError",
    "convert_pairs",
    "find_missing_actions",
    "find_repeated_keys",
    "find_source_arns",
    "find_trusted_services",
    "is_open_to_everyone",
    "is_trusting_any_source",
    "is_trusting_sagemaker",
    "read_json",
]
