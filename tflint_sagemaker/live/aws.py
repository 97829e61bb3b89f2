"""The one interface through which a rule gets at AWS, and how such rules are run.

What is asked is named as IAM and botocore name it: service `ecr`, operation `DescribeImages`.
"""

from __future__ import annotations

import traceback
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from tflint_sagemaker.terraform.values import Undecided, Unknown
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from threading import Lock

    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.rule.definition import Rule
    from tflint_sagemaker.rule.problem import Problem
    from tflint_sagemaker.rule.results import LiveSummary
    from tflint_sagemaker.sagemaker.argument import Argument
    from tflint_sagemaker.sagemaker.resources import Provider


class HasProvider(Protocol):
    """What a provider configuration makes in a region: a model, an endpoint configuration."""

    @property
    def provider(self) -> str | None:
        """The root module's name for the provider configuration, None if it is not certain."""

    @property
    def configured(self) -> Provider | None:
        """That provider configuration, None if it is not certain which it is."""

    @property
    def region(self) -> Argument | None:
        """Where it is made, None if that is not stated."""

    @property
    def span(self) -> Span:
        """Where it is written."""


class Aws(Protocol):
    """AWS as the provider configuration of the subject sees it."""

    @property
    def region(self) -> str:
        """The region in which the subject is made. Raises Undecided if that is not known."""

    @property
    def account(self) -> str:
        """The account in which the subject is made. Raises Undecided if AWS does not tell."""

    def request(
        self,
        service: str,
        operation: str,
        parameters: Mapping[str, Any],
        *,
        region: str | None = None,
        missing: Collection[str] = (),
    ) -> Any | None:
        """The answer as botocore's dict, all pages of it merged.

        Only one page is asked for if the parameters hold the operation's own limit (`MaxKeys`).
        None if AWS says by one of the error codes in `missing` that what is asked about is not
        there. Raises Undecided if there is no answer; the reason names the IAM action that would
        help. The region is the subject's unless another one is given.

        Of `ecr:GetDownloadUrlForLayer` the answer has, in place of the address, as `content` what
        `live.layers` reads of the configuration of an image that lies there.
        """

    def report_undecided(self, reason: Unknown) -> Undecided:
        """To be raised where an answer does not help: why is told of the whole run."""


@dataclass(frozen=True, slots=True)
class LiveTask:
    """A check that asks AWS, of a subject that is, or is a part of, what has this owner.

    None is the owner of what is made by no one provider configuration.
    """

    rule: Rule
    check: Callable[..., Iterable[Problem]]
    subject: Any
    owner: HasProvider | None


@dataclass(frozen=True, slots=True)
class LiveOutcome:
    """What has come of a task: all of these may hold at once but `skipped`, which stands alone.

    `broken` is the traceback of a bug of ours.
    """

    problems: tuple[Problem, ...] = ()
    undecided: Unknown | None = None
    broken: str | None = None
    skipped: bool = False


class LiveRunner(Protocol):
    """Who runs the checks that ask AWS."""

    @property
    def summary(self) -> LiveSummary:
        """How it went so far."""

    def run(self, tasks: Sequence[LiveTask]) -> Sequence[LiveOutcome]:
        """The outcome of each task, in their order."""


def run_task(task: LiveTask, aws: Callable[[], Aws]) -> LiveOutcome:
    """Put one question; whatever comes of it costs nothing but its own answer."""
    problems: list[Problem] = []
    try:
        problems.extend(task.check(task.subject, aws=aws()))
    except Undecided as undecided:
        return LiveOutcome(tuple(problems), undecided.reason)
    except Exception:  # noqa: BLE001 - a broken rule must not take the others with it
        return LiveOutcome(tuple(problems), broken=traceback.format_exc())
    return LiveOutcome(tuple(problems))


@contextmanager
def release_lock(lock: Lock) -> Iterator[None]:
    """Let others have a lock that is held, for as long as this waits for AWS."""
    lock.release()
    try:
        yield
    finally:
        lock.acquire()


def read_stated_region(owner: HasProvider) -> str:
    """The region that the configuration makes it in. Raises Undecided if it states none."""
    region = owner.region
    text = region.text if region else None
    if not text:
        raise Undecided(Unknown("the configuration does not state a region", owner.span))
    return text
