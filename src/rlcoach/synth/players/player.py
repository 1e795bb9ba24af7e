"""A simulated player: looks, thinks a few times a second, and follows his plan in between."""

from __future__ import annotations

from random import Random
from typing import Protocol

from rlcoach.synth.physics.car import RESTING, Car, Controls
from rlcoach.synth.players.ball_path import BallPath, foresee
from rlcoach.synth.players.recovery import recover
from rlcoach.synth.players.skill import Skill
from rlcoach.synth.players.style import Style
from rlcoach.synth.players.thinking import Thinker
from rlcoach.synth.situation import Brain, Phase, Situation


class Plan(Protocol):
    """What a player is about to do."""

    @property
    def is_committed(self) -> bool:
        """Whether it must be finished before he thinks again."""
        ...

    def press(self, car: Car, seconds: float) -> Controls | None:
        """Controls until the next frame; None when it is done or cannot go on."""
        ...


class Player:
    """A brain with style and skill."""

    def __init__(self, style: Style, skill: Skill, *, seed: int) -> None:
        """One for each match; the same seed plays the same."""
        self._dice = Random(seed)
        self._thinker = Thinker(style, skill, self._dice)
        self._reaction_seconds = 0.05 + 0.22 * (1 - skill.reaction)
        self._think_frames = 5 + round(3 * (1 - skill.reaction))
        self._plan: Plan | None = None
        self._controls = RESTING
        self._frame = 0
        self._next_thought = 0
        self._phase = Phase.COUNTDOWN
        self._path: BallPath | None = None
        self._new_path: BallPath | None = None
        self._seen_at_seconds = 0.0

    def decide(self, situation: Situation, me: int) -> Controls:
        """What he presses until he is asked again."""
        self._frame += 1
        car = situation.cars[me]
        phase = situation.phase
        if phase is not self._phase:
            self._phase = phase
            self._forget()
        if car is None or phase is Phase.COUNTDOWN:
            self._plan = None
            return RESTING
        self._look(situation)
        plan = self._plan
        if plan is None or (self._frame >= self._next_thought and not plan.is_committed):
            plan = self._think(situation, me, car)
        elif self._frame & 1 and not plan.is_committed:
            return self._controls
        controls = plan.press(car, situation.seconds) if plan is not None else None
        if controls is None:
            self._plan = None
            controls = recover(car, self._thinker.home(situation, me))
        self._controls = controls
        return controls

    def wants_ball_cam(self) -> bool:
        """Whether his camera follows the ball."""
        return self._thinker.wants_ball_cam

    def _forget(self) -> None:
        self._plan = None
        self._path = self._new_path = None

    def _look(self, situation: Situation) -> None:
        """Sees, a moment later, that the ball goes elsewhere."""
        now = situation.seconds
        if self._path is None:
            self._path = foresee(situation.ball, now)
            return
        newest = self._new_path or self._path
        if not newest.fits(situation.ball, now):
            if self._new_path is None:
                self._seen_at_seconds = now + self._reaction_seconds
            self._new_path = foresee(situation.ball, now)
        if self._new_path is not None and now >= self._seen_at_seconds:
            self._path, self._new_path = self._new_path, None
            self._next_thought = min(self._next_thought, self._frame)

    def _think(self, situation: Situation, me: int, car: Car) -> Plan | None:
        self._next_thought = self._frame + self._think_frames
        if self._path is not None:
            self._plan = self._thinker.plan(situation, me, car, self._path)
        return self._plan


def brain(style: Style, skill: Skill | float, *, seed: int) -> Brain:
    """A player for one match.

    Args:
        style: What he likes to do.
        skill: How well he does it; a number is the same in everything.
        seed: Of his dice.
    """
    return Player(style, skill if isinstance(skill, Skill) else Skill.of(skill), seed=seed)
