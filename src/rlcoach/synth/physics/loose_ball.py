"""The ball while nobody is near, a network frame at once: in free flight and rolling.

The equations are those of `ball`, tick by tick, without looking for surfaces.
"""

from __future__ import annotations

from math import sqrt

from rlcoach.synth.physics.arena import (
    BACK_WALL_Y_UU,
    CEILING_Z_UU,
    CORNER_SUM_UU,
    RAMP_RADIUS_UU,
    SIDE_WALL_X_UU,
)
from rlcoach.synth.physics.ball import (
    DRAG_PER_TICK,
    FALL_PER_TICK_UU_PER_S,
    SPHERE,
    STOPPING_SHARE,
    Ball,
)
from rlcoach.synth.physics.constants import (
    BALL_FRICTION,
    BALL_MAX_SPEED_UU_PER_S,
    BALL_MAX_SPIN_RAD_PER_S,
    BALL_RADIUS_UU,
    BALL_ROLL_BELOW_UU_PER_S,
    TICK_SECONDS,
)
from rlcoach.synth.physics.vectors import limited, turned

_INNER_X_UU = SIDE_WALL_X_UU - RAMP_RADIUS_UU
_INNER_Y_UU = BACK_WALL_Y_UU - RAMP_RADIUS_UU
_INNER_SUM_UU = CORNER_SUM_UU - 1.5 * RAMP_RADIUS_UU
"""Inside of these the ball meets nothing but floor and ceiling."""
_LOWEST_UU = BALL_RADIUS_UU + 0.5
_HIGHEST_UU = CEILING_Z_UU - BALL_RADIUS_UU - 0.5
_ON_FLOOR_UU = BALL_RADIUS_UU + 0.1

_PUSH_UU_PER_S = FALL_PER_TICK_UU_PER_S * DRAG_PER_TICK
_RUB_UU_PER_S = BALL_FRICTION * _PUSH_UU_PER_S
"""Of a tick: what the floor takes of the fall, and rubs off a ball that slips."""
_SPIN_PER_SPEED = 1 / (SPHERE * BALL_RADIUS_UU)


def drift(ball: Ball, ticks: int) -> None:
    """A frame of a ball nobody touches."""
    if not (_fly(ball, ticks) or _roll(ball, ticks)):
        for _ in range(ticks):
            ball.tick()


def _is_inside(x: float, y: float) -> bool:
    far_x, far_y = abs(x), abs(y)
    return far_x < _INNER_X_UU and far_y < _INNER_Y_UU and far_x + far_y < _INNER_SUM_UU


def _fly(ball: Ball, ticks: int) -> bool:
    """Free flight; false, and nothing done, if there is a surface on the way."""
    x, y, z = ball.position
    vx, vy, vz = ball.velocity
    seconds = ticks * TICK_SECONDS
    if not _is_inside(x, y) or not _is_inside(x + vx * seconds, y + vy * seconds):
        return False
    way_x = way_y = way_z = 0.0
    for _ in range(ticks):
        vx, vy, vz = (
            vx * DRAG_PER_TICK,
            vy * DRAG_PER_TICK,
            (vz - FALL_PER_TICK_UU_PER_S) * DRAG_PER_TICK,
        )
        way_x, way_y, way_z = way_x + vx, way_y + vy, way_z + vz
    end = z + way_z * TICK_SECONDS
    # On a way with a top in it both ends are lower than the rest.
    if min(z, end) < _LOWEST_UU or max(z, end) > _HIGHEST_UU - 10.0:
        return False
    ball.velocity = limited((vx, vy, vz), BALL_MAX_SPEED_UU_PER_S)
    ball.position = x + way_x * TICK_SECONDS, y + way_y * TICK_SECONDS, end
    _turn(ball, seconds)
    return True


def _roll(ball: Ball, ticks: int) -> bool:
    """Rolling or slipping over the open floor; false, and nothing done, if the ball does not."""
    x, y, z = ball.position
    vx, vy, vz = ball.velocity
    seconds = ticks * TICK_SECONDS
    is_down = z < _ON_FLOOR_UU and abs(vz) < BALL_ROLL_BELOW_UU_PER_S - _PUSH_UU_PER_S
    if not is_down or not _is_inside(x, y) or not _is_inside(x + vx * seconds, y + vy * seconds):
        return False
    spin_x, spin_y, spin_z = ball.spin
    way_x = way_y = 0.0
    for _ in range(ticks):
        vx, vy = vx * DRAG_PER_TICK, vy * DRAG_PER_TICK
        slip_x, slip_y = vx - BALL_RADIUS_UU * spin_y, vy + BALL_RADIUS_UU * spin_x
        slip = sqrt(slip_x * slip_x + slip_y * slip_y)
        if slip > 0.0:
            share = min(STOPPING_SHARE, _RUB_UU_PER_S / slip)
            vx, vy = vx - share * slip_x, vy - share * slip_y
            spin_x -= share * slip_y * _SPIN_PER_SPEED
            spin_y += share * slip_x * _SPIN_PER_SPEED
            square = spin_x * spin_x + spin_y * spin_y + spin_z * spin_z
            if square > BALL_MAX_SPIN_RAD_PER_S**2:
                most = BALL_MAX_SPIN_RAD_PER_S / sqrt(square)
                spin_x, spin_y, spin_z = spin_x * most, spin_y * most, spin_z * most
        way_x, way_y = way_x + vx, way_y + vy
    ball.velocity, ball.spin = (vx, vy, 0.0), (spin_x, spin_y, spin_z)
    ball.position = x + way_x * TICK_SECONDS, y + way_y * TICK_SECONDS, BALL_RADIUS_UU
    _turn(ball, seconds)
    return True


def _turn(ball: Ball, seconds: float) -> None:
    ball.rotation = turned(ball.rotation, ball.spin, seconds)
