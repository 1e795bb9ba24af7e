"""How soon a car can touch the ball at a place, and how soon it can meet a flying ball.

An estimate for a player who goes there at once and by the shortest way. Turning, driving with the
boost at hand, jumping and climbing each take their time; obstacles and other cars do not count.
Of 1,518 touches in ten matches, 1v1 to 3v3, the estimate made 1.0 s before the touch was 0.16 s
below the truth in the median, 0.55 s below at the 5th and 0.03 s above at the 95th percentile;
made 0.5 s before it was 0.05 s below, 0.24 s below and 0.08 s above.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.ball_flight import GRAVITY_UU_PER_S2
from rlcoach.analysis.contact import cars_at
from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.field import BACK_WALL_Y_UU, SIDE_WALL_X_UU
from rlcoach.analysis.vectors import dot, length, nose
from rlcoach.analysis.wheels import on_wheels

Floats = NDArray[np.float64]

TOP_SPEED_UU_PER_S = 2300.0
THROTTLE_TOP_UU_PER_S = 1410.0
THROTTLE_UU_PER_S2 = 1600.0
"""From rest; it falls in a straight line to 160 at 1,400 uu/s (RocketSim)."""

THROTTLE_FALL_PER_S = (1600.0 - 160.0) / 1400.0
BOOST_UU_PER_S2 = 991.7
BOOST_PER_SECOND = 33.3
BRAKE_UU_PER_S2 = 3500.0
DODGE_UU_PER_S2 = 400.0
"""What dodging gains a car without boost: 500 uu/s every 1.25 s."""

DODGE_TOP_UU_PER_S = 1900.0
"""As fast as dodges alone make a car."""

TURN_RAD_PER_S = 2.9
"""Steering turns by 2.0 to 2.4 rad/s at all speeds above 500 uu/s (RocketSim's curvature),
powerslides faster; 2.9 keeps the estimate for real touches below the truth at every angle."""

UNKNOWN_BOOST = 50.0

CONTACT_UU = 160.0
"""Centre to centre when bumper and ball meet: 92 of the ball, 60 to 75 of the car."""

LEVEL_UU = 130.0
"""How far the ball's centre may be above the car's: a ball of 92 on a roof of 36."""

WALL_UU = 350.0
"""A ball this close to a wall is met by driving up it."""

_JUMP_SECONDS = np.array([0.0, 0.1, 0.2, 0.3, 0.45, 0.65, 0.9])
_JUMP_RISE_UU = np.array([0.0, 33.0, 77.0, 150.0, 270.0, 385.0, 460.0])
"""Rise of a car that jumps, holds, and jumps again after 0.2 s."""

_AIR_CLIMB_UU_PER_S2 = 350.0
"""What boost leaves of gravity when pointing nearly straight up."""

_CLIMB_FROM_SECONDS, _CLIMB_FROM_UU = 0.3, 150.0
_CLIMB_UU_PER_S = 640.0
_CLIMB_UU_PER_S2 = 140.0
"""A fast aerial from its second jump on: 1,000 uu after 1.4 s, the ceiling after 2.2 s."""


@dataclass(frozen=True)
class CarStates:
    """Cars at moments of their own, one row each."""

    place: Floats
    """[row, xyz] uu."""
    velocity: Floats
    """[row, xyz] uu/s."""
    nose: Floats
    """[row, xyz] of length one."""
    boost: Floats
    """[row] 0 to 100."""
    on_wheels: NDArray[np.bool_]
    """[row]"""

    def picked(self, rows: NDArray[np.integer] | NDArray[np.bool_]) -> CarStates:
        """The named rows, also several times."""
        return CarStates(**{one.name: getattr(self, one.name)[rows] for one in fields(self)})


def car_states(
    context: MatchContext,
    player: NDArray[np.int64],
    frame: NDArray[np.int64],
    time: NDArray[np.float64],
) -> CarStates:
    """Cars of `player` at `time`, which lies between `frame` and the next; all of shape [row].

    NaN places where there is no car. Where the file does not tell the boost, half a tank.
    """
    pose = cars_at(context, player, frame, time)
    boost = context.tables.boost.amount[player, frame].astype(np.float64)
    return CarStates(
        place=pose.position,
        velocity=pose.velocity,
        nose=nose(pose.rotation),
        boost=np.where(np.isnan(boost), UNKNOWN_BOOST, boost),
        on_wheels=context.shared(on_wheels)[player, frame],
    )


_TABLE_ROWS = 200
"""Per direction: steps of 12 uu/s, between which straight lines miss by less than 1 ms."""


class _Ride:
    """Driving straight on: time and way by speed, from full speed backwards to the top speed."""

    def __init__(self, extra_uu_per_s2: float, top_uu_per_s: float) -> None:
        backing = np.linspace(-TOP_SPEED_UU_PER_S, 0.0, _TABLE_ROWS, endpoint=False)
        speed = np.append(backing, np.linspace(0.0, top_uu_per_s, _TABLE_ROWS))
        middle = (speed[1:] + speed[:-1]) / 2
        push = np.maximum(THROTTLE_UU_PER_S2 - THROTTLE_FALL_PER_S * middle, 0) + extra_uu_per_s2
        step = np.diff(speed) / np.where(middle < 0, BRAKE_UU_PER_S2, push)
        self.speed = speed
        self.seconds = np.append(0.0, np.cumsum(step))
        self.way = np.append(0.0, np.cumsum(step * middle))
        self.turning = _TABLE_ROWS

    def start(self, speed: Floats) -> tuple[Floats, Floats]:
        """Seconds and way on the curve at which a speed is reached."""
        return (
            np.interp(speed, self.speed, self.seconds),
            np.interp(speed, self.speed, self.way),
        )

    def after(self, seconds: Floats) -> tuple[Floats, Floats]:
        """Speed and way on the curve at a time."""
        beyond = np.maximum(seconds - self.seconds[-1], 0.0) * self.speed[-1]
        way = np.interp(seconds, self.seconds, self.way) + beyond
        return np.interp(seconds, self.seconds, self.speed), way

    def at(self, way: Floats) -> Floats:
        """Seconds on the curve at which a way ahead of the turning point is covered."""
        rising = slice(self.turning, None)
        beyond = np.maximum(way - self.way[-1], 0.0) / self.speed[-1]
        seconds: Floats = np.interp(way, self.way[rising], self.seconds[rising]) + beyond
        return seconds


_BOOSTED = _Ride(BOOST_UU_PER_S2, TOP_SPEED_UU_PER_S)
_UNBOOSTED = _Ride(DODGE_UU_PER_S2, DODGE_TOP_UU_PER_S)


def seconds_to_touch(cars: CarStates, target: Floats) -> Floats:
    """[row] seconds until each car can touch a ball at `target`; inf: never, or no car."""
    away = target - cars.place
    flat = length(away[:, :2])
    seconds = np.maximum(_ride_seconds(cars, away, flat), _rise_seconds(cars, away[:, 2]))
    # Up and down walls cars drive: the way there is as long as the legs of the corner.
    is_climb = np.abs(away[:, 2]) > LEVEL_UU
    wall = np.flatnonzero(cars.on_wheels & is_climb & (_near_wall(target) | _near_wall(cars.place)))
    way = flat[wall] + np.abs(away[wall, 2])
    driven = _ride_seconds(cars.picked(wall), away[wall], way)
    seconds[wall] = np.minimum(seconds[wall], driven)
    known: Floats = np.where(np.isnan(seconds), np.inf, seconds)
    return known


def seconds_along(cars: CarStates, path: Floats) -> Floats:
    """[row, step] seconds each car needs to each place of its path, inf where the path has NaN.

    Args:
        cars: The cars at the start of the paths.
        path: [row, step, xyz] where the ball will be; NaN where it will not come to.
    """
    row, step = np.nonzero(~np.isnan(path[..., 0]))
    needed = np.full(path.shape[:2], np.inf)
    needed[row, step] = seconds_to_touch(cars.picked(row), path[row, step])
    return needed


def intercepts(cars: CarStates, path: Floats, seconds: Floats) -> Floats:
    """[row] the earliest moment at which a car can meet a ball flying along a path.

    Args:
        cars: The cars at the start of the paths.
        path: [row, step, xyz] the ball of each row; NaN where it will not come to.
        seconds: [step] when the ball is there, rising.

    Returns:
        Seconds from the start, to the step; inf where the car comes too late everywhere.
    """
    meets = seconds_along(cars, path) <= seconds
    # A car that is there early waits: it meets the ball when the ball comes.
    first = seconds[meets.argmax(axis=1)]
    met: Floats = np.where(meets.any(axis=1), first, np.inf)
    return met


def _near_wall(place: Floats) -> NDArray[np.bool_]:
    side, back = SIDE_WALL_X_UU - WALL_UU, BACK_WALL_Y_UU - WALL_UU
    near: NDArray[np.bool_] = (np.abs(place[:, 0]) > side) | (np.abs(place[:, 1]) > back)
    return near


def _ride_seconds(cars: CarStates, away: Floats, way: Floats) -> Floats:
    """[row] to turn and to drive a way, forwards or in reverse, to what lies `away`."""
    flat = np.maximum(length(away[:, :2]), 1.0)
    toward = away[:, :2] / flat[:, None]
    gap = np.maximum(way - CONTACT_UU, 0.0)
    heading = cars.nose[:, :2] / np.maximum(length(cars.nose[:, :2]), 1e-6)[:, None]
    # Cars in the air turn freely; what counts is where they fly.
    speed = dot(cars.velocity[:, :2], toward)
    speed = np.where(cars.on_wheels, dot(cars.velocity, cars.nose), speed)
    cosine = np.where(cars.on_wheels, dot(heading, toward), 1.0)
    slack = np.arctan2(CONTACT_UU, flat)
    angle = np.maximum(np.arccos(np.clip(cosine, -1.0, 1.0)) - slack, 0.0)
    seconds = _turn_and_drive(speed, angle, gap, cars.boost)
    back = np.flatnonzero(cosine < 0)
    turned = np.maximum(np.pi - angle[back] - 2 * slack[back], 0.0)
    reverse = _turn_and_drive(-speed[back], turned, gap[back], np.zeros(len(back)))
    seconds[back] = np.minimum(seconds[back], reverse)
    return seconds


def _turn_and_drive(speed: Floats, angle: Floats, gap: Floats, boost: Floats) -> Floats:
    turning = angle / TURN_RAD_PER_S
    # On an arc toward the target the part of the way that counts is that of its sine.
    gained = np.abs(speed) * np.sin(angle) / TURN_RAD_PER_S
    return turning + _straight_seconds(speed, np.maximum(gap - gained, 0.0), boost)


def _straight_seconds(speed: Floats, gap: Floats, boost: Floats) -> Floats:
    """[row] to cover a gap straight ahead from a speed, with boost while it lasts."""
    start, way = _BOOSTED.start(speed)
    seconds = _BOOSTED.at(way + gap) - start
    lasts = boost / BOOST_PER_SECOND
    dry = np.flatnonzero(seconds > lasts)
    faster, farther = _BOOSTED.after(start[dry] + lasts[dry])
    left = gap[dry] - (farther - way[dry])
    start, way = _UNBOOSTED.start(faster)
    rolling = np.maximum(faster, 1.0)
    rest = np.where(faster >= DODGE_TOP_UU_PER_S, left / rolling, _UNBOOSTED.at(way + left) - start)
    seconds[dry] = lasts[dry] + rest
    return seconds


def _rise_seconds(cars: CarStates, up: Floats) -> Floats:
    """[row] to get level with the ball: jumping and climbing, flying on, or falling."""
    seconds = np.zeros(len(up))
    rise = np.maximum(up - LEVEL_UU, 0.0)
    jump = np.flatnonzero(cars.on_wheels & (rise > 0))
    seconds[jump] = _jump_seconds(rise[jump], cars.boost[jump])
    fly = np.flatnonzero(~cars.on_wheels)
    seconds[fly] = _flight_seconds(cars.picked(fly), up[fly])
    return seconds


def _jump_seconds(rise: Floats, boost: Floats) -> Floats:
    """[row] from the ground: two jumps, and climbing on where they do not reach."""
    jumping = np.interp(rise, _JUMP_RISE_UU, _JUMP_SECONDS)
    left = np.maximum(rise - _CLIMB_FROM_UU, 0.0)
    faster = np.sqrt(_CLIMB_UU_PER_S**2 + 2 * _CLIMB_UU_PER_S2 * left)
    climbing = (faster - _CLIMB_UU_PER_S) / _CLIMB_UU_PER_S2
    climbing[climbing * BOOST_PER_SECOND > boost] = np.inf
    return np.where(rise <= _JUMP_RISE_UU[-1], jumping, _CLIMB_FROM_SECONDS + climbing)


def _flight_seconds(cars: CarStates, up: Floats) -> Floats:
    """[row] in the air: falling down to the ball, boosting up to it, or landing and jumping."""
    climb_speed = cars.velocity[:, 2]
    rise = np.maximum(up - LEVEL_UU, 0.0) + np.minimum(up + LEVEL_UU, 0.0)
    boosting = np.sqrt(np.maximum(climb_speed**2 + 2 * _AIR_CLIMB_UU_PER_S2 * rise, 0.0))
    boosting = (boosting - climb_speed) / _AIR_CLIMB_UU_PER_S2
    landing = _fall_seconds(climb_speed, cars.place[:, 2])
    from_ground = np.maximum(rise + cars.place[:, 2], 0.0)
    again = landing + _jump_seconds(from_ground, cars.boost)
    rising = np.where(boosting * BOOST_PER_SECOND <= cars.boost, boosting, again)
    # A ball on the way of the free flight needs no boost.
    coasting = climb_speed**2 >= 2 * GRAVITY_UU_PER_S2 * rise
    reached = climb_speed - np.sqrt(np.maximum(climb_speed**2 - 2 * GRAVITY_UU_PER_S2 * rise, 0.0))
    rising = np.where(coasting & (climb_speed > 0), reached / GRAVITY_UU_PER_S2, rising)
    falling = _fall_seconds(climb_speed, -rise)
    return np.select([rise > 0, rise < 0], [np.minimum(rising, again), falling], 0.0)


def _fall_seconds(climb_speed: Floats, drop: Floats) -> Floats:
    """[row] until a car in free flight is `drop` lower."""
    root = np.sqrt(np.maximum(climb_speed**2 + 2 * GRAVITY_UU_PER_S2 * drop, 0.0))
    return np.maximum(climb_speed + root, 0.0) / GRAVITY_UU_PER_S2
