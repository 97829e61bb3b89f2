"""Subnets, security groups and VPCs in the configuration."""

from tflint_sagemaker.sagemaker.network import in_one_vpc, no_default_vpc, other_vpc

__all__ = ["in_one_vpc", "no_default_vpc", "other_vpc"]
