"""The examples of rules, and the answers of AWS that live rules need in them."""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE_MARK = "# file: "

# `# SM310` at the end of a line says that it is found; it is for the tests, not for readers.
_MARK = compile_later(r"[ \t]*#[ \t]*SM\d{3}(?:[ \t]*,?[ \t]*SM\d{3})*[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Example:
    """A configuration with a one-line caption that says what is wrong or right in it.

    `source` is HCL and may be indented. Lines with a finding end in a comment with the code of the
    rule. Lines after `# file: PATH` belong to that file, lines before any such line to `main.tf`.
    """

    caption: str
    source: str

    @property
    def text(self) -> str:
        """The configuration without the indentation, with the comments that mark its findings."""
        from textwrap import dedent

        return dedent(self.source).strip() + "\n"


@dataclass(frozen=True, slots=True)
class CannedResponse:
    """What AWS is taken to answer in the examples of a live rule.

    `to` is service and operation (`ecr:DescribeImages`), `given` what the parameters hold (they may
    hold more), `region` the region that is asked, any if None. `says` is the answer as botocore
    gives it, unless it is the error of a code.
    """

    to: str
    given: Mapping[str, Any] = field(default_factory=dict)
    says: Any = None
    error: str | None = None
    region: str | None = None


def strip_marks(example: str) -> str:
    """An example without the marks at the ends of its lines."""
    return _MARK.sub("", example)


def split_files(example: str) -> dict[str, str]:
    """The files of an example, by their paths. `# file:` lines are the first of their files."""
    files: dict[str, str] = {}
    path = "main.tf"
    for line in example.splitlines(keepends=True):
        if line.startswith(FILE_MARK):
            path = line.removeprefix(FILE_MARK).strip()
        files[path] = files.get(path, "") + line
    return files
