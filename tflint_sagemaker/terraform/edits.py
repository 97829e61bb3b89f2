"""What an edit of a module can change: the blocks with another text, and all that leads to them.

One block depends on another only if it names it, so the words of a block tell more than enough of
what it depends on.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from tflint_sagemaker.hcl.syntax import Chunk
    from tflint_sagemaker.hcl.text import Source, Span
    from tflint_sagemaker.terraform.declarations import Declarations
    from tflint_sagemaker.terraform.module import Module

# A block type, then its labels; ("local", name) for a local value.
Key: TypeAlias = tuple[str, ...]

WORD = re.compile(r"[^\W\d][\w-]*")
# What these are stands in more places than those that name them.
FAR_REACHING = ("module", "check")


def touched(before: Module, now: Module) -> frozenset[Key] | None:
    """What may be another thing after an edit; None if that may be anything at all.

    That is so where a fault may hide blocks, where the first resource of a type comes or the last
    one goes, and where what is no resource, data source, output, variable or local value is
    touched.
    """
    if not _alike(before, now):
        return None
    changed = set(_changed(before, now))
    values = _changed_locals(before, now)
    if values is None:
        return None
    reached = _reached(now, changed | values)
    if reached is None or any(key[0] in FAR_REACHING for key in reached):
        return None
    return frozenset(reached)


def gone_from(module: Module, keys: Collection[Key]) -> Callable[[Span], bool]:
    """Whether a place in the module's files lies in what has been touched, or is there no more."""
    files = {file.source.path for file in module.files}
    stays: dict[Source, list[Span]] = {}
    named = module.declarations.named.items()
    declared = [found for key, found in named if key not in keys]
    blocks = [chunk for found in declared for chunk in (found.chunk, *found.overrides)]
    values = [node for name, node in module.locals.items() if ("local", name) not in keys]
    for node in (*blocks, *values):
        stays.setdefault(node.span.source, []).append(node.span)

    def gone(place: Span) -> bool:
        there = (span.start <= place.start <= span.end for span in stays.get(place.source, ()))
        return place.source.path in files and not any(there)

    return gone


def _alike(before: Module, now: Module) -> bool:
    """Whether both declare resources of the same types, without any fault in declaring."""
    old, new = before.declarations, now.declarations
    faults = (*old.diagnostics, *new.diagnostics, *old.broken, *new.broken)
    return (
        before.complete
        and now.complete
        and not faults
        and _kinds(old) == _kinds(new)
        and old.others == new.others
    )


def _kinds(declarations: Declarations) -> set[Key]:
    return {key[:2] for key in declarations.named if len(key) > 2}


def _changed(before: Module, now: Module) -> Iterator[Key]:
    """What is new, gone or written in another way."""
    old, new = before.declarations.named, now.declarations.named
    return (key for key in {**old, **new} if old.get(key) != new.get(key))


def _changed_locals(before: Module, now: Module) -> set[Key] | None:
    """The local values of blocks that have changed; None if there are others than before.

    Module.locals is not asked for them: that would bring faults to light, of which a run of its own
    may never hear.
    """
    old, new = before.declarations.locals, now.declarations.locals
    was, is_now = _local_names(before), _local_names(now)
    if was is None or was != is_now:
        return None
    changed = (names for one, other, names in zip(old, new, was, strict=True) if one != other)
    return {("local", name) for names in changed for name in names}


def _local_names(module: Module) -> list[list[str]] | None:
    """The names in each `locals` block; None if there is a fault, or a value overrides another."""
    found: list[list[str]] = []
    for chunk, override in module.declarations.locals:
        block = module.parse(chunk)
        if block is None or block.body.blocks or override:
            return None
        found.append([attribute.name for attribute in block.body.attributes])
    names = [name for some in found for name in some]
    return found if len(names) == len(set(names)) else None


def _reached(module: Module, changed: set[Key]) -> set[Key] | None:
    """What has changed and all that depends on it; None if a block without a name does."""
    if not changed:
        return changed
    texts = {
        key: _text((found.chunk, *found.overrides))
        for key, found in module.declarations.named.items()
    }
    for chunk, _ in module.declarations.locals:
        block = module.parse(chunk)
        for attribute in block.body.attributes if block else ():
            texts["local", attribute.name] = attribute.value.span.text
    others = _text(module.declarations.others)
    reached, waiting = set(changed), list(changed)
    while waiting:
        words = _naming(waiting.pop())
        if _holds(others, words):
            return None
        found = {key for key, text in texts.items() if key not in reached and _holds(text, words)}
        reached |= found
        waiting += found
    return reached


def _text(chunks: Iterable[Chunk]) -> str:
    return "\n".join(chunk.span.text for chunk in chunks)


def _holds(text: str, words: set[str]) -> bool:
    """Whether a text has all of the words."""
    return all(word in text for word in words) and words <= set(WORD.findall(text))


def _naming(key: Key) -> set[str]:
    """The words that stand in each block which refers to what has this key."""
    match key:
        case ("variable", name):
            return {"var", name}
        case ("local", name):
            return {"local", name}
        case ("resource" | "data" | "ephemeral", kind, name):
            return {kind, name}
        case _:
            return {*key}
