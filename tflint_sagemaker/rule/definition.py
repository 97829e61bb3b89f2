"""A rule: its code, its page, its examples and its check."""

from __future__ import annotations

import sys
from dataclasses import field, replace
from enum import Enum
from importlib import import_module
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from tflint_sagemaker.rule.examples import CannedResponse, Example
    from tflint_sagemaker.rule.problem import Problem


class Severity(Enum):
    """How severe a finding is.

    An error is rejected for certain, a warning is a known trap or weakness, a notice recommends
    good practice.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"

    @property
    def rank(self) -> int:
        """0 for the most severe."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a rule: a JSON value that conforms to `schema`.

    `default` applies if the configuration sets no value. The examples of the rule are shown and
    tested with `example`. `doc` is a sentence that describes the parameter.
    """

    doc: str
    schema: Mapping[str, Any]
    default: Any
    example: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleInfo:
    """What selection and reports need of a rule; the rule itself is imported by `load`.

    `summary` is the first line of the page. `live` lists the IAM actions of a rule that requests
    AWS. `structural` rules also apply to blocks and instances that may not exist, because
    Terraform rejects them in any case. `subject` is the name of the class of its subjects.
    `module` is the module whose `check` is the rule.
    """

    code: str
    name: str
    severity: Severity
    group: str = "core"
    summary: str = ""
    since: str = "0.1.0"
    aliases: tuple[str, ...] = ()
    live: tuple[str, ...] = ()
    structural: bool = False
    has_parameters: bool = False
    subject: str = "Model"
    module: str = ""

    def load(self) -> Rule:
        """Return the rule, with the severity given here. Imports its module."""
        module = sys.modules.get(self.module) or import_module(self.module)
        rule: Rule = module.check
        return rule if rule.severity == self.severity else replace(rule, severity=self.severity)

    def with_severity(self, severity: Severity) -> RuleInfo:
        """Return the rule with another severity, or itself if it has that one."""
        return self if severity == self.severity else replace(self, severity=severity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(RuleInfo):
    """A rule with its page, its examples and its check.

    Either `check` is given: it gets a subject of the type `on` and yields problems. Reading an
    unknown value in it raises `Undecided`, which the engine records. Or `schema` is given: a JSON
    Schema fragment for the value at each path of `at` (dotted; "" is the model itself), and the
    subject is the model. `parameters` are passed to `check` as keyword arguments.

    A rule that requests AWS belongs to the group `live`, and its check gets the keyword `aws`, see
    `live.aws.Aws`. Its examples are checked with `answers`. It runs only in live runs.
    """

    doc: str
    bad: Example
    good: Example
    on: type[Any] | None = None
    check: Callable[..., Iterable[Problem]] | None = None
    at: tuple[str, ...] = ()
    schema: Mapping[str, Any] | None = None
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    answers: tuple[CannedResponse, ...] = ()

    def __post_init__(self) -> None:
        derived = {
            "summary": self.doc.strip().splitlines()[0],
            "has_parameters": bool(self.parameters),
            "subject": "Model" if self.on is None else self.on.__name__,
        }
        for name, value in derived.items():
            object.__setattr__(self, name, value)

    def load(self) -> Rule:
        """Return this rule: it is imported already."""
        return self
