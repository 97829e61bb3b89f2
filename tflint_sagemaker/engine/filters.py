"""What the settings of a module leave out of the report on it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tflint_sagemaker.engine.rule_selection import absolute
from tflint_sagemaker.rule.results import SuppressedFinding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tflint_sagemaker.config.settings import Settings
    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.rule.results import Finding


def excluded(at: Span, settings: Settings) -> bool:
    """Whether a place is in a file of which nothing is to be reported."""
    patterns = settings.excluded
    return bool(patterns) and any(one.fullmatch(absolute(at)) for one in patterns)


class LeftOut:
    """Findings that are too quiet, in files that are excluded, or known to the configuration.

    They are judged when they are found, by the settings of the root module from which that was, and
    left out when comments have had their say: a comment about one of them is not unused.
    """

    def __init__(self) -> None:
        self._unwanted: set[int] = set()
        self._known: dict[int, SuppressedFinding] = {}

    def judge(self, finding: Finding, settings: Settings) -> Finding:
        """The finding, with whether it fails the run. It is known again as this very object."""
        loudness, least = finding.rule.severity.rank, settings.fail_on
        if least is None or loudness > least.rank:
            finding = replace(finding, fails=False)
        at = finding.problem.at
        if loudness > settings.min_severity.rank or excluded(at, settings):
            self._unwanted.add(id(finding))
        for known in settings.exemptions:
            if known.is_for(finding.rule.code, finding.address, absolute(at)):
                hidden = SuppressedFinding(finding, "configuration", known.reason)
                self._known.setdefault(id(finding), hidden)
        return finding

    def sift(
        self, findings: Iterable[Finding], suppressed: Iterable[SuppressedFinding]
    ) -> tuple[list[Finding], list[SuppressedFinding]]:
        """What is left to tell, and what is suppressed, given what comments suppress."""
        wanted = [one for one in findings if id(one) not in self._unwanted]
        hidden = [one for one in suppressed if id(one.finding) not in self._unwanted]
        hidden += [self._known[id(one)] for one in wanted if id(one) in self._known]
        return [one for one in wanted if id(one) not in self._known], hidden
