"""A data source lacks a required part.

A `model_data_source` contains an `s3_data_source`; an `additional_model_data_source` also has a
name. An `s3_data_source` gives the location of the data, its type and its compression. Terraform
rejects an incomplete block before it plans.

See <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sagemaker_model>
and <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_S3ModelDataSource.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import BlockView, Example, Problem, Severity, rule

PARTS = {
    "model_data_source": ("s3_data_source",),
    "additional_model_data_source": ("channel_name", "s3_data_source"),
    "s3_data_source": ("s3_uri", "s3_data_type", "compression_type"),
}

BAD = Example(
    "`s3_data_source` lacks `compression_type`.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

        model_data_source {
          s3_data_source { # SM403
            s3_uri       = "s3://fraud-models/v1/"
            s3_data_type = "S3Prefix"
          }
        }
      }
    }
    """,
)

GOOD = Example(
    "All required arguments are set.",
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


@rule("SM403", Severity.ERROR, on=BlockView, structural=True)
def check(block: BlockView) -> Iterator[Problem]:
    """Yield the block, or the null in it, for each part that is missing."""
    for name in PARTS.get(block.evaluated.type, ()):
        at = block.lacks(name)
        if at is not None:
            given = block.given(name)
            yield Problem(
                at,
                f"`{block.evaluated.type}` lacks `{name}`",
                hint="give it a value" if given else f"add `{name}`",
                related=given.related if given else (),
            )
