"""For Python programs that lint: what `tflint_sagemaker` gives them, see docs/python-api.md."""

from __future__ import annotations

import os
from dataclasses import replace
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
    from collections.abc import Iterable, Mapping
    from datetime import date

    from tflint_sagemaker.live.run import AwsRun

    AnyPath = str | os.PathLike[str]

__all__ = ["Live", "Session", "lint", "render"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """That AWS is to be asked, and how; what is not given is as the configuration has it.

    `assume_role` is the ARN of a role, or `none`; `timeout` is in seconds, for all questions
    together. Credentials are found as the AWS command line finds them. What has come of it is in
    `Report.live`.
    """

    profile: str | None = None
    assume_role: str | None = None
    region: str | None = None
    timeout: float = TIMEOUT
    endpoint_url: str | None = None

    def run(self) -> AwsRun:
        """Who asks. Raises ImportError if boto3 is not installed."""
        from tflint_sagemaker.live.identity import Told
        from tflint_sagemaker.live.run import AwsRun
        from tflint_sagemaker.live.sessions import LACK, available

        if not available():
            raise ImportError(LACK)
        agent = f"tflint-sagemaker/{__version__}"
        how = (self.profile, self.assume_role, self.region, self.endpoint_url, self.timeout, agent)
        return AwsRun(Told(*how))


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

    Only what is given counts: neither a file of settings nor the environment is read. Rules are
    named by code, beginning of a code, name or group; `severities` and `parameters` are by code
    or name. AWS is asked only with `live`. Raises DiscoveryError if there is nothing to lint,
    RegistryError if there is no such rule, ImportError if AWS is to be asked without boto3.
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
        live=live,
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

    The arguments are those of `lint`, and may raise RegistryError or ImportError. What AWS has
    answered is good for some minutes.
    """

    def __init__(
        self, paths: AnyPath | Iterable[AnyPath] = (), *, live: Live | None = None, **settings: Any
    ) -> None:
        wanted = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
        self._paths = [Path(path) for path in wanted] or [Path()]
        self._settings = _settings(**settings)
        self._live = None if live is None else live.run()

    def lint(self, texts: Mapping[Path, str] | None = None, *, describe: bool = False) -> Report:
        """Lint what the files hold now, or the texts that take the place of some of them.

        Raises DiscoveryError if there is nothing to lint.
        """
        overlay = {Path(os.path.realpath(path)): text for path, text in (texts or {}).items()}
        found = discover(self._paths, overlay)
        if not found.targets:
            return Report.collect(errors=found.errors, files=found.files)
        from tflint_sagemaker.engine import linter

        if self._live is not None:
            self._live.begin()
        report = linter.lint(
            found.targets, self._settings, overlay, describe=describe, live=self._live
        )
        return replace(report, files=found.files, errors=(*found.errors, *report.errors))


def _code(name: str) -> str:
    """The code of a rule that is named by code or name."""
    rule = registry.find(name)
    if rule is None:
        raise registry.RegistryError(f"no rule is called `{name}`")
    return rule.code
