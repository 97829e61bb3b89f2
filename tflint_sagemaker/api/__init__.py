"""The interface for rules: all that a rule may import.

This module has the words of every rule. The others are by subject: `images`, `s3`, `iam`,
`network`, `endpoints`, `models`, `fixes`, `text`, and `aws` for live rules. Rules import nothing
else of the package; inside the package, nothing imports this.
"""

from tflint_sagemaker.hcl.syntax import Block
from tflint_sagemaker.hcl.text import Span
from tflint_sagemaker.rule.declaration import diagnostic_rule, rule, schema_rule
from tflint_sagemaker.rule.definition import Parameter, Rule, Severity
from tflint_sagemaker.rule.examples import CannedResponse, Example
from tflint_sagemaker.rule.problem import Edit, Fix, Problem, check_each
from tflint_sagemaker.sagemaker.argument import Argument
from tflint_sagemaker.sagemaker.endpoint import EndpointConfiguration, Variant
from tflint_sagemaker.sagemaker.model import Container, Import, Model, RootConfiguration, VpcConfig
from tflint_sagemaker.sagemaker.resources import (
    Bucket,
    PolicyDocument,
    PrebuiltImage,
    Provider,
    RelatedResource,
    Role,
)
from tflint_sagemaker.sagemaker.view import BlockView
from tflint_sagemaker.suppression.comments import Suppression
from tflint_sagemaker.terraform.diagnostics import Diagnostic, Related
from tflint_sagemaker.terraform.values import ResourceAttribute, Undecided, Unknown

__all__ = [
    "Argument",
    "Block",
    "BlockView",
    "Bucket",
    "CannedResponse",
    "Container",
    "Diagnostic",
    "Edit",
    "EndpointConfiguration",
    "Example",
    "Fix",
    "Import",
    "Model",
    "Parameter",
    "PolicyDocument",
    "PrebuiltImage",
    "Problem",
    "Provider",
    "Related",
    "RelatedResource",
    "ResourceAttribute",
    "Role",
    "RootConfiguration",
    "Rule",
    "Severity",
    "Span",
    "Suppression",
    "Undecided",
    "Unknown",
    "Variant",
    "VpcConfig",
    "check_each",
    "diagnostic_rule",
    "rule",
    "schema_rule",
]
