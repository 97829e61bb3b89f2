"""Selection of the rules that apply to a subject, with their severities and parameters."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.engine.filters import get_absolute_path
from tflint_sagemaker.rule import registry

if TYPE_CHECKING:
    from tflint_sagemaker.config.settings import Settings
    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.rule.definition import Rule, RuleInfo


class RuleSelection:
    """The rules and checks that the settings select, computed once for each settings.

    Live rules are selected only if the run is live.
    """

    def __init__(self, *, live: bool = False) -> None:
        self._live = live
        self._rules: dict[int, tuple[Settings, tuple[RuleInfo, ...]]] = {}
        self._checks: dict[tuple[int, type], tuple[tuple[Rule, Any], ...]] = {}
        self._files: dict[tuple[int, str], Settings] = {}

    def get_rules(self, settings: Settings) -> tuple[RuleInfo, ...]:
        """Return the selected rules, with the severities of the settings. Raises RegistryError."""
        # Settings hold mappings and have no hash. They are kept here, so no other object can get
        # the same id.
        if id(settings) not in self._rules:
            rules = tuple(
                replace(rule, severity=settings.severities[rule.code])
                if rule.code in settings.severities
                else rule
                for rule in registry.select(settings.select, settings.ignore, live=self._live)
            )
            self._rules[id(settings)] = (settings, rules)
        return self._rules[id(settings)][1]

    def get_checks(self, settings: Settings, subject: Any) -> tuple[tuple[Rule, Any], ...]:
        """Return the rules that apply to a subject, each with its check and bound parameters."""
        here = self.get_settings_at(settings, subject.span)
        key = (id(here), type(subject))
        if key not in self._checks:
            kinds = {kind.__name__ for kind in type(subject).__mro__}
            rules = (rule.load() for rule in self.get_rules(here) if rule.subject in kinds)
            self._checks[key] = tuple((rule, _bind_parameters(rule, here)) for rule in rules)
        return self._checks[key]

    def get_settings_at(self, settings: Settings, span: Span) -> Settings:
        """Return the settings that apply to the file of a span."""
        if settings.for_file is None:
            return settings
        self.get_rules(settings)
        key = (id(settings), span.source.path)
        if key not in self._files:
            self._files[key] = settings.for_file(Path(get_absolute_path(span)))
        return self._files[key]


def _bind_parameters(rule: Rule, settings: Settings) -> Any:
    """Return the check of a rule with its parameters, from the settings or by default."""
    if not rule.parameters or rule.check is None:
        return rule.check
    given = settings.parameters.get(rule.code, {})
    values = {name: given.get(name, known.default) for name, known in rule.parameters.items()}
    return partial(rule.check, **values)
