"""What is in an image of ECR: the platforms that it is built for, and its labels.

The manifest of several images names the platform of each; that of one leads to its configuration.
https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetDownloadUrlForLayer.html
https://github.com/opencontainers/image-spec/blob/main/image-index.md
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tflint_sagemaker.live.ecr import LAYER, SEVERAL, fetch_manifest
from tflint_sagemaker.terraform.values import Undecided, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tflint_sagemaker.live.aws import Aws
    from tflint_sagemaker.live.ecr import EcrImage

# What some builders call what all others call otherwise.
ARCHITECTURES = {"aarch64": "arm64", "x86-64": "amd64", "x86_64": "amd64"}
# The platform of what is no image: the attestations that BuildKit adds.
NO_PLATFORM = "unknown"


def read_platforms(aws: Aws, image: EcrImage) -> frozenset[str]:
    """What an image runs on, such as `linux/amd64`; nothing if there is no such image.

    Raises Undecided if it does not tell, or AWS does not.
    """
    found = fetch_manifest(aws, image)
    if found is None:
        return frozenset()
    media_type, content = found
    if media_type in SEVERAL:
        return frozenset(
            _read_platform(entry.get("platform") or {}) for entry in _list_images(content)
        )
    return frozenset({_read_platform(_fetch_configuration(aws, image, content))})


def read_labels(aws: Aws, image: EcrImage) -> tuple[Mapping[str, str], ...]:
    """SageMaker's labels of an image, for each platform; nothing if there is no such image.

    Raises Undecided if AWS does not tell.
    """
    found = fetch_manifest(aws, image)
    if found is None:
        return ()
    media_type, content = found
    if media_type not in SEVERAL:
        return (_fetch_configuration(aws, image, content)["labels"],)
    inner = (fetch_manifest(aws, image, entry.get("digest")) for entry in _list_images(content))
    return tuple(_fetch_configuration(aws, image, one[1])["labels"] for one in inner if one)


def _list_images(content: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for entry in content.get("manifests") or ():
        if (entry.get("platform") or {}).get("os") != NO_PLATFORM:
            yield entry


def _read_platform(told: Mapping[str, Any]) -> str:
    system, architecture = told.get("os"), told.get("architecture")
    if not system or not architecture:
        raise Undecided(Unknown("the image does not tell what platform it is built for"))
    return f"{system}/{ARCHITECTURES.get(architecture, architecture)}"


def _fetch_configuration(aws: Aws, image: EcrImage, content: Mapping[str, Any]) -> dict[str, Any]:
    digest = (content.get("config") or {}).get("digest")
    if not digest:
        raise Undecided(Unknown("the manifest of the image names no configuration"))
    asked = {
        "registryId": image.registry,
        "repositoryName": image.repository,
        "layerDigest": digest,
    }
    answer: Any = aws.request("ecr", LAYER, asked, region=image.region)
    found: dict[str, Any] = answer["content"]
    return found
