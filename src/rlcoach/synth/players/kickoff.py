"""Kickoffs: who goes, how he goes, and what the others do."""

from __future__ import annotations

from math import hypot

from rlcoach.synth.physics.car import Car, Controls
from rlcoach.synth.physics.constants import BALL_RADIUS_UU
from rlcoach.synth.physics.vectors import Vector
from rlcoach.synth.players.driving import drive
from rlcoach.synth.players.moves import Dodge, Move, angle_to
from rlcoach.synth.situation import Situation

_SAME_UU = 60.0
"""Spawns whose distances to the ball differ by less are equally near: the left one goes."""


def goes(situation: Situation, me: int, side: float) -> bool:
    """Whether a player's spawn is the one that goes for the ball."""
    return _place_in_queue(situation, me, side) == 0


def is_second(situation: Situation, me: int, side: float) -> bool:
    """Whether exactly one mate is before him."""
    return _place_in_queue(situation, me, side) == 1


def _place_in_queue(situation: Situation, me: int, side: float) -> int:
    mine = situation.cars[me]
    if mine is None:
        return 9
    own, left = _key(mine, side)
    before = 0
    for number, car in enumerate(situation.cars):
        if car is None or number == me or situation.teams[number] != situation.teams[me]:
            continue
        distance, lefter = _key(car, side)
        if distance < own - _SAME_UU or (distance < own + _SAME_UU and lefter > left):
            before += 1
    return before


def _key(car: Car, side: float) -> tuple[float, float]:
    x, y, _ = car.position
    # Facing +y the game's +x is to the left.
    return hypot(x, y), x * side


_DODGE_BEFORE_UU = 560.0
"""From the ball, at which the last dodge begins."""
_SPEED_FLIP_AT_SECONDS = 0.35
_BESIDE_UU = 35.0


class GoForKickoff:
    """Straight to the ball under boost: with a dodge on the way if he can, and one into it."""

    is_committed = True

    def __init__(self, side: float, *, skill: float, luck: float, is_fake: bool) -> None:
        """From the spawn.

        Args:
            side: Of the team.
            skill: At kickoffs.
            luck: -1 to 1, where beside the middle he meets the ball.
            is_fake: Whether he lets the opponent hit it.
        """
        self._side = side
        self._skill = skill
        self._luck = luck
        self._is_fake = is_fake
        self._start: float | None = None
        self._has_dodged = False
        self._move: Move | None = None

    def press(self, car: Car, seconds: float) -> Controls | None:
        """Controls until the next frame; None when the ball is reached."""
        if self._start is None:
            self._start = seconds
        now = seconds - self._start
        if self._move is not None:
            controls = self._move.press(car, seconds)
            if controls is not None:
                return controls
            self._move = None
        if now > 4.5:
            return None
        if self._is_fake:
            return None if now > 1.6 else Controls(throttle=0.3 if now < 0.4 else -0.2)
        x, y, z = car.position
        distance = hypot(x, y)
        beside = self._luck * (1.2 - self._skill) * _BESIDE_UU
        target: Vector = (beside, -self._side * BALL_RADIUS_UU * 0.6, z)
        if car.is_driving and now > 0.2:
            self._move = self._dodge(car, seconds, distance, target)
            if self._move is not None:
                return self._move.press(car, seconds)
        return drive(car, target, boosts=now > 0.25 * (1 - self._skill), slides=False)

    def _dodge(self, car: Car, seconds: float, distance: float, target: Vector) -> Move | None:
        u, v, _ = car.velocity
        speed = hypot(u, v)
        if distance < _DODGE_BEFORE_UU + 0.1 * max(speed - 1500.0, 0.0):
            return Dodge(seconds, angle_to(car, target), after=0.13, boosts=False)
        is_early = not self._has_dodged and speed > 800.0 and distance > 1700.0
        if not is_early or self._skill < 0.35 or car.boost_pct < 1.0:
            return None
        self._has_dodged = True
        # Back spawns lie in line with the ball: any side does.
        angle = angle_to(car, target)
        if self._skill > 0.6:
            side = 1.0 if self._luck > 0 else -1.0
            return Dodge(
                seconds, angle + 0.75 * side, after=0.1, held=0.05, boosts=True, cancels=True
            )
        return Dodge(seconds, angle, after=0.12)
