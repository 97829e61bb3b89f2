"""Roles, policies and permissions."""

from tflint_sagemaker.sagemaker.permissions import missing
from tflint_sagemaker.sagemaker.policy import PolicyError, plain_json, read_json, repeated_keys
from tflint_sagemaker.sagemaker.trust import (
    open_to_everyone,
    source_arns,
    trusted_services,
    trusts_any_source,
    trusts_sagemaker,
)

__all__ = [
    "PolicyError",
    "missing",
    "open_to_everyone",
    "plain_json",
    "read_json",
    "repeated_keys",
    "source_arns",
    "trusted_services",
    "trusts_any_source",
    "trusts_sagemaker",
]
