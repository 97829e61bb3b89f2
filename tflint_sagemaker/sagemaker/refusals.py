"""What the provider refuses in an `aws_iam_policy_document`, at validate or when it reads it.

Recorded from hashicorp/aws 5.100.0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tflint_sagemaker.sagemaker.policy import PolicyError, read_document
from tflint_sagemaker.terraform.values import Unknown
from tflint_sagemaker.util.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_sagemaker.hcl.text import Span
    from tflint_sagemaker.sagemaker.argument import Argument
    from tflint_sagemaker.sagemaker.view import BlockView

OLD, NEW = VERSIONS = ("2008-10-17", "2012-10-17")
EFFECTS = ("Allow", "Deny")


@dataclass(frozen=True, slots=True)
class Refusal:
    """What is refused, as a clause, and where."""

    at: Span
    message: str


def find_refusals(view: BlockView) -> Iterator[Refusal]:
    """Everything that is certain to be refused, as far as it is known."""
    yield from _check_word(view, "version", VERSIONS)
    for name in ("source_json", "override_json"):
        text = _get_known(view.argument(name))
        if text:
            yield Refusal(text.span, f"`{name}` is no longer taken")
    sids: set[str] = set()
    for statement in view.possible("statement"):
        yield from _check_word(statement, "effect", EFFECTS)
        sid = _get_known(statement.argument("sid"))
        if sid and statement.exists:
            text_ = str(sid.raw.data)
            if text_ in sids:
                yield Refusal(sid.span, f"two statements have the `sid` `{text_}`")
            sids.add(text_)
    yield from _check_lists(view)
    yield from _check_documents(view)


def _get_known(argument: Argument | None) -> Argument | None:
    """The argument if it is a known string that is not empty."""
    given = argument is not None and isinstance(argument.raw.data, str) and argument.raw.data
    return argument if given else None


def _check_word(view: BlockView, name: str, words: tuple[str, ...]) -> Iterator[Refusal]:
    given = view.argument(name)
    if given and isinstance(given.raw.data, str) and given.raw.data not in words:
        wanted = " or ".join(f"`{word}`" for word in words)
        yield Refusal(given.span, f"`{name}` is `{given.raw.data}`, not {wanted}")


def _iterate_elements(argument: Argument | None) -> Iterator[Argument]:
    if argument is not None and not isinstance(argument.raw.data, Unknown):
        yield from argument.elements()


def _check_lists(view: BlockView) -> Iterator[Refusal]:
    version = view.argument("version")
    old = version is not None and version.raw.data == OLD
    for block, names in _iterate_lists(view):
        for name in names:
            for part in _iterate_elements(block.argument(name)):
                if part.raw.data is None:
                    yield Refusal(part.span, f"`{name}` has a null")
                elif old and "action" not in name and "&{" in _get_text(part):
                    yield Refusal(part.span, f"version `{OLD}` knows no variables")


def _get_text(part: Argument) -> str:
    return part.raw.data if isinstance(part.raw.data, str) else ""


def _iterate_lists(view: BlockView) -> Iterator[tuple[BlockView, tuple[str, ...]]]:
    for statement in view.possible("statement"):
        yield statement, ("actions", "not_actions", "resources", "not_resources")
        for kind in ("principals", "not_principals"):
            yield from ((block, ("identifiers",)) for block in statement.possible(kind))
        yield from ((block, ("values",)) for block in statement.possible("condition"))


def _check_documents(view: BlockView) -> Iterator[Refusal]:
    for name in ("source_policy_documents", "override_policy_documents"):
        sids: set[str] = set()
        for part in _iterate_elements(view.argument(name)):
            if part.raw.data is None:
                yield Refusal(part.span, f"`{name}` has a null")
            text = _get_text(part)
            if not text:
                continue
            try:
                document = read_document(text)
            except PolicyError as error:
                yield Refusal(part.span, f"`{name}` has a text that is not a policy: {error}")
                continue
            for statement in document.get("Statement", ()):
                sid = statement.get("Sid")
                if sid in sids and name == "source_policy_documents":
                    yield Refusal(part.span, f"two source statements have the `Sid` `{sid}`")
                if sid:
                    sids.add(sid)
