"""The texts and severities in the drawing of a model; `templates/model.svg` places them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.report.text import escape_controls, format_count, measure_width
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tflint_sagemaker.rule.definition import Severity
    from tflint_sagemaker.sagemaker.summary import ContainerSketch, ModelSketch, Part

    SeverityOf = Callable[[Part], Severity | None]

CUT = "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnPart:
    """An icon with one or two lines of text. `level` is the severity found there, or None.

    `tooltip` has the lines that a pointer on the box shows.
    """

    label: str
    text: str
    origin: str = ""
    tooltip: Sequence[str]
    icon: str
    state: str = "known"
    level: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnContainer:
    """A container: a title, remarks on its mode and environment, an image and its data."""

    title: str
    remarks: str
    remarks_level: str | None
    image: DrawnPart
    data: DrawnPart


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelDrawing:
    """The parts of a model, as the template draws them."""

    address: str
    name: str
    name_level: str | None
    pipeline: str
    role: DrawnPart
    has_vpc: bool
    network: DrawnPart
    containers: Sequence[DrawnContainer]


def draw_model(model: ModelSketch, severity_of: SeverityOf) -> ModelDrawing:
    """Return the drawing of a model; `severity_of` gives the severity found at a value."""
    name = model.name
    return ModelDrawing(
        address=model.address,
        name=name.text if name else "(name left to the provider)",
        name_level=_find_highest([name], severity_of),
        pipeline=f"{model.pipeline.text} pipeline" if model.pipeline else "",
        role=_draw_part("role", "execution role", [model.role], severity_of),
        has_vpc=model.vpc is not None,
        network=_draw_network(model, severity_of),
        containers=[_draw_container(container, severity_of) for container in model.containers],
    )


def shorten(text: str, max_cells: int) -> str:
    """Cut a text in its middle, since both ends of an image or ARN say the most."""
    shown = escape_controls(text)
    if measure_width(shown) <= max_cells:
        return shown
    head, tail = shown[: max_cells // 3], ""
    for character in reversed(shown):
        if measure_width(head) + 1 + measure_width(character + tail) > max_cells:
            break
        tail = character + tail
    return f"{head}{CUT}{tail}"


def _draw_network(model: ModelSketch, severity_of: SeverityOf) -> DrawnPart:
    if model.vpc is None:
        label = "network isolation" if model.isolated else "no VPC: the network of SageMaker"
    else:
        label = "VPC: " + " · ".join(filter(None, map(_join_known_first, model.vpc)))
        label += " · isolated" if model.isolated else ""
    icon = "lock" if model.isolated else "open" if model.vpc is None else "network"
    parts = [part for group in model.vpc or () for part in group]
    return DrawnPart(
        label=label,
        text=label,
        tooltip=_list_values(parts) or [label],
        icon=icon,
        level=_find_highest(parts, severity_of),
    )


def _draw_container(container: ContainerSketch, severity_of: SeverityOf) -> DrawnContainer:
    remarks = [container.mode.text] if container.mode and container.mode.text else []
    if container.variables:
        remarks.append(format_count(container.variables, "env variable"))
    elif container.variables is None:
        remarks.append("env variables unknown")
    if container.package is not None and container.image is None:
        image = _draw_part("package", "model package", [container.package], severity_of)
    else:
        image = _draw_part("image", "image", [container.image], severity_of)
    others = len(container.data) - 1
    label = f"data (+{others})" if others > 0 else "data"
    hostname = container.hostname.text if container.hostname else ""
    return DrawnContainer(
        title=f"{container.kind} {hostname}".strip(),
        remarks=" · ".join(remarks),
        remarks_level=_find_highest([container.mode], severity_of),
        image=image,
        data=_draw_part("data", label, list(container.data), severity_of),
    )


def _draw_part(
    icon: str, label: str, given: list[Part | None] | list[Part], severity_of: SeverityOf
) -> DrawnPart:
    """Return the box of a value, or of a list of which the first is shown."""
    parts = [part for part in given if part]
    if not parts:
        text = f"no {label}"
        return DrawnPart(label=label, text=text, tooltip=[text], icon=icon, state="missing")
    text, origin = split_text(parts[0])
    if len(parts) > 1:
        origin = f"{label} · {origin}" if origin else label
    return DrawnPart(
        label=label,
        text=text,
        origin=origin,
        tooltip=_list_values(parts) or [text],
        icon=icon,
        state="unknown" if parts[0].why else "known",
        level=_find_highest(parts, severity_of),
    )


def split_text(part: Part) -> tuple[str, str]:
    """Return the specific part of a value, and where it is: (`k.tar.gz`, `s3://bucket`)."""
    whole = part.text
    if part.why:
        return whole, part.why.removeprefix(f"{whole} ").removeprefix("is ")
    if whole.startswith("s3://"):
        bucket, _, key = whole.removeprefix("s3://").partition("/")
        return (key, f"s3://{bucket}") if key else (whole, "")
    if whole.startswith("arn:"):
        *_, account, resource = whole.split(":", 5)
        kind, slash, name = resource.partition("/")
        path, _, last = name.rpartition("/")
        if kind == "role" and last:
            return last, f"{account}:role{slash}{path}".removesuffix("/")
        return (name, f"{account}:{kind}") if name else (whole, "")
    host, _, repository = whole.partition("/")
    return (repository, host) if repository and "." in host else (whole, "")


def _join_known_first(parts: Sequence[Part]) -> str:
    """Return the texts in one line, those of unknown values at the end."""
    return ", ".join(part.text for part in sorted(parts, key=lambda part: bool(part.why)))


def _list_values(parts: Sequence[Part]) -> list[str]:
    """Return the whole text of every value, with the reason if it is unknown."""
    return [f"{part.text} ({part.why})" if part.why else part.text for part in parts]


def _find_highest(parts: Sequence[Part | None], severity_of: SeverityOf) -> str | None:
    """Return the highest severity at any of the values."""
    found = [level for part in parts if part and (level := severity_of(part))]
    highest = min(found, key=lambda level: level.rank, default=None)
    return highest.value if highest else None
