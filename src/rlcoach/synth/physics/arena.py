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


PlainSurface = tuple[float, Vector, float]
"""Distance and normal of a `Surface` and, in uu, how much its neighbourhood may rise over its plane
where a car reaches: 0 if it is flat."""

_FLAT_FROM_UU = RAMP_RADIUS_UU + 80.0
_APART_UU = 160.0
"""How much farther away another surface is where all of a car is nearer to this one."""
RAMP_RISE_UU = 12.0
"""Of a rounded edge, 77 uu from where it is looked at."""
_UNKNOWN_RISE_UU = 1e3
_BEHIND_UU = 100.0
"""No part of a body that is held by a wall comes farther behind it."""
_FLOOR: Vector = (0.0, 0.0, 1.0)
_CEILING: Vector = (0.0, 0.0, -1.0)


def nearest_surface(point: Vector) -> Surface:
    """The surface nearest to a point; near rounded edges the edge itself."""
    distance, normal, rise = surface_at(point)
    return Surface(distance, normal, rise == 0.0)


def surface_at(point: Vector) -> PlainSurface:
    """As `nearest_surface`, with less to write."""
    x, y, z = point
    far_x, far_y = abs(x), abs(y)
    if far_x < GOAL_HALF_WIDTH_UU and far_y > BACK_WALL_Y_UU - RAMP_RADIUS_UU:
        goal = _in_goal(point, far_x, far_y)
        if goal is not None:
            return goal
    if far_y > BACK_WALL_Y_UU:
        behind = _behind_goal_walls(point, far_x, far_y)
        if behind is not None:
            return behind
    to_side, to_back = SIDE_WALL_X_UU - far_x, BACK_WALL_Y_UU - far_y
    corner = (CORNER_SUM_UU - far_x - far_y) * _DIAGONAL
    wall = to_side if to_side < to_back else to_back
    wall = corner if corner < wall else wall
    is_low = z < CEILING_Z_UU / 2
    level = z if is_low else CEILING_Z_UU - z
    if wall >= RAMP_RADIUS_UU and level < RAMP_RADIUS_UU:
        rise = 0.0 if wall > _FLAT_FROM_UU else _rise_before((to_side, to_back, corner))
        return level, _FLOOR if is_low else _CEILING, rise
    if level >= RAMP_RADIUS_UU and level < wall:
        return level, _FLOOR if is_low else _CEILING, _UNKNOWN_RISE_UU
    outward, next_wall = _wall(point, (to_side, to_back, corner), wall)
    is_apart = next_wall > wall + _APART_UU
    if level >= RAMP_RADIUS_UU:
        is_flat = level > _FLAT_FROM_UU and not (wall == to_back and _is_at_mouth(far_x, z))
        rise = 0.0 if is_flat and is_apart else _UNKNOWN_RISE_UU
        return wall, outward, rise
    inward, upward = RAMP_RADIUS_UU - wall, RAMP_RADIUS_UU - level
    depth = hypot(inward, upward)
    share, up = inward / depth, upward / depth
    normal = (outward[0] * share, outward[1] * share, up if is_low else -up)
    return RAMP_RADIUS_UU - depth, normal, RAMP_RISE_UU if is_apart else _UNKNOWN_RISE_UU


def ramp_at(point: Vector) -> tuple[float, float, Vector, float]:
    """The rounded edge near a point where `surface_at` says `RAMP_RISE_UU`.

    Returns:
        How far its wall and its floor or ceiling are, the wall's normal, and the z of the other's.
    """
    x, y, z = point
    far_x, far_y = abs(x), abs(y)
    to_side, to_back = SIDE_WALL_X_UU - far_x, BACK_WALL_Y_UU - far_y
    corner = (CORNER_SUM_UU - far_x - far_y) * _DIAGONAL
    wall = min(to_side, to_back, corner)
    outward, _ = _wall(point, (to_side, to_back, corner), wall)
    return (
        (wall, z, outward, 1.0) if z < CEILING_Z_UU / 2 else (wall, CEILING_Z_UU - z, outward, -1.0)
    )


def _wall(point: Vector, walls: tuple[float, float, float], nearest: float) -> tuple[Vector, float]:
    """Normal of the nearest wall, and how far the next one is."""
    x, y, _ = point
    to_side, to_back, corner = walls
    if nearest == corner:
        normal = (-copysign(_DIAGONAL, x), -copysign(_DIAGONAL, y), 0.0)
        return normal, to_side if to_side < to_back else to_back
    if nearest == to_side:
        return (-copysign(1.0, x), 0.0, 0.0), corner if corner < to_back else to_back
    return (0.0, -copysign(1.0, y), 0.0), corner if corner < to_side else to_side


def _rise_before(walls: tuple[float, float, float]) -> float:
    """Of the flat floor or ceiling by a wall: whether another wall is near as well."""
    _, second, _ = sorted(walls)
    return RAMP_RISE_UU if second > _FLAT_FROM_UU else _UNKNOWN_RISE_UU


def _is_at_mouth(far_x: float, z: float) -> bool:
    """Whether a car at the back wall reaches beyond a post or the bar."""
    return far_x < GOAL_HALF_WIDTH_UU + _APART_UU and z < GOAL_HEIGHT_UU + _APART_UU


def _in_goal(point: Vector, far_x: float, far_y: float) -> PlainSurface | None:
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
        is_flat = normal is _FLOOR and min(side, back, roof) > z + _APART_UU
        return distance, normal, 0.0 if is_flat else _UNKNOWN_RISE_UU
    post, bar = hypot(side, before), hypot(roof, before)
    nearest = min(z, post, bar)
    if nearest == z:
        return z, _FLOOR, 0.0 if min(post, bar) > z + _APART_UU else _UNKNOWN_RISE_UU
    away = -copysign(before / nearest, y)
    if nearest == post:
        return post, (-copysign(side / post, x), away, 0.0), _UNKNOWN_RISE_UU
    return bar, (0.0, away, -roof / bar), _UNKNOWN_RISE_UU


def _behind_goal_walls(point: Vector, far_x: float, far_y: float) -> PlainSurface | None:
    """The side or roof of a goal for a point behind it that came from inside of the goal.

    None for one that is farther behind it than behind the back wall, or than a body may come.
    """
    x, _, z = point
    aside, above = far_x - GOAL_HALF_WIDTH_UU, z - GOAL_HEIGHT_UU
    if max(aside, above) > min(far_y - BACK_WALL_Y_UU, _BEHIND_UU):
        return None
    if aside > above:
        return -aside, (-copysign(1.0, x), 0.0, 0.0), _UNKNOWN_RISE_UU
    return -above, _CEILING, _UNKNOWN_RISE_UU


def goal_walls(point: Vector) -> tuple[tuple[float, Vector], ...]:
    """Distance and normal of sides, roof and back around a point in a goal; the floor is left out.

    A body in a goal may touch several of them: they meet at right angles. Empty elsewhere.
    """
    x, y, z = point
    if abs(y) < BACK_WALL_Y_UU or abs(x) > GOAL_HALF_WIDTH_UU or z > GOAL_HEIGHT_UU:
        return ()
    return (
        (GOAL_HALF_WIDTH_UU - abs(x), (-copysign(1.0, x), 0.0, 0.0)),
        (GOAL_BACK_Y_UU - abs(y), (0.0, -copysign(1.0, y), 0.0)),
        (GOAL_HEIGHT_UU - z, _CEILING),
    )
