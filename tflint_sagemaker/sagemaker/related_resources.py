"""What stands around the models of a configuration: looked up when asked for, and then kept."""

from __future__ import annotations

from bisect import bisect_right
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeVar

from tflint_sagemaker.sagemaker.argument import Argument
from tflint_sagemaker.sagemaker.attachments import find_attachments
from tflint_sagemaker.sagemaker.endpoint import EndpointConfiguration
from tflint_sagemaker.sagemaker.iam import WAY
from tflint_sagemaker.sagemaker.model import Model
from tflint_sagemaker.sagemaker.provider import AWS, load_schemas
from tflint_sagemaker.sagemaker.provider_settings import find_default_tags, find_region
from tflint_sagemaker.sagemaker.resources import (
    Bucket,
    PolicyDocument,
    PrebuiltImage,
    Provider,
    RelatedResource,
    Role,
    find_sources,
)
from tflint_sagemaker.sagemaker.view import BlockView
from tflint_sagemaker.sagemaker.will_create import Made
from tflint_sagemaker.terraform.block_schema import BlockSchema
from tflint_sagemaker.terraform.values import Unknown, parse_resource_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.terraform.configuration import Configuration, ResourceMode
    from tflint_sagemaker.terraform.evaluated import Instance
    from tflint_sagemaker.terraform.values import ResourceAttribute
    from tflint_sagemaker.terraform.version_constraints import VersionConstraint

MODEL = "aws_sagemaker_model"
BUCKET = "aws_s3_bucket"
DOCUMENT = "aws_iam_policy_document"
IMAGE = "aws_sagemaker_prebuilt_ecr_image"
ENDPOINT = "aws_sagemaker_endpoint"
ENDPOINT_CONFIGURATION = "aws_sagemaker_endpoint_configuration"

# What an argument of a model, or of what it leads to, may refer to.
REFERRED = {
    "managed": (
        "aws_iam_role",
        "aws_ecr_repository",
        "aws_subnet",
        "aws_security_group",
        "aws_vpc",
    ),
    "data": (DOCUMENT,),
}

Found = TypeVar("Found")


