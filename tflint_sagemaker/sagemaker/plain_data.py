"""What the data sources of hashicorp/template and hashicorp/null answer: they ask nobody.

https://registry.terraform.io/providers/hashicorp/template/2.2.0/docs/data-sources/file
https://registry.terraform.io/providers/hashicorp/null/3.2.3/docs/data-sources/data_source
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tflint_sagemaker.hcl.reader import parse_template
from tflint_sagemaker.hcl.syntax import Interpolation, TemplateText, Variable
from tflint_sagemaker.hcl.text import InputError, Source
from tflint_sagemaker.terraform.convert import ConversionError, convert
from tflint_sagemaker.terraform.types import STRING, make_map_type
from tflint_sagemaker.terraform.value_marks import is_sensitive
from tflint_sagemaker.terraform.values import Value, normalize_text

if TYPE_CHECKING:
    from tflint_sagemaker.hcl.syntax import TemplatePart
    from tflint_sagemaker.terraform.evaluated import EvaluatedBlock


def render_template(block: EvaluatedBlock, _region: Value | None = None) -> Mapping[str, Value]:
    """What `template_file` makes of a template that does no more than put in variables.

    Of more than that its versions make different things.
    """
    given = block.arguments.get("template")
    variables = _read_texts(block, "vars")
    if given is None or variables is None or not isinstance(given.value.data, str):
        return {}
    text = given.value.data
    if "%{" in text or "filename" in block.arguments:
        return {}
    try:
        template = parse_template(Source("<template>", text))
    except InputError:
        return {}
    pieces = [_render_piece(part, variables) for part in template.parts]
    known = [piece for piece in pieces if piece is not None]
    if len(known) != len(pieces):
        return {}
    vars_ = block.arguments.get("vars")
    secret = is_sensitive(given.value) or (vars_ is not None and is_sensitive(vars_.value))
    whole = normalize_text("".join(known))
    return {"rendered": Value(STRING, whole, block.header, given.value.via, secret)}


def _render_piece(part: TemplatePart, variables: Mapping[str, Value]) -> str | None:
    match part:
        case TemplateText():
            return part.text
        case Interpolation(expression=Variable(name=name)) if name in variables:
            return str(variables[name].data)
        case _:
            return None


def compute_null_data(block: EvaluatedBlock, _region: Value | None = None) -> Mapping[str, Value]:
    """`null_data_source`: its outputs are its inputs."""
    inputs = _read_texts(block, "inputs")
    if inputs is None:
        return {}
    given = block.arguments.get("inputs")
    secret = given is not None and given.value.sensitive
    outputs = Value(make_map_type(STRING), inputs, block.header, sensitive=secret)
    default = block.arguments.get("has_computed_default")
    if default is None or not isinstance(default.value.data, str) or not default.value.data:
        return {"inputs": outputs, "outputs": outputs}
    return {"inputs": outputs, "outputs": outputs, "has_computed_default": default.value}


def _read_texts(block: EvaluatedBlock, name: str) -> Mapping[str, Value] | None:
    """A map of texts without its nulls, empty if it is not given; None if not all is known."""
    given = block.arguments.get(name)
    if given is None or given.value.is_null:
        return {}
    try:
        value = convert(given.value, make_map_type(STRING))
    except ConversionError:
        return None
    if value.unknown is not None or not isinstance(value.data, Mapping):
        return None
    return {key: item for key, item in value.data.items() if item.data is not None}
