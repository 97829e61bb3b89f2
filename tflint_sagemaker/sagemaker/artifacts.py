"""The model data of a model as S3 is asked for them: which objects there have to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.sagemaker.model import Container
from tflint_sagemaker.sagemaker.s3 import find_data_location, parse_s3_location
from tflint_sagemaker.terraform.values import Undecided, Unknown
from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_sagemaker.sagemaker.argument import Argument
    from tflint_sagemaker.sagemaker.model import Model
    from tflint_sagemaker.sagemaker.view import BlockView

SCHEME = "s3://"
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
BUCKET_NAME = compile_later(r"(?!xn--)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
# An access point has policies of its own, and a directory bucket another API:
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-naming.html
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/directory-bucket-naming-rules.html
NO_BUCKETS = ("-s3alias", "--ol-s3", "--x-s3", "--xa-s3", ".mrap")
BUCKETS = {"aws_s3_bucket": "bucket", "awscc_s3_bucket": "bucket_name"}
OBJECTS = {"aws_s3_object": "key", "aws_s3_bucket_object": "key", "aws_s3_object_copy": "key"}


@dataclass(frozen=True, slots=True)
class Artifact:
    """A location of model data, and the block that names it."""

    model: Model
    block: BlockView
    at: Argument

    def bucket(self) -> str | None:
        """The bucket, which the configuration does not make; None if that is no bucket's name.

        Raises Undecided if it is not known, is no bucket of the usual kind, or if the configuration
        may make it.
        """
        place = parse_s3_location(self.at)
        if place is None or not self.at.starts_with(SCHEME):
            return None
        if not place.whole:
            raise Undecided(Unknown("the bucket of the model data is not known", self.at.span))
        self.at.require_final()
        if not BUCKET_NAME.fullmatch(place.bucket):
            return None
        if place.bucket.endswith(NO_BUCKETS):
            what = f"`{place.bucket}` is an access point or a directory bucket"
            raise Undecided(Unknown(f"{what}, of which S3 is not asked", self.at.span))
        self.model.made.no_other(place.bucket, BUCKETS)
        return place.bucket

    def key(self) -> str:
        """The key, or what keys start with. Raises Undecided if it is not known."""
        return (self.at.text or "").removeprefix(SCHEME).partition("/")[2]

    def on_demand(self) -> bool:
        """Whether models are loaded as they are asked for, and there may be none as yet."""
        return self._container_mode() == "MultiModel"

    def is_prefix(self) -> bool:
        """Whether it is all the objects whose keys start so."""
        kind = self.block.argument("s3_data_type")
        return self.on_demand() or (kind is not None and kind.value == "S3Prefix")

    def is_archive(self) -> bool:
        """Whether it is one compressed archive, which cannot be empty."""
        if self.block.type != "s3_data_source":
            return not self.on_demand()
        compression = self.block.argument("compression_type")
        return not self.is_prefix() and compression is not None and compression.value == "Gzip"

    def not_to_come(self) -> None:
        """Raises Undecided if the configuration may put the objects there."""
        self.model.made.no_other(self.key(), OBJECTS, below=self.is_prefix())

    def _container_mode(self) -> str | None:
        if not isinstance(self.block, Container):
            modes = [m for c in self.model.containers() if (m := c.argument("mode"))]
        else:
            modes = [mode] if (mode := self.block.argument("mode")) else []
        return "MultiModel" if any(mode.value == "MultiModel" for mode in modes) else None


def find_artifacts(model: Model) -> Iterator[Artifact]:
    """Every location of model data that is certain to be there."""
    for part in model.parts():
        location = find_data_location(part) if part.exists else None
        if location is not None:
            yield Artifact(model, part, location)
