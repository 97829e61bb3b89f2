"""A model drawn: the role, the network, and the containers with their images and data (SVG)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.report.html_text import text
from tflint_sagemaker.report.text import cells, counted, visible
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tflint_sagemaker.rule.definition import Severity
    from tflint_sagemaker.sagemaker.summary import ContainerSketch, ModelSketch, Part

    Loudest = Callable[[Part], Severity | None]

WIDTH = 960
ROLE = 216  # width of the box on the left
MODEL = 276  # where the model's frame starts
ROW = 104  # height of a container, and the space below it
CHAR = 7.25  # width of a character of the code font, at 12 pixels
SMALL = 6.5  # and at 10.5
CUT = "…"

# Small pictures, in a square of 24 by 24.
ICONS = {
    "role": "M12 3 4.5 6v5.5c0 4.6 3.1 8 7.5 9.5 4.4-1.5 7.5-4.9 7.5-9.5V6zM9 12l2.2 2.2L15.2 10",
    "image": "M12 3 4 7.3v9.4L12 21l8-4.3V7.3zM4 7.3l8 4.4 8-4.4M12 11.7V21",
    "data": "M5 6.2C5 4.6 8.1 3.5 12 3.5s7 1.1 7 2.7-3.1 2.7-7 2.7-7-1.1-7-2.7zM5 6.2v11.6c0 1.6 "
    "3.1 2.7 7 2.7s7-1.1 7-2.7V6.2M5 12c0 1.6 3.1 2.7 7 2.7s7-1.1 7-2.7",
    "package": "M4 8.5h16V20H4zM4 8.5 6.5 4h11L20 8.5M9.5 12.5h5",
    "network": "M12 4v5M12 9H6v4M12 9h6v4M4 13.5h4v4H4zM16 13.5h4v4h-4zM10 2h4v4h-4z",
    "lock": "M6.5 11h11v9h-11zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
    "open": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18",
}


def drawing(sketch: ModelSketch, loudest: Loudest) -> str:
    """The picture; `loudest` gives the severity of what is found at a part."""
    return "".join(_Drawing(sketch, loudest).parts())


def shorten(raw: str, most: int) -> str:
    """A text cut in its middle: both ends of an image or ARN say more than what is between."""
    shown = visible(raw)
    if cells(shown) <= most:
        return shown
    head, tail = shown[: most // 3], ""
    for character in reversed(shown):
        if cells(head) + 1 + cells(character + tail) > most:
            break
        tail = character + tail
    return f"{head}{CUT}{tail}"


@dataclass(frozen=True, slots=True)
class _Drawing:
    """Lays out one model, from top to bottom."""

    of: ModelSketch
    loudest: Loudest

    def parts(self) -> Iterator[str]:
        """All elements, in the order in which they are painted."""
        rows = max(len(self.of.containers), 1)
        bottom = 52 + rows * ROW
        height = bottom + (62 if self.of.vpc is not None else 46)
        label = text(f"What {self.of.address} is made of")
        size = f'viewBox="0 0 {WIDTH} {height}"'
        yield f'<svg class="drawing" {size} role="img" aria-label="{label}">'
        yield from self.network(bottom)
        yield f'<rect class="frame" x="{MODEL}" y="16" width="{WIDTH - MODEL - 20}" '
        yield f'height="{bottom - 16}" rx="12"/>'
        name = self.of.name
        said = text(shorten(name.text if name else "(name left to the provider)", 44))
        worst = self.worst([name] if name else [])
        yield f'<text{_class("head", worst)} x="{MODEL + 18}" y="43">{said}</text>'
        if self.of.pipeline:
            said = text(shorten(f"{self.of.pipeline.text} pipeline", 28))
            yield f'<text class="small end" x="{WIDTH - 38}" y="43">{said}</text>'
        yield from self.role()
        if not self.of.containers:
            yield f'<text class="none" x="{MODEL + 20}" y="96">no containers</text>'
        for number, container in enumerate(self.of.containers):
            yield from self.container(container, 58 + number * ROW, last=number + 1 == rows)
        yield "</svg>"

    def role(self) -> Iterator[str]:
        """The role on the left, with an arrow to the model."""
        yield f'<path class="link" d="M{ROLE + 2} 94H{MODEL - 8}"/>'
        yield f'<path class="tip" d="M{MODEL - 9} 89l9 5-9 5z"/>'
        yield from self.box("role", "execution role", self.of.role, 2, 58, ROLE)

    def network(self, bottom: int) -> Iterator[str]:
        """What the model can reach: the line below the frame, and a frame around for a VPC."""
        isolated = self.of.isolated
        if self.of.vpc is None:
            said = "network isolation" if isolated else "no VPC: the network of SageMaker"
        else:
            yield f'<rect class="vpc" x="{MODEL - 14}" y="4" width="{WIDTH - MODEL + 10}" '
            yield f'height="{bottom + 54}" rx="16"/>'
            subnets, groups = (_several(parts) for parts in self.of.vpc)
            said = f"VPC: {subnets} · {groups}" if groups else f"VPC: {subnets}"
            if isolated:
                said += " · isolated"
        icon = "lock" if isolated else "network" if self.of.vpc is not None else "open"
        known = [part for group in self.of.vpc or () for part in group]
        worst = self.worst(known)
        yield f"<g{_class('net', worst)}>"
        yield f"<title>{_titles(known) or text(said)}</title>"
        yield _icon(icon, MODEL + 2, bottom + 18)
        fitted = text(shorten(said, 84))
        yield f'<text class="small" x="{MODEL + 32}" y="{bottom + 34}">{fitted}</text></g>'

    def container(self, container: ContainerSketch, top: int, *, last: bool) -> Iterator[str]:
        """A container: a box with a head, and boxes for what it runs and what it loads."""
        left, width = MODEL + 16, WIDTH - MODEL - 52
        yield f'<rect class="inner" x="{left}" y="{top}" width="{width}" height="86" rx="9"/>'
        named = container.hostname.text if container.hostname else ""
        head = f"{container.kind} {named}".strip()
        yield f'<text class="small strong" x="{left + 14}" y="{top + 19}">'
        yield f"{text(shorten(head, 42))}</text>"
        marks = [container.mode.text] if container.mode and container.mode.text else []
        if container.variables:
            marks.append(counted(container.variables, "env variable"))
        elif container.variables is None:
            marks.append("env variables unknown")
        said = text(shorten(" · ".join(marks), 38))
        worst = self.worst([container.mode] if container.mode else [])
        place = f'x="{left + width - 14}" y="{top + 19}"'
        yield f"<text{_class('small end', worst)} {place}>{said}</text>"
        half = (width - 36) // 2
        packaged = container.package is not None and container.image is None
        icon, label = ("package", "model package") if packaged else ("image", "image")
        origin = container.package if packaged else container.image
        yield from self.box(icon, label, origin, left + 12, top + 28, half)
        right = left + 24 + half
        data = container.data[0] if container.data else None
        more = f"data (+{len(container.data) - 1})" if len(container.data) > 1 else "data"
        yield from self.box("data", more, data, right, top + 28, half, others=container.data[1:])
        if not last:
            middle = left + width // 2
            yield f'<path class="link" d="M{middle} {top + 86}v10"/>'
            yield f'<path class="tip" d="M{middle - 5} {top + 95}h10l-5 9z"/>'

    def box(
        self,
        icon: str,
        label: str,
        part: Part | None,
        left: int,
        top: int,
        width: int,
        *,
        others: tuple[Part, ...] = (),
    ) -> Iterator[str]:
        """A small picture with two lines of text: what it is, and where it comes from."""
        height = 72 if icon == "role" else 48
        room = int((width - 54) / CHAR)
        strong, weak = _lines(part) if part else (f"no {label}", "")
        all_parts = [part, *others] if part else []
        state = "missing" if part is None else "unknown" if part.why else "known"
        yield f"<g{_class(f'box {state}', self.worst(all_parts))}>"
        yield f"<title>{_titles(all_parts) or text(strong)}</title>"
        yield f'<rect x="{left}" y="{top}" width="{width}" height="{height}" rx="7"/>'
        yield _icon(icon, left + 11, top + (height - 24) // 2)
        middle = top + height // 2
        if icon == "role":
            yield f'<text class="tiny" x="{left + 44}" y="{top + 18}">{label}</text>'
            middle += 8
        elif len(all_parts) > 1:
            weak = f"{label} · {weak}" if weak else label
        above = middle - 4 if weak else middle + 4
        yield f'<text class="code" x="{left + 44}" y="{above}">{text(shorten(strong, room))}</text>'
        if weak:
            fitted = text(shorten(weak, int((width - 54) / SMALL)))
            yield f'<text class="tiny" x="{left + 44}" y="{middle + 13}">{fitted}</text>'
        yield "</g>"

    def worst(self, parts: list[Part]) -> Severity | None:
        """The loudest severity at any of the parts."""
        found = [level for part in parts if (level := self.loudest(part))]
        return min(found, key=lambda level: level.rank, default=None)


def _lines(part: Part) -> tuple[str, str]:
    """What is said loudly of a value, and what beneath."""
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


def _several(parts: tuple[Part, ...]) -> str:
    known = [part.text for part in parts if not part.why]
    return ", ".join([*known, *(part.text for part in parts if part.why)])


def _titles(parts: list[Part]) -> str:
    """What a pointer that rests on it tells: all of every value, escaped."""
    return "\n".join(text(f"{part.text} ({part.why})" if part.why else part.text) for part in parts)


def _class(name: str, level: Severity | None) -> str:
    return f' class="{name} at-{level.value}"' if level else f' class="{name}"'


def _icon(name: str, left: float, top: float) -> str:
    return f'<path class="icon" transform="translate({left} {top})" d="{ICONS[name]}"/>'
