"""For Python programs that lint: what `tflint_sagemaker` gives them, see docs/python-api.md."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tflint_sagemaker import registry
from tflint_sagemaker.discovery import discover
from tflint_sagemaker.findings import Report
from tflint_sagemaker.remembering import Memory
from tflint_sagemaker.report.formats import render
from tflint_sagemaker.rule import Severity
from tflint_sagemaker.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    AnyPath = str | os.PathLike[str]

__all__ = ["Session", "lint", "render"]


def lint(
    paths: AnyPath | Iterable[AnyPath] = (),
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    variables: Mapping[str, str] | None = None,
    var_files: Iterable[AnyPath] = (),
    environment: Mapping[str, str] | None = None,
    workspace: str | None = None,
    severities: Mapping[str, Severity | str] | None = None,
    parameters: Mapping[str, Mapping[str, Any]] | None = None,
    today: date | None = None,
    describe: bool = False,
) -> Report:
    """Lint the modules under the paths, or under the working directory if there are none.

    Only what is given counts: neither a file of settings nor the environment is read. Rules are
    named by code, beginning of a code, name or group; `severities` and `parameters` are by code
    or name. Raises DiscoveryError if there is nothing to lint, RegistryError if there is no such
    rule.
    """
    session = Session(
        paths,
        select=select,
        ignore=ignore,
        variables=variables,
        var_files=var_files,
        environment=environment,
        workspace=workspace,
        severities=severities,
        parameters=parameters,
        today=today,
    )
    return session.lint(describe=describe)


def _settings(
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    variables: Mapping[str, str] | None = None,
    var_files: Iterable[AnyPath] = (),
    environment: Mapping[str, str] | None = None,
    workspace: str | None = None,
    severities: Mapping[str, Severity | str] | None = None,
    parameters: Mapping[str, Mapping[str, Any]] | None = None,
    today: date | None = None,
) -> Settings:
    """The settings that a program gives."""
    settings = Settings(
        variables=dict(variables or {}),
        var_files=tuple(map(Path, var_files)),
        environment=dict(environment or {}),
        workspace=workspace,
        today=today,
        select=tuple(select),
        ignore=tuple(ignore),
        severities={_code(name): Severity(level) for name, level in (severities or {}).items()},
        parameters={_code(name): told for name, told in (parameters or {}).items()},
    )
    registry.select(settings.select, settings.ignore)
    return settings


class Session:
    """Lints the same paths again and again, as an editor does: what has not changed stays parsed.

    The arguments are those of `lint`, and may raise RegistryError.
    """

    def __init__(self, paths: AnyPath | Iterable[AnyPath] = (), **settings: Any) -> None:
        wanted = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
        self._paths = [Path(path) for path in wanted] or [Path()]
        self._settings = _settings(**settings)
        self._memory = Memory()

    def lint(self, texts: Mapping[Path, str] | None = None, *, describe: bool = False) -> Report:
        """Lint what the files hold now, or the texts that take the place of some of them.

        Raises DiscoveryError if there is nothing to lint.
        """
        overlay = {Path(os.path.realpath(path)): text for path, text in (texts or {}).items()}
        found = discover(self._paths, overlay)
        if not found.targets:
            return Report.collect(errors=found.errors, files=found.files)
        from tflint_sagemaker import linter

        report = linter.lint(
            found.targets, self._settings, overlay, describe=describe, memory=self._memory
        )
        return replace(report, files=found.files, errors=(*found.errors, *report.errors))


def _code(name: str) -> str:
    """The code of a rule that is named by code or name."""
    rule = registry.find(name)
    if rule is None:
        raise registry.RegistryError(f"no rule is called `{name}`")
    return rule.code
