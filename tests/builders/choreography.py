"""Arranges play by places: who is where when, and where the ball is, joined by straight ways.

    play = Choreography(seconds=5)
    play.car("Ann", 0, (0, (0, -800)), (1.0, beside((0, 0), 0)), (3.0, (0, -4000)))
    play.ball((0, (0, 0)), (1.0, (0, 0)), (3.0, (0, 3000)))
    play.touch(0, 1.0)
    found = play.found()

Cars face where they drive. The ball flies as gravity and drag let it, and rolls between places on
the floor.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import atan2, cos, exp, sin
from typing import Any

from rlcoach.analysis.event import Events
from tests.builders.header import header_goal
from tests.builders.pitch import GRAVITY, REST_Z, Pitch
from tests.builders.wire import Player

FRAMES_PER_SECOND = 30
CAR_Z = 17.0
BESIDE_UU = 135.0
"""From the ball's centre to that of a car beside it whose hitbox is 2 uu away."""

DRAG_PER_SECOND = 0.03

Place = Sequence[float]
Stop = tuple[float, Place]
"""Seconds and a place; without height it is on the ground."""


def beside(ball: Place, team: int) -> tuple[float, float]:
    """Where a car on the ground touches the ball from its own side."""
    return ball[0], ball[1] - BESIDE_UU * (1 if team == 0 else -1)


@dataclass(frozen=True)
class Found:
    """What was found, with players by name."""

    events: Mapping[str, Events]
    names: tuple[str, ...]
    stats: Mapping[str, Any]

    def players(self, key: str) -> list[str]:
        """Whose events of a kind they are, in order; "" is nobody."""
        return [(*self.names, "")[row] for row in self.events[key].player.tolist()]

    def kinds(self, key: str) -> list[tuple[str, str]]:
        """(player, kind) of a kind of event, in order."""
        return list(zip(self.players(key), self.events[key].fields["kind"], strict=True))

    def field(self, key: str, name: str) -> list[Any]:
        """A field of a kind of event, in order."""
        values: list[Any] = list(self.events[key].fields[name])
        return values

    def stat(self, key: str, player: str) -> float:
        """A player's statistic."""
        return float(self.stats[key][self.names.index(player)])


class Choreography:
    """A stretch of play, live from its first moment."""

    def __init__(self, seconds: float = 6.0, *, is_kickoff: bool = False) -> None:
        """Of two teams; at a kickoff nobody has touched the ball yet."""
        frames = round(seconds * FRAMES_PER_SECOND)
        self.pitch = Pitch(frames=frames, is_hit=not is_kickoff)
        self.cast: dict[str, Player] = {}

    def car(self, name: str, team: int, *stops: Stop, boost: float = 50.0) -> None:
        """A player who drives (or flies) from place to place and waits at the last."""
        player = self.pitch.player(name, team)
        self.cast[name] = player
        self.pitch.wire.scalar(
            player.car.boost,
            "TAGame.CarComponent_Boost_TA:ReplicatedBoostAmount",
            round(boost * 2.55),
        )
        yaw = 0.0 if team == 0 else 3.14
        last = (self.pitch.frames / FRAMES_PER_SECOND, stops[-1][1])
        for (start, here), (end, there) in pairwise([*stops, last]):
            first, until = _frame(start), _frame(end)
            if until <= first:
                continue
            velocity = [
                (b - a) / (end - start)
                for a, b in zip(_on_ground(here), _on_ground(there), strict=True)
            ]
            if abs(velocity[0]) + abs(velocity[1]) > 1:
                yaw = atan2(velocity[1], velocity[0])
            for frame in range(first, until, 2):
                share = (frame - first) / (until - first)
                place = [
                    a + (b - a) * share
                    for a, b in zip(_on_ground(here), _on_ground(there), strict=True)
                ]
                # A creeping car: bodies of a resting one are sent once.
                self.pitch.wire.body(
                    player.car.actor,
                    place,
                    velocity=[velocity[0] + 0.01 * share, velocity[1], velocity[2]],
                    rotation=(0, 0, sin(yaw / 2), cos(yaw / 2)),
                    frame=frame,
                )

    def ball(self, *stops: Stop) -> None:
        """The ball goes from place to place; at every place but the first something moved it."""
        for (start, here), (end, there) in pairwise(stops):
            self._leg(_high(here), _high(there), start, end - start)

    def roll(self, start: float, place: Place, velocity: Place) -> None:
        """From a moment on the ball goes on freely."""
        self.pitch.fly(_high(place), velocity=velocity, frame=_frame(start))

    def _leg(self, here: Place, there: Place, start: float, seconds: float) -> None:
        reach = (1 - exp(-DRAG_PER_SECOND * seconds)) / DRAG_PER_SECOND
        velocity = [(b - a) / reach for a, b in zip(here, there, strict=True)]
        rolls = here[2] <= REST_Z and there[2] <= REST_Z
        velocity[2] = 0.0 if rolls else velocity[2] + GRAVITY / 2 * seconds
        self.pitch.fly(here, velocity=velocity, frame=_frame(start))

    def touch(self, team: int, at: float) -> None:
        """The file says which team touched."""
        self.pitch.touch_team(team, _frame(at))
        self.pitch.hit(_frame(at))

    def jump(self, name: str, at: float) -> None:
        """A jump."""
        self.pitch.wire.switch(self.cast[name].car.jump, (_frame(at), 1), (_frame(at) + 4, 2))

    def dodge(self, name: str, at: float) -> None:
        """A dodge forward."""
        car = self.cast[name].car
        self.pitch.wire.vector(
            car.dodge, "TAGame.CarComponent_Dodge_TA:DodgeTorque", (0, 2.24, 0), _frame(at)
        )
        self.pitch.wire.switch(car.dodge, (_frame(at), 1), (_frame(at) + 20, 2))

    def save(self, name: str, at: float) -> None:
        """The game credits the first save."""
        self.pitch.counter(self.cast[name], "MatchSaves", 0, 0)
        self.pitch.counter(self.cast[name], "MatchSaves", 1, _frame(at))

    def demolish(self, attacker: str, victim: str, at: float) -> None:
        """One player demolishes another."""
        self.pitch.wire.demolish(self.cast[attacker].car, self.cast[victim].car, _frame(at))

    def goal(self, name: str, team: int, at: float) -> None:
        """A goal ends the play."""
        self.pitch.state("PostGoalScored", _frame(at))
        team_actor = self.pitch.wire.team(team)
        self.pitch.wire.scalar(team_actor, "Engine.TeamInfo:Score", 0, 0)
        self.pitch.wire.scalar(team_actor, "Engine.TeamInfo:Score", 1, _frame(at))
        self.pitch.wire.properties["Goals"] = [header_goal(_frame(at), team, name)]

    def found(self) -> Found:
        """Everything found in the play."""
        analysis = self.pitch.analysis()
        names = tuple(one.name for one in analysis.context.tables.players)
        return Found(analysis.events, names, analysis.player_stats)


def _frame(seconds: float) -> int:
    return round(seconds * FRAMES_PER_SECOND)


def _on_ground(place: Place) -> tuple[float, float, float]:
    return place[0], place[1], place[2] if len(place) > 2 else CAR_Z


def _high(place: Place) -> tuple[float, float, float]:
    return place[0], place[1], place[2] if len(place) > 2 else REST_Z
