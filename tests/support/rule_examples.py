"""All examples of the rules: the first of each kind is in the rule, the others are files.

`tests/rules/<rule>/bad_2.tf` and `good_2.tf` have the form of the examples in the rule: a line
`# file: PATH` begins another file, and `# SMnnn` ends each line with a finding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from support.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tflint_sagemaker.rule.definition import Rule

EXAMPLES = ROOT / "tests" / "rules"


def examples_of(rule: Rule, kind: Literal["bad", "good"]) -> Iterator[str]:
    """The texts of a rule's bad or good examples, that of its page first."""
    yield (rule.bad if kind == "bad" else rule.good).text
    for path in example_paths(rule, kind):
        yield path.read_text(encoding="utf-8")


def example_paths(rule: Rule, kind: str) -> list[Path]:
    """The files of a rule's other examples."""
    directory = EXAMPLES / rule.name.replace("-", "_")
    return sorted(directory.glob(f"{kind}_*.tf"), key=lambda path: int(path.stem.split("_")[1]))
