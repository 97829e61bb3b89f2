"""What makes a finding the same finding after its lines have moved."""

from __future__ import annotations

import hashlib
import posixpath
from collections import Counter
from typing import TYPE_CHECKING

from tflint_sagemaker.hcl.tokens import NAMES, tokenize
from tflint_sagemaker.report.uris import join_root

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tflint_sagemaker.hcl.text import Source, Span
    from tflint_sagemaker.rule.results import Finding

OPENERS = frozenset({"{", "[", "(", "${", "%{", '"', "<<"})
CLOSERS = frozenset({"}", "]", ")", "end", "close"})
ENDS = frozenset({"newline", ","})
WORDS = NAMES | {"string"}


def compute_fingerprints(findings: Sequence[Finding], prefix: str = "") -> list[str]:
    """Return a fingerprint for each finding, in the same order; no two are equal.

    Made of the rule, the address, the directory, the path of the argument in the file and the value
    as written: neither lines nor the words of the message count. Findings alike in all of these
    are numbered in their order.
    """
    paths = _find_paths(finding.problem.at for finding in findings)
    seen: Counter[str] = Counter()
    found = [""] * len(findings)
    for number in sorted(range(len(findings)), key=lambda one: findings[one].problem.at.start):
        key = _make_key(findings[number], paths[findings[number].problem.at], prefix)
        text = f"{key}\0{seen[key]}".encode("utf-8", "surrogatepass")
        found[number] = hashlib.sha256(text).hexdigest()[:32]
        seen[key] += 1
    return found


def _make_key(finding: Finding, path: str, prefix: str) -> str:
    at = finding.problem.at
    directory = posixpath.dirname(join_root(at.source.path, prefix))
    value = " ".join(at.text.split())
    return "\0".join((finding.rule.code, finding.address or "", directory, path, value))


def _find_paths(spans: Iterable[Span]) -> dict[Span, str]:
    """Return the words of the blocks and arguments around each span, outermost first."""
    by_source: dict[Source, set[Span]] = {}
    for span in spans:
        by_source.setdefault(span.source, set()).add(span)
    return {
        span: path
        for source, wanted in by_source.items()
        for span, path in _find_paths_in(source, sorted(wanted, key=lambda span: span.start))
    }


def _find_paths_in(source: Source, spans: list[Span]) -> list[tuple[Span, str]]:
    """Walk through the tokens of a source once, up to the last span."""
    tokens = tokenize(source.text, 0, spans[-1].start)
    outer: list[list[str]] = []
    words: list[str] = []
    found: list[tuple[Span, str]] = []
    pending = spans[::-1]

    def collect_reached(offset: int) -> None:
        while pending and pending[-1].start <= offset:
            path = " ".join(word for level in (*outer, words) for word in level)
            found.append((pending.pop(), path))

    for kind, start, end in zip(tokens.kinds, tokens.starts, tokens.ends, strict=True):
        collect_reached(start)
        if kind in OPENERS:
            outer.append(words)
            words = []
        elif kind in CLOSERS:
            words = outer.pop() if outer else []
        elif kind in ENDS:
            words = []
        elif kind in WORDS:
            words = [*words, source.text[start:end]]
    collect_reached(spans[-1].start)
    return found
