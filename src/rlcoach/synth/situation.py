"""What a simulated player sees, and the shape of one: he turns it into controls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol

from rlcoach.synth.physics.ball import Ball
from rlcoach.synth.physics.car import Car, Controls


class Phase(Enum):
    """Of a round."""

    COUNTDOWN = auto()
    """Cars stand at their spawns; controls do nothing."""
    KICKOFF = auto()
    """Let go; nobody has hit the ball yet."""
    PLAY = auto()
    AFTER_GOAL = auto()
    """The ball has exploded; cars still drive for about three seconds."""


@dataclass(slots=True)
class Situation:
    """The match at one moment. Players read it and change nothing; the match reuses it."""

    seconds: float
    """Since the match began; goes on in every phase."""
    phase: Phase
    phase_seconds: float
    """Since the phase began."""
    ball: Ball
    """Where it was last seen in `AFTER_GOAL`."""
    cars: Sequence[Car | None]
    """By player; None while he waits to come back from a demolition."""
    teams: Sequence[int]
    """By player; team 0 attacks toward +y."""
    pads_ready: Sequence[bool]
    """By pad of `game_data.pad_layout("soccar")`."""
    seconds_left: float
    """Of the match; 0 while the ball of the last second is up, and in overtime."""
    is_overtime: bool
    score: tuple[int, int]


class Brain(Protocol):
    """A simulated player. He keeps a state of his own, one per match, and throws his own dice."""

    def decide(self, situation: Situation, me: int) -> Controls:
        """What he presses until he is asked again, at the next network frame (about 1/30 s).

        Args:
            situation: The match now; his own car is there.
            me: His row in `situation.cars`.
        """
        ...

    def wants_ball_cam(self) -> bool:
        """Whether his camera follows the ball."""
        ...
