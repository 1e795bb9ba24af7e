"""Where the ball will be if nobody touches it: coarse, and only as far ahead as somebody looks."""

from __future__ import annotations

from functools import lru_cache
from math import hypot, sqrt

from rlcoach.synth.physics.arena import (
    BACK_WALL_Y_UU,
    CEILING_Z_UU,
    CORNER_SUM_UU,
    GOAL_LINE_Y_UU,
    RAMP_RADIUS_UU,
    SIDE_WALL_X_UU,
)
from rlcoach.synth.physics.ball import Ball, bounced
from rlcoach.synth.physics.constants import (
    BALL_DRAG_PER_S,
    BALL_FRICTION,
    BALL_MAX_SPIN_RAD_PER_S,
    BALL_RADIUS_UU,
    GRAVITY_UU_PER_S2,
    TICK_SECONDS,
)
from rlcoach.synth.physics.vectors import Vector

STEP_SECONDS = 1 / 30
_TICKS_PER_STEP = round(STEP_SECONDS / TICK_SECONDS)
HORIZON_STEPS = 105
"""3.5 s: no player looks farther ahead."""

_DRAG = 1 - BALL_DRAG_PER_S * STEP_SECONDS
_FALL = GRAVITY_UU_PER_S2 * STEP_SECONDS
_HALF_FALL = 0.5 * _FALL * STEP_SECONDS

# Where a step moves a ball by 50 to 200 uu it may not meet a wall or its rounded edge.
_FREE_X = SIDE_WALL_X_UU - RAMP_RADIUS_UU - BALL_RADIUS_UU
_FREE_Y = BACK_WALL_Y_UU - RAMP_RADIUS_UU - BALL_RADIUS_UU
_FREE_SUM = CORNER_SUM_UU - (RAMP_RADIUS_UU + BALL_RADIUS_UU) * sqrt(2)
_FREE_Z = CEILING_Z_UU - BALL_RADIUS_UU - 200.0
_ROLLS_BELOW_UU_PER_S = 40.0
"""Upward speed after a bounce at which the coarse ball rolls on; the real one soon does."""
_ROLL_SPEED = BALL_MAX_SPIN_RAD_PER_S * BALL_RADIUS_UU
"""A faster ball slips on the floor, as it cannot spin faster."""
_SLIP_UU_PER_S = BALL_FRICTION * GRAVITY_UU_PER_S2 * STEP_SECONDS
_FLOOR: Vector = (0.0, 0.0, 1.0)

_FITS_WITHIN_UU = 45.0
_FITS_WITHIN_SHARE = 0.012
"""Of the ball's speed: frames need not come at the path's own times."""


