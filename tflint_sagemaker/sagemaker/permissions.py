"""What a role's policies allow, as far as they are known.

A policy is plain JSON with `Unknown` for parts that are not known. The question is always whether
it is certain that an action is not allowed: a condition, an unknown part and what has not the
shape of a policy may allow it.
"""

from __future__ import annotations

from dataclasses import field
from enum import IntEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.sagemaker.iam_patterns import has_common_text, is_covering
from tflint_sagemaker.sagemaker.policy import get_member, make_list
from tflint_sagemaker.sagemaker.provider import read_data_file
from tflint_sagemaker.terraform.values import Undecided, Unknown
from tflint_sagemaker.util.lazy_dataclass import dataclass
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tflint_sagemaker.hcl.text import Span

    Wanted = Callable[[dict[str, Any]], bool]

BUCKET = compile_later(r"(?:^|\.)aws_s3_bucket\.[\w-]+(?:\[[^\]]*\])?$")
PARTITION = compile_later(r"^arn:aws[\w-]*:")
# A request that is about no resource, which only a pattern that takes everything covers.
NO_RESOURCE = ""
# An action that no policy names: only one that allows everything, or all but a few, covers it.
ANYTHING = "any-service:any-action"


class Answer(IntEnum):
    """How certain it is that something holds."""

    NO = 0
    MAYBE = 1
    YES = 2


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy of a role.

    `managed` is its name if it is one of AWS's own, and `address` the resource that attaches it.
    """

    document: Any
    span: Span
    address: str
    managed: str | None = None

    def answers(
        self, action: str, resource: str, besides: Wanted | None = None
    ) -> Iterable[tuple[str, Answer]]:
        """The effect of each statement, and whether it covers the action on the resource."""
        if self.managed is not None and besides is None:
            return _evaluate_managed_policy(self.managed, action, resource)
        return _evaluate_statements(self.document, action, resource, besides)


@dataclass(frozen=True, slots=True)
class Permissions:
    """All policies that a configuration gives a role; `doubt` says why there may be more.

    `shared` are the services of which the configuration has policies of resources, such as those
    of buckets, that may allow what the role's own policies do not.
    """

    policies: tuple[Policy, ...] = ()
    doubt: Unknown | None = None
    shared: frozenset[str] = frozenset()
    _told: dict[tuple[str, str], bool | Unknown] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def lacks(self, action: str, resource: str, *, besides: Wanted | None = None) -> bool:
        """Whether it is certain that the action on the resource is not allowed.

        The resource is a pattern too, for what is not known of its ARN. Statements for which
        `besides` holds do not count. Raises Undecided where it may be allowed, or where the
        configuration gives the role no policy at all: then others do.
        """
        if besides is not None:
            return self._lacks(action, resource, besides)
        told = self._told.get((action, resource))
        if told is None:
            try:
                told = self._lacks(action, resource)
            except Undecided as undecided:
                told = undecided.reason
            self._told[action, resource] = told
        if isinstance(told, Unknown):
            raise Undecided(told)
        return told

    def _lacks(self, action: str, resource: str, besides: Wanted | None = None) -> bool:
        if self.doubt is not None:
            raise Undecided(self.doubt)
        if not self.policies:
            raise Undecided(Unknown("the configuration gives the role no policies"))
        answers = [
            answer
            for policy in self.policies
            for answer in policy.answers(action, resource, besides)
        ]
        if max((answer for effect, answer in answers if effect == "deny"), default=0) == Answer.YES:
            return True
        allowed = max((answer for effect, answer in answers if effect != "deny"), default=0)
        if allowed == Answer.MAYBE:
            raise Undecided(Unknown(f"whether a policy of the role allows `{action}` is open"))
        service = action.partition(":")[0]
        if allowed == Answer.NO and service in self.shared:
            raise Undecided(Unknown(f"a policy of a resource of {service} may allow `{action}`"))
        return allowed == Answer.NO

    def administrators(self) -> Iterator[Policy]:
        """The policies that are certain to allow everything, IAM perhaps left out."""
        for policy in self.policies:
            if ("allow", Answer.YES) in policy.answers(ANYTHING, NO_RESOURCE):
                yield policy


def read_managed_policy(managed: str) -> Any:
    """The policy of AWS of that name, cut down to what a model needs; unknown if not known here."""
    found = _read_managed_policies().get(managed)
    if found is None:
        return Unknown(f"what the policy {managed} of AWS allows is not known here")
    return {"Statement": found["statements"]}


def find_managed_policy(name: str) -> str | None:
    """The path and name of a policy of AWS's, None if none is known of that name."""
    return next(
        (full for full in _read_managed_policies() if full.rpartition("/")[2] == name), None
    )


