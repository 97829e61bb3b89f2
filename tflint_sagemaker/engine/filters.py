"""Filters decide which findings are suppressed: by a comment, the configuration or a baseline.

There is one kind of filter with three implementations: `CommentFilter` in `suppression/`,
`ConfigurationFilter` here, and `BaselineFilter` beside the baseline.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Protocol

from tflint_sagemaker.rule.results import SuppressedFinding

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tflint_sagemaker.config.settings import Settings
    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.rule.results import Finding


class Filter(Protocol):
    """Decides about one finding after another."""

    def suppress(self, finding: Finding) -> SuppressedFinding | None:
        """Return the suppressed finding with its origin and reason, or None to report it."""
        ...


def apply_filters(
    findings: Iterable[Finding], filters: Sequence[Filter]
) -> tuple[list[Finding], list[SuppressedFinding]]:
    """Return the findings that no filter suppresses, and the suppressed ones.

    The first filter that suppresses a finding is the one that is reported.
    """
    kept: list[Finding] = []
    suppressed: list[SuppressedFinding] = []
    for finding in findings:
        for one in filters:
            found = one.suppress(finding)
            if found is not None:
                suppressed.append(found)
                break
        else:
            kept.append(finding)
    return kept, suppressed


class ConfigurationFilter:
    """Suppresses the findings that the configuration file exempts, each with a reason."""

    def __init__(self, settings: Settings) -> None:
        self._exemptions = settings.exemptions

    def suppress(self, finding: Finding) -> SuppressedFinding | None:
        """Return the suppressed finding if an exemption covers it."""
        if not self._exemptions:
            return None
        path = get_absolute_path(finding.problem.at)
        for exemption in self._exemptions:
            if exemption.is_for(finding.rule.code, finding.address, path):
                return SuppressedFinding(finding, "configuration", exemption.reason)
        return None


def is_reportable(finding: Finding, settings: Settings) -> bool:
    """Return whether a finding is severe enough, and its file is not excluded."""
    severe = finding.rule.severity.rank <= settings.min_severity.rank
    return severe and not is_excluded(finding.problem.at, settings)


def is_failing(finding: Finding, settings: Settings) -> bool:
    """Return whether a finding is severe enough to fail the run."""
    return settings.fail_on is not None and finding.rule.severity.rank <= settings.fail_on.rank


def is_excluded(at: Span, settings: Settings) -> bool:
    """Return whether the settings exclude the file of a span from the report."""
    patterns = settings.excluded
    return bool(patterns) and any(one.fullmatch(get_absolute_path(at)) for one in patterns)


def get_absolute_path(span: Span) -> str:
    """Return the absolute path of a span's file, with forward slashes; links are not followed."""
    return os.path.abspath(span.source.path).replace(os.sep, "/")  # noqa: PTH100 - see above
