"""Cars and the ball: the push of two bodies, and what the game adds to it."""

from __future__ import annotations

from rlcoach.synth.physics.ball import Ball
from rlcoach.synth.physics.car import Car
from rlcoach.synth.physics.constants import (
    BALL_MASS,
    BALL_RADIUS_UU,
    CAR_BALL_FRICTION,
    CAR_REST_UU,
    HIT_FORWARD_SHARE,
    HIT_HEIGHT_SHARE,
    HIT_MAX_SPEED_UU_PER_S,
    HIT_SHARE_BY_SPEED,
    WHEEL_DROOP_UU,
    WHEELS_UU,
    along,
)
from rlcoach.synth.physics.suspension import weight_share
from rlcoach.synth.physics.vectors import (
    Vector,
    cross,
    dot,
    into,
    length,
    minus,
    out_of,
    plus,
    scaled,
    unit,
)

_REACH_UU = 200.0
"""Centre to centre; beyond it no hitbox touches the ball."""

_BALL_INERTIA = 0.4 * BALL_MASS * BALL_RADIUS_UU**2
_BALL_SIDE_SHARE = 1 / BALL_MASS + BALL_RADIUS_UU**2 / _BALL_INERTIA
"""What a unit impulse along the ball's skin changes the speed of the skin by."""

_WHEELS_ON_BALL = 3
"""So many wheels make the game think that the car stands on something."""


def collide(car: Car, ball: Ball, *, adds: bool) -> bool:
    """Lets a car and the ball push each other; true if they touch.

    `adds` says whether the game adds to this hit; it does not in two ticks one after the other.
    """
    away = minus(ball.position, car.position)
    car.is_on_ball = False
    if dot(away, away) > _REACH_UU**2:
        return False
    local = into(car.axes, away)
    car.is_on_ball = _stands_on(local)
    nearest = nearest_of_hitbox(car, local)
    gap = minus(local, nearest)
    distance = length(gap)
    if distance > BALL_RADIUS_UU:
        return False
    normal = out_of(car.axes, scaled(gap, 1 / distance)) if distance > 0 else unit(away)
    lever = out_of(car.axes, nearest)
    approach = minus(ball.velocity, car.velocity)
    _push(car, ball, lever, normal)
    ball.position = plus(ball.position, normal, BALL_RADIUS_UU - distance)
    if adds:
        ball.velocity = plus(ball.velocity, _added(car, away, length(approach)))
    return True


def nearest_of_hitbox(car: Car, local: Vector) -> Vector:
    """The point of the hitbox nearest to a point, both in the car's frame."""
    (ox, oy, oz), (hx, hy, hz) = car.box.offset, car.half_uu
    return (
        min(max(local[0], ox - hx), ox + hx),
        min(max(local[1], oy - hy), oy + hy),
        min(max(local[2], oz - hz), oz + hz),
    )


def _stands_on(local: Vector) -> bool:
    """Whether enough wheels reach a ball at `local`, which is below the car."""
    if local[2] > -BALL_RADIUS_UU / 2:
        return False
    reach = -CAR_REST_UU - WHEEL_DROOP_UU
    count = 0
    for forward, right in WHEELS_UU:
        square = (forward - local[0]) ** 2 + (right - local[1]) ** 2
        rise = BALL_RADIUS_UU**2 - square
        count += rise > 0 and local[2] + rise**0.5 >= reach
    return count >= _WHEELS_ON_BALL


def _push(car: Car, ball: Ball, lever: Vector, normal: Vector) -> None:
    """The push of two rigid bodies: no bounce, much friction."""
    slip = minus(
        plus(ball.velocity, cross(normal, ball.spin), BALL_RADIUS_UU), car.velocity_at(lever)
    )
    approach = dot(slip, normal)
    if approach >= 0:
        return
    push = -approach / (1 / BALL_MASS + weight_share(car, lever, normal))
    impulse = scaled(normal, push)
    aside = minus(slip, scaled(normal, approach))
    speed = length(aside)
    if speed > 0:
        direction = scaled(aside, 1 / speed)
        stop = speed / (_BALL_SIDE_SHARE + weight_share(car, lever, direction))
        impulse = plus(impulse, direction, -min(CAR_BALL_FRICTION * push, stop))
    ball.velocity = plus(ball.velocity, impulse, 1 / BALL_MASS)
    ball.spin = plus(ball.spin, cross(impulse, normal), BALL_RADIUS_UU / _BALL_INERTIA)
    car.hit(lever, scaled(impulse, -1.0))


def _added(car: Car, away: Vector, speed: float) -> Vector:
    """The velocity the game adds to the ball."""
    nose = car.axes[0]
    direction = unit((away[0], away[1], away[2] * HIT_HEIGHT_SHARE))
    along_nose = dot(direction, nose) * (1 - HIT_FORWARD_SHARE)
    direction = unit(plus(direction, nose, -along_nose))
    speed = min(speed, HIT_MAX_SPEED_UU_PER_S)
    return scaled(direction, speed * along(HIT_SHARE_BY_SPEED, speed))
