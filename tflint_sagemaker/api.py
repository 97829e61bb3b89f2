"""The door for rules: all that a rule file imports."""

from tflint_sagemaker.directive import Suppression
from tflint_sagemaker.hcl.syntax import Block
from tflint_sagemaker.hcl.text import Span
from tflint_sagemaker.mending import as_argument, as_block, removed, renamed, written
from tflint_sagemaker.rule import (
    Edit,
    Fix,
    Parameter,
    Problem,
    Rule,
    Severity,
    diagnosed,
    each,
    hcl,
    set_argument,
)
from tflint_sagemaker.sagemaker.image import prebuilt_images
from tflint_sagemaker.sagemaker.model import (
    Bucket,
    Configuration,
    Container,
    Import,
    Model,
    Neighbour,
    PolicyDocument,
    PrebuiltImage,
    Role,
    VpcConfig,
)
from tflint_sagemaker.sagemaker.network import no_default_vpc, other_vpc
from tflint_sagemaker.sagemaker.package import package_home
from tflint_sagemaker.sagemaker.policy import PolicyError, plain_json, read_json, repeated_keys
from tflint_sagemaker.sagemaker.provider import introduced
from tflint_sagemaker.sagemaker.reference import (
    MARKS,
    ImageReference,
    aws_domains,
    domain_of,
    image_reference,
    part_span,
)
from tflint_sagemaker.sagemaker.refusals import refusals
from tflint_sagemaker.sagemaker.registry import (
    aws_image,
    ecr_region,
    foreign_registry,
    repository_attribute,
)
from tflint_sagemaker.sagemaker.repositories import aws_repositories, aws_repository
from tflint_sagemaker.sagemaker.s3 import (
    JUMPSTART,
    SDK_DEFAULT,
    S3Location,
    data_location,
    is_licensed,
    s3_location,
)
from tflint_sagemaker.sagemaker.secrets import CREDENTIALS, secret_in
from tflint_sagemaker.sagemaker.stand_in import no_default, no_stand_in
from tflint_sagemaker.sagemaker.suggest import did_you_mean, one_slip
from tflint_sagemaker.sagemaker.trust import trusted_services, trusts_sagemaker
from tflint_sagemaker.sagemaker.view import Argument, BlockView, shorten
from tflint_sagemaker.terraform.diagnostics import Diagnostic, Related
from tflint_sagemaker.terraform.values import Undecided, Unknown

__all__ = [
    "CREDENTIALS",
    "JUMPSTART",
    "MARKS",
    "SDK_DEFAULT",
    "Argument",
    "Block",
    "BlockView",
    "Bucket",
    "Configuration",
    "Container",
    "Diagnostic",
    "Edit",
    "Fix",
    "ImageReference",
    "Import",
    "Model",
    "Neighbour",
    "Parameter",
    "PolicyDocument",
    "PolicyError",
    "PrebuiltImage",
    "Problem",
    "Related",
    "Role",
    "Rule",
    "S3Location",
    "Severity",
    "Span",
    "Suppression",
    "Undecided",
    "Unknown",
    "VpcConfig",
    "as_argument",
    "as_block",
    "aws_domains",
    "aws_image",
    "aws_repositories",
    "aws_repository",
    "data_location",
    "diagnosed",
    "did_you_mean",
    "domain_of",
    "each",
    "ecr_region",
    "foreign_registry",
    "hcl",
    "image_reference",
    "introduced",
    "is_licensed",
    "no_default",
    "no_default_vpc",
    "no_stand_in",
    "one_slip",
    "other_vpc",
    "package_home",
    "part_span",
    "plain_json",
    "prebuilt_images",
    "read_json",
    "refusals",
    "removed",
    "renamed",
    "repeated_keys",
    "repository_attribute",
    "s3_location",
    "secret_in",
    "set_argument",
    "shorten",
    "trusted_services",
    "trusts_sagemaker",
    "written",
]
