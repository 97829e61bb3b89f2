"""An image has a format that SageMaker does not support.

SageMaker supports images with Docker's manifest version 2 schema 2. CreateModel rejects OCI
manifests, which `docker buildx` creates when it adds attestations: "Unsupported manifest media type
application/vnd.oci.image.index.v1+json … Ensure that valid manifest media type is used". An image
that is archived in ECR must be restored before it can be pulled. The rule calls
`ecr:DescribeImages`; for other accounts, or if that is denied, `ecr:BatchGetImage`, which does not
show whether an image is archived. It skips images in AWS registries.

See <https://github.com/aws/amazon-sagemaker-feedback/issues/180>,
<https://github.com/mlflow/mlflow/issues/13834>,
<https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImagesFilter.html> and
<https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageDetail.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import (
    CannedResponse,
    Container,
    Example,
    Model,
    Problem,
    Severity,
    check_each,
    rule,
)
from tflint_sagemaker.api.aws import Aws, describe_image, find_ecr_image

OF_OCI = "application/vnd.oci.image."

BAD = Example(
    "The image has a manifest of the type `application/vnd.oci.image.index.v1+json`.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.5.0" # SM332
      }
    }
    """,
)

GOOD = Example(
    "The manifest is of a type that SageMaker supports.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
    }
    """,
)

ANSWERS = (
    CannedResponse(
        "ecr:DescribeImages",
        {"repositoryName": "fraud", "imageIds": [{"imageTag": "1.4.2"}]},
        {
            "imageDetails": [
                {
                    "imageManifestMediaType": (
                        "application/vnd.docker.distribution.manifest.v2+json"
                    ),
                    "imageStatus": "ACTIVE",
                }
            ]
        },
    ),
    CannedResponse(
        "ecr:DescribeImages",
        {"repositoryName": "fraud", "imageIds": [{"imageTag": "1.5.0"}]},
        {"imageDetails": [{"imageManifestMediaType": "application/vnd.oci.image.index.v1+json"}]},
    ),
    CannedResponse(
        "ecr:DescribeImages",
        {
            "repositoryName": "fraud",
            "imageIds": [{"imageTag": "0.9.0"}],
            "filter": {"imageStatus": "ARCHIVED"},
        },
        {
            "imageDetails": [
                {
                    "imageManifestMediaType": (
                        "application/vnd.docker.distribution.manifest.v2+json"
                    ),
                    "imageStatus": "ARCHIVED",
                }
            ]
        },
    ),
    CannedResponse("ecr:DescribeImages", error="ImageNotFoundException"),
)


@rule(
    "SM332",
    Severity.WARNING,
    on=Model,
    live=("ecr:DescribeImages", "ecr:BatchGetImage"),
    answers=ANSWERS,
)
def check(model: Model, *, aws: Aws) -> Iterator[Problem]:
    """Yield each image whose manifest is one of OCI, or that is archived."""
    yield from check_each(model.containers(), lambda container: _unsuitable(container, aws))


def _unsuitable(container: Container, aws: Aws) -> Iterator[Problem]:
    found = find_ecr_image(container)
    if found is None or found[1].owned:
        return
    given, image = found
    stored = describe_image(aws, image)
    if stored is None:
        return
    media_type = stored.get("imageManifestMediaType", "")
    if media_type.startswith(OF_OCI):
        yield Problem(
            given.span,
            f"the image has a manifest of the type `{media_type}`",
            hint="build it with `--provenance=false --output type=docker`, and push it again",
            related=given.related,
        )
    if stored.get("imageStatus") == "ARCHIVED":
        yield Problem(
            given.span,
            "the image is archived and cannot be pulled",
            hint="restore it in ECR",
            related=given.related,
        )
