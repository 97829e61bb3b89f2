"""Settings as they are told, one layer over the other, each with its origin."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tflint_sagemaker.config.toml_positions import Key
    from tflint_sagemaker.hcl.text import Span


@dataclass(frozen=True, slots=True)
class Setting:
    """A value, and who told it: `tflint-sagemaker.toml:3`, an option, a variable of the shell."""

    value: Any
    origin: str
    at: Span | None = None


@dataclass(frozen=True, slots=True)
class Layer:
    """What one file, one override or the command line tells.

    The keys are those of a configuration file, apart from rules, which go by their code:
    `("fail-on",)`, `("variables", "name")`, `("rules", "SM101", "severity")`.
    """

    values: Mapping[Key, Setting] = field(default_factory=dict)
