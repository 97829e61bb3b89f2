"""Which formats there are, and rendering in one of them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.config.settings import FORMATS

if TYPE_CHECKING:
    from tflint_sagemaker.rule.results import Report

# For people; these have colours, and may list what is undecided.
TEXT = frozenset({"full", "concise"})
# Those who read these look for the files from the root of the repository on.
FROM_ROOT = frozenset({"azure", "github", "gitlab", "sarif"})
WIDTH = 100


def render(
    report: Report,
    form: str,
    *,
    colour: bool = False,
    width: int = WIDTH,
    undecided: bool = False,
    prefix: str = "",
) -> str:
    """Return the report in a format; only its module is imported. Raises ValueError otherwise.

    `prefix` leads from the root of the repository to the working directory.
    """
    if form not in FORMATS:
        raise ValueError(f"no format is called {form!r}")
    more: dict[str, Any] = {}
    if form in TEXT:
        more = {"colour": colour, "undecided": undecided}
    if form == "full":
        more["width"] = width
    if form in FROM_ROOT:
        more["prefix"] = prefix
    text: str = import_module(f"tflint_sagemaker.report.{form}").render(report, **more)
    return text
