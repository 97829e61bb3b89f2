"""A container names an inference specification, but no model package.

`inference_specification_name` selects a specification of the package in `model_package_name`.
Without a package there is nothing to select. AWS creates the model (the acceptance tests of the
provider do this), but the name has no effect.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html#sagemaker-Type-ContainerDefinition-InferenceSpecificationName>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Container, Example, Problem, Severity, rule

BAD = Example(
    "The container names an inference specification, but no model package.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image                        = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        inference_specification_name = "gpu" # SM221
      }
    }
    """,
)

GOOD = Example(
    "The container has a model package, to which the specification belongs.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        model_package_name           = "arn:aws:sagemaker:us-east-1:123456789012:model-package/fraud/3"
        inference_specification_name = "gpu"
      }
    }
    """,
)


@rule("SM221", Severity.WARNING, on=Container)
def check(container: Container) -> Iterator[Problem]:
    """Yield the name of a specification where no model package is named."""
    given = container.argument("inference_specification_name")
    if given is None or given.is_null or given.raw.data == "":
        return
    if container.lacks("model_package_name") and not container.misspelt("model_package_name"):
        yield Problem(
            given.span,
            "the container names an inference specification, but no model package",
            hint="set `model_package_name`, or remove `inference_specification_name`",
            related=given.related,
        )
