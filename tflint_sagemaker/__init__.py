"""Finds the mistakes in Terraform for SageMaker models before apply does.

What else stands here is for Python programs: docs/python-api.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tflint_sagemaker.discovery import DiscoveryError
    from tflint_sagemaker.embed import Live, Session, lint, render
    from tflint_sagemaker.findings import Report
    from tflint_sagemaker.registry import RegistryError
    from tflint_sagemaker.rule import Finding, Severity

__version__ = "0.1.0"

__all__ = [
    "DiscoveryError",
    "Finding",
    "Live",
    "RegistryError",
    "Report",
    "Session",
    "Severity",
    "__version__",
    "lint",
    "render",
]

_HOMES = {
    "DiscoveryError": "discovery",
    "Finding": "rule",
    "Live": "embed",
    "RegistryError": "registry",
    "Report": "findings",
    "Session": "embed",
    "Severity": "rule",
    "lint": "embed",
    "render": "embed",
}


def __getattr__(name: str) -> Any:
    """Import on use: whoever asks for the version alone pays for nothing else."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
