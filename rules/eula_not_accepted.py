"""`accept_eula` is `false`, which does not accept the license.

AWS: the value "must be explicitly defined as `True` in order to accept" a license. `false` has the
same effect as no `model_access_config`. A model with a license is rejected, and a model without one
needs no block. Only you can accept a license, so there is no fix.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ModelAccessConfig.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import BlockView, Example, Problem, Severity, rule
from tflint_sagemaker.api.s3 import find_data_location, is_licensed

BAD = Example(
    "`accept_eula` is `false`, which does not accept the license.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

        model_data_source {
          s3_data_source {
            s3_uri           = "s3://fraud-models/v1/"
            s3_data_type     = "S3Prefix"
            compression_type = "None"

            model_access_config {
              accept_eula = false # SM421
            }
          }
        }
      }
    }
    """,
)

GOOD = Example(
    "The license is accepted.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

        model_data_source {
          s3_data_source {
            s3_uri           = "s3://fraud-models/v1/"
            s3_data_type     = "S3Prefix"
            compression_type = "None"

            model_access_config {
              accept_eula = true
            }
          }
        }
      }
    }
    """,
)


@rule("SM421", Severity.WARNING, on=BlockView)
def check(block: BlockView) -> Iterator[Problem]:
    """Yield `accept_eula` if it is false and no refusal is certain."""
    if block.evaluated.type != "s3_data_source":
        return
    access = block.child("model_access_config")
    given = access.argument("accept_eula") if access else None
    uri = find_data_location(block)
    if given is None or uri is None or given.value is not False:
        return
    if uri.text is None or is_licensed(uri):
        return
    given.require_not_default()
    yield Problem(
        given.span,
        "`accept_eula` is `false`, which does not accept the license",
        hint="remove `model_access_config`, or write `true` if you accept the license",
        related=given.related,
    )
