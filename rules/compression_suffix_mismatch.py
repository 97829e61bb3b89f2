"""The name of an object does not match its compression type.

With `Gzip` SageMaker unpacks the object, which must be a gzipped tar archive. With `None` it copies
the object as it is: an archive stays packed in `/opt/ml/model`. Some containers unpack it
themselves, so this is a warning.

See <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_S3ModelDataSource.html#sagemaker-Type-S3ModelDataSource-CompressionType>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import BlockView, Edit, Example, Fix, Problem, Related, Severity, rule
from tflint_sagemaker.api.s3 import find_data_location, parse_s3_location

ARCHIVES = (".tar.gz", ".tgz")
# What is certainly no gzipped tar archive. A name without any of these may be one.
OTHERS = (
    ".zip .tar .tar.bz2 .tar.xz .tar.zst .7z .bin .safetensors .gguf .pkl .joblib .pt .pth .onnx "
    ".h5 .keras .pb .json .bst .txt .model"
).split()

BAD = Example(
    "The object's name ends in `.tar.gz`, but its compression is `None`.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

        model_data_source {
          s3_data_source {
            s3_uri           = "s3://fraud-models/v1/model.tar.gz"
            s3_data_type     = "S3Object"
            compression_type = "None" # SM418
          }
        }
      }
    }
    """,
)

GOOD = Example(
    "The compression matches the suffix of the object.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"

        model_data_source {
          s3_data_source {
            s3_uri           = "s3://fraud-models/v1/model.tar.gz"
            s3_data_type     = "S3Object"
            compression_type = "Gzip"
          }
        }
      }
    }
    """,
)


@rule("SM418", Severity.WARNING, on=BlockView)
def check(block: BlockView) -> Iterator[Problem]:
    """Yield the compression of an object whose name ends in another way."""
    if block.evaluated.type != "s3_data_source":
        return
    kind, compression = block.argument("s3_data_type"), block.argument("compression_type")
    uri = find_data_location(block)
    place = parse_s3_location(uri) if uri else None
    if kind is None or compression is None or uri is None or place is None:
        return
    end = next((end for end in (*ARCHIVES, *OTHERS) if place.last.lower().endswith(end)), None)
    if end is None or kind.value != "S3Object":
        return
    archive, at = end in ARCHIVES, compression.span
    if compression.value != ("None" if archive else "Gzip"):
        return
    right = "Gzip" if archive else "None"
    word = f'"{compression.value}"'
    yield Problem(
        at,
        f"the object's name ends in `{end}`, but its compression is `{compression.value}`",
        hint=f"write `{right}`, or name another object",
        related=(Related("the object", uri.span), *compression.related),
        fix=Fix(f"write `{right}`", (Edit(at, f'"{right}"'),), safe=False)
        if at.text == word
        else None,
    )
