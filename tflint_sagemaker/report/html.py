"""The report as one HTML page, rendered from `templates/` with jinja2.

`report.html` is the page, `parts.html` has its parts, `model.svg` draws a model, `report.css` is
the style. The page needs no script, no font and no network access.
"""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from tflint_sagemaker import __version__
from tflint_sagemaker.report.excerpt import extract_lines
from tflint_sagemaker.report.model_svg import ModelDrawing, draw_model, shorten
from tflint_sagemaker.report.serialization import HOME, build_url
from tflint_sagemaker.report.text import escape_controls, format_count
from tflint_sagemaker.rule.definition import Severity
from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from jinja2 import Environment
    from markupsafe import Markup

    from tflint_sagemaker.hcl.text import Source, Span
    from tflint_sagemaker.rule.results import Finding, Report
    from tflint_sagemaker.sagemaker.summary import ModelSketch, Part

# With more findings than this, each is folded; with more clean models, so are these.
OPEN_FINDINGS = 20
OPEN_MODELS = 6
TEMPLATES = Path(__file__).with_name("templates")

_QUOTED = compile_later(r"`([^`]+)`")


def render(report: Report) -> str:
    """Return the HTML text of the whole page."""
    from markupsafe import Markup

    counts = Counter(finding.rule.severity for finding in report.findings)
    cards, other_findings = _make_cards(report)
    return (
        _make_environment()
        .get_template("report.html")
        .render(
            report=report,
            verdict=_summarize(report, counts),
            state=_choose_state(report, counts),
            counts={level.value: counts[level] for level in Severity},
            cards=cards,
            cards_with_findings=[card for card in cards if card.findings],
            clean_cards=[card for card in cards if not card.findings],
            other_findings=other_findings,
            folded=len(report.findings) > OPEN_FINDINGS,
            max_open_models=OPEN_MODELS,
            style=Markup((TEMPLATES / "report.css").read_text("utf-8")),  # noqa: S704
            home=HOME,
            version=__version__,
        )
    )


@dataclass(frozen=True, slots=True)
class _ModelCard:
    """A model with its findings and its drawing."""

    number: int
    model: ModelSketch
    findings: Sequence[Finding]
    drawing: ModelDrawing


def _make_environment() -> Environment:
    """Return an environment that escapes every value, so that no linted text becomes markup."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        finalize=_show,
        keep_trailing_newline=True,
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters |= {
        "count_severities": _count_severities,
        "counted": format_count,
        "excerpt_lines": extract_lines,
        "lines": _join_lines,
        "prose": _mark_code,
        "shorten": shorten,
        "url": build_url,
    }
    return environment


def _show(value: object) -> object:
    """Make each printed value visible: control characters are shown as escapes."""
    return value if hasattr(value, "__html__") else escape_controls(str(value))


def _mark_code(message: str) -> Markup:
    """Return a message as HTML in which text between backticks is `<code>`."""
    from markupsafe import Markup, escape

    return Markup(_QUOTED.sub(r"<code>\1</code>", str(escape(escape_controls(message)))))  # noqa: S704


def _join_lines(lines: Sequence[str]) -> Markup:
    """Return the lines as HTML text."""
    from markupsafe import Markup

    return Markup("\n").join(map(escape_controls, lines))


def _count_severities(findings: Sequence[Finding]) -> list[tuple[str, int]]:
    """Return each severity of the findings and its number, the highest severity first."""
    counts = Counter(finding.rule.severity for finding in findings)
    return [(level.value, counts[level]) for level in Severity if counts[level]]


def _summarize(report: Report, counts: Counter[Severity]) -> str:
    """Return one clause for the result of the run, such as `1 error and 2 warnings`."""
    found = [format_count(counts[level], level.value) for level in Severity if counts[level]]
    if found:
        return " and ".join([", ".join(found[:-1]), found[-1]] if len(found) > 1 else found)
    if report.errors or report.failures:
        return "Not all could be checked"
    return "No problems" if report.models else "No SageMaker models"


def _choose_state(report: Report, counts: Counter[Severity]) -> str:
    """Return the CSS class of the page's head."""
    if report.errors or report.failures:
        return "broken"
    return next((level.value for level in Severity if counts[level]), "clean")


def _make_cards(report: Report) -> tuple[list[_ModelCard], list[tuple[str, list[Finding]]]]:
    """Return a card for each model, and the other findings by file."""
    by_model: dict[int | None, list[Finding]] = {}
    find_model = _make_model_finder(report.sketches)
    for finding in report.findings:
        by_model.setdefault(find_model(finding), []).append(finding)
    find_severity = _make_severity_finder(report)
    cards = [
        _ModelCard(number, model, by_model.get(number, ()), draw_model(model, find_severity))
        for number, model in enumerate(report.sketches)
    ]
    others = groupby(by_model.get(None, ()), key=lambda finding: finding.problem.at.source.path)
    return cards, [(path, list(findings)) for path, findings in others]


def _make_model_finder(models: Sequence[ModelSketch]) -> Callable[[Finding], int | None]:
    """Return a function that gives the number of the model that a finding belongs to.

    That is the model with the finding's address in the same directory (unrelated modules can use
    the same address); otherwise the first model with a value at the finding's place.
    """
    by_address: dict[tuple[str, str], int] = {}
    by_source: dict[Source, list[tuple[Span, int]]] = {}
    for number, model in enumerate(models):
        by_address.setdefault((model.address, _get_directory(model.at)), number)
        for part in model.parts():
            if part.at:
                by_source.setdefault(part.at.source, []).append((part.at, number))

    def find_model(finding: Finding) -> int | None:
        for span in finding.places:
            if (key := (finding.address or "", _get_directory(span))) in by_address:
                return by_address[key]
        at = finding.problem.at
        overlapping: Iterator[int] = (
            number
            for span, number in by_source.get(at.source, ())
            if at.start < span.end and span.start < at.end
        )
        return next(overlapping, None)

    return find_model


def _make_severity_finder(report: Report) -> Callable[[Part], Severity | None]:
    """Return a function that gives the highest severity among the findings at a value."""
    by_source: dict[Source, list[tuple[Span, Severity]]] = {}
    for finding in report.findings:
        at = finding.problem.at
        by_source.setdefault(at.source, []).append((at, finding.rule.severity))

    def find_severity(part: Part) -> Severity | None:
        if part.at is None:
            return None
        found = [
            level
            for span, level in by_source.get(part.at.source, ())
            if span.start < part.at.end and part.at.start < span.end
        ]
        return min(found, key=lambda level: level.rank, default=None)

    return find_severity


def _get_directory(span: Span) -> str:
    return span.source.path.rpartition("/")[0]
