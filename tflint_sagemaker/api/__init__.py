"""The door for rules: all that a rule file imports."""

from tflint_sagemaker.hcl.syntax import Block
from tflint_sagemaker.hcl.text import Span
from tflint_sagemaker.live.attached_policies import READING, attached_policies, surely_lacking
from tflint_sagemaker.live.aws import Aws
from tflint_sagemaker.live.ec2 import other_vpcs, security_groups, subnets
from tflint_sagemaker.live.ecr import (
    EcrImage,
    image_of,
    scanned,
    several_platforms,
    stored_image,
)
from tflint_sagemaker.live.iam import (
    Principal,
    at_home,
    execution_role,
    maker_role,
    named_role,
    role_there,
)
from tflint_sagemaker.live.image_config import labels, platforms
from tflint_sagemaker.live.kms import USELESS, data_key, key_lets_in, key_there
from tflint_sagemaker.live.lambda_ import credentials_functions, function_there, made_already
from tflint_sagemaker.live.model_needs import model_needs
from tflint_sagemaker.live.quotas import quota
from tflint_sagemaker.live.required_permissions import ASKING, Need, unmet
from tflint_sagemaker.live.routes import cut_off, lets_through, no_way_to_come, ways_out
from tflint_sagemaker.live.s3 import (
    bucket_region,
    bucket_there,
    first_objects,
    is_archived,
    object_there,
)
from tflint_sagemaker.live.sagemaker import (
    MODEL_NAME,
    model_package,
    model_there,
    package_there,
)
from tflint_sagemaker.live.vpc import all_groups, all_subnets, named_in_vpc
from tflint_sagemaker.rule.declaration import diagnostic_rule, rule, schema_rule
from tflint_sagemaker.rule.definition import Parameter, Rule, Severity
from tflint_sagemaker.rule.examples import CannedResponse, Example
from tflint_sagemaker.rule.fixes import (
    as_argument,
    as_block,
    other_attribute,
    removed,
    renamed,
    set_argument,
    written,
)
from tflint_sagemaker.rule.problem import Edit, Fix, Problem, each
from tflint_sagemaker.sagemaker.arn_samples import sample
from tflint_sagemaker.sagemaker.artifacts import Artifact, artifacts
from tflint_sagemaker.sagemaker.created import creates
from tflint_sagemaker.sagemaker.endpoint import (
    EndpointConfiguration,
    Variant,
    deployed,
    serving,
)
from tflint_sagemaker.sagemaker.endpoint_limits import misfits
from tflint_sagemaker.sagemaker.features import (
    data_source,
    in_vpc,
    isolated,
    multi_model,
    private_registry,
    several_containers,
)
from tflint_sagemaker.sagemaker.image import prebuilt_images
from tflint_sagemaker.sagemaker.image_registry import (
    ecr_region,
    foreign_registry,
    repository_attribute,
)
from tflint_sagemaker.sagemaker.instance_types import GPU, GRAVITON, NEURON, instance_types
from tflint_sagemaker.sagemaker.model import (
    Bucket,
    Configuration,
    Container,
    Import,
    Model,
    PolicyDocument,
    PrebuiltImage,
    Provider,
    RelatedResource,
    Role,
    VpcConfig,
)
from tflint_sagemaker.sagemaker.network import in_one_vpc, no_default_vpc, other_vpc
from tflint_sagemaker.sagemaker.package import package_home
from tflint_sagemaker.sagemaker.permissions import Policy, missing
from tflint_sagemaker.sagemaker.placeholders import no_default, no_stand_in
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
from tflint_sagemaker.sagemaker.region import is_region
from tflint_sagemaker.sagemaker.repositories import (
    aws_repositories,
    aws_repository,
    image_repository,
)
from tflint_sagemaker.sagemaker.s3 import (
    JUMPSTART,
    SDK_DEFAULT,
    data_location,
    is_licensed,
    s3_location,
    stored_bucket,
    stored_object,
)
from tflint_sagemaker.sagemaker.secrets import CREDENTIALS, secret_in
from tflint_sagemaker.sagemaker.stable_names import creates_first, fixed_name, replaced_with_others
from tflint_sagemaker.sagemaker.trust import (
    open_to_everyone,
    source_arns,
    trusted_services,
    trusts_any_source,
    trusts_sagemaker,
)
from tflint_sagemaker.sagemaker.view import Argument, BlockView, shorten
from tflint_sagemaker.suppression.comments import Suppression
from tflint_sagemaker.terraform.diagnostics import Diagnostic, Related
from tflint_sagemaker.terraform.spelling import find_similar, has_one_typo, is_same_word
from tflint_sagemaker.terraform.values import ResourceAttribute, Undecided, Unknown
from tflint_sagemaker.util.lazy_regex import lazy_regex

