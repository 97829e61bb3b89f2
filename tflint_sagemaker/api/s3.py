"""Locations of model data in S3."""

from tflint_sagemaker.sagemaker.artifacts import Artifact, find_artifacts
from tflint_sagemaker.sagemaker.s3 import (
    JUMPSTART,
    SDK_DEFAULT,
    find_data_location,
    is_licensed,
    make_bucket_arn,
    make_object_arn,
    parse_s3_location,
)

__all__ = [
    "JUMPSTART",
    "SDK_DEFAULT",
    "Artifact",
    "find_artifacts",
    "find_data_location",
    "is_licensed",
    "make_bucket_arn",
    "make_object_arn",
    "parse_s3_location",
]
