"""Text to syntax tree, with exact spans; the only package that imports hcl2."""

from tflint_sagemaker.hcl.read import (
    check_syntax,
    parse,
    parse_body,
    parse_expression,
    parse_template,
    read_source,
    slice_file,
)

__all__ = [
    "check_syntax",
    "parse",
    "parse_body",
    "parse_expression",
    "parse_template",
    "read_source",
    "slice_file",
]
