"""`check --live`: as whom AWS is asked, and what is told of it."""

from __future__ import annotations

import os
import sys
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tflint_sagemaker import __version__
from tflint_sagemaker.cli import INTERRUPTED, terminal
from tflint_sagemaker.cli.progress import Progress
from tflint_sagemaker.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TypeVar

    from tflint_sagemaker.live.run import AwsRun

    Command = TypeVar("Command", bound=Callable[..., Any])

OFF, AUTO, REQUIRE = "off", "auto", "require"
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
        help="With --live: role to assume in place of the provider's; `none` for none.",
    ),
    click.option(
        "--live-timeout",
        type=click.FloatRange(min=0, min_open=True),
        default=60.0,
        show_default=True,
        metavar="SECONDS",
        help="How long all questions to AWS may take.",
    ),
    click.option("--no-live-cache", is_flag=True, help="Use no answers of the last minutes."),
    click.option("--live-endpoint-url", metavar="URL", help="Ask this in place of AWS (tests)."),
)


def options(command: Command) -> Command:
    """Add the options of live checks."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@dataclass(slots=True)
class Questions:
    """The live part of a run: who answers, and what has come of it."""

    required: bool
    run: AwsRun
    progress: Progress = field(default_factory=lambda: Progress(doing="asking AWS"))
    told: set[str] = field(default_factory=set)

    def answering(self) -> AwsRun:
        """Who answers."""
        self.run.watch = self.progress
        return self.run

    @property
    def answered(self) -> bool:
        """Whether nothing was left out for want of credentials."""
        return not self.run.lacking

    def end(self, status: int) -> int:
        """Say as whom AWS was asked and what was left out; the exit status, given what it was."""
        self.progress.clear()
        for notice in self.run.notices:
            self._say(f"note: {notice}")
        trouble = [*self.run.lacking, *self.run.failing]
        for reason in trouble:
            kind = "error" if self.required else "note"
            cure = "" if self.required else "; live checks were left out"
            self._say(f"{kind}: {reason}{cure if reason in self.run.lacking else ''}")
        if self.run.interrupted:
            self.run.interrupted = False
            terminal.message("interrupted: this is what was known")
            return INTERRUPTED
        return 2 if self.required and trouble else status

    def _say(self, text: str) -> None:
        """Once, also if files are watched."""
        if text not in self.told:
            self.told.add(text)
            terminal.message(text)


def questions(given: Mapping[str, Any]) -> Questions | None:
    """What the options ask for; None if AWS is not to be asked, or cannot be."""
    if given["live"] == OFF:
        return None
    from tflint_sagemaker.live.identity import Told
    from tflint_sagemaker.live.run import AwsRun
    from tflint_sagemaker.live.sessions import available

    required = given["live"] == REQUIRE
    if not available():
        lack = "live checks need boto3: pip install 'tflint-sagemaker[live]'"
        if required:
            raise terminal.Refused(lack)
        terminal.message(f"note: {lack}; they were left out")
        return None
    told = Told(
        given["profile"],
        given["assume_role"],
        given["region"],
        given["live_endpoint_url"],
        given["live_timeout"],
        f"tflint-sagemaker/{__version__}",
    )
    return Questions(required, AwsRun(told, None if given["no_live_cache"] else _store()))


def _store() -> Any:
    from tflint_sagemaker.live.store import Store

    store = Store(_cache() / "tflint-sagemaker" / "live")
    store.prune()
    return store


def _cache() -> Path:
    """Where the system keeps what may be lost."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
