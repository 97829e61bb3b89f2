"""Evaluation of `templatefile` and `templatestring`, whose templates are parsed on evaluation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from tflint_sagemaker.hcl.reader import parse_template
from tflint_sagemaker.hcl.syntax import GetAttr, Index, Variable
from tflint_sagemaker.hcl.text import InputError, Source
from tflint_sagemaker.terraform.convert import ConversionError, convert, describe_type
from tflint_sagemaker.terraform.diagnostics import Diagnostic
from tflint_sagemaker.terraform.scope import Capture, MissingFile
from tflint_sagemaker.terraform.template_rendering import render
from tflint_sagemaker.terraform.types import STRING, Anything, Collection, Object
from tflint_sagemaker.terraform.value_marks import (
    ExpressionError,
    derive_unknown,
    mark_sensitive,
    merge_nested_steps,
)
from tflint_sagemaker.terraform.values import Unknown, Value, make_unknown
from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tflint_sagemaker.hcl.syntax import Call, Expression
    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.terraform.conditional import EvaluateFunction
    from tflint_sagemaker.terraform.frame import Frame
    from tflint_sagemaker.terraform.scope import Reference, Scope

_NAME = compile_later(r"[^\W\d][\w-]*")


@dataclass(frozen=True, slots=True)
class _Variables:
    """The scope inside a template, with only the variables that were passed."""

    outer: Scope
    variables: Mapping[str, Value]

    def resolve(self, reference: Reference) -> tuple[Value, int]:
        """Return a variable; a missing variable is a fault of the template."""
        name = reference.root.name
        if name in self.variables:
            return self.variables[name], 0
        self.report(
            Diagnostic(
                "invalid-expression",
                f"vars map does not contain key `{name}`, referenced at {reference.span}",
                reference.span,
            )
        )
        return make_unknown(f"the template has no variable `{name}`"), len(reference.steps)

    def report(self, diagnostic: Diagnostic) -> None:
        """Report to the capture around the template."""
        self.outer.report(diagnostic)

    def read_file(self, path: str, span: Span) -> bytes | MissingFile | Unknown:
        """Read a file as outside of the template: paths are relative to the same directory."""
        return self.outer.read_file(path, span)

    def list_files(self, path: str, span: Span) -> Sequence[str] | Unknown:
        """List files as outside of the template."""
        return self.outer.list_files(path, span)


def evaluate_template_file(expression: Call, frame: Frame, evaluate: EvaluateFunction) -> Value:
    """Return `templatefile(path, vars)`. Raises ExpressionError."""
    _refuse_nesting(expression.name, frame.scope)
    path, variables = _evaluate_arguments(expression, ("path", "vars"), frame, evaluate)
    for value in (path, variables):
        if isinstance(value.data, Unknown):
            return _make_unknown_result(value.data, path, variables)
    name = str(path.data)
    content = frame.scope.read_file(name, expression.span)
    if isinstance(content, MissingFile):
        raise ExpressionError(f"invalid value for `path` parameter: {content.reason}")
    if isinstance(content, Unknown):
        return _make_unknown_result(content, path, variables)
    try:
        source = Source(name, content.decode())
    except UnicodeDecodeError:
        raise ExpressionError(f"contents of `{name}` are not valid UTF-8") from None
    return _render(source, path, variables, frame, evaluate)


def evaluate_template_string(expression: Call, frame: Frame, evaluate: EvaluateFunction) -> Value:
    """Return `templatestring(template, vars)`; the template must be a reference.

    Raises ExpressionError.
    """
    _refuse_nesting(expression.name, frame.scope)
    if expression.arguments and not _is_reference(expression.arguments[0]):
        raise ExpressionError(
            "invalid value for `template` parameter: templatestring takes a reference to a template"
            " that is defined elsewhere, not a template in the call"
        )
    template, variables = _evaluate_arguments(expression, ("template", "vars"), frame, evaluate)
    for value in (template, variables):
        if isinstance(value.data, Unknown):
            return _make_unknown_result(value.data, template, variables)
    source = Source("<templatestring argument>", str(template.data))
    return _render(source, template, variables, frame, evaluate)


def _is_reference(expression: Expression) -> bool:
    while isinstance(expression, GetAttr | Index):
        expression = expression.object if isinstance(expression, GetAttr) else expression.collection
    return isinstance(expression, Variable)


def _make_unknown_result(reason: Unknown, *inputs: Value) -> Value:
    result = replace(derive_unknown(reason, STRING), via=merge_nested_steps(inputs))
    return mark_sensitive(result, inputs)


def _evaluate_arguments(
    expression: Call, names: tuple[str, str], frame: Frame, evaluate: EvaluateFunction
) -> tuple[Value, Value]:
    if len(expression.arguments) != 2 or expression.expand:
        raise ExpressionError(
            f"`{expression.name}` expects 2 arguments: `{names[0]}` and `{names[1]}`"
        )
    text, variables = (evaluate(argument, frame) for argument in expression.arguments)
    for name, value in zip(names, (text, variables), strict=True):
        if value.data is None:
            raise ExpressionError(
                f"invalid value for `{name}` parameter: argument must not be null"
            )
    try:
        text = convert(text, STRING)
    except ConversionError as error:
        raise ExpressionError(f"invalid value for `{names[0]}` parameter: {error}") from None
    is_map = isinstance(variables.type, Object | Anything) or (
        isinstance(variables.type, Collection) and variables.type.kind == "map"
    )
    if not is_map and not isinstance(variables.data, Unknown):
        raise ExpressionError(
            "invalid value for `vars` parameter: a map is required, "
            f"not {describe_type(variables.type)}"
        )
    return text, variables


def _render(
    source: Source, origin: Value, variables: Value, frame: Frame, evaluate: EvaluateFunction
) -> Value:
    assert isinstance(variables.data, Mapping)
    for name in variables.data:
        if not _NAME.fullmatch(name):
            raise ExpressionError(f"invalid template variable name `{name}`")
    try:
        template = parse_template(source)
    except InputError as error:
        raise ExpressionError(f"the template is not valid: {error.span}: {error.message}") from None
    faults = Capture(frame.scope)
    scope = _Variables(faults, variables.data)
    result = render(template, replace(frame, scope=scope, names={}, item=None), evaluate)
    if faults.diagnostics:
        first = faults.diagnostics[0]
        raise ExpressionError(f"the template fails at {first.span}: {first.message}")
    if result.data is None:
        raise ExpressionError("the result of the template is null")
    return mark_sensitive(
        replace(result, via=merge_nested_steps([origin, variables, result])), [origin, variables]
    )


def _refuse_nesting(name: str, scope: Scope) -> None:
    while isinstance(scope, Capture):
        scope = scope.outer
    if isinstance(scope, _Variables):
        raise ExpressionError(f"cannot recursively call `{name}` from inside a template")