@cache
def _read_managed_policies() -> dict[str, Any]:
    """The facts, read once."""
    policies: dict[str, Any] = read_data_file("managed_policies.json")["policies"]
    return policies


@lru_cache(maxsize=1024)
def _evaluate_managed_policy(
    managed: str, action: str, resource: str
) -> tuple[tuple[str, Answer], ...]:
    return tuple(_evaluate_statements(read_managed_policy(managed), action, resource))


def _evaluate_statements(
    document: Any, action: str, resource: str, besides: Wanted | None = None
) -> Iterator[tuple[str, Answer]]:
    """The effect of each statement, and whether it covers the action on the resource."""
    found = get_member(document, "Statement") if isinstance(document, dict) else document
    if found is None or isinstance(found, Unknown | str):
        yield "", Answer.MAYBE
        return
    for statement in make_list(found):
        if not isinstance(statement, dict):
            yield "", Answer.MAYBE
            continue
        if besides and besides(statement):
            continue
        effect = get_member(statement, "Effect")
        certainty = _match_statement(statement, "Action", action.casefold(), fold=True)
        if certainty != Answer.NO:
            certainty = min(
                certainty,
                _match_statement(statement, "Resource", resource, fold=False),
                Answer.YES if get_member(statement, "Condition") in (None, {}) else Answer.MAYBE,
            )
        if isinstance(effect, str):
            yield effect.casefold(), certainty
        else:
            yield "", min(certainty, Answer.MAYBE)


def _match_statement(statement: dict[str, Any], name: str, wanted: str, *, fold: bool) -> Answer:
    given = get_member(statement, name)
    if given is not None:
        return max(
            (_match_pattern(one, wanted, fold=fold) for one in make_list(given)), default=Answer.NO
        )
    excluded = get_member(statement, f"Not{name}")
    if excluded is None:
        return Answer.MAYBE
    least = max(
        (_match_pattern(one, wanted, fold=fold) for one in make_list(excluded)), default=Answer.NO
    )
    return Answer(Answer.YES - least)


def _match_pattern(pattern: Any, wanted: str, *, fold: bool) -> Answer:
    """Whether a pattern covers what is wanted, which is a pattern itself."""
    if isinstance(pattern, Unknown):
        if _is_bucket(pattern) and "/" in wanted:
            return Answer.NO
        known = f"{pattern.prefix}*{pattern.suffix}"
        return (
            Answer.MAYBE
            if has_common_text(_normalize_pattern(known, fold=fold), wanted)
            else Answer.NO
        )
    if not isinstance(pattern, str):
        return Answer.MAYBE
    text = _normalize_pattern(pattern, fold=fold)
    start, variable, _ = text.partition("${")
    if variable:
        return Answer.MAYBE if has_common_text(f"{start}*", wanted) else Answer.NO
    if not has_common_text(text, wanted):
        return Answer.NO
    return Answer.YES if is_covering(text, wanted) else Answer.MAYBE


def _normalize_pattern(pattern: str, *, fold: bool) -> str:
    """A pattern of actions in lower case, or one of resources with the partition `aws`."""
    return pattern.casefold() if fold else PARTITION.sub("arn:aws:", pattern)


def _is_bucket(pattern: Unknown) -> bool:
    """Whether it is the ARN of a bucket, which covers none of its objects."""
    source = pattern.source
    return source is not None and source.attribute == "arn" and bool(BUCKET.search(source.address))


def find_missing_actions(
    permissions: Permissions, actions: Iterable[str], resource: str
) -> list[str]:
    """Those of the actions that are certain not to be allowed. Raises Undecided."""
    return [action for action in actions if permissions.lacks(action, resource)]
