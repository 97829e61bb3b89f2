"""Images in ECR: what is stored under a name, and what scanning it has found.

https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImages.html
https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_BatchGetImage.html
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.sagemaker.reference import parse_image_reference
from tflint_sagemaker.sagemaker.repositories import read_aws_repositories
from tflint_sagemaker.terraform.values import Undecided, Unknown
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tflint_sagemaker.live.aws import Aws
    from tflint_sagemaker.sagemaker.argument import Argument
    from tflint_sagemaker.sagemaker.model import Container

NO_IMAGE = ("ImageNotFoundException", "RepositoryNotFoundException")
NOT_PULLED = ("ImageNotFound", "ImageTagDoesNotMatchDigest")
NO_SCAN = ("ScanNotFoundException", *NO_IMAGE)
NO_POLICY = ("RepositoryPolicyNotFoundException", "RepositoryNotFoundException")

# The operation whose answer is an address to download from.
LAYER = "GetDownloadUrlForLayer"

# The forms in which a manifest is wanted: of one image, and of several for several platforms.
OF_OCI = "application/vnd.oci.image."
OF_DOCKER = "application/vnd.docker.distribution.manifest."
SINGLE = (f"{OF_DOCKER}v2+json", f"{OF_OCI}manifest.v1+json")
SEVERAL = (f"{OF_DOCKER}list.v2+json", f"{OF_OCI}index.v1+json")


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


def parse_ecr_image(image: Argument) -> EcrImage | None:
    """The image of ECR that is named, None for one elsewhere. Raises Undecided if not known."""
    found = parse_image_reference(image)
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
    owned = account in read_aws_repositories().owners
    return EcrImage(account, region, repository, tag or "", digest, owned)


def find_ecr_image(container: Container) -> tuple[Argument, EcrImage] | None:
    """The image of a container, None if it names none in ECR.

    Raises Undecided if that is not known, or if its registry is reached from the VPC alone.
    """
    given = container.image
    if given is None:
        return None
    config = container.child("image_config")
    mode = config.argument("repository_access_mode") if config else None
    if mode is not None and mode.text == "Vpc":
        reason = "the image is in a private registry, which only the VPC of the model reaches"
        raise Undecided(Unknown(reason, given.span))
    image = parse_ecr_image(given)
    return (given, image) if image else None


def describe_image(aws: Aws, image: EcrImage) -> dict[str, Any] | None:
    """What ECR tells of an image, None if there is no such image.

    Of another account's, or where no more is allowed, it is no more than its manifest tells.
    """
    if image.registry != aws.account:
        return _read_manifest_summary(aws, image)
    try:
        return _describe_in_account(aws, image)
    except Undecided as denied:
        try:
            return _read_manifest_summary(aws, image)
        except Undecided:
            raise denied from None


def fetch_manifest(
    aws: Aws, image: EcrImage, digest: str | None = None
) -> tuple[str, Mapping[str, Any]] | None:
    """The media type and the content of an image's manifest, None if there is no such image.

    The digest is that of another manifest in the same repository.
    """
    asked = {
        "registryId": image.registry,
        "repositoryName": image.repository,
        "imageIds": [{"imageDigest": digest} if digest else image.identifier],
        "acceptedMediaTypes": [*SINGLE, *SEVERAL],
    }
    answer = aws.request("ecr", "BatchGetImage", asked, region=image.region, missing=NO_IMAGE)
    found = next(iter((answer or {}).get("images", ())), None)
    if found is not None:
        return found.get("imageManifestMediaType", ""), _parse_manifest(
            found.get("imageManifest", "")
        )
    failures = (answer or {}).get("failures", ())
    if answer is None and image.registry != aws.account:
        reason = f"account {image.registry} does not tell of `{image.repository}`"
        reason += ": the policy of the repository would have to allow ecr:BatchGetImage"
        raise aws.report_undecided(Unknown(reason))
    if answer is None or any(failure.get("failureCode") in NOT_PULLED for failure in failures):
        return None
    codes = ", ".join(sorted({failure.get("failureCode", "") for failure in failures}))
    raise aws.report_undecided(
        Unknown(f"ECR gives no manifest of `{image.repository}` ({codes or 'none'})")
    )


def calculate_layer_size(content: Mapping[str, Any]) -> int | None:
    """How many bytes the layers in the manifest of one image have, None if it does not tell."""
    sizes = [layer.get("size") for layer in content.get("layers", ())]
    known = [size for size in sizes if isinstance(size, int)]
    return sum(known) if sizes and len(known) == len(sizes) else None


def is_multi_platform(told: Mapping[str, Any]) -> bool:
    """Whether what is told of an image is told of several, for several platforms."""
    return told.get("imageManifestMediaType") in SEVERAL


def _read_manifest_summary(aws: Aws, image: EcrImage) -> dict[str, Any] | None:
    found = fetch_manifest(aws, image)
    if found is None:
        return None
    media_type, content = found
    size = calculate_layer_size(content)
    told = {} if size is None else {"imageSizeInBytes": size}
    return {"imageManifestMediaType": media_type, **told}


def _parse_manifest(text: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Undecided(Unknown("the manifest of the image cannot be read"))
    return found


def _describe_in_account(aws: Aws, image: EcrImage) -> dict[str, Any] | None:
    found = _request_details(aws, image)
    if found is None:
        # Of what is archived ECR tells only where that is asked for.
        with suppress(Undecided):
            return _request_details(aws, image, filter={"imageStatus": "ARCHIVED"})
    return found


def _request_details(aws: Aws, image: EcrImage, **more: Any) -> dict[str, Any] | None:
    answer = aws.request(
        "ecr",
        "DescribeImages",
        {
            "registryId": image.registry,
            "repositoryName": image.repository,
            "imageIds": [image.identifier],
            **more,
        },
        region=image.region,
        missing=NO_IMAGE,
    )
    details: list[dict[str, Any]] = [] if answer is None else answer["imageDetails"]
    return details[0] if details else None


def count_scan_findings(aws: Aws, image: EcrImage) -> dict[str, int] | None:
    """How many findings of each severity a scan of the image had, None if none is done."""
    answer = aws.request(
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


def has_repository_policy(aws: Aws, image: EcrImage) -> bool:
    """Whether the repository has a policy of its own."""
    answer = aws.request(
        "ecr",
        "GetRepositoryPolicy",
        {"registryId": image.registry, "repositoryName": image.repository},
        region=image.region,
        missing=NO_POLICY,
    )
    return answer is not None
