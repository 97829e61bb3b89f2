"""A data source has two `s3_data_source` blocks, but only the first is used.

The API accepts one. The provider accepts any number and sends the first, so the model is created
without the data of the others.

See <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sagemaker_model>
and <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ModelDataSource.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import BlockView, Example, Problem, Related, Severity, rule

HOLDERS = ("model_data_source", "additional_model_data_source")

BAD = Example(
    "`model_data_source` has a second `s3_data_source`, which is not used.",
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
          }

          s3_data_source { # SM408
            s3_uri           = "s3://fraud-models/v2/"
            s3_data_type     = "S3Prefix"
            compression_type = "None"
          }
        }
      }
    }
    """,
)

GOOD = Example(
    "The model data have one source.",
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
          }
        }
      }
    }
    """,
)


@rule("SM408", Severity.ERROR, on=BlockView)
def check(block: BlockView) -> Iterator[Problem]:
    """Yield each `s3_data_source` of a data source but the first."""
    if block.evaluated.type not in HOLDERS:
        return
    first, *others = block.children("s3_data_source") or (None,)
    for other in others:
        assert first is not None
        yield Problem(
            other.span,
            f"`{block.evaluated.type}` has a second `s3_data_source`, which is not used",
            hint="keep one, or put the data under one prefix",
            related=(Related("the one that is used", first.span),),
        )
