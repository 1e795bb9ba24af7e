"""Where a player goes who does not go for the ball. Forward coordinates: +y is ahead."""

from __future__ import annotations

from math import hypot

from rlcoach.synth.physics.arena import BACK_WALL_Y_UU, SIDE_WALL_X_UU

_WIDE_UU = SIDE_WALL_X_UU - 700.0
_OWN_LINE_UU = -BACK_WALL_Y_UU + 250.0
_DANGER_Y_UU = -2600.0
"""A ball behind this is near the own goal."""
_POST_X_UU = 600.0
_MOUTH_X_UU = 450.0
_LAST_SUPPORT_Y_UU, _LAST_MAN_Y_UU = 1800.0, 300.0
"""Two mates' last man stays behind the first, three's behind the second."""


def _within(x: float, y: float) -> tuple[float, float]:
    return min(max(x, -_WIDE_UU), _WIDE_UU), min(max(y, _OWN_LINE_UU), BACK_WALL_Y_UU - 600.0)


def support(ball: tuple[float, float], *, depth_uu: float, is_last: bool) -> tuple[float, float]:
    """Of a second man: behind the ball and inside of it."""
    x, y = ball
    if y < _DANGER_Y_UU:
        return _within(-_POST_X_UU if x > 0 else _POST_X_UU, _OWN_LINE_UU)
    back = y - depth_uu
    if is_last:
        back = min(y - depth_uu, _LAST_SUPPORT_Y_UU)
    return _within(0.45 * x, back)


def cover(ball: tuple[float, float], *, depth_uu: float) -> tuple[float, float]:
    """Of a third man: farther back, on the far side."""
    x, y = ball
    if y < _DANGER_Y_UU:
        return _within(-0.35 * x, _OWN_LINE_UU + 500.0)
    return _within(-0.25 * x, min(y - 1.9 * depth_uu, _LAST_MAN_Y_UU))


def shadow(ball: tuple[float, float], *, depth_uu: float) -> tuple[float, float]:
    """On the line from the ball to the own goal, between them."""
    x, y = ball
    dx, dy = -x, -BACK_WALL_Y_UU - y
    size = hypot(dx, dy) or 1.0
    depth = min(depth_uu, 0.75 * size)
    return _within(x + dx / size * depth, y + dy / size * depth)


def goal_mouth(ball_x: float) -> tuple[float, float]:
    """Of the last man while the ball is near: on the line, a little toward the ball."""
    return min(max(0.25 * ball_x, -_MOUTH_X_UU), _MOUTH_X_UU), _OWN_LINE_UU
