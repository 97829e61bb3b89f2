"""The command line; the only package that imports click."""

from __future__ import annotations

from tflint_sagemaker.cli.program import main

__all__ = ["main"]
