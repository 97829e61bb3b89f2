"""A single-model container has a `multi_model_config`.

The block controls whether the models of a container in `MultiModel` mode are kept in memory. The
default mode is `SingleModel`, for which the block has no effect. Usually `mode = "MultiModel"` is
missing.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_MultiModelConfig.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import Container, Example, Problem, Related, Severity, rule

BAD = Example(
    "`multi_model_config` has no effect on a single-model container.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        model_data_url = "s3://fraud-models/v1/model.tar.gz"

        multi_model_config { # SM224
          model_cache_setting = "Disabled"
        }
      }
    }
    """,
)

GOOD = Example(
    "The container is multi-model.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        mode           = "MultiModel"
        model_data_url = "s3://fraud-models/tenants/"

        multi_model_config {
          model_cache_setting = "Disabled"
        }
      }
    }
    """,
)


@rule("SM224", Severity.WARNING, on=Container)
def check(container: Container) -> Iterator[Problem]:
    """Yield the `multi_model_config` of a container whose mode is another one, or not given."""
    config = container.child("multi_model_config")
    setting = config.given("model_cache_setting") if config else None
    if config is None or setting is None or setting.misfit or setting.is_null:
        return
    mode = container.argument("mode")
    if mode is None:
        if not container.lacks("mode") or container.misspelt("mode"):
            return
    elif mode.value != "SingleModel":
        return
    yield Problem(
        config.span,
        "`multi_model_config` has no effect on a single-model container",
        hint='set `mode = "MultiModel"`, or remove the block',
        related=(Related("the mode", mode.span), *mode.related) if mode else (),
    )
