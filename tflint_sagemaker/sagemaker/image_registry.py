"""Where an image is: the registry that its path names.

Docker's rule: what stands before the first slash is a registry if it has a dot or a colon or is
`localhost`; a path without one is of Docker Hub. ECR's hosts are those of
<https://docs.aws.amazon.com/general/latest/gr/ecr.html>.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.sagemaker.arn_samples import find_sample
from tflint_sagemaker.sagemaker.region import REGION
from tflint_sagemaker.terraform.values import ResourceAttribute, Undecided, Unknown
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from tflint_sagemaker.sagemaker.argument import Argument

# Also of FIPS (`ecr-fips`), dual-stack (`dkr-ecr`, `on.aws`) and of every partition's domain, and
# of stand-ins such as LocalStack's.
ECR = compile_later(r"\.dkr[.-]ecr|ecr.*\.(?:amazonaws|on\.aws)")
# ECR's hosts with a slip in them: two words swapped, no region, another domain.
SLIPS = compile_later(
    r"\d{12}\.(?:ecr\.dkr\..*|dkr\.ecr)\.amazonaws\.com(?:\.cn)?"
    r"|\d{12}\.dkr[.-]ecr\.[a-z0-9-]+\.(?!amazonaws\.(?:com(?:\.cn)?|eu)$)amazon[\w.-]*"
)
OF_ECR = compile_later(r"\baws_(?:ecr_repository|ecr_image|sagemaker_prebuilt_ecr_image)\.")
REPOSITORY = "aws_ecr_repository"
NO_PATHS = ("arn", "id")
LOCAL = compile_later(r"localhost|127\.|host\.docker\.internal")
HOST = compile_later(
    rf"(?P<account>\d{{12}})\.dkr[.-]ecr(?:-fips)?\.(?P<region>{REGION})\."
    r"(?:amazonaws\.com(?:\.cn)?|on\.aws)/"
)


def find_foreign_registry(image: Argument) -> str | None:
    """The registry of an image that is not one of ECR, "" for Docker Hub; None if it may be ECR's.

    Raises Undecided if that is not known. A path with a scheme, or of this machine, is none.
    """
    text = image.start
    host, slash, _ = text.partition("/")
    if not slash:
        if isinstance(image.raw.data, Unknown):
            if find_repository_attribute(image) in NO_PATHS or _has_no_registry(image.raw.data):
                return ""
            if OF_ECR.search(_get_reference(image)):
                return None
            raise Undecided(image.raw.data)
        host = ""
    if SLIPS.fullmatch(host):
        return host
    if "://" in text or host.endswith(":") or ECR.search(host) or LOCAL.match(host):
        return None
    if text.strip() != text or not text:
        return None
    image.require_final()
    if not host and image.is_replaceable:
        raise Undecided(Unknown("the default of the variable may wait to be replaced", image.span))
    return host if set(".:") & set(host) else ""


def _has_no_registry(image: Unknown) -> bool:
    """Whether the form of all its parts is known, and no host comes of it."""
    text = find_sample(image)
    return text is not None and not set(".:") & set(text.partition("/")[0])


def find_repository_attribute(image: Argument) -> str | None:
    """The attribute of a repository of ECR that an unknown image begins with."""
    data = image.raw.data
    first = data.pieces[0] if isinstance(data, Unknown) else None
    if isinstance(first, ResourceAttribute) and first.type == REPOSITORY:
        return first.attribute
    return None


def find_ecr_region(image: Argument) -> str | None:
    """The region of an image of ECR, None if that is not known."""
    found = HOST.match(image.start)
    return found["region"] if found else None


def _get_reference(image: Argument) -> str:
    """The reference that the image is or is put together from."""
    return image.source.address if image.source else image.span.text
