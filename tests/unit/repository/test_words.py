"""The language of the project: plain technical English, one word for one thing.

Docstrings, comments, help, messages, rule texts and documents use the terms of the field. The
words below have a plain word that says the same, which stands beside each.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from typing import TYPE_CHECKING

import pytest
from support.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WORDS = {
    r"mend(?:s|ed|ing)?": "fix",
    r"cures?": "hint, fix",
    r"tell(?:s|ing)?|told": "report, set, give",
    r"(?:speak|spoke|spoken|speaks|speaking)(?: of| for)?": "apply to, refer to",
    r"hears?|hearing|heard": "receive, collect",
    r"ask(?:s|ed|ing)?": "run (a rule), request or call (AWS)",
    r"looks? at|looked|looking|looks": "read, probe",
    r"sight": "file access",
    r"remember(?:s|ed|ing)?": "cache, keep",
    r"anew": "again",
    r"by now": "current",
    r"at hand": "available",
    r"for good": "permanently",
    r"dear(?:er|est)?": "slow",
    r"kin": "related",
    r"whoever|nobody|somebody|anybody": "the actor: the caller, the rule, the user",
    r"loud(?:er|est|ness|ly)?": "severe, severity",
    r"le(?:ave|aves|ft|aving)(?: \w+)? out": "skip, exclude, suppress",
    r"put to": "run on",
    r"for want of|for the sake of|for whose sake": "because, without",
    r"all the same": "still, nevertheless",
    r"(?:can|could|may|to) be had": "available",
    r"come(?:s)? to (?!an? end|the end|apply|pass)|came to": "evaluate to, result in",
    r"(?:what|nothing|something|whatever) (?:(?:has|will) )?(?:comes?|came|becomes|became) of": (
        "result"
    ),
    r"stands?|stood|standing": "be",
    r"lies|lie|lay": "be",
    r"home": "region, owner",
    r"undone": "failed",
    r"therein|thereof|hereby|hence|thus|whereof|wherein|thereby": "plain words",
    r"crew|parcels?|witness(?:es)?|rulings?": "worker, result, recorder, selection",
    r"kinds? of its own|of its own|of our own|of their own": "own",
    r"otherwise said|so to say|that is to say": "plain words",
    r"neither of which|none of which": "two sentences",
}
# Places that are still to be rewritten. The numbers may only become smaller.
REMAINING = {
    "live": 124,
    "rule": 25,
    "rules": 54,
    "sagemaker": 75,
    "terraform": 13,
    "tests": 87,
    "README.md": 6,
    "CONTRIBUTING.md": 16,
    "docs/ci.md": 4,
    "docs/configuration.md": 4,
    "docs/live.md": 33,
    "docs/python-api.md": 8,
    "docs/decisions/0006-boto3.md": 4,
    "docs/rules/SM305.md": 1,
    "docs/rules/SM319.md": 1,
    "docs/rules/SM603.md": 1,
}
# Uses that have another meaning in the field.
ALLOWED = re.compile(
    r"home director(?:y|ies)|home page|stand-ins?\b|stands for\b|left out of|looks? (?:up|like)"
    r"|looking up|standard"
)
HCL = re.compile(r"[={]\n|^\s*(?:resource|variable|module|data) \"", re.MULTILINE)
FORBIDDEN = re.compile(
    r"\b(?:" + "|".join(f"(?:{pattern})" for pattern in WORDS) + r")\b", re.IGNORECASE
)

PACKAGE = ROOT / "tflint_sagemaker"
GROUPS = {
    **{
        path.name: sorted(path.rglob("*.py"))
        for path in sorted(PACKAGE.iterdir())
        if (path / "__init__.py").exists()
    },
    "loose": sorted(PACKAGE.glob("*.py")),
    "rules": sorted((ROOT / "rules").glob("*.py")),
    "tests": sorted(p for p in (ROOT / "tests").rglob("*.py") if "fixtures" not in p.parts),
    "tools": sorted((ROOT / "tools").glob("*.py")) + sorted((ROOT / "benches").glob("*.py")),
}
PAGES = [
    path
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    if path.name != "LICENSE.md"
]


def words(text: str) -> Iterator[str]:
    """The forbidden words of a text, with some text around each."""
    for found in FORBIDDEN.finditer(ALLOWED.sub(lambda one: "~" * len(one[0]), text)):
        around = text[max(0, found.start() - 40) : found.end() + 40]
        yield f"`{found[0]}` in: {' '.join(around.split())}"


def prose(path: Path) -> Iterator[tuple[int, str]]:
    """Docstrings, texts and comments of a module, each with its line. HCL and data are no prose."""
    text = path.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        if " " in node.value and not HCL.search(node.value):
            yield node.lineno, re.sub(r"`[^`\n]*`|\"[^\"\n]*\"", "", node.value)
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], re.sub(r"`[^`\n]*`", "", token.string)


@pytest.mark.parametrize("group", GROUPS)
def test_code_uses_the_words_of_the_field(group: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line}: {word}"
        for path in GROUPS[group]
        if path.name != "test_words.py"
        for line, text in prose(path)
        for word in words(text)
    ]
    assert len(wrong) <= REMAINING.get(group, 0), f"{len(wrong)} places:\n" + "\n".join(wrong)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_pages_use_the_words_of_the_field(page: Path) -> None:
    text = re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    wrong = list(words(re.sub(r"`[^`\n]*`", "", text)))
    most = REMAINING.get(page.relative_to(ROOT).as_posix(), 0)
    assert len(wrong) <= most, f"{len(wrong)} places:\n" + "\n".join(wrong)
