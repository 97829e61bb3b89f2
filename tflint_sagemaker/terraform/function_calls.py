"""Evaluation of function calls, `try` and `can` included."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from tflint_sagemaker.terraform import functions
from tflint_sagemaker.terraform.convert import describe_type
from tflint_sagemaker.terraform.functions.spec import Files, invoke
from tflint_sagemaker.terraform.spelling import suggest_name
from tflint_sagemaker.terraform.template_functions import (
    evaluate_template_file,
    evaluate_template_string,
)
from tflint_sagemaker.terraform.types import ANY, BOOL, Anything, Collection, Tuple
from tflint_sagemaker.terraform.value_marks import (
    ExpressionError,
    derive_unknown,
    merge_nested_steps,
)
from tflint_sagemaker.terraform.values import Unknown, Value, make_bool, make_unknown

if TYPE_CHECKING:
    from tflint_sagemaker.hcl.syntax import Call, Expression
    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.terraform.conditional import EvaluateFunction
    from tflint_sagemaker.terraform.frame import Frame
    from tflint_sagemaker.terraform.scope import Capture


def evaluate_call(expression: Call, frame: Frame, evaluate: EvaluateFunction) -> Value:
    """Return the result of a call. Raises ExpressionError."""
    name = expression.name.removeprefix("core::")
    if "::" in name:
        for argument in expression.arguments:
            evaluate(argument, frame)
        return make_unknown(f"the provider function `{name}` is not evaluated here")
    if not functions.exists(name):
        hint = functions.REMOVED.get(name) or suggest_name(name, functions.names())
        return frame.report_error(
            ExpressionError(f"there is no function named `{name}`", hint), expression.name_span
        )
    if name == "try":
        return _evaluate_try(expression, frame, evaluate)
    if name == "can":
        return _evaluate_can(expression, frame, evaluate)
    if name == "templatefile":
        return evaluate_template_file(expression, frame, evaluate)
    if name == "templatestring":
        return evaluate_template_string(expression, frame, evaluate)
    arguments = _evaluate_arguments(expression, frame, evaluate)
    if isinstance(arguments, Unknown):
        return derive_unknown(arguments)
    return _invoke(name, arguments, expression.span, frame)


def _invoke(name: str, arguments: tuple[Value, ...], span: Span, frame: Frame) -> Value:
    function = functions.find(name)
    if function is None:
        why = f"function `{name}` gives a different result in each run"
        result = Value(ANY, Unknown(why, span, not_null=True))
        return replace(result, via=merge_nested_steps(arguments))
    scope = frame.scope
    files = Files(partial(scope.read_file, span=span), partial(scope.list_files, span=span))
    return invoke(name, function, arguments, files)


def _evaluate_arguments(
    expression: Call, frame: Frame, evaluate: EvaluateFunction
) -> tuple[Value, ...] | Unknown:
    """Return the values of the arguments; the last one is expanded if it ends in `...`."""
    values = [evaluate(argument, frame) for argument in expression.arguments]
    if not expression.expand:
        return tuple(values)
    last = values.pop()
    if last.data is None:
        raise ExpressionError("the expanding argument (indicated by `...`) must not be null")
    if isinstance(last.data, Unknown) and isinstance(last.type, Anything):
        return last.data
    if not isinstance(last.type, Tuple) and not (
        isinstance(last.type, Collection) and last.type.kind != "map"
    ):
        raise ExpressionError(
            "the expanding argument (indicated by `...`) must be of a tuple, list, or set type, "
            f"not {describe_type(last.type)}"
        )
    if isinstance(last.data, Unknown):
        return last.data
    if isinstance(last.type, Collection) and last.type.kind == "set" and last.unknown:
        return last.unknown
    assert isinstance(last.data, tuple)
    spread = (item if item.via else replace(item, via=last.via) for item in last.data)
    return (*values, *spread)


def _evaluate_captured(
    argument: Expression, frame: Frame, evaluate: EvaluateFunction
) -> tuple[Value, Capture]:
    faults, inner = frame.collect_faults()
    return evaluate(argument, inner), faults


def _evaluate_try(expression: Call, frame: Frame, evaluate: EvaluateFunction) -> Value:
    """Return the first argument without a fault; unknown if it is not completely known.

    An expression that fails with an unknown value in it fails with every value. One that does not
    fail may still fail with the actual value.
    """
    if not expression.arguments:
        raise ExpressionError("`try` needs at least one argument")
    complaints = []
    for argument in expression.arguments:
        value, faults = _evaluate_captured(argument, frame, evaluate)
        if faults.diagnostics:
            complaints.append(faults.diagnostics[0].message)
            continue
        reason = value.unknown
        if reason:
            return replace(derive_unknown(reason), via=value.via, sensitive=value.sensitive)
        return value
    raise ExpressionError(f"no expression succeeded: {'; '.join(complaints)}")


def _evaluate_can(expression: Call, frame: Frame, evaluate: EvaluateFunction) -> Value:
    """Return whether the argument can be evaluated."""
    if len(expression.arguments) != 1:
        raise ExpressionError("`can` expects 1 argument")
    value, faults = _evaluate_captured(expression.arguments[0], frame, evaluate)
    if faults.diagnostics:
        return make_bool(data=False)
    reason = value.unknown
    if reason:
        return derive_unknown(reason, BOOL, not_null=True)
    return make_bool(data=True)
