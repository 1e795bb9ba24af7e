"""Where a ball goes that nobody touches: whether it is aimed at a goal."""

from __future__ import annotations

from dataclasses import dataclass

from rlcoach.synth.physics.arena import (
    CEILING_Z_UU,
    GOAL_HALF_WIDTH_UU,
    GOAL_HEIGHT_UU,
    GOAL_LINE_Y_UU,
)
from rlcoach.synth.physics.ball import Ball, bounced
from rlcoach.synth.physics.constants import (
    BALL_DRAG_PER_S,
    BALL_RADIUS_UU,
    GRAVITY_UU_PER_S2,
)

LOOKS_AHEAD_SECONDS = 3.0
"""Real files count no shots of balls that take longer; most take 0.3 to 2.5 s."""

_STEP_SECONDS = 1 / 30
_HALF_WIDTH_UU = GOAL_HALF_WIDTH_UU + BALL_RADIUS_UU
_HEIGHT_UU = GOAL_HEIGHT_UU + BALL_RADIUS_UU
"""Where the ball's centre is when it passes the line: shots at post and bar count in real files."""


@dataclass(frozen=True, slots=True)
class Threat:
    """A ball on its way to a goal."""

    goal: int
    """Of which team."""
    seconds: float
    """Until it is there."""


def threat_of(ball: Ball) -> Threat | None:
    """The goal at which the ball flies, rolls or bounces, if nobody touches it."""
    speed = abs(ball.velocity[1])
    side = 1.0 if ball.velocity[1] > 0 else -1.0
    way = GOAL_LINE_Y_UU + BALL_RADIUS_UU - side * ball.position[1]
    # A way by a side wall is long and hardly ever ends in a goal: only straight ones are followed.
    if way > speed * LOOKS_AHEAD_SECONDS:
        return None
    across = ball.position[0] + ball.velocity[0] * max(way, 0.0) / max(speed, 1.0)
    if abs(across) > _HALF_WIDTH_UU:
        return None
    return _followed(ball, side)


def _followed(ball: Ball, side: float) -> Threat | None:
    """The flight over the floor up to the goal's line, in steps."""
    x, y, z = ball.position
    vx, vy, vz = ball.velocity
    spin = ball.spin
    keep, fall = 1 - BALL_DRAG_PER_S * _STEP_SECONDS, GRAVITY_UU_PER_S2 * _STEP_SECONDS
    y, vy = y * side, vy * side
    seconds = 0.0
    while y < GOAL_LINE_Y_UU:
        if seconds > LOOKS_AHEAD_SECONDS or vy <= 0 or z > CEILING_Z_UU - BALL_RADIUS_UU:
            return None
        vz -= fall
        if z <= BALL_RADIUS_UU and vz < 0:
            (vx, vy, vz), spin = bounced((vx, vy * side, vz), spin, (0.0, 0.0, 1.0))
            vy *= side
        vx, vy, vz = vx * keep, vy * keep, vz * keep
        x, y, z = (
            x + vx * _STEP_SECONDS,
            y + vy * _STEP_SECONDS,
            max(z + vz * _STEP_SECONDS, BALL_RADIUS_UU),
        )
        seconds += _STEP_SECONDS
    if abs(x) > _HALF_WIDTH_UU or z > _HEIGHT_UU:
        return None
    return Threat(1 if side > 0 else 0, seconds)
