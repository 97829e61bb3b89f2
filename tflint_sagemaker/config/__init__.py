"""Configuration files: found, read, validated, and combined with the defaults.

`engine/`, `session`, `cli/` and `suppression/` import from it. It knows rules only as definitions.
Without a configuration file, a run imports only the search for one.
"""

from __future__ import annotations

from tflint_sagemaker.config.layers import Layer, Setting
from tflint_sagemaker.config.resolver import ConfigResolver

__all__ = ["ConfigResolver", "Layer", "Setting"]
