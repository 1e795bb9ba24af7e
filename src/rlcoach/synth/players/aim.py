"""Where a ball should go from where it is met."""

from __future__ import annotations

from math import atan2, cos, hypot, pi, sin

from rlcoach.synth.physics.arena import (
    BACK_WALL_Y_UU,
    GOAL_HALF_WIDTH_UU,
    GOAL_LINE_Y_UU,
)
from rlcoach.synth.physics.constants import BALL_RADIUS_UU
from rlcoach.synth.physics.vectors import Vector

_CORNER_X_UU = 2700.0
_CORNER_Y_UU = 4000.0
"""Beyond both a ball is in a corner: shots from there have hardly any goal to see."""
_CENTRE_Y_UU = 3700.0
"""Where centred balls are sent to."""
_OWN_THIRD_Y_UU = -3200.0
"""In forward coordinates; from here balls are cleared, not shot."""
_INSIDE_POST_UU = 50.0
_CLEAR_INWARDS_RAD, _CLEAR_OUTWARDS_RAD = 0.5, 1.1
"""Off straight up the field, towards the middle line and towards the near side wall."""
_LIFT_UU, _LEVEL_HEIGHT_UU = 70.0, 350.0
"""Below the middle of a ball on the floor; balls higher than this are sent down at the goal."""
_UNDER_BAR_FROM_UU = 800.0
"""Forward y."""
_LEAST_BACK = -0.12
_HOME_UU = 5000.0
_NEAR_GOAL_X_UU = 1500.0
"""A push back by more than a little, from so near the own goal, to so near its middle."""
_HIT_GAIN_UU_PER_S = 700.0
"""A hit ball is so much faster than the car, roughly."""


def goal_of(side: float) -> float:
    """The y of the goal a team attacks; `side` is 1 for team 0 and -1 for team 1."""
    return side * GOAL_LINE_Y_UU


def target_for(place: Vector, side: float, *, line: float, passes: bool) -> tuple[float, float]:
    """The point of the floor to send a ball to: of the good ones the one straightest on.

    Args:
        place: Where it is met.
        side: 1 for the team that attacks toward +y, else -1.
        line: Direction from which it is met: from car to ball.
        passes: Whether mates may be in front of the goal.
    """
    x, y, _ = place
    ahead = y * side
    if ahead < _OWN_THIRD_Y_UU:
        return _clearing(x, y, side, line)
    if passes and abs(x) > _CORNER_X_UU and ahead > _CORNER_Y_UU:
        return 0.0, side * _CENTRE_Y_UU
    goal_y = side * (BACK_WALL_Y_UU + 200.0)
    forward = sin(line) * side
    across = x + cos(line) / forward * abs(goal_y - y) if forward > 0.1 else 0.0
    inside = GOAL_HALF_WIDTH_UU - _INSIDE_POST_UU
    return min(max(across, -inside), inside), goal_y


def _clearing(x: float, y: float, side: float, line: float) -> tuple[float, float]:
    """Up the field and outwards, and not across the own goal."""
    straight = pi / 2 * side
    off = turn(straight, line)
    # Turning towards +x is a negative angle for team 0 and a positive one for team 1.
    inwards = side if x > 0 else -side
    most_in, most_out = _CLEAR_INWARDS_RAD, _CLEAR_OUTWARDS_RAD
    off = min(max(off * inwards, -most_out), most_in) * inwards
    return x + 3000.0 * cos(straight + off), y + 3000.0 * sin(straight + off)


def height_below(place: Vector, side: float) -> float:
    """How far below a ball's middle to meet it in the air: up the field, but under the bar."""
    if place[1] * side < _UNDER_BAR_FROM_UU:
        return _LIFT_UU
    return _LIFT_UU - _LIFT_UU * max(place[2] - BALL_RADIUS_UU, 0.0) / _LEVEL_HEIGHT_UU


def goes_home(place: Vector, push: tuple[float, float], side: float) -> bool:
    """Whether a ball pushed so would come to the own goal, or close by it."""
    if push[1] * side > _LEAST_BACK:
        return False
    way = place[1] * side + GOAL_LINE_Y_UU
    across = place[0] + push[0] / abs(push[1]) * way
    return way < _HOME_UU and abs(across) < _NEAR_GOAL_X_UU


def push_direction(
    place: Vector, velocity: Vector, target: tuple[float, float], car_speed: float
) -> float:
    """The way a hit must push, as an angle from +x, so that the ball then goes to the target."""
    dx, dy = target[0] - place[0], target[1] - place[1]
    size = hypot(dx, dy) or 1.0
    speed = max(car_speed, 1400.0) + _HIT_GAIN_UU_PER_S
    return atan2(
        dy / size * speed - 0.9 * velocity[1],
        dx / size * speed - 0.9 * velocity[0],
    )


def turn(start: float, end: float) -> float:
    """From one direction to another, -pi to pi."""
    return (end - start + pi) % (2 * pi) - pi


def limited_direction(wanted: float, from_car: float, most: float) -> float:
    """The wished way, but at most so far off the line from car to ball."""
    return from_car + min(max(turn(from_car, wanted), -most), most)


def vector_of(angle: float) -> tuple[float, float]:
    """Unit vector of an angle."""
    return cos(angle), sin(angle)
