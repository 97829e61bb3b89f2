"""Two additional data sources of a container have the same name.

SageMaker copies each data source to a directory named after its channel. Two channels of one name
use the same directory. AWS does not document the result.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AdditionalModelDataSource.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import (
    Argument,
    Container,
    Example,
    Problem,
    Related,
    Severity,
    Undecided,
    rule,
)
from tflint_sagemaker.api.text import shorten

BAD = Example(
    "Another channel is called `lora` too.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

        additional_model_data_source {
          channel_name = "lora"

          s3_data_source {
            s3_uri           = "s3://fraud-models/a/"
            s3_data_type     = "S3Prefix"
            compression_type = "None"
          }
        }

        additional_model_data_source {
          channel_name = "lora" # SM423

          s3_data_source {
            s3_uri           = "s3://fraud-models/b/"
            s3_data_type     = "S3Prefix"
            compression_type = "None"
          }
        }
      }
    }
    """,
)

GOOD = Example(
    "The channels have different names.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

        additional_model_data_source {
          channel_name = "lora"

          s3_data_source {
            s3_uri           = "s3://fraud-models/a/"
            s3_data_type     = "S3Prefix"
            compression_type = "None"
          }
        }

        additional_model_data_source {
          channel_name = "draft"

          s3_data_source {
            s3_uri           = "s3://fraud-models/b/"
            s3_data_type     = "S3Prefix"
            compression_type = "None"
          }
        }
      }
    }
    """,
)


@rule("SM423", Severity.WARNING, on=Container)
def check(container: Container) -> Iterator[Problem]:
    """Yield each name that an earlier channel has; unknown ones are asked for last."""
    first: dict[str, Argument] = {}
    unknown: Undecided | None = None
    for block in container.children("additional_model_data_source"):
        name = block.argument("channel_name")
        try:
            text = name.text if name else None
        except Undecided as undecided:
            unknown = unknown or undecided
            continue
        if name is None or text is None:
            continue
        earlier = first.setdefault(text, name)
        if earlier is not name:
            yield Problem(
                name.span,
                f"another channel is called `{shorten(text)}` too",
                hint="give each channel a unique name",
                related=(Related("the other one", earlier.span), *name.related),
            )
    if unknown is not None:
        raise unknown
