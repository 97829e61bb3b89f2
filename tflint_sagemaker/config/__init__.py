"""What a team tells the linter in files: found, read, checked, and laid over the defaults.

Without a configuration file nothing of this is imported but the search for one.
"""

from __future__ import annotations

from tflint_sagemaker.config.layers import Layer, Setting
from tflint_sagemaker.config.lookup import Lookup

__all__ = ["Layer", "Lookup", "Setting"]
