"""Typed views of a model and of what it is made of: the subjects that rules speak of."""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.hcl.text import Span
from tflint_sagemaker.sagemaker.iam import document_tree, principals_at, tree
from tflint_sagemaker.sagemaker.permissions import Permissions
from tflint_sagemaker.sagemaker.policy import PolicyError, plain_json, read_json
from tflint_sagemaker.sagemaker.refusals import refusals
from tflint_sagemaker.sagemaker.s3 import data_location, s3_location
from tflint_sagemaker.sagemaker.schema_conformance import ill_formed
from tflint_sagemaker.sagemaker.view import Argument, BlockView
from tflint_sagemaker.terraform.values import INSTANCE_KEY, Undecided, Unknown
from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.lazy_regex import lazy_regex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_sagemaker.sagemaker.related_resources import Surroundings
    from tflint_sagemaker.sagemaker.will_create import Made
    from tflint_sagemaker.terraform.evaluated import Instance
    from tflint_sagemaker.terraform.values import ResourceAttribute, Step
    from tflint_sagemaker.terraform.version_constraints import VersionConstraint

IGNORES_TRUST = lazy_regex(r"\b(all|assume_role_policy)\b")
FROM_ELSEWHERE = ("source_policy_documents", "override_policy_documents")
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
class RelatedResource(BlockView):
    """What belongs to a model, or a block in it: role, document, image, endpoint."""

    def blocks(self) -> Iterator[RelatedResource]:
        """Itself and every block in it, outermost first, stand-ins included."""
        yield self
        for block in self.nested():
            yield block.viewed(RelatedResource)


@dataclass(frozen=True, slots=True)
class PolicyDocument(RelatedResource):
    """An instance of the data source `aws_iam_policy_document`."""


@dataclass(frozen=True, slots=True)
class Role(RelatedResource):
    """An instance of `aws_iam_role`.

    `document` is the `aws_iam_policy_document` of the same configuration whose JSON is the trust
    policy, if it is one; `permissions` are the policies that the configuration gives the role.
    """

    document: PolicyDocument | None = None
    permissions: Permissions = field(default_factory=Permissions)
    _trust: list[Any] = field(default_factory=list, init=False, compare=False, repr=False)

    @property
    def trust_policy(self) -> Argument | None:
        """The policy that says who may assume the role."""
        return self.argument("assume_role_policy")

    def trust(self) -> Any:
        """The trust policy as plain JSON, `Unknown` standing for parts of it; None if not given.

        Raises Undecided if nothing is known of it, PolicyError if it is not a policy. It is the
        same object each time, to be read only.
        """
        if not self._trust:
            self._trust.append(self._read_trust())
        return self._trust[0]

    def _read_trust(self) -> Any:
        given = self.trust_policy
        if given is None:
            return None
        for block in self.evaluated.syntax.body.find_blocks("lifecycle"):
            ignored = block.body.get_attribute("ignore_changes")
            if ignored and IGNORES_TRUST.search(ignored.value.span.text):
                raise Undecided(Unknown("changes of the trust policy are ignored", ignored.span))
        if self.document is not None and given.raw.is_unknown:
            reason = ill_formed(self.document)
            if reason is not None:
                raise Undecided(reason)
            for refusal in refusals(self.document):
                raise PolicyError(refusal.message)
            return document_tree(self.document)
        if isinstance(given.raw.data, Unknown) and given.raw.data.encodes is not None:
            return tree(given.raw.data.encodes)
        return plain_json(read_json(given.text or ""))

    def own_statements(self) -> tuple[BlockView, ...]:
        """The `statement` blocks of a document that takes none from elsewhere; else nothing."""
        document = self.document
        if document is None or ill_formed(document) is not None:
            return ()
        if any(document.given(name) for name in FROM_ELSEWHERE):
            return ()
        return document.children("statement")

    def trust_span(self, word: str | None) -> Span:
        """Where the trust policy is written; the word in it, if it stands there once."""
        given = self.trust_policy
        if given is None:
            return self.span
        if self.document is not None:
            span = principals_at(self.document)
        else:
            known = not given.raw.is_unknown
            span = given.raw.via[0].span if known and given.raw.via else given.span
        return _within(span, word) if word else span


