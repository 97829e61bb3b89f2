"""An empty `multi_model_config` block crashes the provider.

`terraform plan` reports no error. At apply the provider stops with a panic (measured with
hashicorp/aws 5.100.0), and every other resource in progress fails with "Plugin did not respond".

See <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sagemaker_model>
and <https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/sagemaker/model.go>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import BlockView, Example, Fix, Problem, Severity, rule
from tflint_sagemaker.api.fixes import removed

BAD = Example(
    "`multi_model_config` without `model_cache_setting` crashes the provider at apply.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        mode           = "MultiModel"
        model_data_url = "s3://fraud-models/all/"

        multi_model_config { # SM213
        }
      }
    }
    """,
)

GOOD = Example(
    "The block has its argument.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image          = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
        mode           = "MultiModel"
        model_data_url = "s3://fraud-models/all/"

        multi_model_config {
          model_cache_setting = "Disabled"
        }
      }
    }
    """,
)


@rule("SM213", Severity.ERROR, on=BlockView)
def check(block: BlockView) -> Iterator[Problem]:
    """Yield a `multi_model_config` whose only argument is missing or null."""
    if block.evaluated.type != "multi_model_config":
        return
    given = block.given("model_cache_setting")
    if given is None or (not given.misfit and given.is_null):
        yield Problem(
            given.span if given else block.span,
            "`multi_model_config` without `model_cache_setting` crashes the provider at apply",
            hint="set `model_cache_setting`, or remove the block",
            related=given.related if given else (),
            fix=_removed(block) if given is None else None,
        )


def _removed(block: BlockView) -> Fix | None:
    """The fix that removes the block, if it has nothing in it and is no dynamic one."""
    if block.evaluated.dynamic is not None or block.evaluated.syntax.body.span.text.strip(
        "{} \t\r\n"
    ):
        return None
    return removed(block.evaluated.syntax.span, "remove the block")
