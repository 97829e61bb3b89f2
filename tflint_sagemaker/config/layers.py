"""Layers of settings; each setting has its origin."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tflint_sagemaker.config.toml_positions import KeyPath
    from tflint_sagemaker.hcl.text import Span


@dataclass(frozen=True, slots=True)
class Setting:
    """A value and its origin: `tflint-sagemaker.toml:3`, an option, an environment variable."""

    value: Any
    origin: str
    at: Span | None = None


@dataclass(frozen=True, slots=True)
class Layer:
    """The settings from one file, one override or the command line.

    The keys are those of a configuration file, except that rules are named by their code:
    `("fail-on",)`, `("variables", "name")`, `("rules", "SM101", "severity")`.
    """

    values: Mapping[KeyPath, Setting] = field(default_factory=dict)
