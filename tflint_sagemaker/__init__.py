"""Finds the mistakes in Terraform for SageMaker models before apply does.

The names in `__all__` are the Python API, see docs/python-api.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tflint_sagemaker.discovery.modules import DiscoveryError
    from tflint_sagemaker.rule.definition import Severity
    from tflint_sagemaker.rule.registry import RegistryError
    from tflint_sagemaker.rule.results import Finding, Report
    from tflint_sagemaker.session import LintOptions, Live, Session, lint, render

__version__ = "0.1.0"

__all__ = [
    "DiscoveryError",
    "Finding",
    "LintOptions",
    "Live",
    "RegistryError",
    "Report",
    "Session",
    "Severity",
    "__version__",
    "lint",
    "render",
]

_MODULES = {
    "DiscoveryError": "discovery.modules",
    "Finding": "rule.results",
    "LintOptions": "session",
    "Live": "session",
    "RegistryError": "rule.registry",
    "Report": "rule.results",
    "Session": "session",
    "Severity": "rule.definition",
    "lint": "session",
    "render": "session",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
