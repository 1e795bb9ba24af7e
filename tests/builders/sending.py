"""Sends a recording of simulated play as the game does: frames, bodies, counters, touch teams."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rlcoach.synth.physics.arena import GOAL_LINE_Y_UU
from rlcoach.synth.physics.constants import BALL_RADIUS_UU, TICK_SECONDS
from rlcoach.synth.physics.recording import Recording
from rlcoach.synth.physics.vectors import axes_of, scaled
from tests.builders.wire import GAME, Actor, Car, Wire

ACTIVE = "TAGame.CarComponent_TA:ReplicatedActive"
TORQUE = "TAGame.CarComponent_Dodge_TA:DodgeTorque"
IMPULSE = "TAGame.CarComponent_DoubleJump_TA:DoubleJumpImpulse"
BOOST = "TAGame.CarComponent_Boost_TA:ReplicatedBoostAmount"
REFRESHED = "TAGame.Car_TA:DodgesRefreshedCounter"

GO_FRAME = 1
"""In which a kickoff's countdown ends."""

_TICKS_PER_FRAME = 4
_SPIN_SENT = 100.0
"""Of a spin in rad/s, as of other unit vectors, the file has hundredths."""
_IMPULSE_SENT = 525.0
_FULL_TANK = 255.0
_AFTER_GOAL_FRAMES = 30


@dataclass
class Sending:
    """How a recording becomes a file."""

    seed: int = 0
    has_jitter: bool = True
    """Frames are 3 to 5 ticks apart instead of 4."""
    has_refreshes: bool = True
    """The file counts regained dodges, as since 2026-03."""
    is_kickoff: bool = False
    """Nobody has hit the ball before the scene."""
    start_seconds: float = 5.0
    """The file's time at the start of the scene."""


@dataclass(frozen=True)
class Counter:
    """A number of the scoreboard that rises by one."""

    car: int
    name: str
    seconds: float


def send(
    recording: Recording, teams: Sequence[int], how: Sending, counters: Sequence[Counter]
) -> Wire:
    """The file of a recording, until the ball is in a goal or the recording ends."""
    return _Sender(recording, list(teams), how).sent(counters)


def player_name(car: int) -> str:
    """What the file calls the driver of a car."""
    return f"Car {car}"


def frame_at(wire: Wire, seconds: float, how: Sending) -> int:
    """The first frame of a file that shows a moment of its recording."""
    # Half a tick of room: times are floats.
    shown = wire.time + TICK_SECONDS / 2 >= how.start_seconds + seconds
    return int(np.argmax(shown))