__all__ = [
    "ASKING",
    "CREDENTIALS",
    "GPU",
    "GRAVITON",
    "JUMPSTART",
    "MARKS",
    "MODEL_NAME",
    "NEURON",
    "READING",
    "SDK_DEFAULT",
    "USELESS",
    "Argument",
    "Artifact",
    "Aws",
    "Block",
    "BlockView",
    "Bucket",
    "CannedResponse",
    "Configuration",
    "Container",
    "Diagnostic",
    "EcrImage",
    "Edit",
    "EndpointConfiguration",
    "Example",
    "Fix",
    "ImageReference",
    "Import",
    "Model",
    "Need",
    "Parameter",
    "Policy",
    "PolicyDocument",
    "PolicyError",
    "PrebuiltImage",
    "Principal",
    "Problem",
    "Provider",
    "Related",
    "RelatedResource",
    "ResourceAttribute",
    "Role",
    "Rule",
    "Severity",
    "Span",
    "Suppression",
    "Undecided",
    "Unknown",
    "Variant",
    "VpcConfig",
    "all_groups",
    "all_subnets",
    "artifacts",
    "as_argument",
    "as_block",
    "at_home",
    "attached_policies",
    "aws_domains",
    "aws_repositories",
    "aws_repository",
    "bucket_region",
    "bucket_there",
    "creates",
    "creates_first",
    "credentials_functions",
    "cut_off",
    "data_key",
    "data_location",
    "data_source",
    "deployed",
    "diagnostic_rule",
    "domain_of",
    "each",
    "ecr_region",
    "execution_role",
    "find_similar",
    "first_objects",
    "fixed_name",
    "foreign_registry",
    "function_there",
    "has_one_typo",
    "image_of",
    "image_reference",
    "image_repository",
    "in_one_vpc",
    "in_vpc",
    "instance_types",
    "introduced",
    "is_archived",
    "is_licensed",
    "is_region",
    "is_same_word",
    "isolated",
    "key_lets_in",
    "key_there",
    "labels",
    "lazy_regex",
    "lets_through",
    "made_already",
    "maker_role",
    "misfits",
    "missing",
    "model_needs",
    "model_package",
    "model_there",
    "multi_model",
    "named_in_vpc",
    "named_role",
    "no_default",
    "no_default_vpc",
    "no_stand_in",
    "no_way_to_come",
    "object_there",
    "open_to_everyone",
    "other_attribute",
    "other_vpc",
    "other_vpcs",
    "package_home",
    "package_there",
    "part_span",
    "plain_json",
    "platforms",
    "prebuilt_images",
    "private_registry",
    "quota",
    "read_json",
    "refusals",
    "removed",
    "renamed",
    "repeated_keys",
    "replaced_with_others",
    "repository_attribute",
    "role_there",
    "rule",
    "s3_location",
    "sample",
    "scanned",
    "schema_rule",
    "secret_in",
    "security_groups",
    "serving",
    "set_argument",
    "several_containers",
    "several_platforms",
    "shorten",
    "source_arns",
    "stored_bucket",
    "stored_image",
    "stored_object",
    "subnets",
    "surely_lacking",
    "trusted_services",
    "trusts_any_source",
    "trusts_sagemaker",
    "unmet",
    "ways_out",
    "written",
]
