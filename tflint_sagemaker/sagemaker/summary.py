"""Models as a drawing shows them: what each is made of, in short texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tflint_sagemaker.sagemaker.model import CONTAINER_KINDS
from tflint_sagemaker.sagemaker.plan_json import plan_models
from tflint_sagemaker.sagemaker.secrets import mask_text
from tflint_sagemaker.terraform.planned_instance import LEFT_TO_PROVIDER
from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.sagemaker.model import Model
    from tflint_sagemaker.terraform.configuration import Configuration
    from tflint_sagemaker.terraform.planned_instance import PlannedInstance
    from tflint_sagemaker.terraform.values import Unknown

SENSITIVE = "(sensitive)"
NOT_KNOWN = "(known after apply)"

_REFERENCE = compile_later(r"[\w-]+(?:\.[\w-]+|\[[^\]\s]*\])+")


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
    for planned in plan_models(configuration):
        if view := views.get(planned.address):
            yield _describe_model(planned, view)


def _describe_model(planned: PlannedInstance, view: Model) -> ModelSketch:
    values = planned.values
    networks = values.get("vpc_config") or []
    return ModelSketch(
        address=planned.address,
        at=view.span,
        name=_describe_argument(planned, values, "", "name"),
        role=_describe_argument(planned, values, "", "execution_role_arn"),
        region=_describe_region(view),
        containers=tuple(_describe_containers(planned)),
        vpc=_describe_vpc(planned, networks[0]) if networks else _describe_unknown_vpc(planned),
        isolated=values.get("enable_network_isolation") is True,
        pipeline=_describe_pipeline_mode(planned),
        tags=_count_elements(planned, values, "", "tags"),
        unsure=mask_text(planned.unsure.reason) if planned.unsure else None,
    )


def _describe_containers(planned: PlannedInstance) -> Iterator[ContainerSketch]:
    for kind in CONTAINER_KINDS:
        for number, block in enumerate(planned.values.get(kind) or ()):
            path = f"{kind}[{number}]."
            yield ContainerSketch(
                kind=kind,
                hostname=_describe_argument(planned, block, path, "container_hostname"),
                mode=_describe_argument(planned, block, path, "mode"),
                image=_describe_argument(planned, block, path, "image"),
                package=_describe_argument(planned, block, path, "model_package_name"),
                data=tuple(_describe_data(planned, block, path)),
                variables=_count_elements(planned, block, path, "environment"),
            )
        if reason := planned.reasons.get(kind):
            yield ContainerSketch(kind=kind, image=_guess_part(reason))


def _describe_data(planned: PlannedInstance, block: dict[str, Any], path: str) -> Iterator[Part]:
    """Where the data of a container lie."""
    if url := _describe_argument(planned, block, path, "model_data_url"):
        yield url
    for kind in ("model_data_source", "additional_model_data_source"):
        for at, source in enumerate(block.get(kind) or ()):
            for place, s3 in enumerate(source.get("s3_data_source") or ()):
                if uri := _describe_argument(
                    planned, s3, f"{path}{kind}[{at}].s3_data_source[{place}].", "s3_uri"
                ):
                    yield uri


def _describe_vpc(
    planned: PlannedInstance, block: dict[str, Any]
) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    names = ("subnets", "security_group_ids")
    subnets, groups = (tuple(_describe_elements(planned, block, name)) for name in names)
    return subnets, groups


def _describe_unknown_vpc(
    planned: PlannedInstance,
) -> tuple[tuple[Part, ...], tuple[Part, ...]] | None:
    reason = planned.reasons.get("vpc_config")
    return ((_guess_part(reason),), ()) if reason else None


def _describe_elements(
    planned: PlannedInstance, block: dict[str, Any], name: str
) -> Iterator[Part]:
    """The elements of a set: what is known of them, then what is not."""
    path = f"vpc_config[0].{name}"
    known = block.get(name) or planned.parts.get(path) or ()
    for text in known:
        yield Part(mask_text(str(text)), at=_locate_value(planned, path))
    if path in planned.sensitive:
        yield Part(SENSITIVE, at=_locate_value(planned, path))
    elif reason := planned.reasons.get(path):
        yield _guess_part(reason, _locate_value(planned, path))


def _describe_argument(
    planned: PlannedInstance, block: dict[str, Any], path: str, name: str
) -> Part | None:
    """An argument of a block; None if it is not given."""
    here = f"{path}{name}"
    if here in planned.sensitive:
        return Part(SENSITIVE, at=_locate_value(planned, here))
    if (value := block.get(name)) is not None:
        return Part(mask_text(str(value)), at=_locate_value(planned, here))
    reason = planned.reasons.get(here)
    if reason is None or reason.reason == LEFT_TO_PROVIDER:
        return None
    if part := planned.parts.get(here):
        return Part(mask_text(part), mask_text(reason.reason), _locate_value(planned, here))
    return _guess_part(reason, _locate_value(planned, here))


def _guess_part(reason: Unknown, at: Span | None = None) -> Part:
    """What is not known, by the name of what will bring it."""
    if reason.source:
        return Part(
            f"{reason.source.address}.{reason.source.attribute}", mask_text(reason.reason), at
        )
    named = _REFERENCE.match(reason.reason)
    return Part(named.group() if named else NOT_KNOWN, mask_text(reason.reason), at)


def _describe_region(view: Model) -> Part | None:
    given = view.region
    if given is None:
        return None
    if given.raw.sensitive:
        return Part(SENSITIVE, at=given.span)
    if reason := given.raw.unknown:
        return _guess_part(reason, given.span)
    return Part(mask_text(given.shown), at=given.span)


def _describe_pipeline_mode(planned: PlannedInstance) -> Part | None:
    """How the containers of a pipeline are called."""
    blocks = planned.values.get("inference_execution_config") or ()
    path = "inference_execution_config[0]."
    return _describe_argument(planned, blocks[0], path, "mode") if blocks else None


def _count_elements(
    planned: PlannedInstance, block: dict[str, Any], path: str, name: str
) -> int | None:
    """How many elements a map has, secrets included; None if that is not known."""
    here = f"{path}{name}"
    reason = planned.reasons.get(here)
    if here in planned.sensitive or (reason and reason.reason != LEFT_TO_PROVIDER):
        return None
    hidden = (found for found in planned.sensitive if found.startswith(f"{here}["))
    return len(block.get(name) or {}) + sum(1 for _ in hidden)


def _locate_value(planned: PlannedInstance, path: str) -> Span | None:
    steps = planned.origins.get(path)
    return steps[-1].span if steps else None
