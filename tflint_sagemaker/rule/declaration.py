"""How a module declares its rule.

The name of a rule is the name of its module. The module's docstring is its page, and the constants
`BAD` and `GOOD`, above the declaration, are its examples.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.rule.definition import Rule, Severity
from tflint_sagemaker.rule.problem import Problem
from tflint_sagemaker.terraform.diagnostics import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from tflint_sagemaker.rule.definition import Parameter
    from tflint_sagemaker.rule.examples import CannedResponse

    Check = Callable[..., Iterable[Problem]]


def rule(
    code: str,
    severity: Severity,
    *,
    on: type[Any],
    group: str = "core",
    since: str = "0.1.0",
    structural: bool = False,
    aliases: tuple[str, ...] = (),
    parameters: Mapping[str, Parameter] | None = None,
    live: tuple[str, ...] = (),
    answers: tuple[CannedResponse, ...] = (),
) -> Callable[[Check], Rule]:
    """Turn a check function into the rule of its module.

    The check gets a subject of the type `on`, and each of `parameters` as a keyword argument.
    `live` names the IAM actions that the check needs. It makes the group `live`, and the check gets
    the keyword argument `aws`. `answers` are the responses of AWS for the examples.
    """

    def declare(check: Check) -> Rule:
        return _build_rule(
            check.__module__,
            code=code,
            severity=severity,
            on=on,
            check=check,
            group="live" if live else group,
            since=since,
            structural=structural,
            aliases=aliases,
            parameters=parameters or {},
            live=live,
            answers=answers,
        )

    return declare


def schema_rule(
    module: str,
    code: str,
    severity: Severity,
    *,
    at: tuple[str, ...],
    schema: Mapping[str, Any],
    **options: Any,
) -> Rule:
    """Return the rule of a module: the values at the paths `at` have to conform to `schema`.

    `module` is the caller's `__name__`. A path is dotted, and "" is the model itself. `options` are
    further fields of the rule, such as `group` and `aliases`.
    """
    return _build_rule(module, code=code, severity=severity, at=at, schema=schema, **options)


def diagnostic_rule(module: str, code: str, severity: Severity, **options: Any) -> Rule:
    """Return the rule of a module that reports Terraform's diagnostics of the kind of its name.

    `module` is the caller's `__name__`. `options` are further fields of the rule.
    """
    kind = _derive_name(module)

    def check(diagnostic: Diagnostic) -> Iterator[Problem]:
        if diagnostic.kind == kind:
            yield Problem(diagnostic.span, diagnostic.message, diagnostic.hint, diagnostic.related)

    return _build_rule(module, code=code, severity=severity, on=Diagnostic, check=check, **options)


def _build_rule(module: str, **fields: Any) -> Rule:
    constants = vars(sys.modules[module])
    return Rule(
        name=_derive_name(module),
        doc=constants["__doc__"],
        bad=constants["BAD"],
        good=constants["GOOD"],
        **fields,
    )


def _derive_name(module: str) -> str:
    """Return the name of the rule that a module holds."""
    return module.rpartition(".")[2].replace("_", "-")
