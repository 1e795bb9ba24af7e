"""Players that need no thought, and matches of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from typing import TypeVar

from rlcoach.synth.match import Rules, play
from rlcoach.synth.match_record import MatchPlayer, MatchRecord, MatchSetting
from rlcoach.synth.physics.aiming import ground_steer
from rlcoach.synth.physics.car import RESTING, Controls
from rlcoach.synth.physics.vectors import plus
from rlcoach.synth.situation import Brain, Situation

SETTING = MatchSetting(guid="0123456789ABCDEF" * 2, start=datetime(2026, 3, 10, 18, 0, tzinfo=UTC))

T = TypeVar("T")
Decide = Callable[[Situation, int], Controls]


@dataclass
class Scripted:
    """A brain that is a function."""

    function: Decide

    def decide(self, situation: Situation, me: int) -> Controls:
        return self.function(situation, me)

    def wants_ball_cam(self) -> bool:
        return True


def stand(_situation: Situation, _me: int) -> Controls:
    """Does nothing."""
    return RESTING


@dataclass
class Chaser:
    """Drives at the ball from the side of his own goal; boosts when it is far."""

    seed: int = 0

    def decide(self, situation: Situation, me: int) -> Controls:
        car = situation.cars[me]
        assert car is not None
        side = 1.0 if situation.teams[me] == 0 else -1.0
        x, y, _ = situation.ball.position
        is_behind = side * (y - car.position[1]) > 0
        target = (x, y - side * (60.0 if is_behind else 1500.0), 0.0)
        target = plus(target, situation.ball.velocity, 0.2)
        steer = ground_steer(car, target)
        return Controls(throttle=1.0, steer=steer, boost=abs(steer) < 0.3)

    def wants_ball_cam(self) -> bool:
        return True


class Wild:
    """Presses anything, for a while each."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self._pressed, self._until = RESTING, 0.0

    def decide(self, situation: Situation, _me: int) -> Controls:
        random = self._random
        if situation.seconds >= self._until:
            self._until = situation.seconds + random.uniform(0.05, 0.8)
            self._pressed = Controls(
                throttle=self._stick(),
                steer=self._stick(),
                pitch=self._stick(),
                yaw=self._stick(),
                roll=self._stick(),
                jump=random.random() < 0.3,
                boost=random.random() < 0.5,
                handbrake=random.random() < 0.2,
            )
        return self._pressed

    def wants_ball_cam(self) -> bool:
        return self._pressed.steer > 0

    def _stick(self) -> float:
        return max(-1.0, min(1.0, self._random.gauss(0, 1)))


def roster(size: int) -> list[MatchPlayer]:
    """So many of each team."""
    return [
        MatchPlayer(
            name=f"{colour} {number}",
            team=team,
            online_id=str(7656119800000000 + 10 * team + number),
        )
        for team, colour in enumerate(("Blue", "Orange"))
        for number in range(size)
    ]


def played(
    brains: Sequence[Brain],
    *,
    seed: int = 0,
    match_seconds: int = 20,
    has_overtime: bool = False,
) -> MatchRecord:
    """A match; the first half of the brains is of team 0."""
    return play(
        SETTING,
        roster(len(brains) // 2),
        brains,
        seed=seed,
        rules=Rules(match_seconds=match_seconds, has_overtime=has_overtime),
    )


def happened(match: MatchRecord, kind: type[T]) -> list[T]:
    """All happenings of a kind."""
    return [one for one in match.happenings if isinstance(one, kind)]
