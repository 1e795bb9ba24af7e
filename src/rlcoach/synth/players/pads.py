"""Which boost pad is worth its way."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot, sqrt

from rlcoach.replay.game_data import pad_layout

_PADS = pad_layout("soccar")
_BIG = tuple((index, pad.x, pad.y) for index, pad in enumerate(_PADS) if pad.is_big)
_CELL_UU = 512.0
_COLUMNS, _ROWS = 17, 21
_NEIGHBOURS = 7


def _cell(x: float, y: float) -> int:
    column = min(max(int((x + _COLUMNS * _CELL_UU / 2) / _CELL_UU), 0), _COLUMNS - 1)
    row = min(max(int((y + _ROWS * _CELL_UU / 2) / _CELL_UU), 0), _ROWS - 1)
    return row * _COLUMNS + column


def _near(column: int, row: int) -> tuple[tuple[int, float, float], ...]:
    x = (column + 0.5 - _COLUMNS / 2) * _CELL_UU
    y = (row + 0.5 - _ROWS / 2) * _CELL_UU
    order = sorted(
        range(len(_PADS)), key=lambda index: hypot(_PADS[index].x - x, _PADS[index].y - y)
    )
    return tuple((index, _PADS[index].x, _PADS[index].y) for index in order[:_NEIGHBOURS])


_NEAR = tuple(_near(column, row) for row in range(_ROWS) for column in range(_COLUMNS))
"""By cell of the field: the pads nearest to its middle."""

_TURN_COST_UU = 500.0
"""A pad behind is so much farther than one ahead."""
_BIG_WORTH_UU = 900.0
"""A full tank is worth this much more of a way than a small pad, at an empty tank."""


def pad_place(index: int) -> tuple[float, float]:
    """Where a pad is."""
    pad = _PADS[index]
    return pad.x, pad.y


def pad_on_the_way(
    here: tuple[float, float],
    target: tuple[float, float],
    ready: Sequence[bool],
    *,
    heading: tuple[float, float],
    detour_uu: float,
) -> int | None:
    """The near pad that costs the smallest detour on the way to a target, if one is worth it.

    Args:
        here: The car.
        target: Where it goes.
        ready: By pad.
        heading: Unit vector of its nose.
        detour_uu: The longest detour for a small pad.
    """
    x, y = here
    p, q = target
    way = hypot(p - x, q - y)
    best, least = None, detour_uu
    for index, pad_x, pad_y in _NEAR[_cell(x, y)]:
        if not ready[index]:
            continue
        dx, dy = pad_x - x, pad_y - y
        distance = sqrt(dx * dx + dy * dy) or 1.0
        cost = distance + hypot(p - pad_x, q - pad_y) - way
        cost += _TURN_COST_UU * (1 - (dx * heading[0] + dy * heading[1]) / distance)
        if _PADS[index].is_big:
            cost -= _BIG_WORTH_UU
        if cost < least:
            best, least = index, cost
    return best


def big_pad(
    here: tuple[float, float],
    target: tuple[float, float],
    ready: Sequence[bool],
    *,
    most_uu: float,
) -> int | None:
    """The big pad with the shortest way over it to a target, if it is shorter than a limit."""
    best, least = None, most_uu
    for index, pad_x, pad_y in _BIG:
        if ready[index]:
            way = hypot(pad_x - here[0], pad_y - here[1])
            way += 0.5 * hypot(target[0] - pad_x, target[1] - pad_y)
            if way < least:
                best, least = index, way
    return best
