"""What a model reads from the rest of its configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tflint_sagemaker.sagemaker.argument import Argument
    from tflint_sagemaker.sagemaker.resources import Bucket, Provider, RelatedResource
    from tflint_sagemaker.sagemaker.will_create import Made
    from tflint_sagemaker.terraform.version_constraints import VersionConstraint


class ModelContext(Protocol):
    """The resources, data sources and providers of a configuration.

    `RelatedResources` implements it. Models depend on this protocol alone, because that class
    creates the models.
    """

    made: Made

    @property
    def buckets(self) -> Mapping[str, Bucket]:
        """The S3 buckets, by address; empty where all of them are in one region."""

    def at(self, address: str) -> RelatedResource | None:
        """Return the resource or data source at an address, if models refer to its type."""

    def all(self, kind: str) -> Iterator[RelatedResource]:
        """Iterate over the instances of a resource type, in order of address."""

    def is_certain(self, view: RelatedResource) -> bool:
        """Return whether an instance will exist, and its key is known."""

    def declares(self, kind: str) -> bool:
        """Return whether some module declares a resource of that type."""

    def too_old(self, since: str) -> VersionConstraint | None:
        """Return the version constraint that excludes every provider from `since` on, if any."""

    def provider(self, name: str | None) -> Provider | None:
        """Return a provider configuration of the root module, None if it is not certain."""

    def home(self, provider: str | None) -> Argument | None:
        """Return the region that a provider configuration sets, None if that is not certain."""

    def default_tags(self, provider: str | None) -> Argument | None:
        """Return the default tags of a provider configuration, None if that is not certain."""
