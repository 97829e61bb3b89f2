"""A scan found vulnerabilities in an image.

The container processes requests from outside and has the credentials of the execution role. The
scan is ECR's or Amazon Inspector's; the rule calls `ecr:DescribeImageScanFindings`. It skips images
that were not scanned, and images in AWS registries.

See <https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html>
and <https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImageScanFindings.html>.
"""

from collections.abc import Iterator

from tflint_sagemaker.api import (
    CannedResponse,
    Container,
    Example,
    Model,
    Parameter,
    Problem,
    Severity,
    check_each,
    rule,
)
from tflint_sagemaker.api.aws import Aws, count_scan_findings, find_ecr_image

SEVERITIES = ("CRITICAL", "HIGH", "MEDIUM", "LOW", "INFORMATIONAL", "UNDEFINED")

BAD = Example(
    "A scan found vulnerabilities in the image: 2 critical, 11 high.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      primary_container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.3.0" # SM333
      }
    }
    """,
)

GOOD = Example(
    "A scan found nothing severe, or there was no scan.",
    """
    resource "aws_sagemaker_model" "m" {
      execution_role_arn = "arn:aws:iam::123456789012:role/fraud"

      container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud:1.4.2"
      }
      container {
        image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/not-scanned:1"
      }
    }
    """,
)

ANSWERS = (
    CannedResponse(
        "ecr:DescribeImageScanFindings",
        {"imageId": {"imageTag": "1.4.2"}},
        {
            "imageScanStatus": {"status": "COMPLETE"},
            "imageScanFindings": {"findingSeverityCounts": {"MEDIUM": 3, "LOW": 21}},
        },
    ),
    CannedResponse(
        "ecr:DescribeImageScanFindings",
        {"imageId": {"imageTag": "1.3.0"}},
        {
            "imageScanStatus": {"status": "COMPLETE"},
            "imageScanFindings": {
                "findingSeverityCounts": {"CRITICAL": 2, "HIGH": 11, "MEDIUM": 30}
            },
        },
    ),
    CannedResponse("ecr:DescribeImageScanFindings", error="ScanNotFoundException"),
)


@rule(
    "SM333",
    Severity.NOTICE,
    on=Model,
    parameters={
        "severities": Parameter(
            doc="The severities of which a scan is to have found nothing.",
            schema={
                "type": "array",
                "items": {"enum": list(SEVERITIES)},
                "uniqueItems": True,
            },
            default=["CRITICAL", "HIGH"],
            example=["CRITICAL", "HIGH"],
        )
    },
    live=("ecr:DescribeImageScanFindings",),
    answers=ANSWERS,
)
def check(model: Model, *, aws: Aws, severities: list[str]) -> Iterator[Problem]:
    """Yield each image in which a scan has found something that severe."""
    yield from check_each(
        model.containers(), lambda container: _vulnerable(container, aws, severities)
    )


def _vulnerable(container: Container, aws: Aws, severities: list[str]) -> Iterator[Problem]:
    found = find_ecr_image(container)
    if found is None or found[1].owned:
        return
    given, image = found
    counts = count_scan_findings(aws, image) or {}
    told = [f"{counts[name]} {name.lower()}" for name in severities if counts.get(name)]
    if told:
        yield Problem(
            given.span,
            f"a scan found vulnerabilities in the image: {', '.join(told)}",
            hint="rebuild the image on an updated base, and push it with a new tag",
            related=given.related,
        )
