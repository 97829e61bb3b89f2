"""A model has two containers in `MultiModel` mode.

CreateModel rejects it: "More than one container in MultiModel mode is not supported with inference
pipeline." `terraform plan` reports no error.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/multi-model-endpoints.html>
and <https://github.com/OElesin/sagemaker-autopilot-step-functions/issues/10>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Argument, Example, Model, Problem, Related, Severity, rule

BAD = Example(
    "The model has more than one container in `MultiModel` mode.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/cards:1.4.2"
        mode           = "MultiModel"
        model_data_url = "s3://fraud-models/cards/"
      }

      container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/loans:1.4.2"
        mode           = "MultiModel" # SM218
        model_data_url = "s3://fraud-models/loans/"
      }
    }
    """,
)

GOOD = Example(
    "One container of the pipeline is multi-model.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/prep:1.0.1"
      }

      container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        mode           = "MultiModel"
        model_data_url = "s3://fraud-models/tenants/"
      }
    }
    """,
)


@rule("SM218", Severity.ERROR, on=Model)
def check(model: Model) -> Iterator[Problem]:
    """Yield each `MultiModel` but the first."""
    first: Argument | None = None
    for container in model.children("container"):
        mode = container.argument("mode")
        if mode is None or mode.raw.data != "MultiModel":
            continue
        if first is not None:
            related = (Related("the first one", first.span), *mode.related)
            message = "the model has more than one container in `MultiModel` mode"
            yield Problem(mode.span, message, "keep only one container in this mode", related)
        first = first or mode
