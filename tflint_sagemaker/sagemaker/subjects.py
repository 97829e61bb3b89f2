"""From an evaluated configuration to the subjects that rules speak of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.sagemaker.iam import policy_document
from tflint_sagemaker.sagemaker.image import prebuilt_image
from tflint_sagemaker.sagemaker.model import Configuration as Models
from tflint_sagemaker.sagemaker.model import Import
from tflint_sagemaker.sagemaker.plain_data import null_data, rendered_template
from tflint_sagemaker.sagemaker.provider_settings import find_set_region
from tflint_sagemaker.sagemaker.region import current_partition, current_region
from tflint_sagemaker.sagemaker.related_resources import (
    DOCUMENT,
    ENDPOINT,
    ENDPOINT_CONFIGURATION,
    IMAGE,
    MODEL,
    Surroundings,
)
from tflint_sagemaker.sagemaker.view import Argument

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from tflint_sagemaker.sagemaker.endpoint import EndpointConfiguration
    from tflint_sagemaker.sagemaker.model import Model
    from tflint_sagemaker.terraform.configuration import Configuration
    from tflint_sagemaker.terraform.evaluated import EvaluatedBlock
    from tflint_sagemaker.terraform.resource_instance import DataSourceFunction
    from tflint_sagemaker.terraform.values import Value

# Data sources that answer from their arguments and the provider's region alone.
_DATA: Mapping[str, Callable[[EvaluatedBlock, Value | None], Mapping[str, Value]]] = {
    DOCUMENT: policy_document,
    IMAGE: prebuilt_image,
    "aws_region": current_region,
    "aws_partition": current_partition,
    "template_file": rendered_template,
    "null_data_source": null_data,
}


def _give_region(
    compute: Callable[[EvaluatedBlock, Value | None], Mapping[str, Value]],
) -> DataSourceFunction:
    """Return the data source as a function of its block and provider configuration."""
    return lambda block, provider: compute(block, find_set_region(provider))


DATA: Mapping[str, DataSourceFunction] = {
    kind: _give_region(compute) for kind, compute in _DATA.items()
}


def models(configuration: Configuration) -> tuple[Model, ...]:
    """Every model instance of the configuration."""
    return tuple(Surroundings(configuration).models.values())


def subjects(configuration: Configuration, found: tuple[Model, ...]) -> Iterator[object]:
    """Everything in the configuration that a rule may speak of, models and their blocks first.

    Language diagnostics come last: evaluating the rest is what brings them to light. What the
    models refer to is evaluated whichever rules run.
    """
    around = found[0].around if found else Surroundings(configuration)
    for model in found:
        yield from model.parts()
    if found:
        yield from _around(found, around)
    yield from around.all(IMAGE, "data")
    for block in configuration.list_imports(MODEL):
        given = Argument("id", block.identifier, block.identifier.span or block.header)
        yield Import(block.address, block.header, given)
    if found:
        yield Models(found, found[0].span)
    configuration.check_mentions(MODEL)
    configuration.check_own_blocks(MODEL)
    yield from configuration.diagnostics


def home(address: str, found: Collection[Model]) -> Model | EndpointConfiguration | None:
    """The model or endpoint configuration at an address: what a provider configuration makes."""
    around = next((model.around for model in found), None)
    if around is None:
        return None
    return around.models.get(address) or around.endpoint_configuration(address)


def _around(found: tuple[Model, ...], around: Surroundings) -> Iterator[object]:
    """What belongs to the models, each once."""
    for model in found:
        for _ in around.led_to(model):
            pass
    roles = {role.address: role for model in found if (role := model.role)}
    for role in roles.values():
        yield from role.blocks()
    yield from {view.address: view for model in found if (view := model.configured)}.values()
    trusts = (role.document for role in roles.values() if role.document)
    documents = (*trusts, *around.beside_models(DOCUMENT, "data"))
    for document in {view.address: view for view in documents}.values():
        yield from document.blocks()
    for kind in (ENDPOINT_CONFIGURATION, ENDPOINT):
        for endpoint in around.all(kind):
            yield from endpoint.blocks()
