"""Kickoffs: who goes, how he goes, and what the others do."""

from __future__ import annotations

from math import copysign, hypot

from rlcoach.synth.physics.car import Car, Controls
from rlcoach.synth.physics.constants import BALL_RADIUS_UU
from rlcoach.synth.physics.vectors import Vector
from rlcoach.synth.players.driving import drive
from rlcoach.synth.players.moves import Dodge, Move, angle_to
from rlcoach.synth.players.recovery import recover
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


_DODGE_BEFORE_UU = 430.0
"""From the ball, at which the last dodge begins at 1500 uu/s."""
_SPEED_FLIP_FROM_SKILL = 0.55
"""Others boost all the way; a dodge straight ahead would only stop their boosting."""
_LAST_EARLY_DODGE_UU = 2300.0
"""Nearer to the ball an early dodge would not be over in time."""
_DODGE_FROM_UU_PER_S = 700.0
_DIAGONAL_RAD = 0.55
_LEAN = 0.2
"""Tangent of the angle by which a speed flip turns the car's way."""
_BESIDE_UU, _ASIDE_UU = 40.0, 50.0
"""How far off the middle the clumsy meet the ball, and everybody: a ball hit straight on may roll
from the kickoff into a goal that nobody guards."""
_FAKE_SECONDS = 1.6
_LONGEST_SECONDS = 4.5


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
        self._target_x = luck * (1.2 - skill) * _BESIDE_UU + copysign(_ASIDE_UU, luck)
        self._target_y = -side * BALL_RADIUS_UU * 0.6
        self._skill = skill
        self._is_fake = is_fake
        self._start: float | None = None
        self._may_dodge = skill > _SPEED_FLIP_FROM_SKILL
        self._turn = 1.0 if luck > 0 else -1.0
        self._move: Move | None = None

    def press(self, car: Car, seconds: float) -> Controls | None:
        """Controls until the next frame; None when it is over."""
        if self._start is None:
            self._begin(car, seconds)
        now = seconds - (self._start or 0.0)
        if self._move is not None:
            controls = self._move.press(car, seconds)
            if controls is not None:
                return controls
            self._move = None
        if now > (_FAKE_SECONDS if self._is_fake else _LONGEST_SECONDS):
            return None
        if self._is_fake:
            return Controls(throttle=0.3 if now < 0.4 else -0.2)
        if not car.is_driving:
            return recover(car, (-car.position[0], -car.position[1], 0.0))
        return self._drive(car, seconds, now)

    def _begin(self, car: Car, seconds: float) -> None:
        self._start = seconds
        angle = angle_to(car, (0.0, 0.0, car.position[2]))
        if abs(angle) > 0.03:
            # From the corners the ball is to one side already.
            self._turn = 1.0 if angle > 0 else -1.0

    def _drive(self, car: Car, seconds: float, now: float) -> Controls | None:
        x, y, z = car.position
        target: Vector = (self._target_x, self._target_y, z)
        if now > 0.2:
            self._move = self._dodge(car, seconds, target)
            if self._move is not None:
                return self._move.press(car, seconds)
        if self._may_dodge:
            # Beside the ball by as much as the dodge will turn the way.
            lean = _LEAN * self._turn
            dx, dy = target[0] - x, target[1] - y
            target = (target[0] + lean * dy, target[1] - lean * dx, z)
        return drive(car, target, boosts=now > 0.3 * (1 - self._skill), slides=False)

    def _dodge(self, car: Car, seconds: float, target: Vector) -> Move | None:
        distance = hypot(car.position[0], car.position[1])
        speed = hypot(car.velocity[0], car.velocity[1])
        angle = angle_to(car, target)
        if distance < _DODGE_BEFORE_UU + 0.2 * max(speed - 1500.0, 0.0):
            return Dodge(seconds, angle, after=0.1)
        if not self._may_dodge or speed < _DODGE_FROM_UU_PER_S or distance < _LAST_EARLY_DODGE_UU:
            return None
        self._may_dodge = False
        return Dodge(seconds, self._turn * _DIAGONAL_RAD, boosts=True, cancels=True)
