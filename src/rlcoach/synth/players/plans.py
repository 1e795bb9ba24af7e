"""Plans that are not about the ball: going somewhere, chasing a car, turning round, cheering."""

from __future__ import annotations

from math import atan2, hypot, pi

from rlcoach.synth.physics.car import Car, Controls
from rlcoach.synth.physics.constants import CAR_MAX_SPEED_UU_PER_S
from rlcoach.synth.physics.vectors import Vector
from rlcoach.synth.players.driving import drive
from rlcoach.synth.players.moves import Dodge, HalfFlip, Move, angle_to

_FLAT = 0.9
"""Cosine of a floor that is flat enough for a dodge."""
_DODGE_FROM_UU_PER_S, _DODGE_TO_UU_PER_S = 900.0, 2050.0
_DODGE_WAY_UU = 1500.0
_DODGE_STRAIGHT_RAD = 0.2
_TURN_FROM_RAD = 2.3
_TURN_WAY_UU = 1200.0


class Go:
    """To a point on the ground, as fast as is sensible, over dodges and half flips."""

    def __init__(
        self,
        target: tuple[float, float],
        *,
        speed: float = CAR_MAX_SPEED_UU_PER_S,
        boosts: bool = False,
        dodge_rad: float | None = None,
        flips_round: bool = False,
        pad: int | None = None,
    ) -> None:
        """A way.

        Args:
            target: x and y, uu.
            speed: Wished, uu/s.
            boosts: Whether boost may be used.
            dodge_rad: Where the way is long and straight he dodges for speed, so far off the way;
                None: he does not.
            flips_round: Whether he half-flips where he looks the other way.
            pad: The pad he goes for.
        """
        self.target = target
        self.speed = speed
        self.boosts = boosts
        self.pad = pad
        self._flips_round = flips_round
        self._dodge_rad = dodge_rad
        self._move: Move | None = None
        self.has_dodged = False

    @property
    def is_committed(self) -> bool:
        """Whether he is in the middle of a dodge."""
        return self._move is not None

    def press(self, car: Car, seconds: float) -> Controls | None:
        """Controls until the next frame; None when he is no longer on his wheels."""
        if self._move is not None:
            controls = self._move.press(car, seconds)
            if controls is None:
                self._move = None
            return controls
        if not car.is_driving:
            return None
        x, y = self.target
        point: Vector = (x, y, 17.0)
        if (self._dodge_rad is not None or self._flips_round) and car.axes[2][2] > _FLAT:
            self._move = self._flip(car, seconds, point)
            if self._move is not None:
                self.has_dodged = True
                return self._move.press(car, seconds)
        return drive(car, point, speed=self.speed, boosts=self.boosts)

    def _flip(self, car: Car, seconds: float, point: Vector) -> Move | None:
        way = hypot(point[0] - car.position[0], point[1] - car.position[1])
        if way < _TURN_WAY_UU:
            return None
        angle = angle_to(car, point)
        nose = car.axes[0]
        forward = car.velocity[0] * nose[0] + car.velocity[1] * nose[1]
        if self._flips_round and abs(angle) > _TURN_FROM_RAD and forward < 500.0:
            return HalfFlip(seconds)
        return self._dodge(car, seconds, way=way, angle=angle, forward=forward)

    def _dodge(
        self, car: Car, seconds: float, *, way: float, angle: float, forward: float
    ) -> Move | None:
        off = self._dodge_rad
        if off is None or way < _DODGE_WAY_UU or abs(angle) > _DODGE_STRAIGHT_RAD:
            return None
        if not _DODGE_FROM_UU_PER_S < forward < min(_DODGE_TO_UU_PER_S, self.speed):
            return None
        if off == 0.0:
            return Dodge(seconds, angle)
        return Dodge(
            seconds,
            angle + (off if angle > 0 else -off),
            cancels=True,
            boosts=self.boosts and car.boost_pct > 60.0,
        )


class Chase:
    """At another car, to destroy it."""

    is_committed = False

    def __init__(self, victim: Car, until_seconds: float) -> None:
        """A hunt for a car that ends at a time."""
        self._victim = victim
        self._until_seconds = until_seconds

    def press(self, car: Car, seconds: float) -> Controls | None:
        """Controls until the next frame; None when the hunt is over."""
        victim = self._victim
        if seconds > self._until_seconds or not car.is_driving:
            return None
        x, y, _ = car.position
        p, q, r = victim.position
        u, v, _ = victim.velocity
        distance = hypot(p - x, q - y)
        own = hypot(car.velocity[0], car.velocity[1])
        ahead = min(distance / max(own, 1400.0), 1.2)
        point: Vector = (p + u * ahead, q + v * ahead, 17.0)
        if r > 250.0 or (distance < 900.0 and abs(angle_to(car, victim.position)) > 1.0):
            return None
        return drive(car, point, boosts=True)


class Cheer:
    """After a goal: harmless fun."""

    is_committed = False

    def __init__(self, seconds: float, *, kind: int, home: tuple[float, float]) -> None:
        """Kind 0 drives home, 1 turns circles, 2 jumps and rolls, 3 backs up."""
        self._start = seconds
        self._kind = kind
        self._home = home

    def press(self, car: Car, seconds: float) -> Controls | None:
        """Controls until the next frame."""
        now = seconds - self._start
        if self._kind == 0 or not car.is_driving:
            if car.is_driving:
                return drive(car, (*self._home, 17.0), speed=1200.0)
            return Controls(throttle=1.0, roll=1.0 if self._kind == 2 else 0.0)
        if self._kind == 1:
            return Controls(throttle=1.0, steer=1.0, handbrake=now > 0.5)
        if self._kind == 2:
            return Controls(throttle=0.5, jump=int(now / 0.2) % 4 == 1)
        return Controls(throttle=-1.0)


def heading_of(car: Car) -> tuple[float, float]:
    """Level unit vector of the nose."""
    nose = car.axes[0]
    size = hypot(nose[0], nose[1])
    return (nose[0] / size, nose[1] / size) if size > 0.01 else (1.0, 0.0)


def turn_between(a: tuple[float, float], b: tuple[float, float]) -> float:
    """The angle between two level directions, 0 to pi."""
    off = abs(atan2(a[1], a[0]) - atan2(b[1], b[0]))
    return min(off, 2 * pi - off)
