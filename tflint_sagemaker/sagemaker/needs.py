"""The resources that a model needs of its role, as patterns of ARNs.

`*` stands for what is not known. Every partition is called `aws`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from tflint_sagemaker.sagemaker.image import prebuilt_images
from tflint_sagemaker.terraform.values import Undecided, Unknown

if TYPE_CHECKING:
    from tflint_sagemaker.sagemaker.view import Argument

IMAGE = re.compile(
    r"(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|on\.aws)/([^:@]+)"
)
OWN_REPOSITORY = re.compile(r"(?<!data\.)\baws_ecr_repository\.")
DEEP_LEARNING = "pytorch-inference"
SCHEME = "s3://"


def image_repository(image: Argument) -> str | None:
    """The repository in ECR that an image is pulled from with the role's permissions.

    None for what is not in ECR, or in one of the registries of SageMaker's own algorithms, of
    which it is not documented whose permissions count. Raises Undecided if that is not known.
    """
    text = image.raw.data if isinstance(image.raw.data, str) else image.prefix
    found = IMAGE.match(text)
    if found is None:
        if isinstance(image.raw.data, Unknown):
            if OWN_REPOSITORY.search(image.source.address if image.source else image.span.text):
                return "arn:aws:ecr:*:*:repository/*"
            raise Undecided(image.raw.data)
        return None
    account, region, name = found.groups()
    if account in _accounts_of_algorithms():
        return None
    rest = "" if isinstance(image.raw.data, str) or len(found[0]) < len(text) else "*"
    return f"arn:aws:ecr:{region}:{account}:repository/{name}{rest}"


@cache
def _accounts_of_algorithms() -> frozenset[str]:
    """The registries of SageMaker's own algorithms."""
    accounts = prebuilt_images().accounts
    algorithms = {one for of_region in accounts.values() for one in of_region.values()}
    return frozenset(algorithms - set(accounts[DEEP_LEARNING].values()))


def stored_object(location: Argument, *, prefix: bool = False) -> str | None:
    """The object that a URI of S3 names, or all that begin so; None for other URIs."""
    path = _path(location)
    return None if path is None else f"arn:aws:s3:::{path}{'*' if prefix else ''}"


def stored_bucket(location: Argument) -> str | None:
    """The bucket of a URI of S3; None for other URIs."""
    path = _path(location)
    if path is None:
        return None
    start, unknown, _ = path.partition("/")[0].partition("*")
    return f"arn:aws:s3:::{start}{unknown}"


def _path(location: Argument) -> str | None:
    raw = location.raw.data
    if isinstance(raw, str):
        return raw.removeprefix(SCHEME) if raw.startswith(SCHEME) else None
    if isinstance(raw, Unknown) and raw.prefix.startswith(SCHEME):
        return f"{raw.prefix.removeprefix(SCHEME)}*{raw.suffix}"
    if isinstance(raw, Unknown) and not SCHEME.startswith(raw.prefix[: len(SCHEME)]):
        return None
    if isinstance(raw, Unknown):
        raise Undecided(raw)
    return None
