"""Arranges a stretch of play: a ball that flies in legs, cars that drive straight.

pitch = Pitch()
alice = pitch.player("Alice", team=0)
pitch.drive(alice, (0, -1000, 17), velocity=(0, 1000, 0))
pitch.fly((0, 0, 93))
pitch.fly(frame=25, velocity=(0, 1500, 200))
found = pitch.events()
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from rlcoach.analysis.event import Events
from rlcoach.analysis.match_analysis import MatchAnalysis, analyse
from rlcoach.replay.normalize import normalize
from rlcoach.replay.tables import MatchTables
from tests.builders.wire import GAME, Actor, Player, Wire

GRAVITY = 650.0
REST_Z = 93.0

Numbers = Sequence[float]


@dataclass
class Pitch:
    """A match in play from its first frame, of two teams, at 30 frames a second."""

    frames: int = 120
    is_hit: bool = True
    """Whether the ball has been hit before the first frame; else it is a kickoff."""
    net_version: int = 10
    wire: Wire = field(init=False)
    ball: Actor = field(init=False)

    def __post_init__(self) -> None:
        self.wire = Wire(frames=self.frames, net_version=self.net_version)
        self.game = self.wire.actor(GAME)
        self.state("Active", 0)
        self.ball = self.wire.ball()
        self._legs: list[tuple[int, Numbers | None, Numbers]] = []
        if self.is_hit:
            self.hit(0)

    def state(self, name: str, frame: int) -> None:
        """The match changes its state."""
        index = self.wire.name(name)
        self.wire.scalar(self.game, "TAGame.GameEvent_TA:ReplicatedStateName", index, frame)

    def hit(self, frame: int) -> None:
        """The file says that the ball has been hit."""
        self.wire.scalar(self.game, "TAGame.GameEvent_Soccar_TA:bBallHasBeenHit", 1, frame)

    def touch_team(self, team: int, frame: int) -> None:
        """The file says which team touched."""
        self.wire.scalar(self.ball, "TAGame.Ball_TA:HitTeamNum", team, frame)

    def player(self, name: str, team: int) -> Player:
        """A player with a car, far from everything until he drives."""
        number = len(name) + sum(map(ord, name))
        pri = self.wire.pri(name, f"Steam|{number}|0", team=team)
        return Player(pri, self.wire.car(pri))

    def drive(
        self,
        player: Player,
        position: Numbers,
        *,
        velocity: Numbers = (0, 0, 0),
        frame: int = 0,
        until: int | None = None,
    ) -> None:
        """The car moves straight from `frame` on; its body is sent in every second frame."""
        start = np.array(position, dtype=np.float64)
        for at in range(frame, self.frames if until is None else until, 2):
            place = start + np.array(velocity) * (at - frame) * self.wire.delta
            self.wire.body(player.car.actor, place.tolist(), velocity=velocity, frame=at)

    def fly(
        self, position: Numbers | None = None, *, velocity: Numbers = (0, 0, 0), frame: int = 0
    ) -> None:
        """The ball goes on from `frame` with a velocity, from where it was or from a place."""
        self._legs.append((frame, position, velocity))

    def counter(self, player: Player, name: str, value: int, frame: int) -> None:
        """A number of the scoreboard, such as `MatchShots`."""
        self.wire.scalar(player.pri, f"TAGame.PRI_TA:{name}", value, frame)

    def tables(self) -> MatchTables:
        """The tables of the play."""
        self._send_ball()
        return self.wire.tables()

    def analysis(self, mode: str = "soccar") -> MatchAnalysis:
        """Everything found in the play."""
        self._send_ball()
        raw = self.wire.build()
        return analyse(normalize(raw), raw.header, mode)

    def events(self, mode: str = "soccar") -> Mapping[str, Events]:
        """All events of the play."""
        return self.analysis(mode).events

    def _send_ball(self) -> None:
        ends = [*(leg[0] for leg in self._legs), self.frames][1:]
        place = np.zeros(3)
        for number, ((frame, position, velocity), end) in enumerate(
            zip(self._legs, ends, strict=True)
        ):
            place = place if position is None else np.array(position, dtype=np.float64)
            speed = np.array(velocity, dtype=np.float64)
            spin = (0.5 * number, 0.0, 0.0) if speed.any() else (0.0, 0.0, 0.0)
            for at in range(frame, end):
                self.wire.body(
                    self.ball, place.tolist(), velocity=speed.tolist(), spin=spin, frame=at
                )
                place, speed = _moved(place, speed, self.wire.delta)


def _moved(
    place: np.ndarray[tuple[int], np.dtype[np.float64]],
    speed: np.ndarray[tuple[int], np.dtype[np.float64]],
    seconds: float,
) -> tuple[
    np.ndarray[tuple[int], np.dtype[np.float64]], np.ndarray[tuple[int], np.dtype[np.float64]]
]:
    """A step of flight; on the floor the ball rolls."""
    if not speed.any():
        return place, speed
    place = place + speed * seconds
    speed = speed * (1 - 0.03 * seconds)
    speed[2] -= GRAVITY * seconds
    if place[2] <= REST_Z:
        place[2], speed[2] = REST_Z, 0.0
    return place, speed
