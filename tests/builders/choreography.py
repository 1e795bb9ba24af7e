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
from dataclasses import dataclass, field
from itertools import pairwise
from math import atan2, cos, exp, sin
from random import Random
from typing import Any

from rlcoach.analysis.event import Events
from rlcoach.analysis.match_analysis import MatchAnalysis
from rlcoach.replay.tables import MatchTables
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
class Look:
    """The same play seen otherwise: what it is stays, where and how fast changes."""

    is_swapped: bool = False
    """The teams are exchanged, and the field turned by half a turn with them."""
    is_mirrored: bool = False
    """Left and right are exchanged."""
    shift: tuple[float, float] = (0.0, 0.0)
    """uu, before the turn."""
    tempo: float = 1.0
    """Seconds it takes for one of the plain play."""
    jitter_uu: float = 0.0
    """Every stop of a car is off by up to this."""
    seed: int = 0

    def place(self, place: Place, height: float) -> tuple[float, float, float]:
        """A place of the play."""
        turn = -1.0 if self.is_swapped else 1.0
        side = -turn if self.is_mirrored else turn
        z = place[2] if len(place) > 2 else height
        return side * (place[0] + self.shift[0]), turn * (place[1] + self.shift[1]), z

    def team(self, team: int) -> int:
        """A team of the play."""
        return 1 - team if self.is_swapped else team

    def frame(self, seconds: float) -> int:
        """The frame of a moment of the play."""
        return round(seconds * self.tempo * FRAMES_PER_SECOND)


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


@dataclass(frozen=True)
class _Car:
    name: str
    team: int
    stops: tuple[Stop, ...]
    boost: float


@dataclass
class Choreography:
    """A stretch of play, live from its first moment; at a kickoff nobody has touched the ball."""

    seconds: float = 6.0
    is_kickoff: bool = False
    look: Look = field(default_factory=Look)
    _cars: list[_Car] = field(default_factory=list)
    _ball: list[Stop] = field(default_factory=list)
    _touches: list[tuple[int, float]] = field(default_factory=list)
    _switches: list[tuple[str, str, float]] = field(default_factory=list)
    _saves: list[tuple[str, float]] = field(default_factory=list)
    _demolitions: list[tuple[str, str, float]] = field(default_factory=list)
    _goals: list[tuple[str, int, float]] = field(default_factory=list)

    def car(self, name: str, team: int, *stops: Stop, boost: float = 50.0) -> None:
        """A player who drives (or flies) from place to place and waits at the last."""
        self._cars.append(_Car(name, team, stops, boost))

    def ball(self, *stops: Stop) -> None:
        """The ball goes from place to place; at every place but the first something moved it."""
        self._ball += stops

    def touch(self, team: int, at: float) -> None:
        """The file says which team touched."""
        self._touches.append((team, at))

    def jump(self, name: str, at: float) -> None:
        """A jump."""
        self._switches.append(("jump", name, at))

    def dodge(self, name: str, at: float) -> None:
        """A dodge forward."""
        self._switches.append(("dodge", name, at))

    def save(self, name: str, at: float) -> None:
        """The game credits a save."""
        self._saves.append((name, at))

    def demolish(self, attacker: str, victim: str, at: float) -> None:
        """One player demolishes another."""
        self._demolitions.append((attacker, victim, at))

    def goal(self, name: str, team: int, at: float) -> None:
        """A goal ends the play."""
        self._goals.append((name, team, at))

    def tables(self) -> MatchTables:
        """The tables of the play."""
        return self._pitch().tables()

    def analysis(self, mode: str = "soccar") -> MatchAnalysis:
        """Everything found in the play."""
        return self._pitch().analysis(mode)

    def found(self) -> Found:
        """Everything found in the play, by name."""
        analysis = self.analysis()
        names = tuple(one.name for one in analysis.context.tables.players)
        return Found(analysis.events, names, analysis.player_stats)

    def _pitch(self) -> Pitch:
        """The play as the file tells it."""
        pitch = Pitch(frames=self.look.frame(self.seconds), is_hit=not self.is_kickoff)
        random = Random(self.look.seed)
        cast = {car.name: _drive(pitch, car, self.look, random) for car in self._cars}
        for (start, here), (end, there) in pairwise(self._ball):
            _roll(pitch, self.look, (start, here), (end, there))
        for team, at in self._touches:
            pitch.touch_team(self.look.team(team), self.look.frame(at))
            pitch.hit(self.look.frame(at))
        for part, name, at in self._switches:
            _switch(pitch, cast[name], part, self.look.frame(at))
        for number, (name, at) in enumerate(self._saves):
            if number == 0:
                pitch.counter(cast[name], "MatchSaves", 0, 0)
            pitch.counter(cast[name], "MatchSaves", number + 1, self.look.frame(at))
        for attacker, victim, at in self._demolitions:
            pitch.wire.demolish(cast[attacker].car, cast[victim].car, self.look.frame(at))
        for name, team, at in self._goals:
            _score(pitch, name, self.look.team(team), self.look.frame(at))
        return pitch