class _Sender:
    """The file while it is written."""

    def __init__(self, recording: Recording, teams: list[int], how: Sending) -> None:
        self.recording, self.teams, self.how = recording, teams, how
        self.random = np.random.default_rng(how.seed)
        self.goal_tick = goal_tick(recording)
        self.ticks = self._frame_ticks()
        self.after = _AFTER_GOAL_FRAMES if self.goal_tick is not None else 0
        self.wire = Wire(
            frames=len(self.ticks) + self.after, start=how.start_seconds, properties={}
        )
        self._set_times()

    def _frame_ticks(self) -> NDArray[np.int64]:
        """[frame] tick that each frame shows."""
        last = len(self.recording.ball) - 1 if self.goal_tick is None else self.goal_tick
        count = last // _TICKS_PER_FRAME + 1
        ticks = np.arange(count) * _TICKS_PER_FRAME
        if self.how.has_jitter:
            ticks[1:-1] += self.random.integers(0, 2, max(count - 2, 0))
        return ticks

    def _set_times(self) -> None:
        step = _TICKS_PER_FRAME * TICK_SECONDS
        shown = self.ticks * TICK_SECONDS
        later = shown[-1] + step * np.arange(1, self.after + 1)
        self.wire.time = self.how.start_seconds + np.append(shown, later)
        self.wire.deltas = np.diff(self.wire.time, prepend=self.wire.time[0] - step)

    def sent(self, counters: Sequence[Counter]) -> Wire:
        wire = self.wire
        self.game = wire.actor(GAME)
        self._state("Active", 0)
        if self.how.is_kickoff:
            self.wire.scalar(self.game, "TAGame.GameEvent_Soccar_TA:RoundNum", 1, GO_FRAME)
        self.ball = wire.ball()
        pris = [
            wire.pri(player_name(number), f"Steam|{number + 1}|0", team=team)
            for number, team in enumerate(self.teams)
        ]
        cars = [wire.car(pri) for pri in pris]
        self._send_ball()
        for number, car in enumerate(cars):
            self._send_body(number, car)
            self._send_parts(number, car)
            self._send_inputs(number, car)
        self._count(pris, [*counters, *self._send_goal()])
        return wire

    def _state(self, name: str, frame: int) -> None:
        self.wire.scalar(
            self.game, "TAGame.GameEvent_TA:ReplicatedStateName", self.wire.name(name), frame
        )

    def frame_of(self, seconds: float) -> int:
        """The first frame that shows a moment."""
        tick = round(seconds / TICK_SECONDS)
        return min(int(np.searchsorted(self.ticks, tick)), len(self.ticks) - 1)

    def _send_ball(self) -> None:
        wire, is_hit = self.wire, not self.how.is_kickoff
        rows = self.recording.ball[self.ticks]
        for frame, row in enumerate(rows.tolist()):
            self._body(self.ball, row, frame)
        if is_hit:
            self._hit(0)
        team = None
        for touch in self.recording.touches:
            if self.goal_tick is not None and touch.start_seconds > self.ticks[-1] * TICK_SECONDS:
                continue
            frame = self.frame_of(touch.start_seconds)
            if not is_hit:
                self._hit(frame)
                is_hit = True
            if self.teams[touch.car] != team:
                team = self.teams[touch.car]
                wire.scalar(self.ball, "TAGame.Ball_TA:HitTeamNum", team, frame)

    def _hit(self, frame: int) -> None:
        self.wire.scalar(self.game, "TAGame.GameEvent_Soccar_TA:bBallHasBeenHit", 1, frame)

    def _body(self, actor: Actor, row: list[float], frame: int) -> None:
        self.wire.body(
            actor,
            row[0:3],
            rotation=row[3:7],
            velocity=row[7:10],
            spin=[_SPIN_SENT * value for value in row[10:13]],
            frame=frame,
        )

    def _send_body(self, number: int, car: Car) -> None:
        """A car is sent in every second or third frame, each car in its own."""
        rows = self.recording.cars[self.ticks, number].tolist()
        frame = 0
        while frame < len(rows):
            self._body(car.actor, rows[frame], frame)
            frame += int(self.random.integers(2, 4)) if frame else 1 + number % 2

    def _send_parts(self, number: int, car: Car) -> None:
        counters = self.recording.counters
        parts = {
            "jump": car.jump,
            "double_jump": car.double_jump,
            "dodge": car.dodge,
            "boost": car.boost,
        }
        for name, part in parts.items():
            for frame, value in _changes(counters[name][self.ticks, number], first=0):
                self.wire.scalar(part, ACTIVE, value, frame)
                if value % 2:
                    self._send_start(name, number, car, frame)
                if name == "boost":
                    self._send_boost(number, car, frame)
        self._send_boost(number, car, 0)
        if self.how.has_refreshes:
            shown = self.recording.refreshes[self.ticks, number]
            for frame, value in _changes(shown, first=0):
                self.wire.scalar(car.actor, REFRESHED, value, frame)

    def _send_start(self, name: str, number: int, car: Car, frame: int) -> None:
        """What goes with the beginning of a dodge or double jump."""
        tick = self.ticks[frame]
        if name == "dodge":
            self.wire.vector(car.dodge, TORQUE, self.recording.torque[tick, number].tolist(), frame)
        if name == "double_jump":
            x, y, z, w = self.recording.cars[tick, number, 3:7].tolist()
            roof = axes_of((x, y, z, w))[2]
            self.wire.vector(car.double_jump, IMPULSE, scaled(roof, _IMPULSE_SENT), frame)

    def _send_boost(self, number: int, car: Car, frame: int) -> None:
        amount = self.recording.boost_pct[self.ticks[frame], number] * _FULL_TANK / 100
        self.wire.scalar(car.boost, BOOST, round(float(amount)), frame)

    def _send_inputs(self, number: int, car: Car) -> None:
        shown = self.recording.inputs[self.ticks, number]
        sticks = np.round(128 + 127 * shown[:, :2]).astype(np.int64)
        columns = {
            "ReplicatedThrottle": (sticks[:, 0], 128),
            "ReplicatedSteer": (sticks[:, 1], 128),
            "bReplicatedHandbrake": ((shown[:, 2] > 0).astype(np.int64), 0),
        }
        for name, (values, rest) in columns.items():
            for frame, value in _changes(values, first=rest):
                self.wire.scalar(car.actor, f"TAGame.Vehicle_TA:{name}", value, frame)

    def _count(self, pris: list[Actor], counters: Sequence[Counter]) -> None:
        """Numbers of the scoreboard: 0 at the start, then one more each time."""
        values: dict[tuple[int, str], int] = {}
        for counter in sorted(counters, key=lambda one: one.seconds):
            key = counter.car, counter.name
            pri, attribute = pris[counter.car], f"TAGame.PRI_TA:{counter.name}"
            if key not in values:
                self.wire.scalar(pri, attribute, 0, 0)
            values[key] = values.get(key, 0) + 1
            self.wire.scalar(pri, attribute, values[key], self.frame_of(counter.seconds))

    def _send_goal(self) -> list[Counter]:
        """The state, the score and the header's line; the scorer's counter is left to send."""
        if self.goal_tick is None:
            return []
        frame = len(self.ticks) - 1
        team = int(self.recording.ball[self.goal_tick, 1] < 0)
        self._state("PostGoalScored", frame)
        for number in (0, 1):
            self.wire.scalar(self.wire.team(number), "Engine.TeamInfo:Score", 0, 0)
        self.wire.scalar(self.wire.team(team), "Engine.TeamInfo:Score", 1, frame)
        goal: dict[str, Any] = {"frame": frame, "PlayerTeam": team, "PlayerName": ""}
        self.wire.properties |= {"Goals": [goal], f"Team{team}Score": 1}
        scorers = [touch.car for touch in self.recording.touches if self.teams[touch.car] == team]
        if not scorers:
            return []
        goal["PlayerName"] = player_name(scorers[-1])
        return [Counter(scorers[-1], "MatchGoals", self.goal_tick * TICK_SECONDS)]


def goal_tick(recording: Recording) -> int | None:
    """The first tick in which the whole ball is behind a goal line."""
    behind = np.abs(recording.ball[:, 1]) > GOAL_LINE_Y_UU + BALL_RADIUS_UU
    return int(np.argmax(behind)) if behind.any() else None


def _changes(values: NDArray[np.int64], *, first: int) -> Iterator[tuple[int, int]]:
    """Frame and value of each change, from what holds before the first frame."""
    frames = np.flatnonzero(np.diff(values, prepend=first))
    return zip(frames.tolist(), values[frames].tolist(), strict=True)
