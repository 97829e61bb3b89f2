"""What a run is told, apart from the paths."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.rule.definition import Severity
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Mapping
    from datetime import date
    from pathlib import Path

    from tflint_sagemaker.hcl.text import Span

# What `--format` takes; the first is the default.
FORMATS = (
    *("full", "concise", "json", "jsonl", "github", "gitlab", "sarif"),
    *("junit", "checkstyle", "rdjson", "azure", "html"),
)
NEVER = "never"
REGION = r"[a-z]{2,}(-[a-z]+)+-\d+"
VERSION = r"\d+(\.\d+){0,2}"
ROLE = r"(none|arn:aws[a-z-]*:iam::\d{12}:role/.+)"
TIMEOUT = 60.0


@dataclass(frozen=True, slots=True)
class Exemption:
    """Findings that are known: of some rules (by code), at an address, in a file, or both.

    `path` is a pattern of absolute paths, `at` the place where this is written,
    `until` the last day on which it holds.
    """

    rules: frozenset[str]
    reason: str
    at: Span
    address: re.Pattern[str] | None = None
    path: re.Pattern[str] | None = None
    until: date | None = None

    def covers(self, code: str, address: str | None, path: str) -> bool:
        """Whether it is meant for a finding."""
        return (
            code in self.rules
            and (self.address is None or self.address.fullmatch(address or "") is not None)
            and (self.path is None or self.path.fullmatch(path) is not None)
        )


@dataclass(frozen=True, slots=True)
class Settings:
    """Values for variables, the selection of rules, and what counts as a failure.

    `variables` are texts as `--var` gives them; `environment` holds the `TF_VAR_*` variables under
    their full names. `configured` are files of values, and values as name, text and where they are
    from, that count for less than those. `select` and `ignore` hold codes, beginnings of codes,
    names or groups; nothing selected means what is on by default. A workspace of None is not
    known, and `fail_on` of None means that findings never fail. `parameters` and `severities` are
    by the code of the rule; a parameter that is not told is what the rule has as its default.

    `region` is that of providers which state none, told at `region_at`. `elsewhere` gives the
    settings of rules for what is declared in a file, if they differ from file to file.
    `excluded` are patterns of absolute paths of which nothing is reported.
    With `suppress`, comments leave findings out; those with an end do so until `today`, or always
    if that is None.
    `provider_version` is the version of hashicorp/aws in use; None leaves it to the configuration
    and its lock file.
    `profile`, `assume_role` and `live_timeout` say how AWS is asked, if it is asked at all.
    """

    variables: Mapping[str, str] = field(default_factory=dict)
    var_files: tuple[Path, ...] = ()
    configured: tuple[Path | tuple[str, str, str], ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    workspace: str | None = None
    region: str | None = None
    region_at: Span | None = None
    provider_version: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    parameters: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    severities: Mapping[str, Severity] = field(default_factory=dict)
    suppress: bool = True
    today: date | None = None
    elsewhere: Callable[[Path], Settings] | None = None
    exemptions: tuple[Exemption, ...] = ()
    excluded: tuple[re.Pattern[str], ...] = ()
    fail_on: Severity | None = Severity.WARNING
    min_severity: Severity = Severity.NOTICE
    form: str = FORMATS[0]
    profile: str | None = None
    assume_role: str | None = None
    live_timeout: float = TIMEOUT
