"""A multi-model container has no `model_data_url`.

With `mode = "MultiModel"` the endpoint loads a model when a request names it, from the S3 prefix in
`model_data_url`. Without the prefix it cannot load a model.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/create-multi-model-endpoint.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Container, Example, Problem, Severity, Undecided, rule

BAD = Example(
    "The container is `MultiModel`, but has no `model_data_url`.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        mode  = "MultiModel" # SM217
      }
    }
    """,
)

GOOD = Example(
    "The container has the location of its models.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        mode           = "MultiModel"
        model_data_url = "s3://fraud-models/tenants/"
      }
    }
    """,
)


@rule("SM217", Severity.ERROR, on=Container)
def check(container: Container) -> Iterator[Problem]:
    """Yield the mode of a multi-model container that has no model data."""
    mode = container.argument("mode")
    if mode is None or mode.value != "MultiModel" or not container.lacks("model_data_url"):
        return
    if not (container.lacks("model_data_source") and container.lacks("model_package_name")):
        return
    if reason := container.may_gain("model_data_source"):
        raise Undecided(reason)
    message = "the container is `MultiModel`, but has no `model_data_url`"
    hint = "add `model_data_url` with the S3 prefix of the models"
    yield Problem(mode.span, message, hint, mode.related)
