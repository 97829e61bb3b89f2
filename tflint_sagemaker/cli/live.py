"""`check --live`: the AWS identity, and how the results of live checks are reported."""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING, Any

import click

from tflint_sagemaker import __version__
from tflint_sagemaker.cli import output
from tflint_sagemaker.cli.options import combine
from tflint_sagemaker.cli.output import INTERRUPTED
from tflint_sagemaker.cli.progress import Progress
from tflint_sagemaker.config.settings import ROLE, TIMEOUT
from tflint_sagemaker.report.text import format_count
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TypeVar

    from tflint_sagemaker.config.settings import Settings
    from tflint_sagemaker.live.run import AwsRun
    from tflint_sagemaker.live.store import ResponseStore

    Command = TypeVar("Command", bound=Callable[..., Any])

OFF, AUTO, REQUIRE = "off", "auto", "require"
# Number of reasons for undecided live checks that are written without `--undecided list`.
MOST_REASONS = 8


def _validate_role(_: click.Context, __: click.Parameter, given: str | None) -> str | None:
    if given is not None and re.fullmatch(ROLE, given) is None:
        raise click.BadParameter(f"{given!r} is not the ARN of a role")
    return given


def _validate_url(_: click.Context, __: click.Parameter, given: str | None) -> str | None:
    if given is not None and re.fullmatch(r"https?://[^\s/]+/?", given) is None:
        raise click.BadParameter(f"{given!r} is not a URL like http://127.0.0.1:5000")
    return given


_OPTIONS = (
    click.option(
        "--live",
        "live",
        type=click.Choice([OFF, AUTO, REQUIRE]),
        default=OFF,
        show_default=True,
        help="Query AWS: never, if there are credentials, or fail without them.",
    ),
    click.option("--profile", metavar="NAME", help="Set the AWS profile (with --live)."),
    click.option(
        "--assume-role",
        metavar="ARN",
        callback=_validate_role,
        help="Set the role to assume, or `none` (with --live).",
    ),
    click.option(
        "--live-timeout",
        type=click.FloatRange(min=0, min_open=True),
        default=TIMEOUT,
        show_default=True,
        metavar="SECONDS",
        help="Set the time limit for all live checks together.",
    ),
    click.option("--no-live-cache", is_flag=True, help="Ignore cached AWS responses."),
    click.option(
        "--live-endpoint-url",
        metavar="URL",
        callback=_validate_url,
        help="Send AWS requests to this URL (for tests).",
    ),
)


def add_options(command: Command) -> Command:
    """Add the options of live checks."""
    return combine(_OPTIONS)(command)


@dataclass(slots=True)
class LiveChecks:
    """The live checks of a command: the AWS run, and the notes on it."""

    given: Mapping[str, Any]
    run: AwsRun | None = None
    progress: Progress = field(default_factory=lambda: Progress(doing="querying AWS"))
    written: set[str] = field(default_factory=set)

    @property
    def required(self) -> bool:
        """Whether the run fails if AWS cannot be queried."""
        return bool(self.given["live"] == REQUIRE)

    def start(self, settings: Settings) -> None:
        """Start a run. With --watch, each run queries AWS again."""
        from tflint_sagemaker.live.identity import AwsOptions
        from tflint_sagemaker.live.run import AwsRun

        identity = AwsOptions(
            settings.profile,
            settings.assume_role,
            self.given["region"],
            self.given["live_endpoint_url"],
            settings.live_timeout,
            f"tflint-sagemaker/{__version__}",
        )
        keep = not self.given["no_live_cache"]
        if self.run is not None and self.run.options == identity:
            self.run.start(keep=keep)
        else:
            self.run = AwsRun(identity, _store() if keep else None, self.progress)

    @property
    def answered(self) -> bool:
        """Whether no live check was skipped because of missing credentials."""
        return self.run is not None and not self.run.summary.missing_credentials

    def end(self, status: int) -> int:
        """Report the AWS identity and the skipped checks; return the exit status."""
        if self.run is None:
            return status
        summary = self.run.summary
        for who in summary.asked:
            where = f", region {' and '.join(who.regions)}" if who.regions else ""
            account = f"account {who.account}{where} ({who.credentials})"
            self._write_once(f"note: AWS was queried as {who.arn}, {account}")
        errors = summary.bad_credentials if self.required and not self.run.interrupted else ()
        for reason, count in summary.unanswered[:MOST_REASONS]:
            if reason not in errors:
                self._write_once(f"note: {format_count(count, 'check')} undecided: {reason}")
        if len(summary.unanswered) > MOST_REASONS:
            self._write_once("note: for more reasons, use --undecided list")
        for reason in summary.missing_credentials:
            skipped = "" if self.required else "; live checks were skipped"
            self._write_once(f"{'error' if self.required else 'note'}: {reason}{skipped}")
        if self.run.interrupted:
            self.run.interrupted = False
            output.write_message("interrupted: the report is incomplete")
            return INTERRUPTED
        for reason in errors:
            self._write_once(f"error: {reason}")
        return (
            2
            if self.required and (summary.missing_credentials or summary.bad_credentials)
            else status
        )

    def _write_once(self, text: str) -> None:
        """Write a note, but not again when files are watched."""
        if text not in self.written:
            self.written.add(text)
            output.write_message(text)


def make_live_checks(given: Mapping[str, Any]) -> LiveChecks | None:
    """Return the live checks of the options; None if they are off or boto3 is missing."""
    if given["live"] == OFF:
        return None
    from tflint_sagemaker.live.sessions import NOT_INSTALLED, is_available

    if is_available():
        return LiveChecks(given)
    if given["live"] == REQUIRE:
        raise output.CommandError(NOT_INSTALLED)
    output.write_message(f"note: {NOT_INSTALLED}; they were skipped")
    return None


def _store() -> ResponseStore | None:
    from tflint_sagemaker.cache.active import get_store
    from tflint_sagemaker.live.store import ResponseStore

    store = get_store()
    return None if store is None else ResponseStore.beside(store)
