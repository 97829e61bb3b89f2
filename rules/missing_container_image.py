"""A container has neither an image nor a model package.

Without `image` or `model_package_name` there is no code to run. The provider requires neither, so
`terraform plan` reports no error and CreateModel rejects the model.

See <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sagemaker_model>
and <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Container, Example, Problem, Severity, rule

BAD = Example(
    "The container has neither `image` nor `model_package_name`.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container { # SM204
        model_data_url = "s3://fraud-models/v1/model.tar.gz"
      }
    }
    """,
)

GOOD = Example(
    "The container has an image.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        model_data_url = "s3://fraud-models/v1/model.tar.gz"
      }
    }
    """,
)


@rule("SM204", Severity.ERROR, on=Container)
def check(container: Container) -> Iterator[Problem]:
    """Yield a container without image whose model package is missing or empty."""
    if container.misspelt("image", "model_package_name"):
        return
    at = container.lacks("image")
    if at is None:
        image = container.image
        if image is None or not image.is_null:
            return
        at = image.span
    package = container.given("model_package_name")
    # The provider does not send an empty one.
    if package is None or (not package.misfit and (package.is_null or package.value == "")):
        yield Problem(
            at,
            "the container has neither `image` nor `model_package_name`",
            hint="add `image`",
        )
