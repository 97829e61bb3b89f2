"""Annotations for GitHub Actions.

What a line may hold, and how: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tflint_sagemaker.report.annotations import list_annotations
from tflint_sagemaker.report.uris import join_root
from tflint_sagemaker.rule.definition import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_sagemaker.report.annotations import Annotation
    from tflint_sagemaker.rule.results import Report

# GitHub shows that many annotations of each level for a step, and passes over the rest.
SHOWN = 10


def render(report: Report, *, prefix: str = "", most: int | None = None) -> str:
    """Return one annotation a line, the most severe first; at most `most` of each level, if given.

    A notice in front says so if GitHub, or `most`, omits some.
    """
    told = sorted(list_annotations(report), key=lambda entry: entry.level.rank)
    counts = Counter(entry.level for entry in told)
    lines = []
    if any(number > SHOWN for number in counts.values()):
        lines.append(_limit(len(told)))
    left = dict.fromkeys(Severity, len(told) if most is None else most)
    if most is not None:
        left[Severity.NOTICE] -= len(lines)
    for entry in told:
        if left[entry.level] > 0:
            left[entry.level] -= 1
            lines.append(_format_line(entry, prefix))
    return "".join(f"{line}\n" for line in lines)


def _limit(number: int) -> str:
    text = (
        f"GitHub shows {SHOWN} annotations of a level for each step; "
        f"all {number} findings are in the log"
    )
    return f"::notice title=tflint-sagemaker::{text}"


def _format_line(entry: Annotation, prefix: str) -> str:
    properties = ",".join(
        f"{name}={_escape_property(text)}" for name, text in _format_properties(entry, prefix)
    )
    message = "\n".join((entry.message, *entry.details))
    return f"::{entry.level.value} {properties}::{_escape_data(message)}"


def _format_properties(entry: Annotation, prefix: str) -> Iterator[tuple[str, str]]:
    if entry.at:
        first, last = entry.at.first, entry.at.last
        yield "file", join_root(entry.path, prefix)
        yield "line", str(first.line)
        if first.line == last.line:  # GitHub takes columns only then
            yield "col", str(first.column)
        yield "endLine", str(last.line)
        if first.line == last.line:
            yield "endColumn", str(last.column)
    yield "title", entry.title


def _escape_data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape_data(text).replace(":", "%3A").replace(",", "%2C")
