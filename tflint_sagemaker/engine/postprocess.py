"""What of all that has been found is told, and with which places."""

from __future__ import annotations

import posixpath
from dataclasses import replace
from typing import TYPE_CHECKING

from tflint_sagemaker.sagemaker.secrets import masked, secret_in
from tflint_sagemaker.terraform.diagnostics import Related
from tflint_sagemaker.util.paths import display_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tflint_sagemaker.discovery.modules import Target
    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.rule.problem import Problem
    from tflint_sagemaker.rule.results import Finding


def asked_for(targets: Sequence[Target]) -> Callable[[Span], bool]:
    """Whether a place is asked for: of some modules certain files are, and else all there is."""
    partly = {
        display_path(target.directory.resolve()) for target in targets if target.report is not None
    }
    files = {
        display_path(target.directory.resolve() / path.name)
        for target in targets
        for path in target.report or ()
    }
    everything = len(partly) < len(targets)

    def wanted(at: Span) -> bool:
        directory = posixpath.dirname(at.source.path) or "."
        return at.source.path in files or (everything and directory not in partly)

    return wanted


def with_calls(finding: Finding) -> Finding:
    """The finding with the calls that lead to its module among its places, innermost first.

    Where a place of the calling file is shown already, it tells as much.
    """
    problem = finding.problem
    shown_files = {problem.at.source, *(related.span.source for related in problem.related)}
    chain = tuple(
        Related(f"called by {call.what}", call.span)
        for call in reversed(finding.calls)
        if call.span.source not in shown_files
    )
    if not chain:
        return finding
    return replace(finding, problem=replace(problem, related=(*problem.related, *chain)))


def without_secrets(problem: Problem) -> Problem:
    """The problem in words that hold no token: a message may quote any value.

    A fix that would write one is left out, since a report tells what its fixes write.
    """
    fix = problem.fix
    if fix and any(secret_in(edit.text) for edit in fix.edits):
        fix = None
    return replace(
        problem,
        message=masked(problem.message),
        hint=masked(problem.hint) if problem.hint else None,
        related=tuple(Related(masked(told.message), told.span) for told in problem.related),
        fix=fix,
    )


def once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """One finding for what many instances of a block share."""
    seen: set[tuple[str, Span, str]] = set()
    for finding in findings:
        key = shared(finding)
        if key not in seen:
            seen.add(key)
            yield finding


def shared(finding: Finding) -> tuple[str, Span, str]:
    """What a finding has in common with those of other instances of its block."""
    return (finding.rule.code, finding.problem.at, finding.problem.message)
