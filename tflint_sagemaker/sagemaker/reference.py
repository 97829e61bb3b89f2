"""An image reference read as far as it is known: registry, repository, tag and digest.

The grammar is that of <https://github.com/distribution/reference>; hosts of ECR are those of
<https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html>. What is not known of a
reference is one of three marks in its text, which no reference can have.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from tflint_sagemaker.hcl.text import Span
from tflint_sagemaker.sagemaker.image import read_prebuilt_images
from tflint_sagemaker.sagemaker.image_registry import LOCAL, REPOSITORY
from tflint_sagemaker.sagemaker.placeholders import STAND_IN
from tflint_sagemaker.sagemaker.region import USUAL_REGION
from tflint_sagemaker.terraform.values import ResourceAttribute, Undecided, Unknown
from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from tflint_sagemaker.sagemaker.argument import Argument
    from tflint_sagemaker.terraform.values import StringPart

GAP = "\0"  # anything at all
WORD = "\1"  # something without slash, colon or at, as an account's number is
URL = "\2"  # registry and name of a repository of ECR
MARKS = compile_later(f"[{GAP}{WORD}{URL}]")

# What they tell of an account or a region is one word.
OF_WORDS = ("aws_caller_identity", "aws_region", "aws_partition")
ECR_HOST = compile_later(
    r"(?P<account>[^./:@]*)\.dkr(?P<mark>[.-])ecr(?:-fips)?"
    r"\.(?P<region>[^./:@]+)\.(?P<domain>[^/:@]+)/(?P<rest>.*)",
    re.DOTALL,
)
FOREIGN_HOST = compile_later(r"(?P<host>[^/]*[.:][^/]*)/(?P<rest>.*)", re.DOTALL)
REST = compile_later(r"(?P<repository>[^:@]*)(?::(?P<tag>[^@]*))?(?:@(?P<digest>.*))?", re.DOTALL)
TAIL = compile_later(r".*:(?P<tag>[A-Za-z0-9_][A-Za-z0-9._-]{0,127})", re.DOTALL)
HEX = compile_later(r"[0-9a-f]{32,}")
INTERPOLATION = compile_later(r"[$%]\{[^{}]*\}")


@dataclass(frozen=True, slots=True)
class ImageReference:
    """The parts of an image reference: None if not known, "" if certain not to be there.

    `account`, `region` and `domain` are of an ECR host, of which `ecr` tells; `host` is that of
    another registry. `repository_text`, `tag_text` and `digest_text` are what is written, marks
    included, None if nothing is. `url_of` is the attribute `repository_url` that the reference
    begins with.
    """

    ecr: bool = False
    host: str | None = None
    account: str | None = None
    region: str | None = None
    domain: str | None = None
    dual_stack: bool = False
    repository_text: str | None = None
    tag_text: str | None = None
    digest_text: str | None = None
    url_of: ResourceAttribute | None = None

    @property
    def repository(self) -> str | None:
        """The name of the repository."""
        return _get_known(self.repository_text)

    @property
    def tag(self) -> str | None:
        """The tag, "" if there is none."""
        if self.tag_text is None:
            return None if self._open_end(self.repository_text) else ""
        return _get_known(self.tag_text)

    @property
    def digest(self) -> str | None:
        """The digest, "" if there is none."""
        if self.digest_text is not None:
            return _get_known(self.digest_text)
        last = self.repository_text if self.tag_text is None else self.tag_text
        return None if self._open_end(last) else ""

    @staticmethod
    def _open_end(text: str | None) -> bool:
        return text is None or GAP in text


def parse_image_reference(image: Argument) -> ImageReference:
    """What is known of an image, of a sensitive one nothing.

    Raises Undecided if it waits to be replaced by another one.
    """
    text, urls = _mark_text(image)
    if image.raw.sensitive:
        return ImageReference()
    told = _parse_marked_text(text, urls[0] if urls else None)
    if told is None:
        raise Undecided(Unknown("the image waits to be replaced", image.span))
    return told


@lru_cache(maxsize=256)
def _parse_marked_text(text: str, url: ResourceAttribute | None) -> ImageReference | None:
    """What a text with marks says, None if it waits to be replaced.

    `url` is the repository of the first mark that stands for one.
    """
    if STAND_IN.search(text):
        return None
    if "://" in text or re.search(r"\s", text):
        return ImageReference()
    if text.startswith(URL) and text[1:2] in ("", ":", "@"):
        return _add_rest(text, ImageReference(ecr=True, url_of=url))
    found = ECR_HOST.fullmatch(text)
    if found:
        sure = GAP not in found["region"] or found["domain"] in list_aws_domains()
        known = ImageReference(
            ecr=True,
            account=_get_known(found["account"]),
            region=_get_known(found["region"]),
            domain=_get_known(found["domain"]) if sure else None,
            dual_stack=found["mark"] == "-",
        )
        # What is not known of the end of the host may go on into the repository.
        start = "" if sure and GAP not in found["domain"] else GAP
        return _add_rest(start + found["rest"], known)
    found = FOREIGN_HOST.fullmatch(text)
    if found and not MARKS.search(found["host"]) and not LOCAL.match(found["host"]):
        return _add_rest(found["rest"], ImageReference(host=found["host"]))
    return _parse_tail(text)


def _mark_text(image: Argument) -> tuple[str, list[ResourceAttribute]]:
    """The text with marks for what is not known, and the repository URLs in it."""
    data = image.raw.data
    if not isinstance(data, Unknown):
        return (data if isinstance(data, str) else GAP), []
    marks = [piece if isinstance(piece, str) else _mark(piece) for piece in data.pieces]
    urls = [
        piece
        for piece in data.pieces
        if isinstance(piece, ResourceAttribute) and _mark(piece) == URL
    ]
    return "".join(marks), urls


def _mark(piece: StringPart) -> str:
    if not isinstance(piece, ResourceAttribute):
        return GAP
    if piece.type == REPOSITORY:
        if piece.attribute == "repository_url":
            return URL
        return WORD if piece.attribute in ("registry_id", "name") else GAP
    return WORD if piece.is_data and piece.type in OF_WORDS else GAP


def _get_known(text: str | None) -> str | None:
    return text if text is not None and not MARKS.search(text) else None


def _add_rest(rest: str, known: ImageReference) -> ImageReference:
    """The reference with what follows its registry."""
    found = REST.fullmatch(rest)
    assert found is not None
    if GAP in found["repository"] and found["tag"] and HEX.fullmatch(found["tag"]):
        return known  # the gap may end in `@sha256`
    return replace(
        known,
        repository_text=found["repository"],
        tag_text=found["tag"],
        digest_text=found["digest"],
    )


def _parse_tail(text: str) -> ImageReference:
    """The tag or the digest of a reference of which no more than the end is known."""
    if "@" in text:
        return ImageReference(digest_text=text.rpartition("@")[2])
    found = TAIL.fullmatch(text)
    if not found or GAP not in text or HEX.fullmatch(found["tag"]):
        return ImageReference()
    return ImageReference(repository_text=GAP, tag_text=found["tag"])


@lru_cache(maxsize=64)
def find_domain(region: str) -> str | None:
    """The domain of a region's partition, None if it is not certain which that is."""
    facts = read_prebuilt_images()
    if not re.fullmatch(rf"{USUAL_REGION}|us-gov-[a-z]+-\d", region) and not any(
        start and region.startswith(start) for start in facts.dns_suffixes
    ):
        return None
    return facts.dns_suffix(region)


@cache
def list_aws_domains() -> frozenset[str]:
    """The domains in which hosts of ECR end."""
    return frozenset((*read_prebuilt_images().dns_suffixes.values(), "on.aws"))


def locate_part(argument: Argument, text: str) -> Span | None:
    """Where a part of a value is written, if it is one literal that has it once."""
    span = argument.span
    if not span.text.startswith('"'):
        return None
    literal = INTERPOLATION.sub(lambda found: GAP * len(found[0]), span.text)
    if literal.count(text) != 1 or literal.count('"') != 2:
        return None
    start = span.start + literal.index(text)
    return Span(span.source, start, start + len(text))
