"""Post-processing of findings: target filter, call chains, secret masking, deduplication."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tflint_sagemaker.sagemaker.secrets import find_secret, mask_text
from tflint_sagemaker.terraform.diagnostics import Related

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.rule.problem import Problem
    from tflint_sagemaker.rule.results import Finding


def add_call_chain(finding: Finding) -> Finding:
    """Return the finding with the module calls that lead to it as related places, innermost first.

    A call is skipped if the finding refers to its file already.
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


def mask_secrets(problem: Problem) -> Problem:
    """Return the problem without secrets in its texts, since a message may quote any value.

    A fix that would write a secret is dropped, since a report shows what a fix writes.
    """
    fix = problem.fix
    if fix and any(find_secret(edit.text) for edit in fix.edits):
        fix = None
    return replace(
        problem,
        message=mask_text(problem.message),
        hint=mask_text(problem.hint) if problem.hint else None,
        related=tuple(Related(mask_text(one.message), one.span) for one in problem.related),
        fix=fix,
    )


def deduplicate(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield one finding where several instances of a block share it."""
    seen: set[tuple[str, Span, str]] = set()
    for finding in findings:
        key = make_dedup_key(finding)
        if key not in seen:
            seen.add(key)
            yield finding


def make_dedup_key(finding: Finding) -> tuple[str, Span, str]:
    """Return what a finding has in common with those of other instances of its block."""
    return (finding.rule.code, finding.problem.at, finding.problem.message)
