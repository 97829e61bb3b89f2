"""What the tests of expressions share: a scope of unknowns, and values as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.hcl.reader import parse_expression
from tflint_sagemaker.hcl.syntax import GetAttr
from tflint_sagemaker.hcl.text import Source
from tflint_sagemaker.terraform import numbers
from tflint_sagemaker.terraform.convert import ConversionError
from tflint_sagemaker.terraform.diagnostics import Diagnostic
from tflint_sagemaker.terraform.evaluate import evaluate
from tflint_sagemaker.terraform.scope import ConstantScope, MissingFile
from tflint_sagemaker.terraform.type_constraints import fit, read_type_constraint
from tflint_sagemaker.terraform.types import (
    ANY,
    BOOL,
    NUMBER,
    STRING,
    Object,
    Tuple,
    Type,
    make_list_type,
    make_map_type,
    make_set_type,
)
from tflint_sagemaker.terraform.values import Unknown, Value, make_unknown

if TYPE_CHECKING:
    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.terraform.scope import Reference

REASON = "it is known after apply"
UNKNOWN = "(unknown)"
PLAIN: Mapping[str, Type] = {"string": STRING, "number": NUMBER, "bool": BOOL, "dynamic": ANY}
UNKNOWNS: Mapping[str, Type] = {
    "u_any": ANY,
    "u_bool": BOOL,
    "u_list": make_list_type(STRING),
    "u_map": make_map_type(ANY),
    "u_number": NUMBER,
    "u_set": make_set_type(STRING),
    "u_string": STRING,
}


@dataclass
class Locals:
    """A scope of local values, by default those unknowns that the recordings contain."""

    values: Mapping[str, Value] = field(
        default_factory=lambda: {
            name: Value(
                type_,
                # The id of a resource is never null, and neither is what is made of it.
                Unknown(REASON, not_null=name in {"u_string", "u_list"}),
            )
            for name, type_ in UNKNOWNS.items()
        }
    )
    files: Mapping[str, bytes] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def resolve(self, reference: Reference) -> tuple[Value, int]:
        step = reference.steps[0] if reference.steps else None
        if isinstance(step, GetAttr) and step.name in self.values:
            return self.values[step.name].relocate(step.span), 1
        self.report(Diagnostic("undeclared-reference", "nothing of that name", reference.span))
        return make_unknown("nothing of that name is declared"), len(reference.steps)

    def report(self, diagnostic: Diagnostic) -> None:
        self.diagnostics.append(diagnostic)

    def read_file(self, path: str, span: Span) -> bytes | MissingFile | Unknown:
        del span
        found = self.files.get(path.removeprefix("./"))
        return MissingFile(f"no file exists at `{path}`") if found is None else found

    def list_files(self, path: str, span: Span) -> list[str] | Unknown:
        del span
        top = "" if path == "." else f"{path}/"
        return [name.removeprefix(top) for name in self.files if name.startswith(top)]


def run(text: str, scope: Locals | None = None) -> tuple[Value, list[Diagnostic]]:
    """The value of an expression, and what was reported."""
    scope = scope or Locals()
    return evaluate(
        parse_expression(Source("main.tf", f"(\n{text}\n)" if "\n" in text else text)), scope
    ), scope.diagnostics


def fitted(value: Value, constraint: str, scope: Locals) -> Value:
    """The value as that of a variable with that type constraint; unknown where it does not fit."""
    expression = parse_expression(Source("main.tf", constraint))
    try:
        return fit(value, read_type_constraint(expression, ConstantScope(scope.report)))
    except ConversionError as error:
        scope.report(Diagnostic("invalid-expression", str(error), expression.span))
        return make_unknown(str(error))


def shown(value: Value) -> Any:
    """A value as JSON would hold it, with a word for what is not known."""
    data = value.data
    match data:
        case Unknown():
            return UNKNOWN
        case bool() | str() | None:
            return data
        case int() | Fraction():
            return Decimal(numbers.format_plain(data))
        case tuple():
            return [shown(item) for item in data]
        case Mapping():
            return {name: shown(item) for name, item in data.items()}


def type_of(recorded: Any) -> Type:
    """The type that a recording names."""
    if isinstance(recorded, str):
        return PLAIN[recorded]
    kind, of = recorded
    if kind == "tuple":
        return Tuple(tuple(map(type_of, of)))
    if kind == "object":
        return Object({name: type_of(each) for name, each in of.items()})
    element = type_of(of)
    if kind == "map":
        return make_map_type(element)
    return make_list_type(element) if kind == "list" else make_set_type(element)
