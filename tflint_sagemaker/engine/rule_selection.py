"""Which rules are put to what, how loud they are and what they are told, as settings have it."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.rule import registry
from tflint_sagemaker.sagemaker.model import Model

if TYPE_CHECKING:
    from tflint_sagemaker.config.settings import Settings
    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.rule.definition import Rule


class Rulings:
    """The checks for each kind of subject, worked out once for each settings.

    Of those that ask AWS only if the run is live.
    """

    def __init__(self, *, live: bool = False) -> None:
        self._live = live
        self._rules: dict[int, tuple[Settings, tuple[Rule, ...]]] = {}
        self._checks: dict[tuple[int, type], tuple[tuple[Rule, Any], ...]] = {}
        self._files: dict[tuple[int, str], Settings] = {}

    def rules(self, settings: Settings) -> tuple[Rule, ...]:
        """The rules that run, as loud as they are to be. Raises RegistryError."""
        # Settings hold mappings and have no hash; they are kept, so that an id is theirs for good.
        if id(settings) not in self._rules:
            rules = tuple(
                replace(rule, severity=settings.severities[rule.code])
                if rule.code in settings.severities
                else rule
                for rule in registry.select(settings.select, settings.ignore, live=self._live)
            )
            self._rules[id(settings)] = (settings, rules)
        return self._rules[id(settings)][1]

    def checks(self, settings: Settings, subject: Any) -> tuple[tuple[Rule, Any], ...]:
        """The rules that speak of a subject, each with its check, parameters filled in."""
        here = self.at(settings, subject.span)
        key = (id(here), type(subject))
        if key not in self._checks:
            self._checks[key] = tuple(
                (rule, _told(rule, here))
                for rule in self.rules(here)
                if issubclass(type(subject), rule.on or Model)
            )
        return self._checks[key]

    def at(self, settings: Settings, span: Span) -> Settings:
        """The settings that hold for what is declared there."""
        if settings.for_file is None:
            return settings
        self.rules(settings)
        key = (id(settings), span.source.path)
        if key not in self._files:
            self._files[key] = settings.for_file(Path(absolute(span)))
        return self._files[key]


def absolute(span: Span) -> str:
    """The absolute path of a place, with forward slashes."""
    # A file that is a link keeps its name.
    return os.path.abspath(span.source.path).replace(os.sep, "/")  # noqa: PTH100


def _told(rule: Rule, settings: Settings) -> Any:
    if not rule.parameters or rule.check is None:
        return rule.check
    told = settings.parameters.get(rule.code, {})
    values = {name: told.get(name, known.default) for name, known in rule.parameters.items()}
    return partial(rule.check, **values)
