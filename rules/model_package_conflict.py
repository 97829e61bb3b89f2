"""A container has a model package together with an image or model data.

A model package contains its image and its model data. AWS creates models from packages with the
package alone, and at most an environment. It does not document which value is used if both are
given, or whether the request is rejected.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-mkt-model-pkg-model.html>
and <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Container, Example, Problem, Related, Severity, rule

BROUGHT = ("image", "model_data_url")

BAD = Example(
    "The container has both a model package and `image`.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        model_package_name = "arn:aws:sagemaker:us-east-1:123456789012:model-package/fraud/3"
        image              = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2" # SM220
      }
    }
    """,
)

GOOD = Example(
    "The model package brings the image; the environment may be added.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        model_package_name = "arn:aws:sagemaker:us-east-1:123456789012:model-package/fraud/3"

        environment = {
          THRESHOLD = "0.7"
        }
      }
    }
    """,
)


@rule("SM220", Severity.WARNING, on=Container)
def check(container: Container) -> Iterator[Problem]:
    """Yield what a container with a model package gives besides that the package brings."""
    package = container.model_package_name
    if package is None or package.is_null or package.raw.data == "":
        return
    related = (Related("the model package", package.span),)
    hint = "keep either the package, or the image and the data"
    for name in BROUGHT:
        given = container.argument(name)
        if given and not given.is_null and given.raw.data != "":
            message = f"the container has both a model package and `{name}`"
            yield Problem(given.span, message, hint, (*related, *given.related))
    source = container.child("model_data_source")
    if source:
        message = "the container has both a model package and a `model_data_source`"
        yield Problem(source.span, message, hint, related)
