"""Whom a role's trust policy lets assume it.

The policy is plain JSON with `Unknown` for parts that are not known. Every answer is certain:
where a part that matters is unknown, or IAM's reading of it is not certain, Undecided is raised.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from tflint_sagemaker.sagemaker.policy import get_member, make_list
from tflint_sagemaker.terraform.values import Undecided, Unknown
from tflint_sagemaker.util.lazy_regex import compile_later

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

SERVICE = "sagemaker.amazonaws.com"
SERVICES = (SERVICE, "sagemaker.amazonaws.com.cn")
ACTION = "sts:assumerole"
SOURCE_ARN = "aws:SourceArn"
POSITIVE = compile_later(
    r"(?:foranyvalue:)?(?:arn(?:equals|like)|string(?:equals|like)(?:ignorecase)?)"
)
REGIONAL = compile_later(r"sagemaker\.[a-z0-9-]+\.amazonaws\.com(\.cn)?")


def is_trusting_sagemaker(policy: Any) -> bool:
    """Whether some statement lets SageMaker assume the role, conditions and denials aside."""
    return _has_any(list_statements(policy), _is_allowing)


def list_statements(policy: Any) -> list[Any]:
    """The statements of a policy, one alone included. Raises Undecided."""
    found = _require_known(get_member(_require_object(policy), "Statement"))
    return found if isinstance(found, list) else [found]


def find_trusted_services(policy: Any) -> Iterator[str]:
    """The services that the policy's statements allow, as far as they are known."""
    for statement in list_statements(policy):
        match statement:
            case {"Effect": "Allow" | Unknown(), "Principal": {"Service": str() as name}}:
                yield name
            case {"Effect": "Allow" | Unknown(), "Principal": {"Service": list() as names}}:
                yield from (name for name in names if isinstance(name, str))


def is_open_to_everyone(policy: Any) -> bool:
    """Whether a statement lets anyone assume the role, with no condition and no denial."""
    found = list_statements(policy)
    if not all(isinstance(one, dict) and _has_allow_effect(one) for one in found):
        return False
    return _has_any(found, _is_open)


def is_trusting_any_source(policy: Any) -> bool:
    """Whether SageMaker may assume the role for whomever it acts, in each statement that lets it.

    That is so if no condition names a source: an account, an organization or an ARN.
    """
    found = [one for one in list_statements(policy) if _is_allowing(one)]
    return bool(found) and not any(_has_source_condition(one) for one in found)


def find_source_arns(policy: Any) -> Iterator[list[str]]:
    """The values of each condition on `aws:SourceArn` under which SageMaker is let in."""
    for statement in list_statements(policy):
        if not _is_allowing(statement):
            continue
        conditions = _require_known(get_member(statement, "Condition")) or {}
        for test, wanted in _require_object(conditions).items():
            if not POSITIVE.fullmatch(test.casefold()):
                continue
            values = get_member(_require_object(wanted), SOURCE_ARN)
            if values is not None:
                yield [_require_text(value) for value in make_list(_require_known(values))]


def _has_source_condition(statement: Any) -> bool:
    conditions = _require_known(get_member(_require_object(statement), "Condition")) or {}
    return any(
        key.casefold().startswith("aws:source")
        for wanted in _require_object(conditions).values()
        for key in _require_object(wanted)
    )


def _is_open(statement: dict[str, Any]) -> bool:
    if _require_known(get_member(statement, "Condition")) or not _has_assume_role_action(statement):
        return False
    principal = _require_known(get_member(statement, "Principal"))
    if isinstance(principal, dict):
        return any(
            name == "*"
            for kind, names in principal.items()
            if kind.casefold() in ("aws", "*")
            for name in make_list(_require_known(names))
        )
    return bool(principal == "*")


def _is_allowing(statement: Any) -> bool:
    """Whether a statement lets SageMaker assume the role: no if any part of it says no."""
    doubt: Undecided | None = None
    for part in (_has_allow_effect, _has_assume_role_action, _has_sagemaker_principal):
        try:
            if not part(_require_object(statement)):
                return False
        except Undecided as undecided:
            doubt = doubt or undecided
    if doubt:
        raise doubt
    return True


def _has_any(items: Iterable[Any], holds: Callable[[Any], bool]) -> bool:
    """Whether it holds for one of the items; undecided only if it holds for none for certain."""
    doubt: Undecided | None = None
    for item in items:
        try:
            if holds(item):
                return True
        except Undecided as undecided:
            doubt = doubt or undecided
    if doubt:
        raise doubt
    return False


def _has_allow_effect(statement: dict[str, Any]) -> bool:
    effect = _require_known(get_member(statement, "Effect"))
    if effect is None:
        raise _make_undecided("a statement has no effect")
    return _require_text(effect).casefold() == "allow"


def _has_assume_role_action(statement: dict[str, Any]) -> bool:
    wanted = get_member(statement, "Action")
    if wanted is not None:
        return _has_any(make_list(wanted), _is_assume_role)
    excluded = get_member(statement, "NotAction")
    if excluded is None:
        raise _make_undecided("a statement names no action")
    return not _has_any(make_list(excluded), _is_assume_role)


def _is_assume_role(action: Any) -> bool:
    return _is_assume_role_pattern(_require_text(action).casefold())


@lru_cache(maxsize=256)
def _is_assume_role_pattern(pattern: str) -> bool:
    known = "".join({"*": ".*", "?": "."}.get(c, re.escape(c)) for c in pattern)
    return re.fullmatch(known, ACTION) is not None


def _has_sagemaker_principal(statement: dict[str, Any]) -> bool:
    principal = _require_known(get_member(statement, "Principal"))
    if not isinstance(principal, dict):
        raise _make_undecided("whether the principal covers SageMaker is not certain")
    return _has_any(principal.items(), _is_covering_principal)


def _is_covering_principal(item: tuple[str, Any]) -> bool:
    kind, names = item
    match kind.casefold():
        case "service":
            return _has_any(make_list(names), _is_sagemaker)
        case "aws":
            return _has_any(make_list(names), _is_everyone)
        case "federated" | "canonicaluser":
            return False
        case _:
            raise _make_undecided(
                f"whether principals of the type `{kind}` cover SageMaker is not certain"
            )


def _is_sagemaker(name: Any) -> bool:
    if isinstance(name, Unknown):
        if any(one.startswith(name.prefix) and one.endswith(name.suffix) for one in SERVICES):
            raise Undecided(name)
        return False
    text = _require_text(name).casefold()
    if text in SERVICES:
        return True
    if "*" in text or "?" in text or REGIONAL.fullmatch(text):
        raise _make_undecided(f"whether `{name}` covers SageMaker is not certain")
    return False


def _is_everyone(name: Any) -> bool:
    """Accounts, users and roles are never SageMaker; everyone perhaps is."""
    if isinstance(name, Unknown):
        if name.prefix and not name.prefix.startswith("*"):
            return False
        raise Undecided(name)
    if "*" in _require_text(name):
        raise _make_undecided("whether everyone includes SageMaker is not certain")
    return False


def _require_known(data: Any) -> Any:
    if isinstance(data, Unknown):
        raise Undecided(data)
    return data


def _require_object(data: Any) -> dict[str, Any]:
    if not isinstance(_require_known(data), dict):
        raise _make_undecided("the policy does not have the shape of one")
    return dict(data)


def _require_text(data: Any) -> str:
    if not isinstance(_require_known(data), str):
        raise _make_undecided("the policy does not have the shape of one")
    return str(data)


def _make_undecided(reason: str) -> Undecided:
    return Undecided(Unknown(reason))
