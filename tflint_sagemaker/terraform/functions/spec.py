"""What a function is: its parameters, what it gives, and how it is called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from tflint_sagemaker.terraform.convert import ConversionError, convert
from tflint_sagemaker.terraform.types import ANY, NUMBER, Anything, Type
from tflint_sagemaker.terraform.value_marks import (
    ExpressionError,
    derive_unknown,
    is_sensitive,
    merge_nested_steps,
)
from tflint_sagemaker.terraform.values import Unknown, Value
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tflint_sagemaker.terraform.scope import MissingFile

Implementation: TypeAlias = Callable[..., Value]


@dataclass(frozen=True, slots=True)
class Files:
    """The files that a function may look at: what one holds, and which lie below a directory."""

    read: Callable[[str], bytes | MissingFile | Unknown]
    below: Callable[[str], Sequence[str] | Unknown]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter. `null` and `partial` tell that the implementation deals with such arguments.

    `partial` is for arguments that are not known, or not known as a whole.
    """

    name: str
    type: Type = ANY
    null: bool = False
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Function:
    """A function of Terraform's.

    The implementation takes the converted arguments one by one, and the files before them where
    `reads` is set. It raises Failure for what Terraform refuses. `result` is the type of the
    result where it does not depend on the arguments. `marks` tells which sensitive arguments make
    the result sensitive: those that are, or hold, what is sensitive; those that are; or none,
    where the implementation sees to it.
    """

    implementation: Implementation
    parameters: tuple[Parameter, ...] = ()
    variadic: Parameter | None = None
    result: Type = ANY
    reads: bool = False
    marks: Literal["deep", "shallow", "none"] = "deep"

    def parameter(self, at: int) -> Parameter:
        """The parameter that the argument at that place belongs to."""
        if at < len(self.parameters):
            return self.parameters[at]
        assert self.variadic
        return self.variadic


Table: TypeAlias = Mapping[str, Function]


def plain(
    implementation: Callable[..., object],
    result: Type,
    *parameters: Parameter,
    variadic: Parameter | None = None,
) -> Function:
    """A function of primitives: the implementation takes and gives plain data."""

    def wrapped(*arguments: Value) -> Value:
        data = implementation(*(argument.data for argument in arguments))
        return Value(result, data)  # type: ignore[arg-type]

    return Function(wrapped, parameters, variadic, result)


def invoke(name: str, function: Function, given: tuple[Value, ...], files: Files) -> Value:
    """Call a function. Raises Failure."""
    check_count(name, function, len(given))
    arguments = tuple(_argument(function, at, value) for at, value in enumerate(given))
    for at, argument in enumerate(arguments):
        reason = argument.unknown
        if reason and not function.parameter(at).partial:
            not_null = not isinstance(function.result, Anything)
            result = derive_unknown(reason, function.result, not_null=not_null)
            break
    else:
        first = (files,) if function.reads else ()
        result = function.implementation(*first, *arguments)
    if function.marks == "none":
        sensitive = result.sensitive
    elif function.marks == "shallow":
        sensitive = result.sensitive or any(argument.sensitive for argument in arguments)
    else:
        sensitive = result.sensitive or any(map(is_sensitive, arguments))
    return replace(result, sensitive=sensitive, via=result.via or merge_nested_steps(given))


def check_count(name: str, function: Function, count: int) -> None:
    """Raise Failure for too few or too many arguments."""
    expected = len(function.parameters)
    plural = "" if expected == 1 else "s"
    if count < expected:
        missing = function.parameters[count].name
        least = "at least " if function.variadic else ""
        raise ExpressionError(
            f"not enough function arguments: `{name}` expects {least}{expected} argument{plural}, "
            f"the value for `{missing}` is missing"
        )
    if count > expected and function.variadic is None:
        raise ExpressionError(
            f"too many function arguments: `{name}` expects {expected or 'no'} argument{plural}"
        )


def _argument(function: Function, at: int, value: Value) -> Value:
    parameter = function.parameter(at)
    try:
        converted = convert(value, parameter.type)
    except ConversionError as error:
        raise ExpressionError(
            f"invalid function argument: invalid value for `{parameter.name}` parameter: {error}"
        ) from None
    if converted.data is None and not parameter.null:
        raise ExpressionError(
            f"invalid function argument: invalid value for `{parameter.name}` parameter: "
            "argument must not be null"
        )
    return converted


def failing(parameter: str, message: str) -> ExpressionError:
    """The failure of a function that has to do with one of its arguments."""
    return ExpressionError(f"invalid value for `{parameter}` parameter: {message}")


def whole(value: Value, parameter: str) -> int:
    """A number that has to be whole. Raises Failure."""
    if not isinstance(value.data, int):
        raise failing(parameter, "a whole number is required")
    return value.data


def number_parameter(name: str) -> Parameter:
    """A parameter for a number."""
    return Parameter(name, NUMBER)
