"""Search for cycles in a graph of references."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping

    from tflint_sagemaker.hcl.text import Span

T = TypeVar("T", bound="Hashable")


def find_cycles(edges: Mapping[T, Mapping[T, Span]]) -> Iterator[list[T]]:
    """Yield one cycle for each strongly connected component, starting at the first in the text."""
    for knot in _find_components(edges):
        inside = {one: [to for to in edges.get(one, {}) if to in knot] for one in knot}
        if len(knot) == 1:
            (only,) = knot
            if only in inside[only]:
                yield [only]
            continue
        start = min(knot, key=lambda one: _get_position(edges[one][inside[one][0]]))
        yield _find_shortest_cycle(start, inside)


def _get_position(span: Span) -> tuple[str, int]:
    return span.source.path, span.start


def _find_shortest_cycle(start: T, edges: Mapping[T, list[T]]) -> list[T]:
    """Return the shortest path from the start back to the start."""
    paths: list[list[T]] = [[start]]
    seen: set[T] = set()
    for path in paths:
        for to in edges[path[-1]]:
            if to == start:
                return path
            if to not in seen:
                seen.add(to)
                paths.append([*path, to])
    return [start]


def _find_components(edges: Mapping[T, Mapping[T, Span]]) -> Iterator[set[T]]:
    """Yield the strongly connected components (Tarjan), without recursion."""
    index: dict[T, int] = {}
    low: dict[T, int] = {}
    stack: list[T] = []
    on_stack: set[T] = set()
    for root in edges:
        if root in index:
            continue
        work = [(root, iter(edges[root]))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            one, rest = work[-1]
            for to in rest:
                if to not in index:
                    index[to] = low[to] = len(index)
                    stack.append(to)
                    on_stack.add(to)
                    work.append((to, iter(edges.get(to, {}))))
                    break
                if to in on_stack:
                    low[one] = min(low[one], index[to])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[one])
                if low[one] == index[one]:
                    knot: set[T] = set()
                    while one not in knot:
                        top = stack.pop()
                        on_stack.discard(top)
                        knot.add(top)
                    yield knot
