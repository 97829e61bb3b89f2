"""What one run knows of another: for a program that lints the same paths after each edit.

A block that has stayed the same, with all that it refers to, is the same object when it is
evaluated again; what was found in it holds as long as no other block is touched of a kind that its
rules have looked at.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from tflint_sagemaker.terraform.kept import KeptModules
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from tflint_sagemaker.engine.heard import Heard
    from tflint_sagemaker.sagemaker.related_resources import Surroundings
    from tflint_sagemaker.terraform.configuration import Configuration
    from tflint_sagemaker.terraform.evaluated import EvaluatedBlock
    from tflint_sagemaker.terraform.module import Module


@dataclass(frozen=True, slots=True)
class _Answers:
    """What all rules had to say of a block, and the kinds of other blocks that they looked at."""

    block: EvaluatedBlock
    subject: tuple[object, ...]
    looked: frozenset[tuple[str, str]]
    heard: Sequence[Heard]


@dataclass(slots=True)
class _Known:
    """A configuration, and what has been heard in the last run and in this one."""

    configuration: Configuration
    earlier: Mapping[int, _Answers] = field(default_factory=dict)
    touched: frozenset[tuple[str, str]] = frozenset()
    answers: dict[int, _Answers] = field(default_factory=dict)
    looks: tuple[object, ...] = ()


class Memory:
    """Modules, configurations and answers, from one run to the next with the same settings."""

    def __init__(self) -> None:
        self.modules = KeptModules()
        self._before: dict[Path, _Known] = {}
        self._now: dict[Path, _Known] = {}

    def begin(self) -> None:
        """A run begins; what the last one did not finish is not known."""
        self._now = {}

    def end(self) -> bool:
        """The run has ended well: the next one may build on it.

        False if it has to be made again, without this memory.
        """
        for known in self._now.values():
            looked = {one for answers in known.answers.values() for one in answers.looked}
            if not known.configuration.stands(looked):
                return False
            known.looks = known.configuration.looks(known.configuration.root)
        self._before = self._now
        return True

    def configuration(
        self, root: Module, fetch: Callable[[Path], Module], make: Callable[[], Configuration]
    ) -> Configuration:
        """The configuration of a root module: that of the last run, as far as it still holds."""
        known = self._before.pop(root.directory, None)
        keys = None
        if known is not None:
            before = known.configuration
            called = before.loaded[1:]
            same = all(fetch(module.directory) is module for module in called)
            if same and known.looks == before.looks(root):
                keys = before.take(root)
        if known is None or keys is None:
            known = _Known(make())
        else:
            touched = frozenset((key[0], key[1]) for key in keys if len(key) > 2)
            known = _Known(known.configuration, known.answers, touched)
        self._now[root.directory] = known
        return known.configuration

    def recall(self, configuration: Configuration, subject: object) -> Sequence[Heard] | None:
        """What was heard of a subject, None if that has to be asked."""
        known, block = self._now[configuration.root.directory], _block(subject)
        answers = known.earlier.get(id(block))
        if answers is None or answers.subject != _facts(subject):
            return None
        if answers.looked & known.touched:
            return None
        known.answers[id(block)] = answers
        return answers.heard

    def keep(
        self,
        configuration: Configuration,
        subject: object,
        heard: Sequence[Heard],
        around: Surroundings | None,
    ) -> None:
        """Take note of what was heard of a subject, and of what was looked at for that."""
        block = _block(subject)
        if block is not None:
            address = getattr(subject, "address", "")
            looked = frozenset(configuration.looked)
            looked |= around.looked_at(address) if around else looked
            answers = self._now[configuration.root.directory].answers
            answers[id(block)] = _Answers(block, _facts(subject), looked, heard)


def _block(subject: object) -> EvaluatedBlock | None:
    return getattr(subject, "evaluated", None)


def _facts(subject: object) -> tuple[object, ...]:
    """What there is to a subject beside its block."""
    names = ("address", "exists", "provider")
    return (type(subject), *(getattr(subject, name, None) for name in names))
