"""Models and their blocks: the subjects of most rules."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from tflint_sagemaker.sagemaker.resources import Role
from tflint_sagemaker.sagemaker.s3 import find_data_location, parse_s3_location
from tflint_sagemaker.sagemaker.view import BlockView
from tflint_sagemaker.terraform.values import INSTANCE_KEY, Undecided, Unknown
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.sagemaker.argument import Argument
    from tflint_sagemaker.sagemaker.context import ModelContext
    from tflint_sagemaker.sagemaker.permissions import Permissions
    from tflint_sagemaker.sagemaker.resources import Bucket, Provider, RelatedResource
    from tflint_sagemaker.sagemaker.will_create import Made
    from tflint_sagemaker.terraform.evaluated import Instance
    from tflint_sagemaker.terraform.values import ResourceAttribute, Step
    from tflint_sagemaker.terraform.version_constraints import VersionConstraint

CONTAINER_KINDS = ("primary_container", "container")


@dataclass(frozen=True, slots=True)
class Container(BlockView):
    """A `primary_container` or `container` block."""

    @property
    def image(self) -> Argument | None:
        """The registry path of the image."""
        return self.argument("image")

    @property
    def model_package_name(self) -> Argument | None:
        """The model package that stands for image and data."""
        return self.argument("model_package_name")


@dataclass(frozen=True, slots=True)
class VpcConfig(BlockView):
    """A `vpc_config` block."""


@dataclass(frozen=True, slots=True)
class Model(BlockView):
    """One instance of `aws_sagemaker_model`; `context` gives the resources around it."""

    instance: Instance = field(kw_only=True)
    context: ModelContext = field(kw_only=True)
    _parts: list[BlockView] = field(default_factory=list, init=False, compare=False, repr=False)
    _containers: list[Container] = field(
        default_factory=list, init=False, compare=False, repr=False
    )

    @property
    def calls(self) -> tuple[Step, ...]:
        """The module calls that lead to it, outermost first."""
        return self.instance.calls

    @property
    def provider(self) -> str | None:
        """The root module's name for its provider configuration, None if that is not certain."""
        return self.instance.provider

    @property
    def configured(self) -> Provider | None:
        """That provider configuration, None if it is not certain which it is."""
        return self.context.provider(self.provider)

    @property
    def default_tags(self) -> Argument | None:
        """What the provider puts on all that it makes, None if that is not certain."""
        return self.context.default_tags(self.provider)

    @property
    def made(self) -> Made:
        """What the configuration may make, which is not missing where it is not there yet."""
        return self.context.made

    @property
    def region(self) -> Argument | None:
        """Where the model is made, its own region or that of its provider; None if not stated."""
        return self.argument("region") or self.context.home(self.provider)

    def too_old(self, since: str) -> VersionConstraint | None:
        """The constraint that allows no provider from this version on, None if there is none."""
        return self.context.too_old(since)

    @property
    def module_path(self) -> str:
        """What stands before the resource in its address, the dot at its end included."""
        return self.address[: self.address.rindex("aws_sagemaker_model.")]

    @property
    def module(self) -> str:
        """The module's address without instance keys, empty for the root."""
        return INSTANCE_KEY.sub("", self.module_path).removesuffix(".")

    @property
    def name(self) -> Argument | None:
        """The name, None if Terraform is to make one."""
        return self.argument("name")

    @property
    def execution_role_arn(self) -> Argument | None:
        """The role that SageMaker assumes."""
        return self.argument("execution_role_arn")

    @property
    def role(self) -> Role | None:
        """The role of the same configuration whose ARN is given, None if it is none of these."""
        given = self.execution_role_arn
        source = given.source if given else None
        if source is None or source.attribute != "arn":
            return None
        found = self.context.at(source.address)
        return found if isinstance(found, Role) else None

    @property
    def permissions(self) -> Permissions:
        """The policies of its role. Raises Undecided if that is none of the configuration's."""
        role = self.role
        if role is None:
            raise Undecided(Unknown("the execution role is none of this configuration", self.span))
        return role.permissions

    def created(self, kind: str) -> tuple[RelatedResource, ...]:
        """The instances of a resource type that the same configuration creates, in any module."""
        return tuple(self.context.all(kind))

    def has_created(self, kind: str, argument: str, text: str) -> bool:
        """Return whether the configuration creates a resource of a type whose argument is `text`.

        Raise Undecided if an instance of that type may be it: its argument is unknown, or the
        instance may not exist.
        """
        doubt: Unknown | None = None
        for found in self.created(kind):
            given = found.argument(argument)
            if given is None or not given.can_equal(text):
                continue
            if given.raw.data == text and found.exists:
                return True
            reason = f"`{found.address}` may be what `{text}` names"
            doubt = doubt or Unknown(reason, given.span)
        if doubt is not None:
            raise Undecided(doubt)
        return False

    def neighbour(self, part: Argument) -> RelatedResource | None:
        """What of the same configuration has this ID, None if that is not certain."""
        source = part.source
        found = self.context.at(source.address) if source and source.attribute == "id" else None
        return found if found and self.context.is_certain(found) else None

    def repository(self, of: ResourceAttribute) -> RelatedResource | None:
        """The repository of ECR of the same configuration that has this URL, if it is one."""
        return self.context.at(of.address)

    def bucket_of(self, url: Argument) -> Bucket | None:
        """The bucket of the same configuration that a location lies in, if it is one."""
        place = parse_s3_location(url)
        if place is None:
            return None
        buckets = self.context.buckets
        if place.reference is not None:
            return buckets.get(f"{self.module_path}{place.reference}")
        if not place.whole:
            return None
        named = [bucket for bucket in buckets.values() if bucket.is_named(place.bucket)]
        return named[0] if len(named) == 1 else None

    def containers(self) -> tuple[Container, ...]:
        """All containers, the primary first. Raises Undecided if their number is not known."""
        for kind in CONTAINER_KINDS:
            self.children(kind)
        if not self._containers:
            parts = [part for part in self.parts() if isinstance(part, Container)]
            parts.sort(key=lambda part: CONTAINER_KINDS.index(part.evaluated.type))
            self._containers[:] = parts  # at once: other threads may do the same
        return tuple(self._containers)

    def data_locations(self) -> Iterator[Argument]:
        """Every location of model data that is certain to be there."""
        for part in self.parts():
            location = find_data_location(part) if part.exists else None
            if location is not None:
                yield location

    def parts(self) -> Iterator[BlockView]:
        """The model and every block in it, outermost first, stand-ins included."""
        if not self._parts:
            self._parts.append(self)
            for block in self.nested():
                self._parts.append(block.viewed(PARTS.get(block.evaluated.type, BlockView)))
        return iter(self._parts)


PARTS: dict[str, type[BlockView]] = {
    "primary_container": Container,
    "container": Container,
    "vpc_config": VpcConfig,
}


@dataclass(frozen=True, slots=True)
class Import:
    """An `import` block whose target is a model; `identifier` is its `id`."""

    address: str
    span: Span
    identifier: Argument


@dataclass(frozen=True, slots=True)
class RootConfiguration:
    """A root module and all that it calls: the subject of rules that compare models."""

    models: tuple[Model, ...]
    span: Span
    address: str = ""
