"""The Python API: `lint()` and `Session`, documented in docs/python-api.md."""

from __future__ import annotations

import os
from dataclasses import field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tflint_sagemaker import __version__
from tflint_sagemaker.config.settings import TIMEOUT, Settings
from tflint_sagemaker.discovery.modules import discover
from tflint_sagemaker.report.formats import render
from tflint_sagemaker.rule import registry
from tflint_sagemaker.rule.definition import Severity
from tflint_sagemaker.rule.results import Report
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from tflint_sagemaker.live.run import AwsRun

    AnyPath = str | os.PathLike[str]

__all__ = ["LintOptions", "Live", "Session", "lint", "render"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """Options of live checks; what is not given comes from the provider configuration.

    `assume_role` is the ARN of a role, or `none`; `timeout` is in seconds, for all requests
    together. Credentials are found as the AWS command line finds them. The result is summarized
    in `Report.live`.
    """

    profile: str | None = None
    assume_role: str | None = None
    region: str | None = None
    timeout: float = TIMEOUT
    endpoint_url: str | None = None

    def create_run(self) -> AwsRun:
        """Return the runner of live checks. Raises ImportError if boto3 is not installed."""
        from tflint_sagemaker.live.identity import AwsOptions
        from tflint_sagemaker.live.run import AwsRun
        from tflint_sagemaker.live.sessions import NOT_INSTALLED, is_available

        if not is_available():
            raise ImportError(NOT_INSTALLED)
        agent = f"tflint-sagemaker/{__version__}"
        how = (self.profile, self.assume_role, self.region, self.endpoint_url, self.timeout, agent)
        return AwsRun(AwsOptions(*how))


@dataclass(frozen=True, slots=True, kw_only=True)
class LintOptions:
    """Options of `lint` and `Session`.

    Rules are named by code, beginning of a code, name or group; `severities` and `parameters` are
    by code or name. `live` enables live checks.
    """

    select: Collection[str] = ()
    ignore: Collection[str] = ()
    variables: Mapping[str, str] = field(default_factory=dict)
    var_files: Collection[AnyPath] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    workspace: str | None = None
    severities: Mapping[str, Severity | str] = field(default_factory=dict)
    parameters: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    today: date | None = None
    live: Live | None = None

    def make_settings(self) -> Settings:
        """Return the settings of a run. Raises RegistryError if no rule has a given name."""
        settings = Settings(
            variables=dict(self.variables),
            var_files=tuple(map(Path, self.var_files)),
            environment=dict(self.environment),
            workspace=self.workspace,
            today=self.today,
            select=tuple(self.select),
            ignore=tuple(self.ignore),
            severities={_find_code(name): Severity(one) for name, one in self.severities.items()},
            parameters={_find_code(name): given for name, given in self.parameters.items()},
        )
        registry.select(settings.select, settings.ignore)
        return settings


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
    live: Live | None = None,
    describe: bool = False,
) -> Report:
    """Lint the modules under the paths, or under the working directory if there are none.

    Neither a configuration file nor the environment is read. The keywords are those of
    `LintOptions`; with `describe` the report has a summary of each model. Raises DiscoveryError
    if there is nothing to lint, RegistryError if a rule is unknown, ImportError if `live` is
    given and boto3 is not installed.
    """
    options = LintOptions(
        select=tuple(select),
        ignore=tuple(ignore),
        variables=variables or {},
        var_files=tuple(var_files),
        environment=environment or {},
        workspace=workspace,
        severities=severities or {},
        parameters=parameters or {},
        today=today,
        live=live,
    )
    return Session(paths, options).lint(describe=describe)


class Session:
    """Lints the same paths again and again, as an editor does.

    Each call lints in full; only files whose text has changed are parsed again. Responses of AWS
    are used for some minutes. Raises RegistryError or ImportError as `lint` does.
    """

    def __init__(
        self,
        paths: AnyPath | Iterable[AnyPath] = (),
        options: LintOptions = LintOptions(),  # noqa: B008 - it is frozen
    ) -> None:
        given = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
        self._paths = [Path(path) for path in given] or [Path()]
        self._settings = options.make_settings()
        self._live = None if options.live is None else options.live.create_run()

    def lint(self, texts: Mapping[Path, str] | None = None, *, describe: bool = False) -> Report:
        """Lint the files, with `texts` in place of the content of some, by path.

        Raises DiscoveryError if there is nothing to lint.
        """
        overlay = {Path(os.path.realpath(path)): text for path, text in (texts or {}).items()}
        found = discover(self._paths, overlay)
        if not found.targets:
            return Report.collect(errors=found.errors, files=found.files)
        from tflint_sagemaker.engine import linter

        if self._live is not None:
            self._live.start()
        report = linter.lint(
            found.targets, self._settings, overlay, describe=describe, live=self._live
        )
        return replace(report, files=found.files, errors=(*found.errors, *report.errors))


def _find_code(name: str) -> str:
    """Return the code of a rule that is named by code or name. Raises RegistryError."""
    rule = registry.find(name)
    if rule is None:
        raise registry.RegistryError(f"no rule is called `{name}`")
    return rule.code
