"""Issues for Azure Pipelines.

What a line may hold, and how: https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tflint_sagemaker.report.annotations import list_annotations
from tflint_sagemaker.report.uris import join_root
from tflint_sagemaker.rule.definition import Severity
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from tflint_sagemaker.report.annotations import Annotation
    from tflint_sagemaker.rule.results import Report

# The agent knows no notices.
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "warning"}

# What an agent would read as an escape. Other percent signs stay as they are: older agents show the
# escape of a percent sign instead of reading it.
_ESCAPE = compile_later(r"%(?=AZP25|3B|0D|0A|5D)", re.IGNORECASE)


def render(report: Report, *, prefix: str = "") -> str:
    """Return one line for each issue."""
    return "".join(f"{_format_line(entry, prefix)}\n" for entry in list_annotations(report))


def _format_line(entry: Annotation, prefix: str) -> str:
    properties = {"type": LEVELS[entry.level]}
    if entry.at:
        first = entry.at.first
        properties["sourcepath"] = join_root(entry.path, prefix)
        properties["linenumber"] = str(first.line)
        properties["columnnumber"] = str(first.column)
    properties["code"] = entry.name
    listed = "".join(f"{name}={_escape_property(text)};" for name, text in properties.items())
    words = entry.message if entry.rule is None else f"{entry.rule.name}: {entry.message}"
    return f"##vso[task.logissue {listed}]{_escape_data('; '.join((words, *entry.details)))}"


def _escape_data(text: str) -> str:
    return _ESCAPE.sub("%AZP25", text).replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape_data(text).replace(";", "%3B").replace("]", "%5D")
