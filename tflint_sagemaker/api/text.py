"""Spelling and patterns."""

from tflint_sagemaker.sagemaker.argument import shorten
from tflint_sagemaker.terraform.spelling import find_similar, has_one_typo, is_same_word
from tflint_sagemaker.util.lazy_regex import compile_later

__all__ = ["compile_later", "find_similar", "has_one_typo", "is_same_word", "shorten"]
