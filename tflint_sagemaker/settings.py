"""What a run is told, apart from the paths."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.rule import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """Values for variables, the selection of rules, and what counts as a failure.

    `variables` are texts as `--var` gives them; `environment` holds the `TF_VAR_*` variables under
    their full names. `select` and `ignore` hold codes, beginnings of codes, names or groups;
    nothing selected means what is on by default. A workspace of None is not known, and `fail_on`
    of None means that findings never fail. `parameters` and `severities` are by the code of the
    rule. With `suppress`, comments leave findings out; those with an end do so until `today`, or
    always if that is None. A parameter that is not told is what the rule has as its default.
    `provider_version` is the version of hashicorp/aws in use; None leaves it to the configuration
    and its lock file.
    """

    variables: Mapping[str, str] = field(default_factory=dict)
    var_files: tuple[Path, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    workspace: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    parameters: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    severities: Mapping[str, Severity] = field(default_factory=dict)
    suppress: bool = True
    today: date | None = None
    fail_on: Severity | None = Severity.WARNING
    provider_version: str | None = None