class RelatedResources:
    """The resources, data sources and providers of a configuration, as rules read them.

    Each resource or data source is one view, however often it is asked for. Several threads may
    ask, of which one at a time evaluates.
    """

    def __init__(self, configuration: Configuration) -> None:
        self.configuration = configuration
        self._known: dict[tuple[object, ...], Any] = {}
        self._lock = RLock()
        self.made = Made(configuration)

    def _once(self, *key: object, find: Callable[[], Found]) -> Found:
        """Return what has been found under a key, or find it now."""
        if key not in self._known:
            with self._lock:
                if key not in self._known:
                    self._known[key] = find()
        found: Found = self._known[key]
        return found

    @property
    def models(self) -> Mapping[str, Model]:
        """The instances of `aws_sagemaker_model`, by their addresses."""
        return self._once("models", find=self._models)

    def _models(self) -> dict[str, Model]:
        shape = load_schemas().find_resource(MODEL) or BlockSchema()
        return {
            address: Model(found.body, address, shape, found.exists, instance=found, context=self)
            for address, found in self._of("managed", MODEL).items()
        }

    def at(self, address: str) -> RelatedResource | None:
        """What has this address, if it is of a type that models refer to."""
        return self._once("at", address, find=lambda: self._at(address))

    def _at(self, address: str) -> RelatedResource | None:
        is_data, kind = parse_resource_address(address)
        mode: ResourceMode = "data" if is_data else "managed"
        if kind not in REFERRED[mode]:
            return None
        found = self._of(mode, kind).get(address)
        return self._view(found) if found else None

    def all(self, kind: str, mode: ResourceMode = "managed") -> Iterator[RelatedResource]:
        """All of one type, in order of address."""
        return map(self._view, self._of(mode, kind).values())

    def endpoint_configuration(self, address: str) -> EndpointConfiguration | None:
        """The endpoint configuration at an address, None if there is none."""
        found = self._of("managed", ENDPOINT_CONFIGURATION).get(address)
        view = self._view(found) if found else None
        return view if isinstance(view, EndpointConfiguration) else None

    def find_model_or_endpoint(self, address: str) -> Model | EndpointConfiguration | None:
        """Return the model or endpoint configuration at an address, None for anything else.

        These are the resources whose provider configuration a live check uses.
        """
        return self.models.get(address) or self.endpoint_configuration(address)

    def beside_models(self, kind: str, mode: ResourceMode) -> Iterator[RelatedResource]:
        """Those of one type that are declared in the same modules as models."""
        with self._lock:
            found = self.configuration.list_instances(kind, mode=mode, beside=MODEL)
        return map(self._view, found)

    def led_to(self, view: BlockView) -> Iterator[RelatedResource]:
        """All that a block's arguments refer to, and what the arguments of these refer to."""
        seen: set[str] = set()
        ahead = list(_find_sources(view))
        while ahead:
            address = ahead.pop(0).address
            found = self.at(address) if address not in seen else None
            seen.add(address)
            if found is not None:
                yield found
                ahead.extend(_find_sources(found))

    def is_certain(self, view: RelatedResource) -> bool:
        """Whether an instance will be there, and its key is known."""
        found = self._of("managed", view.type).get(view.address)
        return found is not None and found.exists and found.unsure is None

    def declares(self, kind: str) -> bool:
        """Whether some module declares a resource of that type."""
        return self.configuration.has_resource(kind)

    @property
    def buckets(self) -> Mapping[str, Bucket]:
        """The buckets of S3, by address; none where all must lie in one region."""
        return self._once("buckets", find=self._buckets)

    def _buckets(self) -> dict[str, Bucket]:
        written = self.configuration.root.declarations.list_unnamed("provider")
        if len([chunk for chunk in written if chunk.labels[0].text == "aws"]) < 2:
            return {}
        return {
            view.address: view
            for view in self.all(BUCKET)
            if isinstance(view, Bucket) and view.exists
        }

    @property
    def demands(self) -> tuple[VersionConstraint, ...]:
        """What the configuration demands of the version of hashicorp/aws."""
        return self._once("demands", find=lambda: self.configuration.list_version_constraints(AWS))

    def too_old(self, since: str) -> VersionConstraint | None:
        """The constraint that allows no provider from this version on, None if there is none."""
        return next((found for found in self.demands if found.is_below(since)), None)

    def provider(self, name: str | None) -> Provider | None:
        """A provider configuration of the root module, None if it is not certain which it is."""
        return self._once("provider", name, find=lambda: self._provider(name)) if name else None

    def _provider(self, name: str) -> Provider | None:
        block, shape = (
            self.configuration.find_provider(name).evaluate_block(),
            load_schemas().find_provider("aws"),
        )
        address = f"provider.{name}"
        return Provider(address, BlockView(block, address, shape)) if block and shape else None

    def home(self, provider: str | None) -> Argument | None:
        """The region that a provider configuration sets, None if it sets none for certain."""
        return self._once("home", provider, find=lambda: self._home(provider)) if provider else None

    def _home(self, provider: str) -> Argument | None:
        value = find_region(self.configuration.find_provider(provider))
        return Argument("region", value, value.via[-1].span) if value else None

    def default_tags(self, provider: str | None) -> Argument | None:
        """The default tags of a provider configuration, if it is written in this configuration.

        A module without one is most often called by others, and has what they have configured.
        """
        return self._once("tags", provider, find=lambda: self._tags(provider)) if provider else None

    def _tags(self, provider: str) -> Argument | None:
        value = find_default_tags(self.configuration.find_provider(provider))
        return Argument("default_tags", value, value.span) if value and value.span else None

    def _of(self, mode: ResourceMode, kind: str) -> Mapping[str, Instance]:
        return self._once("instances", mode, kind, find=lambda: self._found(mode, kind))

    def _found(self, mode: ResourceMode, kind: str) -> dict[str, Instance]:
        return {
            found.address: found for found in self.configuration.list_instances(kind, mode=mode)
        }

    def _view(self, instance: Instance) -> RelatedResource:
        return self._once("view", instance.address, find=lambda: self._made(instance))

    def _made(self, instance: Instance) -> RelatedResource:
        table = (
            load_schemas().find_data_source
            if instance.body.type == "data"
            else load_schemas().find_resource
        )
        shape = table(instance.kind) or BlockSchema()
        view = RelatedResource(instance.body, instance.address, shape, instance.exists)
        match instance.kind:
            case "aws_iam_role":
                document = self._trust_document(instance)
                given = self._once("attached", find=lambda: find_attachments(self.configuration))
                return view.viewed(Role, document=document, permissions=given.of(instance))
            case "aws_s3_bucket":
                return view.viewed(Bucket, home=self.home(instance.provider))
            case "aws_sagemaker_endpoint_configuration":
                return view.viewed(EndpointConfiguration, provider=instance.provider, context=self)
            case "aws_iam_policy_document":
                return view.viewed(PolicyDocument)
            case "aws_sagemaker_prebuilt_ecr_image":
                return view.viewed(PrebuiltImage)
            case _:
                return view

    def _trust_document(self, role: Instance) -> PolicyDocument | None:
        """The data source that writes the trust policy of a role, if one does."""
        given = role.body.arguments.get("assume_role_policy")
        if given is None:
            return None
        source = given.value.data.source if isinstance(given.value.data, Unknown) else None
        if source is not None:
            named = (
                self.at(source.address) if source.attribute in ("json", "minified_json") else None
            )
            return named if isinstance(named, PolicyDocument) else None
        # A document that is wholly known leaves the place of its principals behind.
        way = next(iter(given.value.via), None)
        if way is None or way.what != WAY:
            return None
        places = self._once("documents", find=lambda: Places(self.all(DOCUMENT, "data")))
        found = places.around(way.span)
        return found[0] if len(found) == 1 and isinstance(found[0], PolicyDocument) else None


class Places:
    """Views by where their blocks are written, none of which holds another."""

    def __init__(self, views: Iterable[RelatedResource]) -> None:
        self._at: dict[str, dict[int, list[RelatedResource]]] = {}
        for view in views:
            span = view.evaluated.syntax.span
            self._at.setdefault(span.source.path, {}).setdefault(span.start, []).append(view)
        self._starts = {path: sorted(found) for path, found in self._at.items()}

    def around(self, place: Span) -> list[RelatedResource]:
        """Those whose block the place is in."""
        starts = self._starts.get(place.source.path, [])
        before = bisect_right(starts, place.start)
        nearest = self._at[place.source.path][starts[before - 1]] if before else []
        return [view for view in nearest if place.end <= view.evaluated.syntax.span.end]


def _find_sources(view: BlockView) -> Iterator[ResourceAttribute]:
    """The attributes of others that the values in a block are, or are made of."""
    for block in (view, *view.nested()):
        for argument in block.evaluated.arguments.values():
            yield from find_sources(argument.value)
