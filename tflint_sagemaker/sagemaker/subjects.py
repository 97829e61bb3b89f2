"""From an evaluated configuration to the subjects that rules speak of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.sagemaker.iam import policy_document
from tflint_sagemaker.sagemaker.image import prebuilt_image
from tflint_sagemaker.sagemaker.model import Configuration as Models
from tflint_sagemaker.sagemaker.model import Import, Model, PrebuiltImage, Role
from tflint_sagemaker.sagemaker.provider import schemas
from tflint_sagemaker.sagemaker.view import Argument, BlockView
from tflint_sagemaker.terraform.schema import BlockSchema
from tflint_sagemaker.terraform.values import Source, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_sagemaker.terraform.expand import Configuration
    from tflint_sagemaker.terraform.instance import Instance

MODEL = "aws_sagemaker_model"
ROLE = "aws_iam_role"
IMAGE = "aws_sagemaker_prebuilt_ecr_image"
DOCUMENT = "aws_iam_policy_document"

# Data sources that answer from their arguments alone.
DATA = {"aws_iam_policy_document": policy_document, IMAGE: prebuilt_image}


def models(configuration: Configuration) -> tuple[Model, ...]:
    """Every model instance of the configuration, with the roles that the models name."""
    shape = schemas().resource(MODEL) or BlockSchema()
    instances = configuration.instances(MODEL)
    roles = _roles(configuration, instances)
    demands = configuration.constraints("hashicorp/aws") if instances else ()
    return tuple(
        Model(found.body, found.address, shape, found.exists, roles, demands) for found in instances
    )


def subjects(configuration: Configuration, found: tuple[Model, ...]) -> Iterator[object]:
    """Everything in the configuration that a rule may speak of, models and their blocks first.

    Language diagnostics come last: evaluating the rest is what brings them to light.
    """
    for model in found:
        yield from model.parts()
    roles = {role.address: role for model in found if (role := model.role)}
    for role in roles.values():
        yield from _blocks(role)
    shape = schemas().data(IMAGE) or BlockSchema()
    for instance in configuration.instances(IMAGE, mode="data"):
        yield PrebuiltImage(instance.body, instance.address, shape, instance.exists)
    for block in configuration.imports(MODEL):
        given = Argument("id", block.identifier, block.identifier.span or block.header)
        yield Import(block.address, block.header, given)
    if found:
        yield Models(found, found[0].span)
    configuration.check_mentions(MODEL)
    configuration.check_own_blocks(MODEL)
    yield from configuration.diagnostics


def _roles(configuration: Configuration, instances: tuple[Instance, ...]) -> dict[str, Role]:
    """The roles whose attributes the models give as their execution role, by address."""
    wanted = {source.address for found in instances if (source := _role_source(found))}
    shape = schemas().resource(ROLE) or BlockSchema()
    found = [
        role for role in (configuration.instances(ROLE) if wanted else ()) if role.address in wanted
    ]
    documents = _documents(configuration, found)
    return {
        role.address: Role(
            role.body, role.address, shape, role.exists, documents.get(_policy_source(role))
        )
        for role in found
    }


def _documents(
    configuration: Configuration, roles: list[Instance]
) -> dict[Source | None, BlockView]:
    """The policy documents that are the roles' trust policies but for some unknown part."""
    wanted = {source.address for role in roles if (source := _policy_source(role))}
    shape = schemas().data(DOCUMENT) or BlockSchema()
    return {
        Source(found.address, attribute): BlockView(found.body, found.address, shape, found.exists)
        for found in (configuration.instances(DOCUMENT, mode="data") if wanted else ())
        if found.address in wanted
        for attribute in ("json", "minified_json")
    }


def _role_source(instance: Instance) -> Source | None:
    return _source(instance, "execution_role_arn")


def _policy_source(instance: Instance) -> Source | None:
    return _source(instance, "assume_role_policy")


def _source(instance: Instance, argument: str) -> Source | None:
    given = instance.body.arguments.get(argument)
    data = given.value.data if given else None
    return data.source if isinstance(data, Unknown) else None


def _blocks(view: BlockView) -> Iterator[BlockView]:
    yield view
    for kind in view.schema.blocks:
        for nested in view.possible(kind):
            yield from _blocks(nested)
