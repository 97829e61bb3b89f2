"""Settings of a run."""

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
    """A configured suppression: of some rules (by code), at an address, in a file, or both.

    `path` is a pattern of absolute paths, `at` the place in the configuration file, `until` the
    last day on which it applies.
    """

    rules: frozenset[str]
    reason: str
    at: Span
    address: re.Pattern[str] | None = None
    path: re.Pattern[str] | None = None
    until: date | None = None

    def is_for(self, code: str, address: str | None, path: str) -> bool:
        """Return whether it applies to a finding with that code, address and path."""
        return (
            code in self.rules
            and (self.address is None or self.address.fullmatch(address or "") is not None)
            and (self.path is None or self.path.fullmatch(path) is not None)
        )


@dataclass(frozen=True, slots=True)
class Settings:
    """Values for variables, the selection of rules, and what counts as a failure.

    `variables` are the texts of `--var`; `environment` has the `TF_VAR_*` variables under their
    full names. `configured` has files of values, and values as (name, text, origin), from the
    configuration file; the other values override them. `select` and `ignore` have codes, prefixes
    of codes, names or groups; an empty `select` means the default rules. A workspace of None is
    unknown. With a `fail_on` of None, findings never fail the run. `parameters` and `severities`
    are by the code of the rule; a parameter that is not given has the default of the rule.

    `region` is the region of providers that state none, set at `region_at`. `for_file` returns the
    settings of rules for a file, if overrides make them differ from file to file. `excluded` are
    patterns of absolute paths whose findings are not reported. With `suppress`, comments suppress
    findings; one with an end date does so until `today`, or always if that is None.
    `provider_version` is the version of hashicorp/aws in use; None leaves it to the configuration
    and its lock file.
    `profile`, `assume_role` and `live_timeout` apply to live checks.
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
    for_file: Callable[[Path], Settings] | None = None
    exemptions: tuple[Exemption, ...] = ()
    excluded: tuple[re.Pattern[str], ...] = ()
    fail_on: Severity | None = Severity.WARNING
    min_severity: Severity = Severity.NOTICE
    form: str = FORMATS[0]
    profile: str | None = None
    assume_role: str | None = None
    live_timeout: float = TIMEOUT
