"""What a run is told, apart from the paths."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tflint_sagemaker.rule import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """Values for variables, the selection of rules, and what counts as a failure.

    `variables` are texts as `--var` gives them; `environment` holds the `TF_VAR_*` variables under
    their full names. `select` and `ignore` hold codes, beginnings of codes, names or groups;
    nothing selected means what is on by default. A workspace of None is not known, and `fail_on`
    of None means that findings never fail.
    """

    variables: Mapping[str, str] = field(default_factory=dict)
    var_files: tuple[Path, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    workspace: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: Severity | None = Severity.WARNING
