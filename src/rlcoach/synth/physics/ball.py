"""The ball: flight, bounces with spin, rolling."""

from __future__ import annotations

from dataclasses import dataclass

from rlcoach.synth.physics.arena import surface_at
from rlcoach.synth.physics.constants import (
    BALL_DRAG_PER_S,
    BALL_FRICTION,
    BALL_MAX_SPEED_UU_PER_S,
    BALL_MAX_SPIN_RAD_PER_S,
    BALL_RADIUS_UU,
    BALL_RESTITUTION,
    BALL_ROLL_BELOW_UU_PER_S,
    GRAVITY_UU_PER_S2,
    TICK_SECONDS,
)
from rlcoach.synth.physics.vectors import (
    ZERO,
    Quaternion,
    Vector,
    cross,
    dot,
    length,
    limited,
    minus,
    plus,
    scaled,
    turned,
)

DRAG_PER_TICK = 1 - BALL_DRAG_PER_S * TICK_SECONDS
FALL_PER_TICK_UU_PER_S = GRAVITY_UU_PER_S2 * TICK_SECONDS

SPHERE = 0.4
"""Inertia of a full sphere per mass and radius squared."""

STOPPING_SHARE = SPHERE / (1 + SPHERE)
"""Of the speed at which the ball slips over a surface, what stops the slipping at once."""


@dataclass(slots=True)
class Ball:
    """A ball in uu, uu/s and rad/s."""

    position: Vector = (0.0, 0.0, BALL_RADIUS_UU)
    velocity: Vector = ZERO
    spin: Vector = ZERO
    rotation: Quaternion = (0.0, 0.0, 0.0, 1.0)

    def fall(self) -> None:
        """A tick of gravity and drag on the velocity."""
        x, y, z = self.velocity
        self.velocity = (
            x * DRAG_PER_TICK,
            y * DRAG_PER_TICK,
            (z - FALL_PER_TICK_UU_PER_S) * DRAG_PER_TICK,
        )

    def bounce(self) -> None:
        """Off the nearest surface, if the ball is at it."""
        distance, normal, _ = surface_at(self.position)
        if distance > BALL_RADIUS_UU:
            return
        self.position = plus(self.position, normal, BALL_RADIUS_UU - distance)
        self.velocity, self.spin = bounced(self.velocity, self.spin, normal)

    def move(self) -> None:
        """A tick of motion."""
        self.velocity = limited(self.velocity, BALL_MAX_SPEED_UU_PER_S)
        self.spin = limited(self.spin, BALL_MAX_SPIN_RAD_PER_S)
        self.position = plus(self.position, self.velocity, TICK_SECONDS)
        self.rotation = turned(self.rotation, self.spin, TICK_SECONDS)

    def tick(self) -> None:
        """A tick of a ball nobody touches."""
        self.fall()
        self.bounce()
        self.move()


def bounced(velocity: Vector, spin: Vector, normal: Vector) -> tuple[Vector, Vector]:
    """Velocity and spin after meeting a surface; unchanged when the ball leaves it already."""
    into = dot(velocity, normal)
    if into >= 0:
        return velocity, spin
    restitution = BALL_RESTITUTION if -into > BALL_ROLL_BELOW_UU_PER_S else 0.0
    push = -(1 + restitution) * into
    slip = plus(minus(velocity, scaled(normal, into)), cross(normal, spin), BALL_RADIUS_UU)
    slip_speed = length(slip)
    velocity = plus(velocity, normal, push)
    if slip_speed == 0.0:
        return velocity, spin
    share = min(STOPPING_SHARE, BALL_FRICTION * push / slip_speed)
    change = scaled(slip, -share)
    return plus(velocity, change), plus(spin, cross(change, normal), 1 / (SPHERE * BALL_RADIUS_UU))


def a_tick_before(position: Vector, velocity: Vector) -> tuple[Vector, Vector]:
    """Place and velocity of a freely flying ball one tick earlier: the inverse of a tick."""
    x, y, z = scaled(velocity, 1 / DRAG_PER_TICK)
    return plus(position, velocity, -TICK_SECONDS), (x, y, z + FALL_PER_TICK_UU_PER_S)


def a_rolling_tick_before(position: Vector, velocity: Vector) -> tuple[Vector, Vector, Vector]:
    """Place, velocity and spin of a ball that rolls on the floor one tick earlier."""
    level = (velocity[0], velocity[1], 0.0)
    speed = length(level)
    skin = min(speed, BALL_MAX_SPIN_RAD_PER_S * BALL_RADIUS_UU)
    lost = speed * (1 - DRAG_PER_TICK) * (1 - STOPPING_SHARE)
    if skin < speed:
        lost = speed * (1 - DRAG_PER_TICK) + BALL_FRICTION * FALL_PER_TICK_UU_PER_S
    earlier = scaled(level, (speed + lost) / speed) if speed > 0 else ZERO
    spin = scaled(cross((0.0, 0.0, 1.0), level), skin / speed / BALL_RADIUS_UU) if speed else ZERO
    return plus(position, level, -TICK_SECONDS), earlier, spin


def before_bounce(velocity: Vector, normal: Vector) -> tuple[Vector, Vector]:
    """Velocity and spin of a ball that rolls as well as it can and leaves a surface like this."""
    leaving = dot(velocity, normal)
    level = minus(velocity, scaled(normal, leaving))
    speed = length(level)
    skin = min(speed, BALL_MAX_SPIN_RAD_PER_S * BALL_RADIUS_UU)
    direction = scaled(level, 1 / speed) if speed > 0 else ZERO
    # A ball that cannot spin fast enough slips, and its bounce slowed it by this.
    stopped = (speed - skin) * STOPPING_SHARE / (1 - STOPPING_SHARE)
    rubbed = BALL_FRICTION * leaving * (1 + 1 / BALL_RESTITUTION)
    velocity = plus(velocity, normal, -leaving * (1 + 1 / BALL_RESTITUTION))
    spin = scaled(cross(normal, direction), skin / BALL_RADIUS_UU)
    return plus(velocity, direction, min(stopped, rubbed)), spin
