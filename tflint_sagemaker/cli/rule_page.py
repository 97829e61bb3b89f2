"""The page of a rule, made from the rule alone: for `explain` and `docs/rules`."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tflint_sagemaker.config.schema import format_parameter_key
from tflint_sagemaker.config.writing import format_toml
from tflint_sagemaker.discovery.modules import Target
from tflint_sagemaker.report import full
from tflint_sagemaker.rule.examples import split_files, strip_marks

if TYPE_CHECKING:
    from tflint_sagemaker.rule.definition import Rule

WIDTH = 100


def render_page(rule: Rule) -> str:
    """Markdown: what the rule is about, its bad and good examples, and what is said of the bad."""
    first, _, rest = rule.doc.strip().partition("\n")
    parts = [
        f"# {rule.code} {rule.name}",
        f"{first}\n{rest}".strip(),
        f"Severity: {rule.severity.value}. Group: {rule.group}. Since {rule.since}.",
    ]
    if rule.aliases:
        parts.append(f"Also known as {', '.join(f'`{alias}`' for alias in rule.aliases)}.")
    if rule.parameters:
        parts += ["## Parameters", _render_parameters(rule)]
    bad = strip_marks(rule.bad.text)
    parts += ["## Bad", rule.bad.caption, _fence(bad, "terraform")]
    parts.append(_fence(render_findings(rule, bad), "text"))
    parts += ["## Good", rule.good.caption, _fence(strip_marks(rule.good.text), "terraform")]
    return "\n\n".join(parts) + "\n"


def render_findings(rule: Rule, example: str) -> str:
    """Return what the linter prints for an example: the findings of the rule, no summary."""
    from tflint_sagemaker.config.settings import Settings
    from tflint_sagemaker.engine.linter import lint
    from tflint_sagemaker.live.fake import CannedRunner
    from tflint_sagemaker.util.paths import display_path

    with TemporaryDirectory() as directory:
        for name, text in split_files(example).items():
            path = Path(directory) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        told = {name: known.example for name, known in rule.parameters.items()}
        # The rules that are on run too: a suppression is unused only of rules that ran.
        settings = Settings(
            select=("core", rule.code),
            parameters={rule.code: told},
            today=datetime.now(UTC).date(),
        )
        live = CannedRunner() if rule.live else None
        report = lint([Target(Path(directory), None)], settings, live=live)
        findings = tuple(found for found in report.findings if found.rule.code == rule.code)
        report = replace(report, findings=findings, undecided=(), suppressed=())
        output = full.render(report, width=WIDTH).rpartition("\n\n")[0]
        return output.replace(f"{display_path(Path(directory))}/", "") + "\n"


def _render_parameters(rule: Rule) -> str:
    """Return the parameters of the rule, and their values in the examples."""
    lines = [
        f"- `{format_parameter_key(name)}`: {known.doc} Default: `{format_toml(known.default)}`."
        for name, known in rule.parameters.items()
    ]
    told = [f"[rules.{rule.name}]"] + [
        f"{format_parameter_key(name)} = {format_toml(known.example)}"
        for name, known in rule.parameters.items()
    ]
    example = _fence("\n".join(told), "toml")
    return "\n".join([*lines, "", "The examples are checked with:", "", example])


def _fence(text: str, language: str) -> str:
    return f"```{language}\n{text.rstrip()}\n```"
