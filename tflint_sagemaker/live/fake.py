"""AWS as the recorded answers of a rule have it: for its examples, on its page and in tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.live.aws import read_stated_region, run_task
from tflint_sagemaker.rule.results import LiveSummary
from tflint_sagemaker.terraform.values import Undecided, Unknown
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from tflint_sagemaker.live.aws import HasProvider, LiveOutcome, LiveTask
    from tflint_sagemaker.rule.examples import CannedResponse

ACCOUNT = "123456789012"


@dataclass(frozen=True, slots=True)
class CannedAws:
    """Answers by the first record that fits."""

    answers: tuple[CannedResponse, ...]
    owner: HasProvider | None

    @property
    def region(self) -> str:
        """The region that the example states."""
        if self.owner is None:
            raise Undecided(Unknown("this is of no one provider"))
        return read_stated_region(self.owner)

    @property
    def account(self) -> str:
        """Always the same."""
        return ACCOUNT

    def request(
        self,
        service: str,
        operation: str,
        parameters: Mapping[str, Any],
        *,
        region: str | None = None,
        missing: Collection[str] = (),
    ) -> Any | None:
        """The recorded answer. Raises Undecided if there is none, or if it is an error."""
        for answer in self.answers:
            if answer.to != f"{service}:{operation}" or not _is_subset(answer.given, parameters):
                continue
            if answer.region is not None and answer.region != (region or self.region):
                continue
            if answer.error is None:
                return answer.says
            if answer.error in missing:
                return None
            raise Undecided(Unknown(f"AWS answered {answer.error} to {answer.to}"))
        raise Undecided(Unknown(f"no answer is recorded to {service}:{operation} {parameters}"))

    def report_undecided(self, reason: Unknown) -> Undecided:
        """No run is told."""
        return Undecided(reason)


class CannedRunner:
    """Runs checks against the recorded answers of their own rules, one after the other."""

    @property
    def summary(self) -> LiveSummary:
        """Nobody was asked."""
        return LiveSummary()

    def run(self, tasks: Sequence[LiveTask]) -> list[LiveOutcome]:
        """The outcome of each task."""
        return [self._run_task(task) for task in tasks]

    @staticmethod
    def _run_task(task: LiveTask) -> LiveOutcome:
        return run_task(task, lambda: CannedAws(task.rule.answers, task.owner))


def _is_subset(wanted: Any, given: Any) -> bool:
    """Whether everything that is wanted is given; more may be."""
    if isinstance(wanted, Mapping) and isinstance(given, Mapping):
        return all(key in given and _is_subset(wanted[key], given[key]) for key in wanted)
    if isinstance(wanted, (list, tuple)) and isinstance(given, (list, tuple)):
        return len(wanted) == len(given) and all(map(_is_subset, wanted, given))
    return bool(wanted == given)
