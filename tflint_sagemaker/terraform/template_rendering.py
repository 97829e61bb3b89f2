"""Evaluation of string templates, with the known parts of an unknown string."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from tflint_sagemaker.hcl.syntax import (
    Interpolation,
    Template,
    TemplateFor,
    TemplateIf,
    TemplatePart,
    TemplateText,
)
from tflint_sagemaker.terraform.collections import bind_element, list_elements
from tflint_sagemaker.terraform.conditional import convert_condition
from tflint_sagemaker.terraform.convert import ConversionError, convert
from tflint_sagemaker.terraform.types import STRING
from tflint_sagemaker.terraform.value_marks import (
    MAX_CHARACTERS,
    ExpressionError,
    ResultTooLargeError,
    mark_sensitive,
    merge_steps,
)
from tflint_sagemaker.terraform.values import (
    Unknown,
    Value,
    join_parts,
    make_string,
    normalize_text,
)
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tflint_sagemaker.terraform.conditional import EvaluateFunction
    from tflint_sagemaker.terraform.frame import Frame
    from tflint_sagemaker.terraform.values import StringPart


@dataclass(slots=True)
class _Pieces:
    """The texts of a template, and the reasons of those that are unknown."""

    texts: list[StringPart] = field(default_factory=list)
    inputs: list[Value] = field(default_factory=list)
    unsure: Unknown | None = None
    failed: bool = False
    size: int = 0

    def add_text(self, text: str) -> None:
        self.size += len(text)
        if self.size > MAX_CHARACTERS:
            raise ResultTooLargeError
        self.texts.append(text)

    def add_unknown(self, reason: Unknown) -> None:
        self.unsure = self.unsure or reason
        self.texts.extend(reason.pieces)


def render(template: Template, frame: Frame, evaluate: EvaluateFunction) -> Value:
    """Return the value of a template: a string, or the value of a single interpolation."""
    parts = template.parts
    if len(parts) == 1 and isinstance(parts[0], Interpolation):
        return evaluate(parts[0].expression, frame)
    literal = template.literal
    if literal is not None:
        return make_string(normalize_text(literal))
    return _join_parts(parts, frame, evaluate)


def _join_parts(parts: Sequence[TemplatePart], frame: Frame, evaluate: EvaluateFunction) -> Value:
    pieces = _Pieces()
    _collect(parts, pieces, frame, evaluate)
    if pieces.unsure is None:
        text = normalize_text("".join(text for text in pieces.texts if isinstance(text, str)))
        result = Value(STRING, text, None, merge_steps(pieces.inputs))
    else:
        result = Value(
            STRING, _make_unknown_string(pieces, pieces.unsure), None, merge_steps(pieces.inputs)
        )
    return mark_sensitive(result, pieces.inputs)


def _make_unknown_string(pieces: _Pieces, reason: Unknown) -> Unknown:
    """Return an unknown string with its known start and end."""
    if pieces.failed:
        return Unknown(reason.reason, reason.span, not_null=True)
    return join_parts(pieces.texts, reason)


def _collect(
    parts: Sequence[TemplatePart], pieces: _Pieces, frame: Frame, evaluate: EvaluateFunction
) -> None:
    for part in parts:
        match part:
            case TemplateText():
                pieces.add_text(part.text)
            case Interpolation():
                _interpolate(evaluate(part.expression, frame), part, pieces, frame)
            case TemplateIf():
                _collect_if(part, pieces, frame, evaluate)
            case TemplateFor():
                _collect_for(part, pieces, frame, evaluate)


def _interpolate(value: Value, part: TemplatePart, pieces: _Pieces, frame: Frame) -> None:
    pieces.inputs.append(value)
    try:
        text = _convert_to_text(value)
    except ExpressionError as failure:
        _fail(failure, part, pieces, frame)
        return
    if isinstance(text.data, Unknown):
        pieces.add_unknown(text.data)
    else:
        pieces.add_text(str(text.data))


def _convert_to_text(value: Value) -> Value:
    if value.data is None:
        raise ExpressionError(
            "the expression result is null, which a string template cannot include"
        )
    if isinstance(value.data, Unknown):
        return value
    try:
        return convert(value, STRING)
    except ConversionError as error:
        raise ExpressionError(
            f"cannot include the given value in a string template: {error}"
        ) from None


def _fail(failure: ExpressionError, part: TemplatePart, pieces: _Pieces, frame: Frame) -> None:
    reason = frame.report_error(failure, part.span).data
    assert isinstance(reason, Unknown)
    pieces.add_unknown(reason)
    pieces.failed = True


def _collect_if(
    part: TemplateIf, pieces: _Pieces, frame: Frame, evaluate: EvaluateFunction
) -> None:
    """Evaluate both branches of a template `if`; the faults of the chosen one count."""
    yes_faults, inner = frame.collect_faults()
    yes = _join_parts(part.yes, inner, evaluate)
    no_faults, inner = frame.collect_faults()
    no = _join_parts(part.no, inner, evaluate)
    condition = evaluate(part.condition, frame)
    pieces.inputs.append(condition)
    try:
        known = convert_condition(condition)
    except ExpressionError as failure:
        _fail(failure, part, pieces, frame)
        return
    if isinstance(known.data, Unknown):
        pieces.add_unknown(Unknown(known.data.reason, known.data.span))
        return
    chosen, faults = (yes, yes_faults) if known.data else (no, no_faults)
    faults.release()
    pieces.inputs.append(chosen)
    if isinstance(chosen.data, Unknown):
        pieces.add_unknown(chosen.data)
    else:
        pieces.add_text(str(chosen.data))


def _collect_for(
    part: TemplateFor, pieces: _Pieces, frame: Frame, evaluate: EvaluateFunction
) -> None:
    collection = evaluate(part.collection, frame)
    pieces.inputs.append(collection)
    try:
        rows = list_elements(collection)
    except ExpressionError as failure:
        _fail(failure, part, pieces, frame)
        return
    if isinstance(rows, Unknown):
        pieces.add_unknown(Unknown(rows.reason, rows.span))
        return
    for key, value in rows:
        inner = bind_element(frame, part.key_name, key, part.value_name, value)
        _collect(part.body, pieces, inner, evaluate)