class BallPath:
    """Places every 1/30 s from a moment on."""

    def __init__(self, position: Vector, velocity: Vector, spin: Vector, seconds: float) -> None:
        """From a ball as it is at a time."""
        self.start_seconds = seconds
        self.places = [position]
        self.velocities = [velocity]
        self.goal_step: int | None = None
        """The step at which the ball is behind a goal line; the path ends there."""
        self._spin = spin
        self._checked_seconds = seconds
        self._fits = True

    def reach(self, step: int) -> int:
        """Looks ahead up to a step; returns the last step there is, at most that one."""
        places = self.places
        while len(places) <= step and self.goal_step is None:
            self._extend()
        return min(step, len(places) - 1)

    def place(self, seconds: float) -> Vector:
        """Where the ball is at a time, held at the ends."""
        at = (seconds - self.start_seconds) / STEP_SECONDS
        first = self.reach(int(at) if at > 0 else 0)
        second = self.reach(first + 1)
        share = min(max(at - first, 0.0), 1.0)
        x, y, z = self.places[first]
        p, q, r = self.places[second]
        return x + share * (p - x), y + share * (q - y), z + share * (r - z)

    def velocity(self, seconds: float) -> Vector:
        """How fast the ball is at a time."""
        at = int((seconds - self.start_seconds) / STEP_SECONDS + 0.5)
        return self.velocities[self.reach(max(at, 0))]

    def goal_seconds(self, within_seconds: float) -> float | None:
        """When the ball is in a goal, if it gets there so soon after the path's start."""
        self.reach(int(within_seconds / STEP_SECONDS))
        if self.goal_step is None:
            return None
        return self.start_seconds + self.goal_step * STEP_SECONDS

    def fits(self, ball: Ball, seconds: float) -> bool:
        """Whether the ball is where the path has it."""
        if seconds != self._checked_seconds:
            self._checked_seconds = seconds
            x, y, z = self.place(seconds)
            p, q, r = ball.position
            u, v, w = ball.velocity
            off = abs(x - p) + abs(y - q) + abs(z - r)
            speed = abs(u) + abs(v) + abs(w)
            self._fits = off < _FITS_WITHIN_UU + _FITS_WITHIN_SHARE * speed
        return self._fits

    def _extend(self) -> None:
        x, y, z = self.places[-1]
        u, v, w = self.velocities[-1]
        far_x, far_y = abs(x), abs(y)
        if far_x < _FREE_X and far_y < _FREE_Y and far_x + far_y < _FREE_SUM and z < _FREE_Z:
            self._fly_or_roll(x, y, z, (u, v, w))
        else:
            self._step_by_ticks()
        if abs(self.places[-1][1]) > GOAL_LINE_Y_UU + BALL_RADIUS_UU:
            self.goal_step = len(self.places) - 1

    def _fly_or_roll(self, x: float, y: float, z: float, velocity: Vector) -> None:
        """A step with nothing near but the floor."""
        u, v, w = velocity
        if z < BALL_RADIUS_UU + 2 and abs(w) < _ROLLS_BELOW_UU_PER_S:
            speed = hypot(u, v)
            slower = _DRAG - (min(_SLIP_UU_PER_S / speed, 1.0) if speed > _ROLL_SPEED else 0.01)
            u, v = u * max(slower, 0.0), v * max(slower, 0.0)
            self._add((x + u * STEP_SECONDS, y + v * STEP_SECONDS, BALL_RADIUS_UU), (u, v, 0.0))
            return
        x, y, z = x + u * STEP_SECONDS, y + v * STEP_SECONDS, z + w * STEP_SECONDS - _HALF_FALL
        u, v, w = u * _DRAG, v * _DRAG, (w - _FALL) * _DRAG
        if z < BALL_RADIUS_UU and w < 0:
            # Back to the moment of the bounce, and on from there with the new speed.
            late = min((BALL_RADIUS_UU - z) / -w, STEP_SECONDS)
            (a, b, c), self._spin = bounced((u, v, w), self._spin, _FLOOR)
            x, y, z = x + (a - u) * late, y + (b - v) * late, BALL_RADIUS_UU + c * late
            u, v, w = a, b, c
        self._add((x, y, z), (u, v, w))

    def _step_by_ticks(self) -> None:
        """A step near walls, corners, goals or the ceiling, by the physics' own rules."""
        ball = Ball(self.places[-1], self.velocities[-1], self._spin)
        for _ in range(_TICKS_PER_STEP):
            ball.fall()
            ball.bounce()
            x, y, z = ball.position
            u, v, w = ball.velocity
            ball.position = x + u * TICK_SECONDS, y + v * TICK_SECONDS, z + w * TICK_SECONDS
        self._spin = ball.spin
        self._add(ball.position, ball.velocity)

    def _add(self, place: Vector, velocity: Vector) -> None:
        self.places.append(place)
        self.velocities.append(velocity)


@lru_cache(maxsize=4)
def _path(position: Vector, velocity: Vector, spin: Vector, seconds: float) -> BallPath:
    return BallPath(position, velocity, spin, seconds)


def foresee(ball: Ball, seconds: float) -> BallPath:
    """The path of a ball from a time on; players who look at the same moment share one."""
    return _path(ball.position, ball.velocity, ball.spin, seconds)
