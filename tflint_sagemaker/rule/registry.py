"""The rules that are installed, ours and other people's, through one door."""

from __future__ import annotations

import itertools
import os
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.rule.definition import RuleInfo, Severity
from tflint_sagemaker.rule.entry_points import load_entry_points
from tflint_sagemaker.terraform.spelling import find_similar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tflint_sagemaker.rule.definition import Rule

GROUP = "tflint_sagemaker.rules"

# What a rule may belong to, and which of it is on without being asked for.
GROUPS = ("core", "security", "style", "live")
DEFAULT_GROUPS = frozenset({"core"})


class RegistryError(Exception):
    """The rules cannot be used as they are installed, or a rule is asked for that is not there."""


@cache
def rules() -> tuple[RuleInfo, ...]:
    """All installed rules, by code. Raises RegistryError if there are none or two share a code."""
    found = sorted(
        (_read_entry(entry) for entries in load_entry_points(GROUP) for entry in entries),
        key=lambda rule: rule.code,
    )
    if not found:
        raise RegistryError("no rules are installed: install tflint-sagemaker with pip")
    for one, other in itertools.pairwise(found):
        if one.code == other.code:
            raise RegistryError(f"two rules are called {one.code}: {one.name} and {other.name}")
    return tuple(found)


def load_rules() -> tuple[Rule, ...]:
    """All installed rules, each imported. Raises RegistryError as `rules`."""
    return tuple(rule.load() for rule in rules())


def list_directories() -> set[str]:
    """Return the directories of the installed rules' packages."""
    modules = {rule.module or getattr(rule.load().check, "__module__", "") for rule in rules()}
    packages = {name.partition(".")[0] for name in modules}
    files = {getattr(sys.modules.get(name), "__file__", None) for name in packages}
    return {os.path.dirname(file) for file in files if file}  # noqa: PTH120


def _read_entry(entry: RuleInfo | Mapping[str, Any]) -> RuleInfo:
    """Return a rule, or what an index says of a rule."""
    if isinstance(entry, RuleInfo):
        return entry
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()
    }
    return RuleInfo(**{**values, "severity": Severity(entry["severity"])})


def names(rule: RuleInfo) -> tuple[str, ...]:
    """Everything that the rule is called: code, name, tflint-style name, former names."""
    tflint = f"aws_sagemaker_model_{rule.name.replace('-', '_')}"
    return (rule.code, rule.name, tflint, *rule.aliases)


def find(asked: str) -> RuleInfo | None:
    """The rule of that code or name, None if there is none. Case does not count."""
    wanted = asked.strip().casefold()
    for rule in rules():
        if wanted in (name.casefold() for name in names(rule)):
            return rule
    return None


def suggest(asked: str) -> str | None:
    """The name or code that was probably meant."""
    return find_similar(asked, [name for rule in rules() for name in names(rule)[:2]])


def select(
    wanted: Iterable[str],
    unwanted: Iterable[str],
    among: Sequence[RuleInfo] | None = None,
    *,
    live: bool = False,
) -> tuple[RuleInfo, ...]:
    """The rules chosen by codes, beginnings of codes, names, groups or `ALL`.

    Nothing wanted means the groups that are on by default. Rules that ask AWS are among them only
    if the run is `live`, and all of them are unless some are chosen. Raises RegistryError for a
    word that names nothing.
    """
    among = rules() if among is None else among
    wanted = tuple(wanted)
    asked = {rule.code for word in wanted for rule in named(word, among)}
    asking = [rule.code for rule in among if rule.live]
    if not wanted:
        asked = {rule.code for rule in among if rule.group in DEFAULT_GROUPS}
    if not live:
        asked.difference_update(asking)
    elif asked.isdisjoint(asking):
        asked.update(asking)
    chosen = [rule for rule in among if rule.code in asked]
    dropped = {rule.code for word in unwanted for rule in named(word, among)}
    return tuple(rule for rule in chosen if rule.code not in dropped)


def named(word: str, among: Sequence[RuleInfo] | None = None) -> list[RuleInfo]:
    """The rules that a code, a beginning of codes, a name, a group or `ALL` stands for.

    Raises RegistryError if it names nothing.
    """
    among = rules() if among is None else among
    plain = word.strip().casefold()
    if plain == "all":
        return list(among)
    found = [
        rule
        for rule in among
        if plain == rule.group
        or (plain.startswith("sm") and rule.code.casefold().startswith(plain))
        or plain in (name.casefold() for name in names(rule))
    ]
    if not found and plain not in GROUPS:
        guess = suggest(word)
        raise RegistryError(
            f"no rule is called `{word}`" + (f"; did you mean `{guess}`?" if guess else "")
        )
    return found
