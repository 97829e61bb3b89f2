"""An image is too large for a serverless endpoint.

Serverless endpoints support images of up to 10 GB, and CreateEndpoint rejects larger ones: "Image
size 13279248421 is greater than supported size 10737418240". The rule calls `ecr:DescribeImages`,
and for other accounts `ecr:BatchGetImage`. Both return the size of the compressed layers, so an
image that is too large only after unpacking is not found. Endpoints with instances have no such
limit.

See <https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html>
and <https://github.com/aws-solutions-library-samples/qnabot-on-aws/issues/691>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import (
    BlockView,
    CannedResponse,
    Container,
    Example,
    Model,
    Problem,
    Related,
    Severity,
    Undecided,
    Unknown,
    check_each,
    rule,
)
from tflint_sagemaker.api.aws import Aws, describe_image, find_ecr_image, is_multi_platform
from tflint_sagemaker.api.endpoints import find_serving_variants

GIGABYTE = 1024**3
MOST = 10 * GIGABYTE

BAD = Example(
    "The image has 12.4 GB, but serverless endpoints support at most 10.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.5.0" # SM337
      }
    }

    resource "aws_sagemaker_endpoint_configuration" "live" {
      production_variants {
        variant_name = "all"
        model_name   = aws_sagemaker_model.m.name

        serverless_config {
          max_concurrency   = 5
          memory_size_in_mb = 2048
        }
      }
    }
    """,
)

GOOD = Example(
    "The image is small enough for a serverless endpoint.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }

    resource "aws_sagemaker_endpoint_configuration" "live" {
      production_variants {
        variant_name = "all"
        model_name   = aws_sagemaker_model.m.name

        serverless_config {
          max_concurrency   = 5
          memory_size_in_mb = 2048
        }
      }
    }
    """,
)

ANSWERS = (
    CannedResponse(
        "ecr:DescribeImages",
        {"imageIds": [{"imageTag": "1.4.2"}]},
        {"imageDetails": [{"imageSizeInBytes": 912_680_550}]},
    ),
    CannedResponse(
        "ecr:DescribeImages",
        {"imageIds": [{"imageTag": "1.5.0"}]},
        {"imageDetails": [{"imageSizeInBytes": 13_279_248_421}]},
    ),
    CannedResponse(
        "ecr:BatchGetImage",
        {"registryId": "210987654321"},
        {
            "images": [
                {
                    "imageManifestMediaType": (
                        "application/vnd.docker.distribution.manifest.v2+json"
                    ),
                    "imageManifest": ('{"layers": [{"size": 9000000000}, {"size": 2000000000}]}'),
                }
            ]
        },
    ),
)


@rule(
    "SM337",
    Severity.ERROR,
    on=Model,
    live=("ecr:DescribeImages", "ecr:BatchGetImage"),
    answers=ANSWERS,
)
def check(model: Model, *, aws: Aws) -> Iterator[Problem]:
    """Yield each image that is too large for the serverless variant which serves the model."""
    serverless = [
        block for one in find_serving_variants(model) for block in one.children("serverless_config")
    ]
    if serverless:
        yield from check_each(model.containers(), lambda one: _oversized(one, serverless[0], aws))


def _oversized(container: Container, serverless: BlockView, aws: Aws) -> Iterator[Problem]:
    found = find_ecr_image(container)
    if found is None:
        return
    given, image = found
    told = describe_image(aws, image) or {}
    if is_multi_platform(told):
        raise Undecided(
            Unknown("it is not known which of several images will be pulled", given.span)
        )
    size = told.get("imageSizeInBytes", 0)
    if size > MOST:
        yield Problem(
            given.span,
            f"the image has {size / GIGABYTE:.1f} GB, but serverless endpoints support at most 10",
            hint="reduce the image, or use instances for the variant",
            related=(Related("the serverless variant", serverless.span), *given.related),
        )
