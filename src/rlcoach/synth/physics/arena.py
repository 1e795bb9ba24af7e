"""The standard field: floor, walls, ceiling, cut corners, rounded edges and two open goals."""

from __future__ import annotations

from math import copysign, hypot, sqrt
from typing import NamedTuple

from rlcoach.synth.physics.vectors import Vector

SIDE_WALL_X_UU = 4096.0
BACK_WALL_Y_UU = 5120.0
CEILING_Z_UU = 2044.0
CORNER_SUM_UU = 8064.0
"""|x| + |y| of the walls that cut the corners."""
RAMP_RADIUS_UU = 256.0
"""Of the rounded edges between floor or ceiling and walls."""
GOAL_HALF_WIDTH_UU = 892.755
GOAL_HEIGHT_UU = 642.775
GOAL_BACK_Y_UU = 6000.0
GOAL_LINE_Y_UU = 5124.25

_DIAGONAL = sqrt(0.5)


class Surface(NamedTuple):
    """What is nearest to a point inside the field."""

    distance: float
    """uu; negative behind the surface."""
    normal: Vector
    """Into the field."""
    is_flat: bool
    """Whether the surface is a plane, here and a car's length around."""


_FLAT_FROM_UU = RAMP_RADIUS_UU + 80.0
_FLOOR: Vector = (0.0, 0.0, 1.0)
_CEILING: Vector = (0.0, 0.0, -1.0)


def nearest_surface(point: Vector) -> Surface:
    """The surface nearest to a point; near rounded edges the edge itself."""
    x, y, z = point
    far_x, far_y = abs(x), abs(y)
    if far_x < GOAL_HALF_WIDTH_UU and far_y > BACK_WALL_Y_UU - RAMP_RADIUS_UU:
        goal = _in_goal(point, far_x, far_y)
        if goal is not None:
            return goal
    wall = min(SIDE_WALL_X_UU - far_x, BACK_WALL_Y_UU - far_y)
    corner = (CORNER_SUM_UU - far_x - far_y) * _DIAGONAL
    wall = min(wall, corner)
    is_low = z < CEILING_Z_UU / 2
    level = z if is_low else CEILING_Z_UU - z
    if wall >= RAMP_RADIUS_UU and level < RAMP_RADIUS_UU:
        return Surface(level, _FLOOR if is_low else _CEILING, wall > _FLAT_FROM_UU)
    outward = _wall_normal(x, y, wall, corner)
    if level >= RAMP_RADIUS_UU:
        if level < wall:
            return Surface(level, _FLOOR if is_low else _CEILING, is_flat=False)
        return Surface(wall, outward, is_flat=False)
    inward, upward = RAMP_RADIUS_UU - wall, RAMP_RADIUS_UU - level
    depth = hypot(inward, upward)
    share, rise = inward / depth, upward / depth
    normal = (outward[0] * share, outward[1] * share, rise if is_low else -rise)
    return Surface(RAMP_RADIUS_UU - depth, normal, is_flat=False)


def _wall_normal(x: float, y: float, wall: float, corner: float) -> Vector:
    if wall == corner:
        return -copysign(_DIAGONAL, x), -copysign(_DIAGONAL, y), 0.0
    if wall == SIDE_WALL_X_UU - abs(x):
        return -copysign(1.0, x), 0.0, 0.0
    return 0.0, -copysign(1.0, y), 0.0


def _in_goal(point: Vector, far_x: float, far_y: float) -> Surface | None:
    """What is nearest in a goal or before its mouth; None above the crossbar."""
    x, y, z = point
    side, roof, back = GOAL_HALF_WIDTH_UU - far_x, GOAL_HEIGHT_UU - z, GOAL_BACK_Y_UU - far_y
    if roof <= 0:
        return None
    before = BACK_WALL_Y_UU - far_y
    if before <= 0:
        planes = (
            (z, _FLOOR),
            (side, (-copysign(1.0, x), 0.0, 0.0)),
            (roof, _CEILING),
            (back, (0.0, -copysign(1.0, y), 0.0)),
        )
        distance, normal = min(planes)
        return Surface(distance, normal, is_flat=False)
    post, bar = hypot(side, before), hypot(roof, before)
    nearest = min(z, post, bar)
    if nearest == z:
        return Surface(z, _FLOOR, is_flat=False)
    away = -copysign(before / nearest, y)
    if nearest == post:
        return Surface(post, (-copysign(side / post, x), away, 0.0), is_flat=False)
    return Surface(bar, (0.0, away, -roof / bar), is_flat=False)
