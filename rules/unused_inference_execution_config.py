"""A model with one container has an `inference_execution_config`.

`inference_execution_config` selects how several containers are called: all in a row, or the one
that the request names. With one container it has no effect. Usually a second `container` is
missing.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InferenceExecutionConfig.html>
and <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sagemaker_model>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Example, Model, Problem, Severity, Undecided, rule

BAD = Example(
    "`inference_execution_config` has no effect on a model with one container.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }

      inference_execution_config { # SM222
        mode = "Serial"
      }
    }
    """,
)

GOOD = Example(
    "The model has several containers.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/prep:1.0.1"
      }

      container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }

      inference_execution_config {
        mode = "Serial"
      }
    }
    """,
)


@rule("SM222", Severity.WARNING, on=Model)
def check(model: Model) -> Iterator[Problem]:
    """Yield the block of a model with one container; another rule speaks of the mode `Direct`."""
    config = model.child("inference_execution_config")
    mode = config.argument("mode") if config else None
    if config is None or mode is None or mode.value != "Serial":
        return
    containers = model.containers()
    if len(containers) != 1:
        return
    if reason := model.may_gain("container"):
        raise Undecided(reason)
    yield Problem(
        config.span,
        "`inference_execution_config` has no effect on a model with one container",
        hint="remove the block, or add the other `container` blocks",
    )
