"""One act: a stretch of play that was arranged, and what is known to happen in it.

Times are seconds since the start of the act, cars are numbered in the order they were placed.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from rlcoach.synth.match_record import StatName
from rlcoach.synth.physics.arena import GOAL_LINE_Y_UU
from rlcoach.synth.physics.constants import BALL_RADIUS_UU, TICK_SECONDS
from rlcoach.synth.physics.recording import Recording

NOBODY = -1
"""The car of what no single player did."""


@dataclass(frozen=True)
class Wanted:
    """An event that happens in the act."""

    car: int
    seconds: float
    """The moment that makes it what it is."""
    kind: str | None = None
    """Which sort of the event; None where it has none or any will do."""
    is_success: bool | None = None
    """Whether it worked; None where that is not known."""


@dataclass(frozen=True)
class Rise:
    """A number of the scoreboard rises by one."""

    car: int
    name: StatName
    seconds: float


@dataclass(frozen=True)
class Wreck:
    """A car is demolished by another."""

    attacker: int
    victim: int
    seconds: float
    return_seconds: float | None = None
    """When the victim is back with a new car; None if the act is over before."""

    def hides(self, car: int, seconds: float) -> bool:
        """Whether a car is away because of it."""
        back = np.inf if self.return_seconds is None else self.return_seconds
        return car == self.victim and self.seconds < seconds < back


@dataclass(frozen=True)
class Pickup:
    """A car takes a boost pad."""

    car: int
    pad: int
    """Index of the community's layout."""
    seconds: float


@dataclass(frozen=True)
class Goal:
    """The ball is in a goal."""

    seconds: float
    team: int
    """Who gets the point."""
    car: int | None
    """Who is credited."""
    assist: int | None = None
    """Whose pass it was."""


@dataclass(frozen=True)
class Played:
    """A stretch of play: every tick, and what the ticks do not say."""

    recording: Recording
    teams: tuple[int, ...]
    """By car."""
    is_kickoff: bool = False
    """Nobody has hit the ball before; the countdown goes before it."""
    sends_refreshes: bool = True
    """The file counts regained dodges."""
    goal: Goal | None = None
    """Ends the play."""
    rises: tuple[Rise, ...] = ()
    wrecks: tuple[Wreck, ...] = ()
    pickups: tuple[Pickup, ...] = ()
    is_simulated: bool = True
    """The motion follows the game's physics; else bodies were moved from place to place."""


@dataclass(frozen=True)
class Act:
    """What is shown, and what must be found in it."""

    key: str
    """Kind of event that the act is about."""
    name: str
    """What it shows, in words."""
    played: Played
    wanted: tuple[Wanted, ...] = field(default=())
    """All events of that kind; empty for a near miss."""


def goal_tick(recording: Recording) -> int | None:
    """The first tick in which the whole ball is behind a goal line."""
    behind = np.abs(recording.ball[:, 1]) > GOAL_LINE_Y_UU + BALL_RADIUS_UU
    return int(np.argmax(behind)) if behind.any() else None


def goal_of(recording: Recording, teams: tuple[int, ...]) -> Goal | None:
    """The goal of a recording; its team's last toucher is credited, for an own goal nobody."""
    tick = goal_tick(recording)
    if tick is None:
        return None
    team = int(recording.ball[tick, 1] < 0)
    seconds = tick * TICK_SECONDS
    cars = [touch.car for touch in recording.touches if touch.start_seconds <= seconds]
    scorers = [car for car in cars if teams[car] == team]
    if not scorers:
        return Goal(seconds, team, None)
    return Goal(seconds, team, scorers[-1], _passer(cars, scorers[-1], teams))


def _passer(cars: list[int], scorer: int, teams: tuple[int, ...]) -> int | None:
    """Who touched the ball before the scorer, if he is a mate."""
    last = len(cars) - 1 - cars[::-1].index(scorer)
    before = [car for car in cars[:last] if car != scorer]
    return before[-1] if before and teams[before[-1]] == teams[scorer] else None


class NotShown(RuntimeError):
    """What was played does not show what the act is about."""


def require(is_shown: bool, what: str) -> None:
    """Makes sure of something an act must show.

    Raises:
        NotShown: it does not.
    """
    if not is_shown:
        raise NotShown(what)
