"""Functions that build fixes."""

from tflint_sagemaker.rule.fixes import (
    as_argument,
    as_block,
    other_attribute,
    removed,
    renamed,
    set_argument,
    written,
)

__all__ = [
    "as_argument",
    "as_block",
    "other_attribute",
    "removed",
    "renamed",
    "set_argument",
    "written",
]
