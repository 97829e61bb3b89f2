"""Input variables: their declarations, and the values given to those of the root module.

https://developer.hashicorp.com/terraform/language/values/variables
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tflint_sagemaker.hcl import reader
from tflint_sagemaker.hcl.text import InputError, Source, Span
from tflint_sagemaker.terraform.convert import ConversionError, convert
from tflint_sagemaker.terraform.diagnostics import Diagnostic
from tflint_sagemaker.terraform.evaluate import evaluate
from tflint_sagemaker.terraform.module import read_overlaid_source
from tflint_sagemaker.terraform.scope import ConstantScope
from tflint_sagemaker.terraform.type_constraints import (
    ANYTHING,
    TypeConstraint,
    fit,
    read_type_constraint,
)
from tflint_sagemaker.terraform.types import BOOL, Primitive, Type
from tflint_sagemaker.terraform.values import (
    DEFAULT_OF,
    Step,
    Value,
    add_step_to_all,
    make_string,
    make_unknown,
)
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tflint_sagemaker.hcl.syntax import Block, Expression
    from tflint_sagemaker.terraform.module import Inputs, Module
    from tflint_sagemaker.terraform.scope import DiagnosticSink


@dataclass(frozen=True, slots=True)
class InputVariable:
    """A declared variable. `default` is already of its type; None if there is no default.

    Text from outside is the value of a `literal` variable, and an expression for others.
    """

    name: str
    constraint: TypeConstraint
    default: Value | None
    nullable: bool
    sensitive: bool
    literal: bool
    header: Span

    @property
    def type(self) -> Type:
        """The type that its values have."""
        return self.constraint.type


def read_variable(block: Block, report: DiagnosticSink) -> InputVariable:
    """Return the variable of a block; faults of its type or default are reported."""
    name = block.labels[0].text
    scope = ConstantScope(report)
    written = block.body.get_attribute("type")
    constraint = ANYTHING if written is None else read_type_constraint(written.value, scope)
    variable = InputVariable(
        name=name,
        constraint=constraint,
        default=None,
        nullable=_read_flag(block, "nullable") is not False,
        sensitive=_read_flag(block, "sensitive") is True,
        literal=written is None or isinstance(constraint.type, Primitive),
        header=block.header,
    )
    given = block.body.get_attribute("default")
    if given is None:
        return variable
    value = evaluate(given.value, scope).relocate(given.value.span)
    step = Step(f"{DEFAULT_OF}var.{name}", given.value.span)
    try:
        default = add_step_to_all(fit(value, constraint), step)
    except ConversionError as error:
        message = f"the default of `var.{name}` does not fit its type: {error}"
        report(Diagnostic("invalid-variable-value", message, given.value.span))
        default = make_unknown(
            f"the default of var.{name} is not valid", given.value.span, constraint.type
        )
    if default.is_null and not variable.nullable:
        message = f"the default of `var.{name}` is null, but the variable is not nullable"
        report(Diagnostic("invalid-variable-value", message, given.value.span))
    return replace(variable, default=default)


def _read_flag(block: Block, name: str) -> bool | None:
    """Return a constant bool, or None; `constant_arguments` checks it."""
    attribute = block.body.get_attribute(name)
    if attribute is None:
        return None
    value = evaluate(attribute.value, ConstantScope(lambda _: None))
    try:
        data = convert(value, BOOL).data
    except ConversionError:
        return None
    return data if isinstance(data, bool) else None


def assign(
    variable: InputVariable, given: Value | None, step: Step | None, report: DiagnosticSink
) -> Value:
    """Return the value of a variable that is given this value, or None for no value."""
    value = _assign(variable, given, step, report)
    return replace(value, sensitive=True) if variable.sensitive else value


def _assign(
    variable: InputVariable, given: Value | None, step: Step | None, report: DiagnosticSink
) -> Value:
    name = variable.name
    if given is None or (given.is_null and not variable.nullable and variable.default is not None):
        if variable.default is not None:
            return variable.default
        reason = f"var.{name} has no default and no value was given"
        return make_unknown(reason, variable.header, variable.type)
    span = given.span or variable.header
    try:
        value = fit(given, variable.constraint)
    except ConversionError as error:
        message = f"the value of `var.{name}` does not fit its type: {error}"
        report(Diagnostic("invalid-variable-value", message, span))
        return make_unknown(f"the value of var.{name} is not valid", span, variable.type)
    if value.is_null and not variable.nullable:
        message = f"`var.{name}` is null, but the variable is not nullable"
        report(Diagnostic("invalid-variable-value", message, span))
        return make_unknown(f"the value of var.{name} is not valid", span, variable.type)
    return value if step is None else add_step_to_all(value, step)


@dataclass(frozen=True, slots=True)
class GivenValue:
    """A value from outside: an expression in a variable file, or text."""

    what: str
    span: Span
    expression: Expression | None


class RootValues:
    """The values given to the variables of the root module."""

    def __init__(self, root: Module, inputs: Inputs) -> None:
        self._inputs = inputs
        self._root = root
        self.errors: list[InputError] = []
        self.diagnostics: list[Diagnostic] = []
        self._given: dict[str, GivenValue] = {}
        self._read_all(root.directory)

    def __contains__(self, name: str) -> bool:
        """Return whether a variable is given a value."""
        return name in self._given

    def get_value(self, variable: InputVariable, report: DiagnosticSink) -> Value:
        """Return the value of a root variable."""
        given = self._given.get(variable.name)
        if given is None:
            return assign(variable, None, None, report)
        raw = self._evaluate_given(given, variable, report)
        if raw is None:
            return make_unknown(f"the value of var.{variable.name} cannot be read", given.span)
        step = Step(f"value of var.{variable.name} in {given.what}", given.span)
        return assign(variable, raw.relocate(given.span), step, report)

    def _evaluate_given(
        self, given: GivenValue, variable: InputVariable, report: DiagnosticSink
    ) -> Value | None:
        if given.expression is not None:
            return evaluate(given.expression, ConstantScope(report))
        if variable.literal:
            return make_string(given.span.text, given.span)
        try:
            expression = reader.parse_expression(given.span.source)
        except InputError as error:
            self.errors.append(error)
            return None
        return evaluate(expression, ConstantScope(report))

    def list_files(self) -> list[Path]:
        """Return the files of values that the settings name."""
        configured = [one for one in self._inputs.configured if not isinstance(one, tuple)]
        return [*configured, *self._inputs.var_files]

    def _read_all(self, directory: Path) -> None:
        for name, text in self._inputs.environment.items():
            if name.startswith("TF_VAR_"):
                self._add_text(name.removeprefix("TF_VAR_"), text, f"the environment ({name})")
        for path in self._find_automatic_files(directory, self._root.overlay):
            self._read_file(path)
        for given in self._inputs.configured:
            if isinstance(given, tuple):
                name, text, where = given
                self._add_text(name, text, where)
            else:
                self._read_file(given)
        for path in self._inputs.var_files:
            self._read_file(path)
        for name, text in self._inputs.variables:
            self._add_text(name, text, f"--var {name}")

    def _add_text(self, name: str, text: str, what: str) -> None:
        self._given[name] = GivenValue(what, Span(Source(what, text), 0, len(text)), None)

    def _find_automatic_files(self, directory: Path, overlay: Mapping[Path, str]) -> Iterator[Path]:
        """Yield the variable files that Terraform reads automatically, in its order."""
        try:
            names = {entry.name for entry in directory.iterdir()}
        except OSError:
            return
        names |= {path.name for path in overlay if path.parent == directory}
        yield from (
            directory / n for n in ("terraform.tfvars", "terraform.tfvars.json") if n in names
        )
        endings = (".auto.tfvars", ".auto.tfvars.json")
        yield from (directory / name for name in sorted(names) if name.endswith(endings))

    def _read_file(self, path: Path) -> None:
        try:
            source = read_overlaid_source(path, self._root.display_path, self._root.overlay)
        except InputError as error:
            self.errors.append(error)
            return
        body, errors = reader.parse_body(source)
        self.errors.extend(errors)
        for attribute in body.attributes:
            span = attribute.value.span
            self._given[attribute.name] = GivenValue(path.name, span, attribute.value)
        for block in body.blocks:
            message = (
                f"`{block.type}` is a block, but only arguments are allowed in a variable file"
            )
            hint = f"write `{block.type} = {{ … }}`"
            diagnostic = Diagnostic("invalid-declaration", message, block.type_span, hint)
            self.diagnostics.append(diagnostic)
