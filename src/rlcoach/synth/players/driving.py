"""Wheels on something: to a point, as fast as wished."""

from __future__ import annotations

from math import atan2, hypot

from rlcoach.synth.physics.arena import BACK_WALL_Y_UU, GOAL_BACK_Y_UU, GOAL_HALF_WIDTH_UU
from rlcoach.synth.physics.car import Car, Controls
from rlcoach.synth.physics.constants import CAR_MAX_SPEED_UU_PER_S
from rlcoach.synth.physics.vectors import Vector

_STEER_PER_RAD = 3.2
_STRAIGHT_RAD = 0.3
"""Boost is for cars that look where they go."""
_SLIDE_FROM_RAD = 1.6
_SLIDE_FROM_UU_PER_S = 600.0
"""Sharper turns of faster cars are powerslides."""
_ENGINE_SPEED_UU_PER_S = 1400.0
_TURNING_UU_PER_S = 700.0
"""Nobody brakes below this for a turn."""
TURN_RADIUS_PER_SPEED = 0.5
"""uu per uu/s: a little more than the tightest turn has between 1000 and 2300 uu/s."""
_BACK_FROM_RAD = 2.5
_BACK_WITHIN_UU = 500.0
"""A point so near behind a slow car is reached in reverse."""
_WASTE_UU_PER_S = 25.0
"""Boost for less speed than this is wasted."""
_MOUTH_X_UU = 650.0
_ROOM_UU = 250.0
_STUCK_RAD, _STUCK_UU_PER_S = 0.5, 500.0
"""In a goal whoever is slower than this with a wall before him and a way elsewhere backs up."""


def drive(
    car: Car,
    target: tuple[float, float, float],
    *,
    speed: float = CAR_MAX_SPEED_UU_PER_S,
    boosts: bool = False,
    slides: bool = True,
    brakes: bool = True,
) -> Controls:
    """Steers towards a point and keeps to a speed.

    Args:
        car: On its wheels.
        target: A point; from a floor or wall the car takes the way along the surface.
        speed: Wished, uu/s.
        boosts: Whether boost may be used to get there faster than the engine does.
        slides: Whether sharp turns are powerslides.
        brakes: Whether he slows down for a point that he would miss at his speed.
    """
    nose, right, _ = car.axes
    x, y, z = car.position
    is_in_goal = abs(y) > BACK_WALL_Y_UU
    if is_in_goal:
        target = _out_of_goal(x, y, target)
    dx, dy, dz = target[0] - x, target[1] - y, target[2] - z
    ahead = dx * nose[0] + dy * nose[1] + dz * nose[2]
    aside = dx * right[0] + dy * right[1] + dz * right[2]
    angle = atan2(aside, ahead)
    off = abs(angle)
    u, v, w = car.velocity
    forward = u * nose[0] + v * nose[1] + w * nose[2]
    if is_in_goal and off > _STUCK_RAD and forward < _STUCK_UU_PER_S and _is_at_wall(x, y, nose):
        return Controls(throttle=-1.0, steer=-1.0 if angle > 0 else 1.0)
    if off > _BACK_FROM_RAD and forward < 300.0 and hypot(ahead, aside) < _BACK_WITHIN_UU:
        back = -angle + (3.14159 if angle > 0 else -3.14159)
        return Controls(throttle=-1.0, steer=min(max(_STEER_PER_RAD * back, -1.0), 1.0))
    is_sharp = off > _SLIDE_FROM_RAD and forward > _SLIDE_FROM_UU_PER_S
    if brakes and (is_sharp or (off > _STRAIGHT_RAD and forward > 400.0)):
        # A point inside the turning circle is only met by a slower car.
        reach = hypot(ahead, aside)
        circle = 2 * TURN_RADIUS_PER_SPEED * forward * min(off, 1.0)
        if reach < circle:
            speed = min(speed, max(forward * reach / circle, _TURNING_UU_PER_S))
    lacking = speed - forward
    return Controls(
        throttle=throttle_for(lacking, forward),
        steer=min(max(_STEER_PER_RAD * angle, -1.0), 1.0),
        boost=boosts
        and off < _STRAIGHT_RAD
        and lacking > (_WASTE_UU_PER_S if speed > _ENGINE_SPEED_UU_PER_S else 350.0)
        and forward < CAR_MAX_SPEED_UU_PER_S - _WASTE_UU_PER_S,
        handbrake=slides and is_sharp,
    )


def _out_of_goal(
    x: float, y: float, target: tuple[float, float, float]
) -> tuple[float, float, float]:
    """The way out of a goal is through its mouth."""
    p, q, r = target
    line = BACK_WALL_Y_UU - 100.0 if y > 0 else 100.0 - BACK_WALL_Y_UU
    if abs(q) > abs(line) and abs(p) < _MOUTH_X_UU:
        return target
    across = x + (p - x) * (line - y) / (q - y) if abs(q) < abs(line) else 0.0
    return min(max(across, -_MOUTH_X_UU), _MOUTH_X_UU), line, r


def _is_at_wall(x: float, y: float, nose: Vector) -> bool:
    """Whether a car in a goal has no room before it to turn."""
    ahead_x, ahead_y = abs(x + _ROOM_UU * nose[0]), abs(y + _ROOM_UU * nose[1])
    return ahead_x > GOAL_HALF_WIDTH_UU or ahead_y > GOAL_BACK_Y_UU


def throttle_for(lacking: float, forward: float) -> float:
    """Throttle for a speed that lacks so much."""
    if lacking > 30.0:
        return 1.0
    if lacking > -80.0:
        return 0.02 if forward >= 0 else 1.0
    return 0.0 if lacking > -350.0 else -1.0
