"""From an evaluated configuration to the subjects that rules speak of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.sagemaker.argument import Argument
from tflint_sagemaker.sagemaker.iam import compute_policy_document
from tflint_sagemaker.sagemaker.image import compute_prebuilt_image
from tflint_sagemaker.sagemaker.model import Import, RootConfiguration
from tflint_sagemaker.sagemaker.plain_data import compute_null_data, render_template
from tflint_sagemaker.sagemaker.provider_settings import find_set_region
from tflint_sagemaker.sagemaker.region import compute_partition, compute_region
from tflint_sagemaker.sagemaker.related_resources import (
    DOCUMENT,
    ENDPOINT,
    ENDPOINT_CONFIGURATION,
    IMAGE,
    MODEL,
    RelatedResources,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tflint_sagemaker.sagemaker.model import Model
    from tflint_sagemaker.terraform.evaluated import EvaluatedBlock
    from tflint_sagemaker.terraform.resource_instance import DataSourceFunction
    from tflint_sagemaker.terraform.values import Value

# Data sources that answer from their arguments and the provider's region alone.
_DATA: Mapping[str, Callable[[EvaluatedBlock, Value | None], Mapping[str, Value]]] = {
    DOCUMENT: compute_policy_document,
    IMAGE: compute_prebuilt_image,
    "aws_region": compute_region,
    "aws_partition": compute_partition,
    "template_file": render_template,
    "null_data_source": compute_null_data,
}


def _give_region(
    compute: Callable[[EvaluatedBlock, Value | None], Mapping[str, Value]],
) -> DataSourceFunction:
    """Return the data source as a function of its block and provider configuration."""
    return lambda block, provider: compute(block, find_set_region(provider))


DATA: Mapping[str, DataSourceFunction] = {
    kind: _give_region(compute) for kind, compute in _DATA.items()
}


def find_subjects(related: RelatedResources) -> Iterator[object]:
    """Iterate over everything in the configuration that rules apply to, models first.

    Language diagnostics come last, because the evaluation of the rest finds them. The resources
    that models refer to are evaluated whichever rules run.
    """
    configuration = related.configuration
    models = tuple(related.models.values())
    for model in models:
        yield from model.parts()
    if models:
        yield from _find_related_subjects(models, related)
    yield from related.all(IMAGE, "data")
    for block in configuration.list_imports(MODEL):
        given = Argument("id", block.identifier, block.identifier.span or block.header)
        yield Import(block.address, block.header, given)
    if models:
        yield RootConfiguration(models, models[0].span)
    configuration.check_mentions(MODEL)
    configuration.check_own_blocks(MODEL)
    yield from configuration.diagnostics


def _find_related_subjects(
    models: tuple[Model, ...], related: RelatedResources
) -> Iterator[object]:
    """Iterate over the resources and blocks that belong to the models, each once."""
    for model in models:
        for _ in related.led_to(model):
            pass
    roles = {role.address: role for model in models if (role := model.role)}
    for role in roles.values():
        yield from role.blocks()
    yield from {view.address: view for model in models if (view := model.configured)}.values()
    trusts = (role.document for role in roles.values() if role.document)
    documents = (*trusts, *related.beside_models(DOCUMENT, "data"))
    for document in {view.address: view for view in documents}.values():
        yield from document.blocks()
    for kind in (ENDPOINT_CONFIGURATION, ENDPOINT):
        for endpoint in related.all(kind):
            yield from endpoint.blocks()
