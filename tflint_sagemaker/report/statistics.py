"""How often each rule found something."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from tflint_sagemaker.report.summary import summarize

if TYPE_CHECKING:
    from tflint_sagemaker.rule.results import Report


def render(report: Report, form: str) -> str:
    """Return a table, the most frequent first, and the summary; or JSON, if that is the format."""
    counts = Counter(finding.rule.code for finding in report.findings)
    rules = {finding.rule.code: finding.rule for finding in report.findings}
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    if form == "json":
        records = [
            {
                "code": code,
                "name": rules[code].name,
                "severity": rules[code].severity.value,
                "count": count,
            }
            for code, count in ordered
        ]
        return json.dumps(records, indent=2) + "\n"
    width = len(str(max(counts.values(), default=0)))
    lines = [
        f"{count:>{width}}  {rules[code].severity.value:<7}  {code}  {rules[code].name}"
        for code, count in ordered
    ]
    return "".join(f"{line}\n" for line in [*lines, *([""] if lines else []), summarize(report)])
