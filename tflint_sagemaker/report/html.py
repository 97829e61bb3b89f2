"""The report as one web page that needs nothing else: no script, no font, no network."""

from __future__ import annotations

from collections import Counter
from dataclasses import field
from itertools import groupby
from typing import TYPE_CHECKING

from tflint_sagemaker import __version__
from tflint_sagemaker.report.html_style import STYLE
from tflint_sagemaker.report.html_text import captioned, excerpt, prose, text
from tflint_sagemaker.report.model_svg import drawing
from tflint_sagemaker.report.serialization import HOME, url
from tflint_sagemaker.report.text import counted
from tflint_sagemaker.rule.definition import Severity
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tflint_sagemaker.hcl.text import Source, Span
    from tflint_sagemaker.rule.results import Finding, Report, SuppressedFinding, UndecidedCheck
    from tflint_sagemaker.sagemaker.summary import ModelSketch, Part

# With more findings than that, each is folded; with more clean models, each of these is.
OPEN_FINDINGS = 20
OPEN_MODELS = 6

# Nothing on the page is loaded or run, whatever gets into it.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def render(report: Report) -> str:
    """The whole page."""
    return "".join(_Page(report).parts())


@dataclass(slots=True)
class _Page:
    """The sections of the page, from top to bottom."""

    of: Report
    spans: dict[Source, list[tuple[int, int, Severity]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for finding in self.of.findings:
            at = finding.problem.at
            place = (at.start, at.end, finding.rule.severity)
            self.spans.setdefault(at.source, []).append(place)

    def parts(self) -> Iterator[str]:
        """All of it."""
        counts = Counter(finding.rule.severity for finding in self.of.findings)
        yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        yield f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        yield '<meta name="color-scheme" content="light dark">\n'
        yield f"<title>{_verdict(self.of)} · tflint-sagemaker</title>\n"
        yield f"<style>\n{STYLE}</style>\n</head>\n<body>\n"
        yield from self.head(counts)
        yield "<main>\n"
        yield from self.faults()
        homes = self.homes()
        by_home: dict[int | None, list[Finding]] = {}
        for finding, home in zip(self.of.findings, homes, strict=True):
            by_home.setdefault(home, []).append(finding)
        yield from self.models(by_home)
        yield from self.elsewhere(by_home.get(None, ()))
        yield from self.undecided()
        yield from self.suppressed()
        yield "</main>\n"
        yield f'<footer>Made by <a href="{HOME}">tflint-sagemaker</a> {text(__version__)}.'
        yield "</footer>\n</body>\n</html>\n"

    def homes(self) -> list[int | None]:
        """Of each finding the number of the drawn model that it is about.

        That is the one of its address in the same directory, since modules that have nothing to do
        with each other share addresses; or else one with a value where the finding is.
        """
        named: dict[tuple[str, str], int] = {}
        places: dict[Source, list[tuple[Span, int]]] = {}
        for number, sketch in enumerate(self.of.sketches):
            named.setdefault((sketch.address, _directory(sketch.at)), number)
            for part in sketch.parts():
                if part.at:
                    places.setdefault(part.at.source, []).append((part.at, number))

        def home(finding: Finding) -> int | None:
            at = finding.problem.at
            for span in finding.places:
                if (key := (finding.address or "", _directory(span))) in named:
                    return named[key]
            near = (
                number
                for span, number in places.get(at.source, ())
                if at.start < span.end and span.start < at.end
            )
            return next(near, None)

        return [home(finding) for finding in self.of.findings]

    def head(self, counts: Counter[Severity]) -> Iterator[str]:
        """The verdict, the numbers, and which severities are shown."""
        report = self.of
        loudest = next((level.value for level in Severity if counts[level]), "clean")
        state = "broken" if report.errors or report.failures else loudest
        yield f'<header class="top {state}">\n<p class="tool">tflint-sagemaker</p>\n'
        yield f"<h1>{_verdict(report)}</h1>\n"
        scope = (
            counted(report.models, "model"),
            counted(report.modules, "module"),
            counted(report.files, "file"),
        )
        yield f'<p class="scope">{" · ".join(scope)}</p>\n<ul class="tiles">\n'
        for level in Severity:
            words = counted(counts[level], level.value).partition(" ")[2]
            none = "" if counts[level] else " none"
            yield f'<li class="{level.value}{none}"><b>{counts[level]}</b> {words}</li>\n'
        for number, words in (
            (len(report.undecided), "undecided"),
            (len(report.suppressed), "suppressed"),
        ):
            yield f'<li class="quiet{"" if number else " none"}"><b>{number}</b> {words}</li>\n'
        yield "</ul>\n"
        shown = [level for level in Severity if counts[level]]
        if len(shown) > 1:
            yield '<fieldset class="filter"><legend>Show</legend>\n'
            for level in shown:
                yield f'<label class="{level.value}"><input type="checkbox" checked '
                yield f'id="show-{level.value}"> {level.value}s</label>\n'
            yield "</fieldset>\n"
        yield "</header>\n"

    def faults(self) -> Iterator[str]:
        """What could not be read, and what broke: first, since what follows is not all."""
        if not self.of.errors and not self.of.failures:
            return
        yield '<section class="faults">\n<h2>This report is not complete</h2>\n'
        for error in self.of.errors:
            yield _fault(error.message, error.span, error.hint)
        for failure in self.of.failures:
            yield _fault(failure.message, failure.at, None)
        yield "</section>\n"

    def models(self, findings: Mapping[int | None, Sequence[Finding]]) -> Iterator[str]:
        """A card for each model, those with findings first."""
        if not self.of.sketches:
            return
        numbered = list(enumerate(self.of.sketches))
        found = [(number, one) for number, one in numbered if number in findings]
        clean = [one for number, one in numbered if number not in findings]
        yield "<section>\n<h2>Models</h2>\n"
        if len(found) > OPEN_MODELS:
            yield from _index([(number, one, findings[number]) for number, one in found])
        for number, sketch in found:
            yield from self.card(sketch, findings[number], number)
        if len(clean) > OPEN_MODELS:
            yield f'<details class="fold"><summary>{counted(len(clean), "model")} without findings'
            yield "</summary>\n"
            for sketch in clean:
                yield from self.card(sketch, ())
            yield "</details>\n"
        else:
            for sketch in clean:
                yield from self.card(sketch, ())
        yield "</section>\n"

    def card(
        self, sketch: ModelSketch, findings: Sequence[Finding], number: int | None = None
    ) -> Iterator[str]:
        """A model: what it is made of, and what is found in it."""
        anchor = "" if number is None else f' id="model-{number}"'
        yield f'<article class="card"{anchor}>\n<header>\n'
        yield f"<h3>{text(sketch.address)}</h3>\n"
        yield f'<p class="place">{text(str(sketch.at))}{_facts(sketch)}</p>\n<p class="badges">'
        yield _badges(findings)
        yield "" if findings else '<span class="badge clean">no findings</span>'
        yield "</p>\n</header>\n"
        if sketch.unsure:
            yield f'<p class="note">How many there are is not known: {prose(sketch.unsure)}</p>\n'
        yield f'<div class="scroll">{drawing(sketch, self.loudest)}</div>\n'
        yield from self.list(findings)
        yield "</article>\n"

    def loudest(self, part: Part) -> Severity | None:
        """The loudest severity of what is found at a part of a drawing."""
        if part.at is None:
            return None
        found = [
            level
            for start, end, level in self.spans.get(part.at.source, ())
            if start < part.at.end and part.at.start < end
        ]
        return min(found, key=lambda level: level.rank, default=None)

    def elsewhere(self, findings: Sequence[Finding]) -> Iterator[str]:
        """What is found in something other than a model that is drawn, file by file."""
        if not findings:
            return
        yield f"<section>\n<h2>{'Elsewhere' if self.of.sketches else 'Findings'}</h2>\n"
        for path, group in groupby(findings, key=lambda one: one.problem.at.source.path):
            yield f'<article class="card">\n<header><h3>{text(path)}</h3></header>\n'
            yield from self.list(tuple(group))
            yield "</article>\n"
        yield "</section>\n"

    def list(self, findings: Iterable[Finding]) -> Iterator[str]:
        """Findings, each folded if there are many."""
        folded = len(self.of.findings) > OPEN_FINDINGS
        for finding in findings:
            yield _finding(finding, folded=folded)

    def undecided(self) -> Iterator[str]:
        """The checks that a value which is not known prevents."""
        asked = self.of.undecided
        if asked:
            rows = "".join(map(_undecided, asked))
            title = f"{counted(len(asked), 'check')} undecided"
            yield _table(title, ("Rule", "Of", "Why it cannot be told"), rows)

    def suppressed(self) -> Iterator[str]:
        """The findings that somebody asked not to be told."""
        hidden = self.of.suppressed
        if hidden:
            title = f"{counted(len(hidden), 'finding')} suppressed"
            yield _table(title, ("Rule", "Finding", "By"), "".join(map(_suppressed, hidden)))


def _verdict(report: Report) -> str:
    """One clause that says what the run came to."""
    counts = Counter(finding.rule.severity for finding in report.findings)
    found = [counted(counts[level], level.value) for level in Severity if counts[level]]
    if found:
        return " and ".join([", ".join(found[:-1]), found[-1]] if len(found) > 1 else found)
    if report.errors or report.failures:
        return "Not all could be checked"
    return "No problems" if report.models else "No SageMaker models"


def _directory(at: Span) -> str:
    return at.source.path.rpartition("/")[0]


def _badges(findings: Sequence[Finding]) -> str:
    counts = Counter(finding.rule.severity for finding in findings)
    return "".join(
        f'<span class="badge {level.value}">{counted(counts[level], level.value)}</span>'
        for level in Severity
        if counts[level]
    )


def _index(models: Iterable[tuple[int, ModelSketch, Sequence[Finding]]]) -> Iterator[str]:
    """Links to the cards of models with findings."""
    yield '<ol class="index">\n'
    for number, sketch, findings in models:
        link = f'<a href="#model-{number}">{text(sketch.address)}</a>'
        yield f"<li>{link} {_badges(findings)}</li>\n"
    yield "</ol>\n"


def _facts(sketch: ModelSketch) -> str:
    """What of a model is not in its drawing."""
    region = f" · {text(sketch.region.text)}" if sketch.region else ""
    tags = f" · {counted(sketch.tags, 'tag')}" if sketch.tags else ""
    return region + tags


def _rule(finding: Finding | UndecidedCheck) -> str:
    rule = finding.rule
    return f'<a class="rule" href="{text(url(rule))}">{text(rule.code)} {text(rule.name)}</a>'


def _finding(finding: Finding, *, folded: bool) -> str:
    rule, problem = finding.rule, finding.problem
    level = rule.severity.value
    parts = [
        f'<details class="finding {level}"{"" if folded else " open"}>\n<summary>',
        f'<span class="badge {level}">{level}</span> ',
        f'<span class="message">{prose(problem.message)}</span> ',
        f'<span class="place">{text(str(problem.at))}</span></summary>\n',
        excerpt(problem.at, level),
    ]
    parts += [
        f'<p class="note">{prose(related.message)}</p>{captioned(related.span, "note")}'
        for related in problem.related
    ]
    if problem.hint:
        parts.append(f'<p class="hint"><b>Help:</b> {prose(problem.hint)}</p>')
    parts.append(f'<p class="about">{_rule(finding)}')
    if finding.address:
        parts.append(f" · <code>{text(finding.address)}</code>")
    return "".join([*parts, "</p>\n</details>\n"])


def _fault(message: str, at: Span | None, hint: str | None) -> str:
    shown = captioned(at, "error") if at else ""
    said = f'<p class="hint"><b>Help:</b> {prose(hint)}</p>' if hint else ""
    return f'<div class="fault"><p class="message">{prose(message)}</p>{shown}{said}</div>\n'


def _table(title: str, heads: tuple[str, ...], rows: str) -> str:
    cells = "".join(f"<th>{head}</th>" for head in heads)
    table = f"<table>\n<thead><tr>{cells}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>"
    head = f'<details class="fold"><summary>{title}</summary>\n'
    return f'{head}<div class="scroll">{table}</div></details>\n'


def _undecided(question: UndecidedCheck) -> str:
    of = f"<code>{text(question.address or str(question.at))}</code>"
    why = prose(question.reason.reason)
    return f"<tr><td>{_rule(question)}</td><td>{of}</td><td>{why}</td></tr>\n"


def _suppressed(hidden: SuppressedFinding) -> str:
    problem = hidden.finding.problem
    what = f'{prose(problem.message)}<br><span class="place">{text(str(problem.at))}</span>'
    why = text(f"{hidden.by}: {hidden.reason}" if hidden.reason else hidden.by)
    return f"<tr><td>{_rule(hidden.finding)}</td><td>{what}</td><td>{why}</td></tr>\n"
