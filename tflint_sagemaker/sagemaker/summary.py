"""Models as a drawing shows them: what each is made of, in short texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tflint_sagemaker.sagemaker.model import CONTAINER_KINDS
from tflint_sagemaker.sagemaker.plan_json import planned_models
from tflint_sagemaker.sagemaker.secrets import masked
from tflint_sagemaker.terraform.planned_instance import LEFT_TO_PROVIDER
from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.lazy_regex import lazy_regex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.sagemaker.model import Model
    from tflint_sagemaker.terraform.configuration import Configuration
    from tflint_sagemaker.terraform.planned_instance import PlannedInstance
    from tflint_sagemaker.terraform.values import Unknown

SENSITIVE = "(sensitive)"
NOT_KNOWN = "(known after apply)"

_REFERENCE = lazy_regex(r"[\w-]+(?:\.[\w-]+|\[[^\]\s]*\])+")


@dataclass(frozen=True, slots=True)
class Part:
    """A value in a drawing. `why` says why it is not known, None if it is; `at` is the value."""

    text: str
    why: str | None = None
    at: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContainerSketch:
    """A container: where its image and its data come from. `kind` is the type of its block."""

    kind: str
    hostname: Part | None = None
    mode: Part | None = None
    image: Part | None = None
    package: Part | None = None
    data: tuple[Part, ...] = ()
    variables: int | None = 0

    def parts(self) -> Iterator[Part]:
        """Every value in it."""
        given = (self.hostname, self.mode, self.image, self.package, *self.data)
        yield from (part for part in given if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSketch:
    """One instance of `aws_sagemaker_model`. `unsure` says why it may be none, or many.

    A `vpc` of None is no VPC; otherwise it holds subnets and security groups.
    """

    address: str
    at: Span
    name: Part | None = None
    role: Part | None = None
    region: Part | None = None
    containers: tuple[ContainerSketch, ...] = ()
    vpc: tuple[tuple[Part, ...], tuple[Part, ...]] | None = None
    isolated: bool = False
    pipeline: Part | None = None
    tags: int | None = 0
    unsure: str | None = None

    def parts(self) -> Iterator[Part]:
        """Every value in it."""
        given = (self.name, self.role, self.region, self.pipeline)
        yield from (part for part in given if part)
        for container in self.containers:
            yield from container.parts()
        for group in self.vpc or ():
            yield from group


def sketches(configuration: Configuration, models: tuple[Model, ...]) -> Iterator[ModelSketch]:
    """The models that will be, in order of address."""
    views = {model.address: model for model in models}
    for planned in planned_models(configuration):
        if view := views.get(planned.address):
            yield _sketch(planned, view)


def _sketch(planned: PlannedInstance, view: Model) -> ModelSketch:
    values = planned.values
    networks = values.get("vpc_config") or []
    return ModelSketch(
        address=planned.address,
        at=view.span,
        name=_part(planned, values, "", "name"),
        role=_part(planned, values, "", "execution_role_arn"),
        region=_region(view),
        containers=tuple(_containers(planned)),
        vpc=_vpc(planned, networks[0]) if networks else _unknown_vpc(planned),
        isolated=values.get("enable_network_isolation") is True,
        pipeline=_first_mode(planned),
        tags=_number(planned, values, "", "tags"),
        unsure=masked(planned.unsure.reason) if planned.unsure else None,
    )


def _containers(planned: PlannedInstance) -> Iterator[ContainerSketch]:
    for kind in CONTAINER_KINDS:
        for number, block in enumerate(planned.values.get(kind) or ()):
            path = f"{kind}[{number}]."
            yield ContainerSketch(
                kind=kind,
                hostname=_part(planned, block, path, "container_hostname"),
                mode=_part(planned, block, path, "mode"),
                image=_part(planned, block, path, "image"),
                package=_part(planned, block, path, "model_package_name"),
                data=tuple(_data(planned, block, path)),
                variables=_number(planned, block, path, "environment"),
            )
        if reason := planned.reasons.get(kind):
            yield ContainerSketch(kind=kind, image=_guess(reason))


def _data(planned: PlannedInstance, block: dict[str, Any], path: str) -> Iterator[Part]:
    """Where the data of a container lie."""
    if url := _part(planned, block, path, "model_data_url"):
        yield url
    for kind in ("model_data_source", "additional_model_data_source"):
        for at, source in enumerate(block.get(kind) or ()):
            for place, s3 in enumerate(source.get("s3_data_source") or ()):
                if uri := _part(
                    planned, s3, f"{path}{kind}[{at}].s3_data_source[{place}].", "s3_uri"
                ):
                    yield uri


def _vpc(
    planned: PlannedInstance, block: dict[str, Any]
) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    names = ("subnets", "security_group_ids")
    subnets, groups = (tuple(_elements(planned, block, name)) for name in names)
    return subnets, groups


def _unknown_vpc(planned: PlannedInstance) -> tuple[tuple[Part, ...], tuple[Part, ...]] | None:
    reason = planned.reasons.get("vpc_config")
    return ((_guess(reason),), ()) if reason else None


def _elements(planned: PlannedInstance, block: dict[str, Any], name: str) -> Iterator[Part]:
    """The elements of a set: what is known of them, then what is not."""
    path = f"vpc_config[0].{name}"
    known = block.get(name) or planned.parts.get(path) or ()
    for text in known:
        yield Part(masked(str(text)), at=_at(planned, path))
    if path in planned.sensitive:
        yield Part(SENSITIVE, at=_at(planned, path))
    elif reason := planned.reasons.get(path):
        yield _guess(reason, _at(planned, path))


def _part(planned: PlannedInstance, block: dict[str, Any], path: str, name: str) -> Part | None:
    """An argument of a block; None if it is not given."""
    here = f"{path}{name}"
    if here in planned.sensitive:
        return Part(SENSITIVE, at=_at(planned, here))
    if (value := block.get(name)) is not None:
        return Part(masked(str(value)), at=_at(planned, here))
    reason = planned.reasons.get(here)
    if reason is None or reason.reason == LEFT_TO_PROVIDER:
        return None
    if part := planned.parts.get(here):
        return Part(masked(part), masked(reason.reason), _at(planned, here))
    return _guess(reason, _at(planned, here))


def _guess(reason: Unknown, at: Span | None = None) -> Part:
    """What is not known, by the name of what will bring it."""
    if reason.source:
        return Part(f"{reason.source.address}.{reason.source.attribute}", masked(reason.reason), at)
    named = _REFERENCE.match(reason.reason)
    return Part(named.group() if named else NOT_KNOWN, masked(reason.reason), at)


def _region(view: Model) -> Part | None:
    given = view.region
    if given is None:
        return None
    if given.raw.sensitive:
        return Part(SENSITIVE, at=given.span)
    if reason := given.raw.unknown:
        return _guess(reason, given.span)
    return Part(masked(given.shown), at=given.span)


def _first_mode(planned: PlannedInstance) -> Part | None:
    """How the containers of a pipeline are called."""
    blocks = planned.values.get("inference_execution_config") or ()
    path = "inference_execution_config[0]."
    return _part(planned, blocks[0], path, "mode") if blocks else None


def _number(planned: PlannedInstance, block: dict[str, Any], path: str, name: str) -> int | None:
    """How many elements a map has, secrets included; None if that is not known."""
    here = f"{path}{name}"
    reason = planned.reasons.get(here)
    if here in planned.sensitive or (reason and reason.reason != LEFT_TO_PROVIDER):
        return None
    hidden = (found for found in planned.sensitive if found.startswith(f"{here}["))
    return len(block.get(name) or {}) + sum(1 for _ in hidden)


def _at(planned: PlannedInstance, path: str) -> Span | None:
    steps = planned.origins.get(path)
    return steps[-1].span if steps else None
