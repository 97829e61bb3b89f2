"""Which checks can have nothing to say of a subject, found out by putting them to its outline.

A check that ends without a word about an outline, and without asking for more than that shows,
ends so for all that look alike: whatever it has read they have in common. No rule has to say what
it needs. It holds within one configuration, as long as a check answers to its subject alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from tflint_sagemaker.sagemaker.outline import TooClose, outline, outlined
from tflint_sagemaker.sagemaker.places import places
from tflint_sagemaker.sagemaker.schema import fits

if TYPE_CHECKING:
    from tflint_sagemaker.rule import Rule
    from tflint_sagemaker.sagemaker.outline import Key
    from tflint_sagemaker.sagemaker.view import BlockView

Checks: TypeAlias = "tuple[tuple[Rule, Any], ...]"


class Silence:
    """For one configuration: the checks that are left, by outline."""

    def __init__(self) -> None:
        self._left: dict[tuple[int, Key], tuple[Checks, Checks | None]] = {}

    def broken(self, subject: Any, checks: Checks) -> Checks:
        """Those that may have something to say, in their order.

        The first of its kind is asked everything: to draw an outline pays from the second on.
        """
        found = outlined(subject)
        if found is None:
            return checks
        # The checks are kept, so that an id is theirs for good.
        key = (id(checks), found)
        known = self._left.get(key)
        if known is None:
            self._left[key] = (checks, None)
            return checks
        if known[1] is None:
            left = tuple(
                (rule, check) for rule, check in checks if not silent(rule, check, subject)
            )
            known = self._left[key] = (checks, left)
        return known[1] or ()


def silent(rule: Rule, check: Any, subject: BlockView) -> bool:
    """Whether the check has nothing to say of anything that is outlined like the subject.

    To ask AWS is never left out.
    """
    if rule.live:
        return False
    drawn, touched = outline(subject)
    try:
        if rule.schema is not None:
            spots = (place for path in rule.at for place in places(drawn, path))
            spoken = not all(fits(rule.schema, place) for place in spots)
        else:
            spoken = any(True for _ in check(drawn))
    except (TooClose, Exception):  # noqa: BLE001 - the real subject will be asked
        return False
    return not spoken and not touched
