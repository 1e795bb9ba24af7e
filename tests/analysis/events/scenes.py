"""Matches built by hand for detectors: a game with states, players on spawns, and a ball."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definitions import EVENT_MODULES
from rlcoach.analysis.event import Events
from rlcoach.replay.tables import MatchTables
from tests.builders.wire import GAME, Actor, Numbers, Player, Wire

GO = 30
"""The frame in which every scene's countdown ends."""

BALL_SPOT = (0.0, 0.0, 93.0)


class Scene:
    """A match of several players whose first kickoff begins at `GO`."""

    def __init__(self, frames: int = 300, **properties: Any) -> None:
        """A countdown, then play until the end; the ball rests in the middle."""
        self.wire = Wire(frames=frames, properties={"MapName": "Stadium_P", **properties})
        self.game = self.wire.actor(GAME)
        self.ball = self.wire.ball()
        self.wire.body(self.ball, BALL_SPOT)
        self.state("Countdown", 0)
        self.state("Active", GO)
        self.number("RoundNum", 1, GO)
        self.number("bBallHasBeenHit", 0, GO)

    def state(self, name: str, frame: int) -> None:
        """The match goes into a state."""
        self.wire.scalar(
            self.game, "TAGame.GameEvent_TA:ReplicatedStateName", self.wire.name(name), frame
        )

    def number(self, name: str, value: int, frame: int) -> None:
        """A number of the match."""
        self.wire.scalar(self.game, f"TAGame.GameEvent_Soccar_TA:{name}", value, frame)

    def player(self, name: str, team: int, spawn: Numbers) -> Player:
        """A player on a spawn."""
        player = self.wire.player(name, f"Steam|{name}|0", team=team)
        self.wire.body(player.car.actor, spawn, frame=1)
        return player

    def touch(self, team: int, frame: int, velocity: Numbers = (0, 1500, 0)) -> None:
        """The ball is hit and rolls on."""
        self.wire.scalar(self.ball, "TAGame.Ball_TA:HitTeamNum", team, frame)
        self.number("bBallHasBeenHit", 1, frame)
        for later in range(frame, self.wire.frames):
            seconds = (later - frame) * self.wire.delta
            place = [spot + v * seconds for spot, v in zip(BALL_SPOT, velocity, strict=True)]
            self.wire.body(self.ball, place, velocity=velocity, frame=later)

    def drive(self, car: Actor, start: Numbers, end: Numbers, frames: tuple[int, int]) -> None:
        """A car goes straight from one place to another."""
        first, last = frames
        seconds = (last - first) * self.wire.delta
        velocity = [(b - a) / seconds for a, b in zip(start, end, strict=True)]
        for frame in range(first, last + 1):
            share = (frame - first) / (last - first)
            place = [a + (b - a) * share for a, b in zip(start, end, strict=True)]
            self.wire.body(car, place, velocity=velocity, frame=frame)

    def tables(self) -> MatchTables:
        """The match as tables."""
        return self.wire.tables()

    def events(self, mode: str = "soccar") -> dict[str, Events]:
        """All events of the match."""
        return events_of(self.tables(), mode)


def events_of(tables: MatchTables, mode: str) -> dict[str, Events]:
    """All events that apply to a mode."""
    context = MatchContext(tables, mode)
    found: dict[str, Events] = {}
    for module in EVENT_MODULES:
        definition = module.DEFINITION
        if definition.modes is None or mode in definition.modes:
            found[definition.key] = module.detect(context, found)
    return found


def row(events: Events, number: int = 0) -> Mapping[str, Any]:
    """The fields of one event."""
    return {name: column[number] for name, column in events.fields.items()}
