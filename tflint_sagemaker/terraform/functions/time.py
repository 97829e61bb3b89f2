"""The chapter 'time'."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tflint_sagemaker.terraform.functions.spec import Table

FUNCTIONS: Table = {}
