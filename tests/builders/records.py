"""Match records without a match simulator: physics for the motion, a plan for what happens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from math import cos, pi, sin
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rlcoach.synth.match_record import (
    NO_LIFE,
    PARTS,
    BallColumns,
    CarColumns,
    ClockChange,
    CountdownNumber,
    Demolished,
    Happening,
    MatchPlayer,
    MatchRecord,
    MatchSetting,
    OvertimeStart,
    PadReturned,
    PadTaken,
    RoundStart,
    Saved,
    Scored,
    StateChange,
    StatRise,
    Touched,
)
from rlcoach.synth.physics.ball import Ball
from rlcoach.synth.physics.car import Car
from rlcoach.synth.physics.constants import BALL_RADIUS_UU
from rlcoach.synth.physics.manoeuvres import dodge, drive_at, in_turn, steps
from rlcoach.synth.physics.recording import Recording
from rlcoach.synth.physics.world import World

Floats = NDArray[np.float64]

FRAME_SECONDS = 1 / 30
START_SECONDS = 5.25
REST = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
"""A body that lies at the middle and looks along x."""

GUID = "0123456789ABCDEF0123456789ABCDEF"
PLAYERS = (
    MatchPlayer("Ada", 0, "steam", "76561198000000001", party_leader=0),
    MatchPlayer("Bo", 0, "epic", "0123456789abcdef0123456789abcdef", body_id=4284, party_leader=0),
    MatchPlayer("Cy", 1, "ps", "6733248449407276851", body_id=22),
    MatchPlayer("Dee", 1, "xbox", "2535443465492671"),
)
SETTING = MatchSetting(
    guid=GUID,
    start=datetime(2026, 5, 20, 18, 30, tzinfo=UTC),
    team_size=2,
    playlist=11,
    server_name="EU-Test-1",
    utc_offset_minutes=120,
    title="A match",
)
SPAWNS = ((-2048.0, -2560.0, pi / 4), (256.0, -3840.0, pi / 2))
"""Of the first two players of team 0, with yaw; team 1 stands opposite."""
RESPAWN = (2304.0, 4608.0, -pi / 2)
LAST_SPIN = 30
"""Frames in which the ball is led into the goal."""


def record_of(
    ball: Floats | None = None,
    cars: Floats | None = None,
    *,
    happenings: Sequence[Happening] = (),
    players: Sequence[MatchPlayer] = PLAYERS,
    frames: int = 60,
    **setting: Any,
) -> MatchRecord:
    """A record of given bodies, `[frame, 13]` and `[frame, player, 13]`, or of bodies at rest."""
    if ball is None:
        count = frames if cars is None else len(cars)
        ball = np.tile(np.array(REST), (count, 1))
    count = len(ball)
    if cars is None:
        cars = np.tile(np.array(REST), (count, len(players), 1))
        cars[:, :, 0] = 500.0 * (1 + np.arange(len(players)))
    shape = cars.shape[:2]
    return MatchRecord(
        setting=replace(SETTING, **setting),
        players=tuple(players),
        time=START_SECONDS + FRAME_SECONDS * np.arange(count, dtype=np.float64),
        delta=np.append(0.0, np.full(count - 1, FRAME_SECONDS)),
        ball=BallColumns(
            body=ball,
            life=np.where(np.isnan(ball[:, 0]), NO_LIFE, 0),
            is_hidden=np.zeros(count, dtype=bool),
        ),
        cars=CarColumns(
            body=cars,
            life=np.where(np.isnan(cars[:, :, 0]), NO_LIFE, 0),
            boost_pct=np.full(shape, 100 / 3),
            counters=np.zeros((*shape, len(PARTS)), dtype=np.int64),
            torque=np.zeros((*shape, 3)),
            refreshes=np.zeros(shape, dtype=np.int64),
            throttle=np.zeros(shape),
            steer=np.zeros(shape),
            handbrake=np.zeros(shape, dtype=bool),
            ball_cam=np.ones(shape, dtype=bool),
        ),
        happenings=tuple(sorted(happenings, key=lambda one: one.frame)),
    )


@dataclass(frozen=True)
class Round:
    """A round as it is planned; frames count from its start."""

    play_frames: int = 240
    scorer: int | None = None
    """Who scores at its end; the recording stops there if nobody does."""
    is_overtime: bool = False
    pickups: tuple[tuple[int, int, int], ...] = ()
    """Frame, player, pad."""
    demolition: tuple[int, int, int] | None = None
    """Frame, attacker, victim."""
    saved_at: int | None = None


@dataclass
class _Plan:
    """A record under construction."""

    bodies: list[Floats] = field(default_factory=list)
    balls: list[Floats] = field(default_factory=list)
    columns: dict[str, list[NDArray[Any]]] = field(default_factory=dict)
    delta: list[float] = field(default_factory=list)
    happenings: list[Happening] = field(default_factory=list)
    ball_life: list[int] = field(default_factory=list)
    hidden: list[bool] = field(default_factory=list)
    goals: dict[int, int] = field(default_factory=dict)


COUNTDOWN_FRAMES = 120
AFTER_GOAL_FRAMES = 90
REPLAY_SECONDS = 6.5
"""How long the goal replay takes that the recording skips."""
WRECK_FRAMES = 90
"""Until the victim of a demolition drives again."""
ALL_PADS = tuple((10 + 6 * pad, (0, 1, 3)[pad % 3], pad) for pad in range(34))
"""Every pad of the field, one after the other, by those who are not demolished meanwhile."""

ROUNDS = (
    Round(scorer=0, pickups=ALL_PADS, demolition=(60, 1, 2), saved_at=200),
    Round(play_frames=400, scorer=3, pickups=((20, 0, 3), (25, 1, 4), (330, 2, 3))),
    Round(play_frames=200, scorer=1, is_overtime=True),
)
"""A goal each, a demolition, a save, every pad, and a goal in overtime."""


@cache
def match_record() -> MatchRecord:
    """The match of `ROUNDS`, 2 against 2."""
    return planned(ROUNDS)


def planned(rounds: Sequence[Round], *, first: int = 0) -> MatchRecord:
    """A match of four players as planned; `first` leaves out so many rounds at the beginning."""
    plan = _Plan()
    lives = [0] * len(PLAYERS)
    for number, one in enumerate(rounds[first:], first):
        _add_round(plan, one, number, lives)
        lives = [life + 1 for life in lives]
    end = len(plan.delta) - 1
    plan.happenings.append(StateChange(end, "Finished"))
    delta = np.array(plan.delta)
    skipped = np.where(delta == 0, REPLAY_SECONDS, delta)
    skipped[0] = 0.0
    columns = {name: np.concatenate(parts) for name, parts in plan.columns.items()}
    return MatchRecord(
        setting=SETTING,
        players=PLAYERS,
        time=START_SECONDS + np.cumsum(skipped),
        delta=delta,
        ball=BallColumns(
            body=np.concatenate(plan.balls),
            life=np.array(plan.ball_life),
            is_hidden=np.array(plan.hidden),
        ),
        cars=CarColumns(body=np.concatenate(plan.bodies), **columns),
        happenings=tuple(sorted(plan.happenings, key=lambda one: one.frame)),
    )


def _add_round(plan: _Plan, one: Round, number: int, lives: list[int]) -> None:
    start = len(plan.delta)
    go = start + COUNTDOWN_FRAMES
    goal = go + one.play_frames
    after = AFTER_GOAL_FRAMES if one.scorer is not None else 0
    total = COUNTDOWN_FRAMES + one.play_frames + after
    recording = _played(number, one.play_frames + after)
    shown = np.append(np.zeros(COUNTDOWN_FRAMES, np.int64), 4 * np.arange(one.play_frames + after))
    ball = recording.ball[shown].copy()
    if one.scorer is not None:
        _lead_in(ball, COUNTDOWN_FRAMES + one.play_frames, PLAYERS[one.scorer].team)
    is_skip = number == 0 or not one.is_overtime
    plan.delta += [0.0 if is_skip else FRAME_SECONDS] + [FRAME_SECONDS] * (total - 1)
    plan.balls.append(ball)
    plan.ball_life += [number] * total
    plan.hidden += [False] * (total - after) + [True] * after
    _add_cars(plan, one, recording, shown, lives=lives)
    _tell_clock(plan, one, number, start=start)
    for touch in recording.touches:
        frame = go + int(np.ceil(touch.start_seconds / FRAME_SECONDS - 1e-6))
        if frame < goal - LAST_SPIN:
            is_first = not any(isinstance(h, Touched) and h.frame >= go for h in plan.happenings)
            seconds = START_SECONDS + touch.start_seconds
            plan.happenings.append(Touched(frame, seconds, touch.car, is_first))
    _tell_pads(plan, one, go)
    if one.saved_at is not None:
        plan.happenings += [
            Saved(go + one.saved_at, 2),
            StatRise(go + one.saved_at, 2, "MatchSaves", 1),
        ]
    if one.scorer is not None:
        _tell_goal(plan, one.scorer, goal)


def _tell_clock(plan: _Plan, one: Round, number: int, *, start: int) -> None:
    go = start + COUNTDOWN_FRAMES
    plan.happenings.append(StateChange(start, "Countdown"))
    if one.is_overtime:
        plan.happenings.append(OvertimeStart(start))
    for value in (3, 2, 1, 0):
        plan.happenings.append(CountdownNumber(start + 30 * (4 - value), value))
    plan.happenings += [StateChange(go, "Active"), RoundStart(go, number + 1)]
    first = 0 if one.is_overtime else 300 - 20 * number
    step = 1 if one.is_overtime else -1
    plan.happenings.append(ClockChange(start, first))
    for second in range(1, one.play_frames // 30):
        plan.happenings.append(ClockChange(go + 30 * second, first + step * second))


def _tell_pads(plan: _Plan, one: Round, go: int) -> None:
    for frame, player, pad in one.pickups:
        plan.happenings.append(PadTaken(go + frame, START_SECONDS, player, pad))
        returned = frame + 120
        if returned < one.play_frames:
            plan.happenings.append(PadReturned(go + returned, pad))


def _tell_goal(plan: _Plan, scorer: int, frame: int) -> None:
    plan.goals[scorer] = plan.goals.get(scorer, 0) + 1
    plan.happenings += [
        StateChange(frame, "PostGoalScored"),
        Scored(frame, START_SECONDS, PLAYERS[scorer].team, scorer, None),
        StatRise(frame, scorer, "MatchGoals", plan.goals[scorer]),
        StatRise(frame, scorer, "MatchScore", 100 * plan.goals[scorer]),
    ]


def _add_cars(
    plan: _Plan,
    one: Round,
    recording: Recording,
    shown: NDArray[np.int64],
    *,
    lives: list[int],
) -> None:
    bodies = recording.cars[shown].copy()
    life = np.tile(np.array(lives), (len(shown), 1))
    parts = [recording.counters.get(part) for part in PARTS]
    blank = np.zeros_like(recording.wheels)
    counters = np.stack([blank if part is None else part for part in parts], axis=2)[shown]
    boost = _filled(one, recording.boost_pct[shown])
    inputs = recording.inputs[shown]
    torque, refreshes = recording.torque[shown].copy(), recording.refreshes[shown].copy()
    if one.demolition is not None:
        frame, attacker, victim = one.demolition
        start, end = COUNTDOWN_FRAMES + frame, COUNTDOWN_FRAMES + frame + WRECK_FRAMES
        speeds = [tuple(bodies[start, who, 7:10].tolist()) for who in (attacker, victim)]
        when = len(plan.ball_life) - len(shown) + start
        plan.happenings += [
            Demolished(when, START_SECONDS, attacker, victim, speeds[0], speeds[1]),
            StatRise(when, attacker, "MatchDemolishes", 1),
        ]
        bodies[start:end, victim], life[start:end, victim] = np.nan, NO_LIFE
        bodies[end:, victim] = _standing(*RESPAWN)
        lives[victim] += 1
        life[end:, victim] = lives[victim]
        boost[end:, victim] = 100 / 3
        for column in (counters, torque, refreshes, inputs):
            column[start:, victim] = 0
    columns = {
        "life": life,
        "boost_pct": boost,
        "counters": counters,
        "torque": torque,
        "refreshes": refreshes,
        "throttle": inputs[:, :, 0],
        "steer": inputs[:, :, 1],
        "handbrake": inputs[:, :, 2] > 0,
        "ball_cam": np.ones(life.shape, dtype=bool),
    }
    plan.bodies.append(bodies)
    for name, column in columns.items():
        plan.columns.setdefault(name, []).append(column)


def _filled(one: Round, spent: Floats) -> Floats:
    """The tanks with what the pads gave."""
    tank = spent.copy()
    for frame, player, _ in one.pickups:
        tank[COUNTDOWN_FRAMES + frame :, player] += 12.0
    return np.minimum(tank, 100.0)


def _lead_in(ball: Floats, goal: int, team: int) -> None:
    """Turns the last frames before `goal` into a shot, and lets the ball lie where it explodes."""
    first = goal - LAST_SPIN
    start = ball[first - 1, 0:3]
    end = np.array([100.0, 5230.0 if team == 0 else -5230.0, 250.0])
    share = (np.arange(LAST_SPIN) + 1)[:, None] / LAST_SPIN
    ball[first:goal, 0:3] = start + (end - start) * share
    ball[first:goal, 7:10] = (end - start) / (LAST_SPIN * FRAME_SECONDS)
    ball[goal:] = ball[goal - 1]


def _standing(x: float, y: float, yaw: float) -> tuple[float, ...]:
    return (x, y, 17.0, 0.0, 0.0, sin(yaw / 2), cos(yaw / 2), 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


@cache
def _played(number: int, frames: int) -> Recording:
    """Everybody drives at the ball, each with other jumps."""
    cars = []
    for x, y, yaw in (*SPAWNS, *((-x, -y, yaw + pi) for x, y, yaw in SPAWNS)):
        rotation = (0.0, 0.0, sin(yaw / 2), cos(yaw / 2))
        cars.append(Car(position=(x, y, 17.0), rotation=rotation, boost_pct=100 / 3))
    world = World(Ball(position=(0.0, 0.0, BALL_RADIUS_UU)), cars)
    go = drive_at((0.0, 0.0, 0.0), boost=True)
    pilots = [
        in_turn([(0.0, go), (0.8 + 0.1 * number, dodge(0.8 + 0.1 * number, forward=1.0))]),
        in_turn([(0.0, go), (2.0, dodge(2.0, right=1.0, boost=True))]),
        in_turn([(0.0, go), (1.5, _doubled(1.5))]),
        in_turn([(0.3, go), (3.0, steps([(3.0, {"throttle": 1.0, "handbrake": True})]))]),
    ]
    return world.play(4 * frames / 120, pilots)


def _doubled(start: float) -> Any:
    """A double jump."""
    return steps(
        [
            (start, {"jump": True}),
            (start + 0.1, {}),
            (start + 0.3, {"jump": True}),
            (start + 0.4, {"throttle": 1.0}),
        ]
    )
