"""Which checks can have nothing to say of a subject, found out by putting them to its outline.

A check that ends without a word about an outline, and without asking for more than that shows,
ends so for all that look alike: whatever it has read they have in common. No rule has to say what
it needs. It holds within one configuration, as long as a check answers to its subject alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from tflint_sagemaker.sagemaker.outline import Outline, TooClose, outlined
from tflint_sagemaker.sagemaker.schema import fits
from tflint_sagemaker.sagemaker.schema_paths import places

if TYPE_CHECKING:
    from tflint_sagemaker.rule.definition import Rule
    from tflint_sagemaker.sagemaker.outline import Key
    from tflint_sagemaker.sagemaker.view import BlockView
    from tflint_sagemaker.terraform.configuration import Configuration

Checks: TypeAlias = "tuple[tuple[Rule, Any], ...]"
# The checks that are left, and the kinds of blocks that were looked at.
_Left: TypeAlias = "tuple[Checks, frozenset[tuple[str, str]]]"


class Silence:
    """For one configuration: the checks that are left, by outline.

    Who is spared a question has looked at whatever was looked at to find that out.
    """

    def __init__(self, configuration: Configuration) -> None:
        self._configuration = configuration
        self._left: dict[tuple[int, Key], tuple[Checks, _Left | None]] = {}

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
        left = known[1]
        if left is None:
            left = self._found(subject, checks)
            self._left[key] = (checks, left)
        self._configuration.looked.update(left[1])
        return left[0]

    def _found(self, subject: BlockView, checks: Checks) -> _Left:
        outer, self._configuration.looked = self._configuration.looked, set()
        try:
            drawn = Outline(subject)
            left = tuple((rule, check) for rule, check in checks if not silent(rule, check, drawn))
            return left, frozenset(self._configuration.looked)
        finally:
            self._configuration.looked = outer


def silent(rule: Rule, check: Any, drawn: Outline) -> bool:
    """Whether the check has nothing to say of anything that is outlined so.

    To ask AWS is never left out.
    """
    if rule.live:
        return False
    view = drawn.view()
    try:
        if rule.schema is not None:
            spots = (place for path in rule.at for place in places(view, path))
            spoken = not all(fits(rule.schema, place) for place in spots)
        else:
            spoken = any(True for _ in check(view))
    except (TooClose, Exception):  # noqa: BLE001 - the real subject will be asked
        return False
    return not spoken and not drawn.touched
