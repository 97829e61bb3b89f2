"""Lines over sizes, both scales logarithmic, as a small SVG."""

from __future__ import annotations

from html import escape
from math import ceil, floor, log10
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Points = Sequence[tuple[float, float]]

WIDTH, HEIGHT, LEFT, BOTTOM, RIGHT, TOP = 640, 360, 70, 50, 150, 40
COLORS = ("#0b62a4", "#c1432e", "#3c8d40", "#8b5fb0", "#7a7a7a")


def plot(title: str, across: str, up: str, lines: Mapping[str, Points]) -> str:
    """The SVG, with the names of the lines beside it."""
    points = [point for line in lines.values() for point in line]
    xs, ys = _decades([x for x, _ in points]), _decades([y for _, y in points])

    def place(x: float, y: float) -> tuple[float, float]:
        right = (log10(x) - xs[0]) / (xs[1] - xs[0]) * (WIDTH - LEFT - RIGHT)
        high = (log10(y) - ys[0]) / (ys[1] - ys[0]) * (HEIGHT - TOP - BOTTOM)
        return LEFT + right, HEIGHT - BOTTOM - high

    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        _text(LEFT, 22, title, "start", "bold"),
        _text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12, across),
        f'<g transform="rotate(-90 16 {HEIGHT / 2})">{_text(16, HEIGHT / 2, up)}</g>',
    ]
    for power in range(xs[0], xs[1] + 1):
        x, _ = place(10**power, 10 ** ys[0])
        out.append(_line(x, TOP, x, HEIGHT - BOTTOM, "#dddddd"))
        out.append(_text(x, HEIGHT - BOTTOM + 16, f"{10**power:,}"))
    for power in range(ys[0], ys[1] + 1):
        _, y = place(10 ** xs[0], 10**power)
        out.append(_line(LEFT, y, WIDTH - RIGHT, y, "#dddddd"))
        out.append(_text(LEFT - 6, y + 4, f"{10.0**power:g}", "end"))
    for number, ((name, line), color) in enumerate(zip(lines.items(), COLORS, strict=False)):
        placed = [place(x, y) for x, y in line]
        way = " ".join(f"{x:.1f},{y:.1f}" for x, y in placed)
        out.append(f'<polyline points="{way}" fill="none" stroke="{color}" stroke-width="2"/>')
        out += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{color}"/>' for x, y in placed]
        out.append(_text(WIDTH - RIGHT + 10, TOP + 16 * number, name, "start", color=color))
    return "\n".join([*out, "</svg>", ""])


def _decades(values: Sequence[float]) -> tuple[int, int]:
    low, high = floor(log10(min(values))), ceil(log10(max(values)))
    return low, max(high, low + 1)


def _text(
    x: float,
    y: float,
    text: str,
    anchor: str = "middle",
    weight: str = "normal",
    color: str = "#333333",
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-weight="{weight}" '
        f'fill="{color}">{escape(text)}</text>'
    )


def _line(x1: float, y1: float, x2: float, y2: float, color: str) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{color}"/>'
