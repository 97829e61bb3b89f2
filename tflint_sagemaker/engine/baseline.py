"""The baseline: findings that are known and are not told again, kept in a file.

A finding is known again by its rule, its file, the address of what it is about and the text that
is underlined, not by its line. Of the text only a hash is kept: it may be a secret.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

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
    """A baseline cannot be used; says which file, and why."""


class Entry(NamedTuple):
    """What a finding is known again by. The file is told from where the baseline lies."""

    file: str
    address: str
    rule: str
    value: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """How many findings of each kind are known. `home` is the directory of its file."""

    home: Path
    counts: Mapping[Entry, int]

    @classmethod
    def of(cls, findings: Iterable[Finding], home: Path) -> Baseline:
        """The baseline by which all these findings are known."""
        return cls(home, Counter(entry(finding, home) for finding in findings))

    @classmethod
    def read(cls, path: Path) -> Baseline:
        """Read a file. Raises BaselineError if it is not one that `write` made."""
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
            return cls(path.parent, dict(map(_entry, document["findings"])))
        except (KeyError, TypeError, ValueError) as error:
            raise BaselineError(f"{path} is not a baseline: an entry lacks {error}") from None

    def write(self, path: Path, names: Mapping[str, str]) -> None:
        """Write the file, in an order that depends on nothing but what is in it."""
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

    def keeping(self, others: Mapping[Entry, int]) -> Baseline:
        """The baseline with what is known besides."""
        return Baseline(self.home, {**others, **self.counts})

    def pruned(self, report: Report, targets: Sequence[Target], ran: Collection[str]) -> Baseline:
        """The baseline without its stale entries, by a report that knew of none."""
        stale = self._matched(report, targets, ran)[2]
        return Baseline(self.home, dict(Counter(dict(self.counts)) - stale))

    def apply(self, report: Report, targets: Sequence[Target], ran: Collection[str]) -> Report:
        """The report without the findings that are known.

        An entry is stale if nothing is found of it though its rule is one of those that `ran`, and
        its file, if it is still there, is all asked for by the targets.
        """
        kept, known, stale = self._matched(report, targets, ran)
        return replace(
            report,
            findings=tuple(kept),
            suppressed=(*report.suppressed, *known),
            stale=stale.total(),
        )

    def _matched(
        self, report: Report, targets: Sequence[Target], ran: Collection[str]
    ) -> tuple[list[Finding], list[SuppressedFinding], Counter[Entry]]:
        """The findings that are new, those that are known, and the entries that are stale."""
        left = Counter(dict(self.counts))
        kept, known = [], []
        for finding in report.findings:
            found = entry(finding, self.home)
            if left[found] > 0:
                left[found] -= 1
                known.append(SuppressedFinding(finding, "baseline"))
            else:
                kept.append(finding)
        stale = {
            one: count
            for one, count in left.items()
            if count > 0 and one.rule in ran and self._seen(one, targets)
        }
        return kept, known, Counter(stale)

    def _seen(self, known: Entry, targets: Sequence[Target]) -> bool:
        """Whether what the entry speaks of would have been found, were it still there."""
        path = Path(os.path.normpath(self.home.resolve() / known.file))
        if not fs.exists(path):
            return True
        return any(
            target.directory.resolve() == path.parent
            and (target.report is None or path.name in {asked.name for asked in target.report})
            for target in targets
        )


def entry(finding: Finding, home: Path) -> Entry:
    """What a finding is known again by, in a baseline that lies in a directory."""
    at = finding.problem.at
    file = Path(os.path.relpath(at.source.path, home)).as_posix()
    text = " ".join(at.text.split())
    value = hashlib.sha256(text.encode()).hexdigest()[:16]
    return Entry(file, finding.address or "", finding.rule.code, value)


def _entry(record: Any) -> tuple[Entry, int]:
    fields = [record[name] for name in Entry._fields]
    if not all(isinstance(text, str) for text in fields):
        raise TypeError("a text")
    count = record["count"]
    if not isinstance(count, int) or count < 1:
        raise ValueError("a count")
    return Entry(*fields), count
