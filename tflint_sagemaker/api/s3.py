"""Locations of model data in S3."""

from tflint_sagemaker.sagemaker.artifacts import Artifact, artifacts
from tflint_sagemaker.sagemaker.s3 import (
    JUMPSTART,
    SDK_DEFAULT,
    data_location,
    is_licensed,
    s3_location,
    stored_bucket,
    stored_object,
)

__all__ = [
    "JUMPSTART",
    "SDK_DEFAULT",
    "Artifact",
    "artifacts",
    "data_location",
    "is_licensed",
    "s3_location",
    "stored_bucket",
    "stored_object",
]
