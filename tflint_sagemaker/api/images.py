"""References to images, and the registries of AWS."""

from tflint_sagemaker.sagemaker.image import read_prebuilt_images
from tflint_sagemaker.sagemaker.image_registry import (
    find_ecr_region,
    find_foreign_registry,
    find_repository_attribute,
)
from tflint_sagemaker.sagemaker.reference import (
    MARKS,
    ImageReference,
    find_domain,
    list_aws_domains,
    locate_part,
    parse_image_reference,
)
from tflint_sagemaker.sagemaker.repositories import (
    find_aws_repository,
    find_repository_arn,
    read_aws_repositories,
)

__all__ = [
    "MARKS",
    "ImageReference",
    "find_aws_repository",
    "find_domain",
    "find_ecr_region",
    "find_foreign_registry",
    "find_repository_arn",
    "find_repository_attribute",
    "list_aws_domains",
    "locate_part",
    "parse_image_reference",
    "read_aws_repositories",
    "read_prebuilt_images",
]
