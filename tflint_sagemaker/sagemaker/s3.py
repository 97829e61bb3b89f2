"""Where model data lie: the arguments that say so, and what is known of the place in S3.

The forms of a location are those of
<https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html>: `s3://BUCKET/KEY`, and
over https with the bucket in the host or at the start of the path.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.sagemaker.region import REGION
from tflint_sagemaker.terraform.values import Undecided, Unknown
from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from tflint_sagemaker.sagemaker.argument import Argument
    from tflint_sagemaker.sagemaker.view import BlockView

DATA_LOCATIONS = {
    "primary_container": "model_data_url",
    "container": "model_data_url",
    "s3_data_source": "s3_uri",
}

# The end of a host of S3: `s3.REGION`, the older `s3-REGION`, dual-stack, or none at all.
ENDPOINT = rf"s3(?:[.-](?:dualstack\.)?(?P<region>{REGION}))?\.amazonaws\.com(?:\.cn)?"
IN_HOST = compile_later(rf"https://(?:(?P<bucket>[a-z0-9.-]+)\.)?{ENDPOINT}/")
END_OF_HOST = compile_later(rf"[a-z0-9.-]*(?<![a-z0-9-]){ENDPOINT}/")
SCHEME = "s3://"
# What SageMaker's own buckets are called: JumpStart's, which AWS keeps in every region, and the
# one that the SageMaker SDK makes in an account and a region.
# https://github.com/aws/sagemaker-python-sdk/blob/master-v2/src/sagemaker/jumpstart/region_config.json
JUMPSTART = compile_later(rf"jumpstart-(?:private-)?cache-prod-({REGION})")
SDK_DEFAULT = compile_later(rf"sagemaker-({REGION})-\d{{12}}")
REFERENCE = compile_later(
    r'"s3://\$\{\s*(aws_s3_bucket\.[\w-]+(?:\[(?:\d+|"[^"\\]*")\])?)\.(?:bucket|id)\s*\}'
)
# Where Meta's text generation models lie, which are licensed one and all.
# https://github.com/hashicorp/terraform-provider-aws/issues/34795
GATED, LICENSED = "jumpstart-private-cache-prod-", "meta-textgeneration/"


def find_data_location(block: BlockView) -> Argument | None:
    """Where the model data lie that a block names, None if it names none."""
    name = DATA_LOCATIONS.get(block.evaluated.type)
    return block.argument(name) if name else None


@dataclass(frozen=True, slots=True)
class S3Location:
    """What is known of a location.

    `bucket` is what its name starts with, all of it if `whole`; `key` what the key starts with
    and `tail` what it ends with: both are all of it where the location is known. `region` is the
    one that the host names. `reference` is the bucket of the same module that is named.
    """

    bucket: str = ""
    whole: bool = False
    key: str = ""
    tail: str = ""
    region: str | None = None
    reference: str | None = None

    @property
    def has_key(self) -> bool:
        """Whether something is certain to follow the bucket."""
        unknown = self.whole and self.key != self.tail
        return bool(self.key) or "/" in self.tail.rstrip("/") or unknown

    @property
    def last(self) -> str:
        """What stands behind the last slash, as far as that is known."""
        return self.tail.rpartition("/")[2]


def parse_s3_location(url: Argument) -> S3Location | None:
    """What is known of a location, None if it has none of the forms."""
    data = url.raw.data
    if isinstance(data, Unknown):
        start, end = data.prefix, data.suffix
    elif isinstance(data, str):
        start = end = data
    else:
        return None
    if start.startswith(SCHEME):
        return _parse_s3_uri(start, end, url)
    return _parse_https_url(start, end, url)


def _parse_s3_uri(start: str, end: str, url: Argument) -> S3Location:
    bucket, slash, key = start.removeprefix(SCHEME).partition("/")
    known = not isinstance(url.raw.data, Unknown)
    written = REFERENCE.match(url.span.text)
    return S3Location(
        bucket=bucket,
        whole=known or bool(slash),
        key=key,
        tail=key if known else end,
        reference=written[1] if written else None,
    )


def _parse_https_url(start: str, end: str, url: Argument) -> S3Location | None:
    known = not isinstance(url.raw.data, Unknown)
    found = IN_HOST.match(start)
    if found is None:
        host = END_OF_HOST.match(end) if not known and start.startswith("https://") else None
        return S3Location(region=host["region"], tail=end[host.end() :]) if host else None
    bucket, key = found["bucket"], start[found.end() :]
    whole = True
    if not bucket:
        bucket, slash, key = key.partition("/")
        whole = known or bool(slash)
    return S3Location(bucket, whole, key, key if known else end, found["region"])


def is_licensed(url: Argument) -> bool:
    """Whether a location is that of a model of JumpStart whose license has to be accepted."""
    place = parse_s3_location(url)
    if place is None or not place.bucket.startswith(GATED):
        return False
    return place.key.startswith(LICENSED) or f"/{LICENSED}" in place.tail


def make_object_arn(location: Argument, *, prefix: bool = False) -> str | None:
    """The ARN of the object that a URI of S3 names, or of all that begin so; None for other URIs.

    `*` stands for what is not known, and every partition is called `aws`.
    """
    path = _make_pattern(location)
    return None if path is None else f"arn:aws:s3:::{path}{'*' if prefix else ''}"


def make_bucket_arn(location: Argument) -> str | None:
    """The ARN of the bucket of a URI of S3, likewise."""
    path = _make_pattern(location)
    if path is None:
        return None
    start, unknown, _ = path.partition("/")[0].partition("*")
    return f"arn:aws:s3:::{start}{unknown}"


def _make_pattern(location: Argument) -> str | None:
    """Bucket and key of a URI, `*` for what is not known of them. Raises Undecided."""
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
