"""Resolved instances, for people and for programs; tokens known by their shape are masked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.report.text import (
    Ink,
    disable_commands,
    escape_controls,
    measure_width,
    paint,
)
from tflint_sagemaker.sagemaker.secrets import mask_text
from tflint_sagemaker.terraform.planned_instance import LEFT_TO_PROVIDER, make_element_path
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.terraform.planned_instance import PlannedInstance
    from tflint_sagemaker.terraform.values import Step, Unknown

INDENT = "  "
UNKNOWN = "(known after apply)"
SENSITIVE = "(sensitive value)"


def render_json(instances: Iterable[PlannedInstance]) -> str:
    """One object; `values` and `unknown` as in the JSON of a plan, the rest by path."""
    document = {"instances": [_record(instance) for instance in instances]}
    return mask_text(json.dumps(document, indent=2)) + "\n"


def _record(instance: PlannedInstance) -> dict[str, Any]:
    return {
        "address": instance.address,
        "repetition": _make_reason(instance.unsure) if instance.unsure else None,
        "calls": [_make_step(step) for step in instance.calls],
        "values": instance.values,
        "unknown": instance.unknown,
        "known_parts": instance.parts,
        "reasons": {path: _make_reason(reason) for path, reason in instance.reasons.items()},
        "sensitive": sorted(instance.sensitive),
        "origins": {
            path: [_make_step(step) for step in steps] for path, steps in instance.origins.items()
        },
    }


def _make_step(step: Step) -> dict[str, str]:
    return {"what": step.what, "at": str(step.span)}


def _make_reason(reason: Unknown) -> dict[str, str | None]:
    return {"reason": reason.reason, "at": str(reason.span) if reason.span else None}


def render_text(instances: Iterable[PlannedInstance], *, colour: bool = False) -> str:
    """Return a block of lines for each instance, without the arguments that are not set."""
    written = (_Writer(instance, colour).write_lines() for instance in instances)
    return disable_commands(
        mask_text("\n".join("".join(f"{line}\n" for line in lines) for lines in written))
    )


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the lines of one instance."""

    of: PlannedInstance
    colour: bool

    def write_lines(self) -> Iterator[str]:
        """Yield all lines, the address first."""
        yield paint(escape_controls(self.of.address), Ink.STRONG, colour=self.colour)
        for call in self.of.calls:
            yield self._format_note(f"by {call.what}", call.span, INDENT)
        if why := self.of.unsure:
            yield self._format_note(
                f"how many there are is unknown: {why.reason}", why.span, INDENT
            )
        yield from self._write_block(self.of.values, self.of.unknown, "", INDENT)

    def _format_note(self, text: str, span: Span | None, indent: str) -> str:
        """Return a line about another line."""
        place = f", {span}" if span is not None else ""
        return indent + paint(escape_controls(f"{text}{place}"), Ink.FRAME, colour=self.colour)

    def _write_block(
        self, values: dict[str, Any], unknown: dict[str, Any], path: str, indent: str
    ) -> Iterator[str]:
        """Yield the arguments of a block, aligned, then its nested blocks."""
        hidden = {p.removeprefix(path) for p in self.of.sensitive if p.startswith(path)}
        names = sorted({*values, *unknown, *(name for name in hidden if name.isidentifier())})
        nested = [name for name in names if _is_blocks(values.get(name))]
        rows = [
            (name, f"{path}{name}", values.get(name))
            for name in names
            if name not in nested and self._is_shown(f"{path}{name}", values.get(name))
        ]
        yield from self._write_table(rows, indent)
        for name in nested:
            for at, inner in enumerate(values[name]):
                yield f"{indent}{name} {{"
                below = f"{path}{name}[{at}]."
                yield from self._write_block(inner, unknown[name][at], below, indent + INDENT)
                yield f"{indent}}}"
        left = [name for name in names if self._is_left(f"{path}{name}")]
        if left:
            yield self._format_note(f"left to the provider: {', '.join(left)}", None, indent)

    def _is_left(self, path: str) -> bool:
        """Return whether the argument is not set, and the provider decides."""
        reason = self.of.reasons.get(path)
        return reason is not None and reason.reason == LEFT_TO_PROVIDER

    def _is_shown(self, path: str, value: Any) -> bool:
        """Return whether an argument has a line."""
        if value not in (None, []):
            return True
        of = self.of
        return (
            path in of.origins
            or path in of.sensitive
            or (path in of.reasons and not self._is_left(path))
        )

    def _write_table(self, rows: list[tuple[str, str, Any]], indent: str) -> Iterator[str]:
        """Yield lines for arguments, or elements of a map: name, path and value of each."""
        widest = max((measure_width(escape_controls(name)) for name, _, _ in rows), default=0)
        for name, path, value in rows:
            shown = escape_controls(name)
            head = f"{indent}{shown}{' ' * (widest - measure_width(shown))} = "
            yield from self._write_row(head, path, value, indent)

    def _write_row(self, head: str, path: str, value: Any, indent: str) -> Iterator[str]:
        """Yield the value and place of an argument, why it is unknown, and its origin."""
        steps = self.of.origins.get(path, ())
        place = f"  # {steps[-1].span}" if steps else ""
        end = paint(escape_controls(place), Ink.FRAME, colour=self.colour)
        reason, part = self.of.reasons.get(path), self.of.parts.get(path)
        elements = part if isinstance(part, dict) and reason else value
        if path in self.of.sensitive:
            yield head + SENSITIVE + end
        elif isinstance(elements, dict):
            yield f"{head}{{{end}"
            yield from self._write_table(self._list_elements(path, elements), indent + INDENT)
            yield f"{indent}}}"
        elif reason is not None:
            known = f" {json.dumps(part, ensure_ascii=False)}" if part else ""
            yield head + self._mark_unknown() + escape_controls(known) + end
            yield self._format_note(f"because {reason.reason}", reason.span, indent + INDENT)
        else:
            yield head + escape_controls(json.dumps(value, ensure_ascii=False)) + end
            if not steps and not path.endswith("]"):
                yield self._format_note("from the provider's default", None, indent + INDENT)
        for step in steps[:-1]:
            yield self._format_note(f"from {step.what}", step.span, indent + INDENT)

    def _mark_unknown(self) -> str:
        """Return the mark of an unknown value."""
        return paint(UNKNOWN, Ink.NOTICE, colour=self.colour)

    def _list_elements(self, path: str, known: dict[str, Any]) -> list[tuple[str, str, Any]]:
        """Return rows for the elements of a map, including unknown and secret ones."""
        found = {make_element_path(path, key): (key, value) for key, value in known.items()}
        for other in (*self.of.reasons, *self.of.sensitive):
            if other.startswith(f'{path}["') and other not in found:
                found[other] = (json.loads(other.removeprefix(path))[0], None)
        rows = [(_format_key(key), at, value) for at, (key, value) in found.items()]
        return sorted(rows, key=lambda row: row[0])


def _is_blocks(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(item, dict) for item in value)


def _format_key(key: str) -> str:
    return key if key.isidentifier() else json.dumps(key, ensure_ascii=False)
