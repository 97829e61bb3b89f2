"""Endpoint configurations, their variants, and the models that these name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tflint_sagemaker.sagemaker.model import Model, Neighbour, first_excluding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tflint_sagemaker.sagemaker.view import Argument, BlockView
    from tflint_sagemaker.terraform.versions import Constraint

PRODUCTION, SHADOW = VARIANTS = ("production_variants", "shadow_production_variants")
# Either is the name: the provider takes the one for the other.
NAMES = ("name", "id")


@dataclass(frozen=True, slots=True)
class EndpointConfiguration(Neighbour):
    """An instance of `aws_sagemaker_endpoint_configuration`.

    `models` are those of the same configuration, by their addresses; `provider` and `demands` are
    as those of a model.
    """

    models: Mapping[str, Model] = field(default_factory=dict)
    provider: str | None = None
    demands: tuple[Constraint, ...] = ()

    def too_old(self, since: str) -> Constraint | None:
        """The constraint that allows no provider from this version on, None if there is none."""
        return first_excluding(self.demands, since)

    def variants(self, *kinds: str) -> tuple[Variant, ...]:
        """The variants of these kinds, or of both. Raises Undecided if the number is not known."""
        return tuple(
            self.variant(block) for kind in kinds or VARIANTS for block in self.children(kind)
        )

    def variant(self, block: BlockView) -> Variant:
        """A block of the configuration as a variant."""
        return Variant(block.evaluated, block.address, block.schema, block.exists, self)

    def blocks(self) -> Iterator[Neighbour]:
        """The configuration and every block in it, outermost first, stand-ins included."""
        yield self
        for kind in self.schema.blocks:
            for block in self.possible(kind):
                if kind in VARIANTS:
                    variant = self.variant(block)
                    yield variant
                    for inner in block.schema.blocks:
                        for nested in block.possible(inner):
                            yield from _nested(nested)
                else:
                    yield from _nested(block)

    def beside(self, model: Model) -> bool:
        """Whether it is certain to be made in the account and region of the model."""
        if self.provider is None or self.provider != model.provider:
            return False
        regions = [view.argument("region") for view in (self, model)]
        known = [None if found is None else found.raw.data for found in regions]
        return known[0] == known[1] and all(isinstance(region, str | None) for region in known)


@dataclass(frozen=True, slots=True)
class Variant(Neighbour):
    """A `production_variants` or `shadow_production_variants` block."""

    configuration: EndpointConfiguration | None = None

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
        given, models = self.model_name, self.configuration.models if self.configuration else {}
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
        around = self.configuration
        for model in around.models.values() if around else ():
            if model.exists and around is not None and around.beside(model):
                yield model


def _nested(view: BlockView) -> Iterator[Neighbour]:
    yield Neighbour(view.evaluated, view.address, view.schema, view.exists)
    for kind in view.schema.blocks:
        for nested in view.possible(kind):
            yield from _nested(nested)
