"""The baseline: a file of known findings, which reports do not show again.

An entry identifies a finding by its rule, its file, the address of its subject and the text that
is underlined, not by its line. It has only a hash of the text, which may be a secret.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tflint_sagemaker.engine.filters import apply_filters
from tflint_sagemaker.rule.results import SuppressedFinding
from tflint_sagemaker.util import fs
from tflint_sagemaker.util.atomic_write import replace_file
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from tflint_sagemaker.discovery.modules import Target
    from tflint_sagemaker.rule.results import Finding, Report

VERSION = 1


class BaselineError(Exception):
    """A baseline cannot be read or written; the message has the file and the reason."""


class Entry(NamedTuple):
    """What identifies a finding. The file is relative to the directory of the baseline."""

    file: str
    address: str
    rule: str
    value: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """The number of known findings by entry. `directory` is that of the baseline file."""

    directory: Path
    counts: Mapping[Entry, int]

    @classmethod
    def create(cls, findings: Iterable[Finding], directory: Path) -> Baseline:
        """Make the baseline that suppresses all these findings."""
        return cls(directory, Counter(make_entry(finding, directory) for finding in findings))

    @classmethod
    def read(cls, path: Path) -> Baseline:
        """Read a file that `write` has written. Raises BaselineError."""
        try:
            document = json.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise BaselineError(f"cannot read the baseline {path}: {reason}") from None
        except ValueError as error:
            raise BaselineError(f"{path} is not a baseline: it is not JSON ({error})") from None
        if not isinstance(document, dict) or document.get("version") != VERSION:
            raise BaselineError(f'{path} is not a baseline: "version" is not {VERSION}')
        try:
            return cls(path.parent, dict(map(_read_entry, document["findings"])))
        except (KeyError, TypeError, ValueError) as error:
            raise BaselineError(f"{path} is not a baseline: an entry lacks {error}") from None

    def write(self, path: Path, names: Mapping[str, str]) -> None:
        """Write the file; the order depends on the entries alone. `names` are those of rules.

        Raises BaselineError.
        """
        findings = [
            {
                "file": known.file,
                "address": known.address,
                "rule": known.rule,
                "name": names.get(known.rule, ""),
                "value": known.value,
                "count": self.counts[known],
            }
            for known in sorted(self.counts)
        ]
        text = json.dumps({"version": VERSION, "findings": findings}, indent=2) + "\n"
        try:
            replace_file(path, text.encode())
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise BaselineError(f"cannot write the baseline {path}: {reason}") from None

    def merge(self, others: Mapping[Entry, int]) -> Baseline:
        """Return the baseline with other entries added."""
        return Baseline(self.directory, {**others, **self.counts})

    def prune(
        self, report: Report, targets: Sequence[Target], executed: Collection[str]
    ) -> Baseline:
        """Return the baseline without its stale entries, given a report made without it."""
        known = BaselineFilter(self)
        apply_filters(report.findings, (known,))
        stale = self._find_stale(known.remaining, targets, executed)
        return Baseline(self.directory, dict(Counter(dict(self.counts)) - stale))

    def apply(self, report: Report, targets: Sequence[Target], executed: Collection[str]) -> Report:
        """Return the report with the known findings suppressed.

        `executed` are the codes of the rules that ran. An entry is stale if its finding is not
        found again, although its rule ran and the targets include its file or the file is gone.
        """
        known = BaselineFilter(self)
        findings, suppressed = apply_filters(report.findings, (known,))
        return replace(
            report,
            findings=tuple(findings),
            suppressed=(*report.suppressed, *suppressed),
            stale=self._find_stale(known.remaining, targets, executed).total(),
        )

    def _find_stale(
        self, remaining: Counter[Entry], targets: Sequence[Target], executed: Collection[str]
    ) -> Counter[Entry]:
        """Return the stale entries among those whose findings were not found."""
        return Counter(
            {
                one: count
                for one, count in remaining.items()
                if count > 0 and one.rule in executed and self._is_in_scope(one, targets)
            }
        )

    def _is_in_scope(self, known: Entry, targets: Sequence[Target]) -> bool:
        """Return whether the run would have found the finding of an entry."""
        path = Path(os.path.normpath(self.directory.resolve() / known.file))
        if not fs.has_entry(path):
            return True
        return any(
            target.directory.resolve() == path.parent
            and (target.report is None or path.name in {one.name for one in target.report})
            for target in targets
        )


class BaselineFilter:
    """Suppresses each finding of a baseline, as many times as its entry counts.

    `remaining` are the numbers of findings that were not found yet, by entry.
    """

    def __init__(self, baseline: Baseline) -> None:
        self._directory = baseline.directory
        self.remaining = Counter(dict(baseline.counts))

    def suppress(self, finding: Finding) -> SuppressedFinding | None:
        """Return the suppressed finding if the baseline has it."""
        found = make_entry(finding, self._directory)
        if self.remaining[found] <= 0:
            return None
        self.remaining[found] -= 1
        return SuppressedFinding(finding, "baseline")


def make_entry(finding: Finding, directory: Path) -> Entry:
    """Return the entry of a finding in a baseline in this directory."""
    at = finding.problem.at
    file = Path(os.path.relpath(at.source.path, directory)).as_posix()
    text = " ".join(at.text.split())
    value = hashlib.sha256(text.encode()).hexdigest()[:16]
    return Entry(file, finding.address or "", finding.rule.code, value)


def _read_entry(record: Any) -> tuple[Entry, int]:
    """Return an entry and its count. Raises KeyError, TypeError or ValueError."""
    fields = [record[name] for name in Entry._fields]
    if not all(isinstance(text, str) for text in fields):
        raise TypeError("a text")
    count = record["count"]
    if not isinstance(count, int) or count < 1:
        raise ValueError("a count")
    return Entry(*fields), count
