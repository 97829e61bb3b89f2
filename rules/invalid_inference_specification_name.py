"""The name of an inference specification is invalid.

A name has 1 to 63 letters, digits and hyphens, and no hyphen at the start or end. The provider
rejects most invalid names at plan. It accepts a hyphen at the end, and the API rejects it.

See <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sagemaker_model>
and <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html>.
"""

from tflint_sagemaker.api import Example, Severity, schema_rule

BAD = Example(
    (
        "`inference_specification_name` is `on_gpu`; it may contain only letters, digits and "
        "hyphens, and no hyphen at the start or end."
    ),
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        model_package_name           = "arn:aws:sagemaker:us-east-1:123456789012:model-package/fraud/3"
        inference_specification_name = "on_gpu" # SM211
      }
    }
    """,
)

GOOD = Example(
    "The name consists of letters, digits and hyphens.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        model_package_name           = "arn:aws:sagemaker:us-east-1:123456789012:model-package/fraud/3"
        inference_specification_name = "on-gpu"
      }
    }
    """,
)

check = schema_rule(
    __name__,
    "SM211",
    Severity.ERROR,
    at=(
        "primary_container[].inference_specification_name",
        "container[].inference_specification_name",
    ),
    schema={
        "pattern": r"^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?\Z",
        "maxLength": 63,
        "parts": r"\A[-a-zA-Z0-9]*\Z",
        "edge": "[a-zA-Z0-9]",
        "description": "may contain only letters, digits and hyphens, and no hyphen at the start or end",
    },
)
