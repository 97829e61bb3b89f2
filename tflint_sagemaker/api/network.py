"""Subnets, security groups and VPCs in the configuration."""

from tflint_sagemaker.sagemaker.network import is_in_one_vpc, is_not_default_vpc, is_other_vpc

__all__ = ["is_in_one_vpc", "is_not_default_vpc", "is_other_vpc"]
