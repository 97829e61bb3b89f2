"""From an evaluated configuration to the subjects that rules speak of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.sagemaker.attachments import Attachments, attachments
from tflint_sagemaker.sagemaker.created import created_by
from tflint_sagemaker.sagemaker.endpoint import EndpointConfiguration
from tflint_sagemaker.sagemaker.iam import WAY, policy_document
from tflint_sagemaker.sagemaker.image import prebuilt_image
from tflint_sagemaker.sagemaker.made import Made
from tflint_sagemaker.sagemaker.model import (
    Bucket,
    Import,
    Model,
    Neighbour,
    PolicyDocument,
    PrebuiltImage,
    Provider,
    Role,
)
from tflint_sagemaker.sagemaker.model import Configuration as Models
from tflint_sagemaker.sagemaker.network import network
from tflint_sagemaker.sagemaker.plain_data import null_data, rendered_template
from tflint_sagemaker.sagemaker.provider import AWS, schemas
from tflint_sagemaker.sagemaker.region import current_partition, current_region
from tflint_sagemaker.sagemaker.view import Argument, BlockView
from tflint_sagemaker.terraform.schema import BlockSchema
from tflint_sagemaker.terraform.values import Source, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.terraform.expand import Configuration
    from tflint_sagemaker.terraform.instance import Instance

MODEL = "aws_sagemaker_model"
ROLE = "aws_iam_role"
REPOSITORY = "aws_ecr_repository"
BUCKET = "aws_s3_bucket"
IMAGE = "aws_sagemaker_prebuilt_ecr_image"
DOCUMENT = "aws_iam_policy_document"
ENDPOINT = "aws_sagemaker_endpoint"
ENDPOINT_CONFIGURATION = "aws_sagemaker_endpoint_configuration"

# Data sources that answer from their arguments and the provider's region alone.
DATA = {
    "aws_iam_policy_document": policy_document,
    IMAGE: prebuilt_image,
    "aws_region": current_region,
    "aws_partition": current_partition,
    "template_file": rendered_template,
    "null_data_source": null_data,
}


def models(configuration: Configuration) -> tuple[Model, ...]:
    """Every model instance of the configuration, with the roles and networks that models name."""
    shape = schemas().resource(MODEL) or BlockSchema()
    instances = configuration.instances(MODEL)
    roles = _roles(configuration, instances)
    around = network(configuration, instances)
    demands = configuration.constraints(AWS) if instances else ()
    repositories = _repositories(configuration, instances)
    names = {found.provider for found in instances if found.provider}
    homes = {name: _home(configuration, name) for name in names}
    defaults = {name: _default_tags(configuration, name) for name in names}
    buckets = _buckets(configuration) if instances else {}
    configured = {name: _provider(configuration, name) for name in sorted(names)}
    made = Made(configuration)
    created = created_by(configuration, made.lock)
    return tuple(
        Model(
            found.body,
            found.address,
            shape,
            found.exists,
            roles,
            demands,
            found.provider,
            homes.get(found.provider or ""),
            found.calls,
            repositories,
            defaults.get(found.provider or ""),
            buckets,
            around,
            configured.get(found.provider or ""),
            made,
            created,
        )
        for found in instances
    )


def _default_tags(configuration: Configuration, name: str) -> Argument | None:
    """The default tags of a provider configuration, if it is written in this configuration.

    A module without one is most often called by others, and has what they have configured.
    """
    value = configuration.provider_tags(name)
    return Argument("default_tags", value, value.span) if value and value.span else None


def _buckets(configuration: Configuration) -> dict[str, Bucket]:
    """The buckets, if the configuration has providers of more than one region."""
    written = configuration.root.declarations.others_of("provider")
    if len([chunk for chunk in written if chunk.labels[0].text == "aws"]) < 2:
        return {}
    shape = schemas().resource(BUCKET) or BlockSchema()
    found = [bucket for bucket in configuration.instances(BUCKET) if bucket.exists]
    homes = {
        bucket.provider: _home(configuration, bucket.provider)
        for bucket in found
        if bucket.provider
    }
    return {
        bucket.address: Bucket(
            bucket.body, bucket.address, shape, bucket.exists, homes.get(bucket.provider or "")
        )
        for bucket in found
    }


def _provider(configuration: Configuration, name: str) -> Provider | None:
    """The block of a provider configuration."""
    block = configuration.provider_block(name)
    shape = schemas().provider("aws")
    address = f"provider.{name}"
    return Provider(address, BlockView(block, address, shape)) if block and shape else None


def _home(configuration: Configuration, provider: str) -> Argument | None:
    """The region of a provider configuration."""
    value = configuration.provider_region(provider)
    if value is None:
        return None
    return Argument("region", value, value.via[-1].span)


def subjects(configuration: Configuration, found: tuple[Model, ...]) -> Iterator[object]:
    """Everything in the configuration that a rule may speak of, models and their blocks first.

    Language diagnostics come last: evaluating the rest is what brings them to light.
    """
    for model in found:
        yield from model.parts()
    roles = {role.address: role for model in found if (role := model.role)}
    for role in roles.values():
        yield from _blocks(role)
    yield from {view.address: view for model in found if (view := model.configured)}.values()
    for document in _documents(configuration, found):
        yield from _blocks(document)
    for served in _endpoint_configurations(configuration, found) if found else ():
        yield from served.blocks()
    for endpoint in _endpoints(configuration) if found else ():
        yield from _blocks(endpoint)
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
    given = attachments(configuration) if found else Attachments()
    return {
        role.address: Role(
            role.body,
            role.address,
            shape,
            role.exists,
            _trust_document(configuration, role),
            given.of(role),
        )
        for role in found
    }


def _repositories(
    configuration: Configuration, instances: tuple[Instance, ...]
) -> dict[str, Neighbour]:
    """The repositories of ECR whose attributes the images of the models are made of."""
    images = (
        block.arguments["image"].value.data
        for found in instances
        for block in found.body.blocks
        if "image" in block.arguments
    )
    pieces = (piece for data in images if isinstance(data, Unknown) for piece in data.pieces)
    wanted = {piece.address for piece in pieces if isinstance(piece, Source)}
    if not any(f"{REPOSITORY}." in address for address in wanted):
        return {}
    shape = schemas().resource(REPOSITORY) or BlockSchema()
    return {
        found.address: Neighbour(found.body, found.address, shape, found.exists)
        for found in configuration.instances(REPOSITORY)
        if found.address in wanted
    }


def _trust_document(configuration: Configuration, role: Instance) -> PolicyDocument | None:
    """The policy document that is the role's trust policy, if it is one of the configuration."""
    source, written = _policy_source(role), _policy_written(role)
    if source is None and written is None:
        return None
    found = [
        instance
        for instance in configuration.instances(DOCUMENT, mode="data")
        if (source and source == Source(instance.address, source.attribute))
        or (written and _holds(instance.body.syntax.span, written))
    ]
    return _document(found[0]) if len(found) == 1 else None


