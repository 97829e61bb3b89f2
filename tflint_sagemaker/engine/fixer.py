"""Fixes: compute the new texts of files from the findings of a report. Writes no file.

fixed = apply_fixes(report, unsafe=False)
fixed, report = fix_until_stable(lambda texts: lint(targets, settings, make_overlay(texts)))
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

MAX_ROUNDS = 10
# The directory of the modules that Terraform has downloaded; the next `init` reverts changes.
DOWNLOADED = ".terraform"


@dataclass(frozen=True, slots=True)
class FixResult:
    """The result of applying the fixes of a report.

    `texts` are the new texts of the files that change and `originals` the old ones, both by the
    path that reports show. `unapplied` are the findings whose fix was not applied: it is unsafe
    and only safe ones are allowed, it conflicts with another one, its file is not editable, or
    the file could not be parsed with it.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    originals: Mapping[str, str] = field(default_factory=dict)
    applied: tuple[Finding, ...] = ()
    unapplied: tuple[Finding, ...] = ()


def apply_fixes(
    report: Report, *, unsafe: bool = False, editable: Callable[[str], bool] | None = None
) -> FixResult:
    """Apply the safe fixes of a report, or all of them, unless they conflict with each other.

    A fix is applied completely or not at all. Safe fixes come first, then the order of findings
    decides. `editable` is called with a path and returns whether that file may change.
    """
    chosen: dict[str, tuple[Source, list[Edit]]] = {}
    applied: list[Finding] = []
    unapplied: list[Finding] = []
    with_fix = [(found, found.problem.fix) for found in report.findings if found.problem.fix]
    for finding, fix in sorted(with_fix, key=lambda pair: not pair[1].safe):
        allowed = (fix.safe or unsafe) and all(_is_editable(edit, editable) for edit in fix.edits)
        if allowed and _can_add(fix, chosen):
            for edit in fix.edits:
                source = edit.span.source
                edits = chosen.setdefault(source.path, (source, []))[1]
                if not any(_is_same(edit, other) for other in edits):
                    edits.append(edit)
            applied.append(finding)
        else:
            unapplied.append(finding)
    originals = {path: source.text for path, (source, _) in sorted(chosen.items())}
    texts = {path: _edit(*chosen[path]) for path in originals}
    return FixResult(texts, originals, tuple(applied), tuple(unapplied))


def fix_until_stable(
    lint: Callable[[Mapping[str, str]], Report],
    *,
    unsafe: bool = False,
    editable: Callable[[str], bool] | None = None,
    rounds: int = MAX_ROUNDS,
) -> tuple[FixResult, Report]:
    """Lint and fix until no fix is left; return the result and the last report.

    `lint` is called with texts that replace the content of files, by path. A round that causes
    new syntax errors or failures of checks is reverted.
    """
    texts: dict[str, str] = {}
    originals: dict[str, str] = {}
    applied: list[Finding] = []
    report = lint(texts)
    for _ in range(rounds):
        step = apply_fixes(report, unsafe=unsafe, editable=editable)
        if step.texts == step.originals:
            break
        changed = {**texts, **step.texts}
        after = lint(changed)
        if _is_worse(after, report):
            break
        originals = {**step.originals, **originals}
        texts, report = changed, after
        applied += step.applied
    unapplied = tuple(found for found in report.findings if found.problem.fix)
    kept = {path: text for path, text in sorted(texts.items()) if text != originals[path]}
    before = {path: originals[path] for path in kept}
    return FixResult(kept, before, tuple(applied), unapplied), report


def make_overlay(texts: Mapping[str, str]) -> dict[Path, str]:
    """Return the texts by absolute path, as `lint` takes them."""
    return {Path(os.path.abspath(path)): text for path, text in texts.items()}  # noqa: PTH100 - links stay


def _is_editable(edit: Edit, editable: Callable[[str], bool] | None) -> bool:
    path = edit.span.source.path
    return DOWNLOADED not in PurePath(path).parts and (editable is None or editable(path))


def _can_add(fix: Fix, chosen: Mapping[str, tuple[Source, list[Edit]]]) -> bool:
    """Return whether a fix changes anything and conflicts neither with others nor with itself."""
    for number, edit in enumerate(fix.edits):
        source, others = chosen.get(edit.span.source.path, (edit.span.source, []))
        if source.text != edit.span.source.text:
            return False
        if any(_is_conflict(edit, other) for other in (*others, *fix.edits[:number])):
            return False
    return any(edit.text != edit.span.text for edit in fix.edits)


def _is_same(one: Edit, other: Edit) -> bool:
    return (one.span.start, one.span.end, one.text) == (
        other.span.start,
        other.span.end,
        other.text,
    )


def _is_conflict(one: Edit, other: Edit) -> bool:
    """Return whether the result of two edits depends on their order."""
    if one.span.source.path != other.span.source.path or _is_same(one, other):
        return False
    start = max(one.span.start, other.span.start)
    end = min(one.span.end, other.span.end)
    inserts = one.span.start == one.span.end or other.span.start == other.span.end
    return start < end or (start == end and inserts)


def _edit(source: Source, edits: Iterable[Edit]) -> str:
    pieces: list[str] = []
    at = 0
    for edit in sorted(edits, key=lambda edit: (edit.span.start, edit.span.end)):
        pieces += (source.text[at : edit.span.start], edit.text)
        at = edit.span.end
    return "".join((*pieces, source.text[at:]))


def _is_worse(after: Report, before: Report) -> bool:
    """Return whether a report has errors or failures that the one before has not."""
    return any(
        Counter(item.message for item in new) - Counter(item.message for item in old)
        for new, old in ((after.errors, before.errors), (after.failures, before.failures))
    )