def _drive(pitch: Pitch, car: _Car, look: Look, random: Random) -> Player:
    player = pitch.player(car.name, look.team(car.team))
    pitch.wire.scalar(
        player.car.boost,
        "TAGame.CarComponent_Boost_TA:ReplicatedBoostAmount",
        round(car.boost * 2.55),
    )
    stops = [
        (look.frame(at), _near(look.place(place, CAR_Z), look, random)) for at, place in car.stops
    ]
    yaw = 0.0
    for (first, here), (until, there) in pairwise([*stops, (pitch.frames, stops[-1][1])]):
        if until <= first:
            continue
        way = [b - a for a, b in zip(here, there, strict=True)]
        velocity = [part * FRAMES_PER_SECOND / (until - first) for part in way]
        if abs(velocity[0]) + abs(velocity[1]) > 1:
            yaw = atan2(velocity[1], velocity[0])
        for frame in range(first, until, 2):
            share = (frame - first) / (until - first)
            # A creeping car: bodies of a resting one are sent once.
            velocity[2] += 0.01
            pitch.wire.body(
                player.car.actor,
                [a + part * share for a, part in zip(here, way, strict=True)],
                velocity=list(velocity),
                rotation=(0, 0, sin(yaw / 2), cos(yaw / 2)),
                frame=frame,
            )
    return player


def _near(place: Place, look: Look, random: Random) -> tuple[float, float, float]:
    x, y, z = place
    off = [random.uniform(-look.jitter_uu, look.jitter_uu) for _ in range(2)]
    return x + off[0], y + off[1], z


def _roll(pitch: Pitch, look: Look, start: Stop, end: Stop) -> None:
    here, there = look.place(start[1], REST_Z), look.place(end[1], REST_Z)
    seconds = (look.frame(end[0]) - look.frame(start[0])) / FRAMES_PER_SECOND
    reach = (1 - exp(-DRAG_PER_SECOND * seconds)) / DRAG_PER_SECOND
    velocity = [(b - a) / reach for a, b in zip(here, there, strict=True)]
    rolls = here[2] <= REST_Z and there[2] <= REST_Z
    velocity[2] = 0.0 if rolls else velocity[2] + GRAVITY / 2 * seconds
    pitch.fly(here, velocity=velocity, frame=look.frame(start[0]))


def _switch(pitch: Pitch, player: Player, part: str, frame: int) -> None:
    if part == "jump":
        pitch.wire.switch(player.car.jump, (frame, 1), (frame + 4, 2))
        return
    torque = "TAGame.CarComponent_Dodge_TA:DodgeTorque"
    pitch.wire.vector(player.car.dodge, torque, (0, 2.24, 0), frame)
    pitch.wire.switch(player.car.dodge, (frame, 1), (frame + 20, 2))


def _score(pitch: Pitch, name: str, team: int, frame: int) -> None:
    pitch.state("PostGoalScored", frame)
    for points, at in ((0, 0), (1, frame)):
        pitch.wire.scalar(pitch.wire.team(team), "Engine.TeamInfo:Score", points, at)
    pitch.wire.properties["Goals"] = [header_goal(frame, team, name)]
