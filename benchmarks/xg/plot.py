"""The calibration plot: estimates against what came of them, as an SVG of a few lines."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.accuracy.results import wilson
from benchmarks.xg.measure import Bin

SIDE, EDGE = 320, 46
"""Pixels of the square, and of the room around it."""


def calibration_plot(bins: Sequence[Bin]) -> str:
    """A point per bin with its 95 % Wilson interval; the diagonal is what is right."""
    shapes = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIDE + 2 * EDGE}" '
        f'height="{SIDE + 2 * EDGE}" font-family="sans-serif" font-size="11">',
        '<rect width="100%" height="100%" fill="white"/>',
        _line(0, 0, 1, 1, "gray", dashes="4"),
        _line(0, 0, 1, 0, "black"),
        _line(0, 0, 0, 1, "black"),
    ]
    for tenth in range(0, 11, 2):
        share = tenth / 10
        x, y = _at(share, share)
        shapes.append(f'<text x="{x}" y="{SIDE + EDGE + 16}" text-anchor="middle">{share}</text>')
        shapes.append(f'<text x="{EDGE - 6}" y="{y + 4}" text-anchor="end">{share}</text>')
    for one in bins:
        interval = wilson(round(one.scored * one.chances), one.chances)
        if interval is not None:
            shapes.append(_line(one.expected, interval[0], one.expected, interval[1], "steelblue"))
        x, y = _at(one.expected, one.scored)
        shapes.append(f'<circle cx="{x}" cy="{y}" r="4" fill="steelblue"/>')
    middle = EDGE + SIDE / 2
    shapes.append(
        f'<text x="{middle}" y="{SIDE + 2 * EDGE - 8}" text-anchor="middle">mean estimate</text>'
    )
    shapes.append(
        f'<text transform="translate(14 {middle}) rotate(-90)" text-anchor="middle">'
        "share scored, with 95 % interval</text>"
    )
    return "\n".join([*shapes, "</svg>"]) + "\n"


def _line(x1: float, y1: float, x2: float, y2: float, color: str, dashes: str = "none") -> str:
    (a, b), (c, d) = _at(x1, y1), _at(x2, y2)
    return (
        f'<line x1="{a}" y1="{b}" x2="{c}" y2="{d}" stroke="{color}" stroke-dasharray="{dashes}"/>'
    )


def _at(x: float, y: float) -> tuple[float, float]:
    return round(EDGE + SIDE * x, 1), round(EDGE + SIDE * (1 - y), 1)
