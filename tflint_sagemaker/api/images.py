"""References to images, and the registries of AWS."""

from tflint_sagemaker.sagemaker.image import prebuilt_images
from tflint_sagemaker.sagemaker.image_registry import (
    ecr_region,
    foreign_registry,
    repository_attribute,
)
from tflint_sagemaker.sagemaker.reference import (
    MARKS,
    ImageReference,
    aws_domains,
    domain_of,
    image_reference,
    part_span,
)
from tflint_sagemaker.sagemaker.repositories import (
    aws_repositories,
    aws_repository,
    image_repository,
)

__all__ = [
    "MARKS",
    "ImageReference",
    "aws_domains",
    "aws_repositories",
    "aws_repository",
    "domain_of",
    "ecr_region",
    "foreign_registry",
    "image_reference",
    "image_repository",
    "part_span",
    "prebuilt_images",
    "repository_attribute",
]
