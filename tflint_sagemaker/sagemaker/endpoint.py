"""Endpoint configurations, their variants, and the models that these name."""

from __future__ import annotations

from collections import Counter
from dataclasses import field
from typing import TYPE_CHECKING, Protocol

from tflint_sagemaker.sagemaker.context import ModelContext
from tflint_sagemaker.sagemaker.resources import RelatedResource
from tflint_sagemaker.terraform.values import Undecided
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tflint_sagemaker.sagemaker.argument import Argument
    from tflint_sagemaker.sagemaker.model import Model
    from tflint_sagemaker.sagemaker.resources import Provider
    from tflint_sagemaker.terraform.version_constraints import VersionConstraint

KIND = "aws_sagemaker_endpoint_configuration"
PRODUCTION, SHADOW = VARIANTS = ("production_variants", "shadow_production_variants")
# Either is the name: the provider takes the one for the other.
NAMES = ("name", "id")


def find_serving_variants(model: Model) -> Iterator[Variant]:
    """The variants that are certain to serve a model.

    Raises Undecided at the end if some configuration may have more variants than are known.
    """
    doubt = None
    for found in model.created(KIND):
        if not isinstance(found, EndpointConfiguration) or not found.exists:
            continue
        try:
            variants = found.variants()
        except Undecided as unknown:
            doubt = doubt or unknown
            continue
        yield from (one for one in variants if one.exists and one.model is model)
    if doubt is not None:
        raise doubt


def find_deployed(beside: EndpointConfiguration) -> tuple[tuple[EndpointConfiguration, int], ...]:
    """The configurations beside one, itself included, that endpoints refer to; how many do."""
    context, named = beside.context, Counter[str]()
    for endpoint in context.all("aws_sagemaker_endpoint"):
        given = endpoint.argument("endpoint_config_name") if endpoint.exists else None
        sources = given.sources if given else ()
        named.update({source.address for source in sources if source.attribute in NAMES})
    return tuple(
        (one, named[one.address])
        for one in context.all(KIND)
        if isinstance(one, EndpointConfiguration)
        and one.exists
        and named[one.address]
        and one.beside(beside)
    )


class EndpointContext(ModelContext, Protocol):
    """What an endpoint configuration reads from the rest of its configuration."""

    @property
    def models(self) -> Mapping[str, Model]:
        """The instances of `aws_sagemaker_model`, by address."""


@dataclass(frozen=True, slots=True)
class EndpointConfiguration(RelatedResource):
    """An instance of `aws_sagemaker_endpoint_configuration`.

    `provider` and `context` are as those of a model.
    """

    provider: str | None = field(kw_only=True)
    context: EndpointContext = field(kw_only=True)

    @property
    def configured(self) -> Provider | None:
        """That provider configuration, None if it is not certain which it is."""
        return self.context.provider(self.provider)

    @property
    def region(self) -> Argument | None:
        """Where it is made, its own region or that of its provider; None if not stated."""
        return self.argument("region") or self.context.home(self.provider)

    def too_old(self, since: str) -> VersionConstraint | None:
        """The constraint that allows no provider from this version on, None if there is none."""
        return self.context.too_old(since)

    def variants(self, *kinds: str) -> tuple[Variant, ...]:
        """The variants of these kinds, or of both. Raises Undecided if the number is not known."""
        return tuple(
            block.viewed(Variant, configuration=self)
            for kind in kinds or VARIANTS
            for block in self.children(kind)
        )

    def blocks(self) -> Iterator[RelatedResource]:
        """The configuration and every block in it, outermost first, stand-ins included."""
        yield self
        for block in self.nested():
            if block.evaluated.type in VARIANTS:
                yield block.viewed(Variant, configuration=self)
            else:
                yield block.viewed(RelatedResource)

    def beside(self, other: Model | EndpointConfiguration) -> bool:
        """Whether it is certain to be made in the account and region of the other."""
        if self.provider is None or self.provider != other.provider:
            return False
        regions = [view.argument("region") for view in (self, other)]
        known = [None if found is None else found.raw.data for found in regions]
        return known[0] == known[1] and all(isinstance(region, str | None) for region in known)


@dataclass(frozen=True, slots=True)
class Variant(RelatedResource):
    """A `production_variants` or `shadow_production_variants` block."""

    configuration: EndpointConfiguration = field(kw_only=True)

    @property
    def shadow(self) -> bool:
        """Whether it gets copies of the requests only."""
        return self.evaluated.type == SHADOW

    @property
    def model_name(self) -> Argument | None:
        """The name of the model that it serves."""
        return self.argument("model_name")

    @property
    def referred(self) -> Model | None:
        """The model of the same configuration whose name is given by reference."""
        given, models = self.model_name, self.configuration.context.models
        sources = given.sources if given else ()
        found = (models.get(s.address) for s in sources if s.attribute in NAMES)
        return next((model for model in found if model is not None), None)

    @property
    def model(self) -> Model | None:
        """The model of the same configuration that it serves, None if it is none for certain."""
        referred = self.referred
        if referred is not None:
            return referred
        equal = self.namesakes()
        return equal[0] if len(equal) == 1 else None

    def namesakes(self) -> tuple[Model, ...]:
        """The models beside it that are known to have the name that is given."""
        given = self.model_name
        if given is None or not isinstance(given.raw.data, str):
            return ()
        return tuple(m for m in self.candidates() if m.name and m.name.raw.data == given.raw.data)

    def candidates(self) -> Iterator[Model]:
        """The models that are certain to be made in the same account and region."""
        for model in self.configuration.context.models.values():
            if model.exists and self.configuration.beside(model):
                yield model