def _within(span: Span, word: str) -> Span:
    """The word, in quotes or as a bare key, if the text has it once; else all of it."""
    for pattern in (f'"{re.escape(word)}"', rf"(?<![\w.-]){re.escape(word)}(?= *[=:])"):
        found = list(re.finditer(pattern, span.text))
        if len(found) == 1:
            start, end = found[0].span()
            return Span(span.source, span.start + start, span.start + end)
    return span


@dataclass(frozen=True, slots=True)
class Bucket(RelatedResource):
    """An instance of `aws_s3_bucket`; `home` is the region of its provider, None if not stated."""

    home: Argument | None = None

    @property
    def region(self) -> Argument | None:
        """Where the bucket is made; None if not stated."""
        return self.argument("region") or self.home

    def is_named(self, name: str) -> bool:
        """Whether it is certain to have this name."""
        given = self.argument("bucket")
        return given is not None and not given.raw.is_unknown and given.text == name


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider configuration of the root module that models use.

    `block` is no subject of its own: what its arguments may be called is Terraform's to say.
    """

    address: str
    block: BlockView

    @property
    def span(self) -> Span:
        """The header of the block."""
        return self.block.span

    @property
    def elsewhere(self) -> bool:
        """Whether requests may go to something other than AWS, or checks are left out."""
        body = self.block.evaluated.syntax.body
        named = {attribute.name for attribute in body.attributes}
        kinds = {block.type for block in body.blocks}
        return bool({"endpoints", "dynamic"} & (named | kinds)) or any(
            name.startswith("skip_") for name in named
        )


@dataclass(frozen=True, slots=True)
class PrebuiltImage(RelatedResource):
    """An instance of the data source `aws_sagemaker_prebuilt_ecr_image`."""

    @property
    def repository_name(self) -> Argument | None:
        """The repository whose path is asked for."""
        return self.argument("repository_name")


@dataclass(frozen=True, slots=True)
class Model(BlockView):
    """One instance of `aws_sagemaker_model`; `around` is what stands around it."""

    instance: Instance = field(kw_only=True)
    around: Surroundings = field(kw_only=True)
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
        return self.around.provider(self.provider)

    @property
    def default_tags(self) -> Argument | None:
        """What the provider puts on all that it makes, None if that is not certain."""
        return self.around.default_tags(self.provider)

    @property
    def made(self) -> Made:
        """What the configuration may make, which is not missing where it is not there yet."""
        return self.around.made

    @property
    def region(self) -> Argument | None:
        """Where the model is made, its own region or that of its provider; None if not stated."""
        return self.argument("region") or self.around.home(self.provider)

    def too_old(self, since: str) -> VersionConstraint | None:
        """The constraint that allows no provider from this version on, None if there is none."""
        return self.around.too_old(since)

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
        found = self.around.at(source.address)
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
        return tuple(self.around.all(kind))

    def neighbour(self, part: Argument) -> RelatedResource | None:
        """What of the same configuration has this ID, None if that is not certain."""
        source = part.source
        found = self.around.at(source.address) if source and source.attribute == "id" else None
        return found if found and self.around.is_certain(found) else None

    def repository(self, of: ResourceAttribute) -> RelatedResource | None:
        """The repository of ECR of the same configuration that has this URL, if it is one."""
        return self.around.at(of.address)

    def bucket_of(self, url: Argument) -> Bucket | None:
        """The bucket of the same configuration that a location lies in, if it is one."""
        place = s3_location(url)
        if place is None:
            return None
        buckets = self.around.buckets
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
            location = data_location(part) if part.exists else None
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
class Configuration:
    """A root module and all that it calls: the subject of rules that compare models."""

    models: tuple[Model, ...]
    span: Span
    address: str = ""
