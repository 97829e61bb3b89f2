"""`check --live`: as whom AWS is asked, and what is told of it."""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING, Any

import click

from tflint_sagemaker import __version__
from tflint_sagemaker.cli import INTERRUPTED, cache_options, terminal
from tflint_sagemaker.cli.options import all_of
from tflint_sagemaker.cli.progress import Progress
from tflint_sagemaker.config.settings import ROLE, TIMEOUT
from tflint_sagemaker.report.text import counted
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TypeVar

    from tflint_sagemaker.config.settings import Settings
    from tflint_sagemaker.live.run import AwsRun
    from tflint_sagemaker.live.store import Store

    Command = TypeVar("Command", bound=Callable[..., Any])

OFF, AUTO, REQUIRE = "off", "auto", "require"
# Of the reasons for which checks are undecided, so many are told without being asked for.
MOST_REASONS = 8


def _role(_: click.Context, __: click.Parameter, given: str | None) -> str | None:
    if given is not None and re.fullmatch(ROLE, given) is None:
        raise click.BadParameter(f"{given!r} is not the ARN of a role")
    return given


def _url(_: click.Context, __: click.Parameter, given: str | None) -> str | None:
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
        help="Ask AWS: never, if there are credentials, or fail without them.",
    ),
    click.option("--profile", metavar="NAME", help="With --live: profile of the AWS credentials."),
    click.option(
        "--assume-role",
        metavar="ARN",
        callback=_role,
        help="With --live: role to assume in place of the provider's; `none` for none.",
    ),
    click.option(
        "--live-timeout",
        type=click.FloatRange(min=0, min_open=True),
        default=TIMEOUT,
        show_default=True,
        metavar="SECONDS",
        help="How long all questions to AWS may take.",
    ),
    click.option("--no-live-cache", is_flag=True, help="Use no answers of the last minutes."),
    click.option(
        "--live-endpoint-url",
        metavar="URL",
        callback=_url,
        help="Ask this in place of AWS (tests).",
    ),
)


def options(command: Command) -> Command:
    """Add the options of live checks."""
    return all_of(_OPTIONS)(command)


@dataclass(slots=True)
class Questions:
    """The live part of a command: who answers, and what has come of it."""

    given: Mapping[str, Any]
    run: AwsRun | None = None
    progress: Progress = field(default_factory=lambda: Progress(doing="asking AWS"))
    told: set[str] = field(default_factory=set)

    @property
    def required(self) -> bool:
        """Whether it is a fault if AWS cannot be asked."""
        return bool(self.given["live"] == REQUIRE)

    def begin(self, settings: Settings) -> None:
        """Begin a run; in another one, if files are watched, AWS may have changed as well."""
        from tflint_sagemaker.live.identity import Told
        from tflint_sagemaker.live.run import AwsRun

        told = Told(
            settings.profile,
            settings.assume_role,
            self.given["region"],
            self.given["live_endpoint_url"],
            settings.live_timeout,
            f"tflint-sagemaker/{__version__}",
        )
        keep = not self.given["no_live_cache"]
        if self.run is not None and self.run.told == told:
            self.run.begin(keep=keep)
        else:
            self.run = AwsRun(told, _store() if keep else None, self.progress)

    @property
    def answered(self) -> bool:
        """Whether nothing was left out for want of credentials."""
        return self.run is not None and not self.run.course.lacking

    def end(self, status: int) -> int:
        """Say as whom AWS was asked and what was left out; the exit status, given what it was."""
        if self.run is None:
            return status
        course = self.run.course
        for who in course.asked:
            where = f", region {' and '.join(who.regions)}" if who.regions else ""
            account = f"account {who.account}{where} ({who.credentials})"
            self._say(f"note: AWS was asked as {who.arn}, {account}")
        errors = course.failing if self.required and not self.run.interrupted else ()
        for reason, count in course.unanswered[:MOST_REASONS]:
            if reason not in errors:
                self._say(f"note: {counted(count, 'check')} left undecided: {reason}")
        if len(course.unanswered) > MOST_REASONS:
            self._say("note: there are more reasons: see --undecided list")
        for reason in course.lacking:
            left_out = "" if self.required else "; live checks were left out"
            self._say(f"{'error' if self.required else 'note'}: {reason}{left_out}")
        if self.run.interrupted:
            self.run.interrupted = False
            terminal.message("interrupted: this is what was known")
            return INTERRUPTED
        for reason in errors:
            self._say(f"error: {reason}")
        return 2 if self.required and (course.lacking or course.failing) else status

    def _say(self, text: str) -> None:
        """Once, also if files are watched."""
        if text not in self.told:
            self.told.add(text)
            terminal.message(text)


def questions(given: Mapping[str, Any]) -> Questions | None:
    """What the options ask for; None if AWS is not to be asked, or cannot be."""
    if given["live"] == OFF:
        return None
    from tflint_sagemaker.live.sessions import LACK, available

    if available():
        return Questions(given)
    if given["live"] == REQUIRE:
        raise terminal.Refused(LACK)
    terminal.message(f"note: {LACK}; they were left out")
    return None


def _store() -> Store | None:
    from tflint_sagemaker.live.store import Store

    store = cache_options.store()
    return None if store is None else Store.beside(store)