def _holds(outer: Span, inner: Span) -> bool:
    within = outer.start <= inner.start and inner.end <= outer.end
    return within and outer.source == inner.source


def _documents(configuration: Configuration, models: tuple[Model, ...]) -> Iterator[PolicyDocument]:
    """The documents of the models' trust policies, and those in the same modules as models."""
    told: set[str] = set()
    trusts = (role.document for model in models if (role := model.role))
    beside = configuration.instances(DOCUMENT, mode="data", beside=MODEL) if models else ()
    for document in (*trusts, *map(_document, beside)):
        if document is not None and document.address not in told:
            told.add(document.address)
            yield document


def _endpoint_configurations(
    configuration: Configuration, models: tuple[Model, ...]
) -> Iterator[EndpointConfiguration]:
    """The endpoint configurations of all modules: models come to them as outputs too."""
    shape = schemas().resource(ENDPOINT_CONFIGURATION) or BlockSchema()
    known = {model.address: model for model in models}
    for found in configuration.instances(ENDPOINT_CONFIGURATION):
        yield EndpointConfiguration(
            found.body,
            found.address,
            shape,
            found.exists,
            known,
            found.provider,
            models[0].demands,
        )


def _endpoints(configuration: Configuration) -> Iterator[Neighbour]:
    """The endpoints of all modules."""
    shape = schemas().resource(ENDPOINT) or BlockSchema()
    for found in configuration.instances(ENDPOINT):
        yield Neighbour(found.body, found.address, shape, found.exists)


def _document(instance: Instance) -> PolicyDocument:
    shape = schemas().data(DOCUMENT) or BlockSchema()
    return PolicyDocument(instance.body, instance.address, shape, instance.exists)


def _role_source(instance: Instance) -> Source | None:
    return _source(instance, "execution_role_arn")


def _policy_source(instance: Instance) -> Source | None:
    found = _source(instance, "assume_role_policy")
    return found if found and found.attribute in ("json", "minified_json") else None


def _policy_written(instance: Instance) -> Span | None:
    """A place in the policy document that a known trust policy comes from."""
    given = instance.body.arguments.get("assume_role_policy")
    ways = given.value.via[:1] if given else ()
    return ways[0].span if ways and ways[0].what == WAY else None


def _source(instance: Instance, argument: str) -> Source | None:
    given = instance.body.arguments.get(argument)
    data = given.value.data if given else None
    return data.source if isinstance(data, Unknown) else None


def _blocks(view: Neighbour) -> Iterator[Neighbour]:
    yield view
    for kind in view.schema.blocks:
        for nested in view.possible(kind):
            yield from _blocks(
                Neighbour(nested.evaluated, nested.address, nested.schema, nested.exists)
            )
