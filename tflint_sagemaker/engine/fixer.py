"""Fixes: from findings to new texts. Nothing is read or written here.

fixed = fixes(report, unsafe=False)
fixed, report = converge(lambda texts: lint(targets, settings, overlay(texts)))
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import field
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from tflint_sagemaker.hcl.text import Source
    from tflint_sagemaker.rule.problem import Edit, Fix
    from tflint_sagemaker.rule.results import Finding, Report

ROUNDS = 10
# Where Terraform keeps modules that it has fetched: what is changed there is lost at the next init.
FETCHED = ".terraform"


@dataclass(frozen=True, slots=True)
class Fixed:
    """What became of the fixes of a report.

    `texts` are the new texts of the files that change and `originals` what they held, both by the
    path that is shown to people. `left` are the findings that have a fix which was not applied:
    it is unsafe and only safe ones are wanted, it stands in the way of another one, its file is
    not to be edited, or the file could not be read after it.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    originals: Mapping[str, str] = field(default_factory=dict)
    applied: tuple[Finding, ...] = ()
    left: tuple[Finding, ...] = ()


def fixes(
    report: Report, *, unsafe: bool = False, editable: Callable[[str], bool] | None = None
) -> Fixed:
    """Apply the safe fixes of a report, or all, as far as they do not touch each other.

    A fix is applied whole or not at all. Safe ones come first, then those that stand first.
    `editable` says of a path whether that file may change.
    """
    chosen: dict[str, tuple[Source, list[Edit]]] = {}
    applied: list[Finding] = []
    left: list[Finding] = []
    with_fix = [(found, found.problem.fix) for found in report.findings if found.problem.fix]
    for finding, fix in sorted(with_fix, key=lambda pair: not pair[1].safe):
        allowed = (fix.safe or unsafe) and all(_may_edit(edit, editable) for edit in fix.edits)
        if allowed and _fits(fix, chosen):
            for edit in fix.edits:
                source = edit.span.source
                edits = chosen.setdefault(source.path, (source, []))[1]
                if not any(_same(edit, other) for other in edits):
                    edits.append(edit)
            applied.append(finding)
        else:
            left.append(finding)
    originals = {path: source.text for path, (source, _) in sorted(chosen.items())}
    texts = {path: _edited(*chosen[path]) for path in originals}
    return Fixed(texts, originals, tuple(applied), tuple(left))


def converge(
    lint: Callable[[Mapping[str, str]], Report],
    *,
    unsafe: bool = False,
    editable: Callable[[str], bool] | None = None,
    rounds: int = ROUNDS,
) -> tuple[Fixed, Report]:
    """Lint and fix until nothing is left to fix, and the report of what has come out.

    `lint` gets texts that take the place of files, by path. A round after which more is
    unreadable, or more of our checks break, than before is not kept.
    """
    texts: dict[str, str] = {}
    originals: dict[str, str] = {}
    applied: list[Finding] = []
    report = lint(texts)
    for _ in range(rounds):
        step = fixes(report, unsafe=unsafe, editable=editable)
        if step.texts == step.originals:
            break
        changed = {**texts, **step.texts}
        after = lint(changed)
        if _worse(after, report):
            break
        originals = {**step.originals, **originals}
        texts, report = changed, after
        applied += step.applied
    left = tuple(found for found in report.findings if found.problem.fix)
    kept = {path: text for path, text in sorted(texts.items()) if text != originals[path]}
    before = {path: originals[path] for path in kept}
    return Fixed(kept, before, tuple(applied), left), report


def overlay(texts: Mapping[str, str]) -> dict[Path, str]:
    """The texts by their real paths: what `lint` takes in place of files."""
    return {Path(os.path.abspath(path)): text for path, text in texts.items()}  # noqa: PTH100 - links stay


def _may_edit(edit: Edit, editable: Callable[[str], bool] | None) -> bool:
    path = edit.span.source.path
    return FETCHED not in PurePath(path).parts and (editable is None or editable(path))


def _fits(fix: Fix, chosen: Mapping[str, tuple[Source, list[Edit]]]) -> bool:
    """Whether a fix changes anything, and its edits collide with none: not with each other."""
    for number, edit in enumerate(fix.edits):
        source, others = chosen.get(edit.span.source.path, (edit.span.source, []))
        if source.text != edit.span.source.text:
            return False
        if any(_collide(edit, other) for other in (*others, *fix.edits[:number])):
            return False
    return any(edit.text != edit.span.text for edit in fix.edits)


def _same(one: Edit, other: Edit) -> bool:
    return (one.span.start, one.span.end, one.text) == (
        other.span.start,
        other.span.end,
        other.text,
    )


def _collide(one: Edit, other: Edit) -> bool:
    """Whether what two edits of one file come to depends on which is made first."""
    if one.span.source.path != other.span.source.path or _same(one, other):
        return False
    start = max(one.span.start, other.span.start)
    end = min(one.span.end, other.span.end)
    inserts = one.span.start == one.span.end or other.span.start == other.span.end
    return start < end or (start == end and inserts)


def _edited(source: Source, edits: Iterable[Edit]) -> str:
    pieces: list[str] = []
    at = 0
    for edit in sorted(edits, key=lambda edit: (edit.span.start, edit.span.end)):
        pieces += (source.text[at : edit.span.start], edit.text)
        at = edit.span.end
    return "".join((*pieces, source.text[at:]))


def _worse(after: Report, before: Report) -> bool:
    """Whether files became unreadable, or checks broke, that did not before."""
    return any(
        Counter(item.message for item in new) - Counter(item.message for item in old)
        for new, old in ((after.errors, before.errors), (after.failures, before.failures))
    )
