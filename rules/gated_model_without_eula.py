"""A JumpStart model requires a license that is not accepted.

Meta's text generation models are in JumpStart's private bucket, and CreateModel rejects them
without `accept_eula = true`: "The AcceptEula value must be explicitly defined as True in order to
accept the end-user license agreement (EULA) that this … model requires". `terraform plan` reports
no error. Other models in that bucket may have no such license, so the rule does not report them.

See <https://github.com/hashicorp/terraform-provider-aws/issues/34795>
and <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ModelAccessConfig.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import BlockView, Example, Problem, Related, Severity, rule
from tflint_sagemaker.api.s3 import find_data_location, is_licensed

BAD = Example(
    "The license of this model must be accepted, but there is no `model_access_config`.",
    """
    locals {
      cache = "s3://jumpstart-private-cache-prod-us-east-1"
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

        model_data_source {
          s3_data_source {
            s3_uri           = "${local.cache}/meta-textgeneration/l/" # SM422
            s3_data_type     = "S3Prefix"
            compression_type = "None"
          }
        }
      }
    }
    """,
)

GOOD = Example(
    "The license of the model is accepted.",
    """
    locals {
      cache = "s3://jumpstart-private-cache-prod-us-east-1"
    }

    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

        model_data_source {
          s3_data_source {
            s3_uri           = "${local.cache}/meta-textgeneration/l/"
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


@rule("SM422", Severity.ERROR, on=BlockView)
def check(block: BlockView) -> Iterator[Problem]:
    """Yield the URI of a licensed model, or the `accept_eula` that does not accept."""
    uri = find_data_location(block) if block.evaluated.type == "s3_data_source" else None
    if uri is None or not is_licensed(uri) or block.misspelt("model_access_config"):
        return
    access = block.child("model_access_config")
    if access is None:
        uri.require_not_default()
        yield Problem(
            uri.span,
            "the license of this model must be accepted, but there is no `model_access_config`",
            hint="add `model_access_config` with `accept_eula = true`, if you accept the license",
            related=uri.related,
        )
        return
    given = access.argument("accept_eula")
    if given is not None and given.value is False:
        uri.require_not_default()
        given.require_not_default()
        yield Problem(
            given.span,
            "the license of this model must be accepted, but `accept_eula` is `false`",
            hint="write `true`, if you accept the license",
            related=(Related("the model", uri.span), *given.related),
        )
