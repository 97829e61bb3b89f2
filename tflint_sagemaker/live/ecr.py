"""Images in ECR: what is stored under a name, and what scanning it has found.

https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImages.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tflint_sagemaker.records import dataclass
from tflint_sagemaker.sagemaker.reference import image_reference
from tflint_sagemaker.sagemaker.repositories import aws_repositories
from tflint_sagemaker.terraform.values import Undecided, Unknown

if TYPE_CHECKING:
    from tflint_sagemaker.live.aws import Aws
    from tflint_sagemaker.sagemaker.view import Argument

NO_IMAGE = ("ImageNotFoundException", "RepositoryNotFoundException")
NO_SCAN = ("ScanNotFoundException", *NO_IMAGE)
NO_POLICY = ("RepositoryPolicyNotFoundException", "RepositoryNotFoundException")


@dataclass(frozen=True, slots=True)
class EcrImage:
    """An image as ECR's API names it; `owned` tells whether it is in a registry of AWS's own."""

    registry: str
    region: str
    repository: str
    tag: str
    digest: str
    owned: bool

    @property
    def identifier(self) -> dict[str, str]:
        """The digest if there is one, which counts more than the tag."""
        if self.digest:
            return {"imageDigest": self.digest}
        return {"imageTag": self.tag or "latest"}


def ecr_image(image: Argument) -> EcrImage | None:
    """The image of ECR that is named, None for one elsewhere. Raises Undecided if not known."""
    found = image_reference(image)
    if not found.ecr:
        if found.host is not None:
            return None
        raise Undecided(Unknown("whether the image is in ECR is not known", image.span))
    parts = (found.account, found.region, found.repository, found.tag, found.digest)
    account, region, repository, tag, digest = parts
    if account is None or region is None or repository is None:
        raise Undecided(Unknown("the repository of the image is not known", image.span))
    if digest is None or (tag is None and not digest):
        raise Undecided(Unknown("the tag of the image is not known", image.span))
    owned = account in aws_repositories().owners
    return EcrImage(account, region, repository, tag or "", digest, owned)


def stored_image(aws: Aws, image: EcrImage) -> dict[str, Any] | None:
    """What ECR tells of an image, None if there is no such image."""
    answer = aws.ask(
        "ecr",
        "DescribeImages",
        {
            "registryId": image.registry,
            "repositoryName": image.repository,
            "imageIds": [image.identifier],
        },
        region=image.region,
        missing=NO_IMAGE,
    )
    details: list[dict[str, Any]] = answer["imageDetails"] if answer else []
    return details[0] if details else None


def scanned(aws: Aws, image: EcrImage) -> dict[str, int] | None:
    """How many findings of each severity a scan of the image had, None if none is done."""
    answer = aws.ask(
        "ecr",
        "DescribeImageScanFindings",
        {
            "registryId": image.registry,
            "repositoryName": image.repository,
            "imageId": image.identifier,
            "maxResults": 1,
        },
        region=image.region,
        missing=NO_SCAN,
    )
    if not answer or "imageScanFindings" not in answer:
        return None
    counts: dict[str, int] = answer["imageScanFindings"].get("findingSeverityCounts", {})
    return counts


def repository_has_policy(aws: Aws, image: EcrImage) -> bool:
    """Whether the repository has a policy of its own."""
    answer = aws.ask(
        "ecr",
        "GetRepositoryPolicy",
        {"registryId": image.registry, "repositoryName": image.repository},
        region=image.region,
        missing=NO_POLICY,
    )
    return answer is not None
