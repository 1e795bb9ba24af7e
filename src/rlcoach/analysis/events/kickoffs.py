"""Kickoffs: from "go" to the first touch, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, fields
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import (
    SOCCAR_LIKE,
    Confidence,
    EventDefinition,
    EventField,
    Unit,
)
from rlcoach.analysis.event import Events
from rlcoach.analysis.field import BALL_REST_Z_UU, BLUE, ORANGE, attack_sign
from rlcoach.analysis.moments import car_places
from rlcoach.replay.kinds import MatchState

KICKOFF_MODES = SOCCAR_LIKE | {"hoops", "dropshot", "gridiron"}
"""Modes that begin each round with a resting or falling ball; knockout has none."""

RESTING_BALL_MODES = KICKOFF_MODES - {"hoops", "dropshot", "heatseeker", "gridiron"}
"""Modes whose ball lies still until somebody touches it; the others launch it."""

SAME_KICKOFF_SECONDS = 1.0
"""State and round number announce "go" within a frame or two of each other."""

MOVED_BALL_UU_PER_S = 30.0
"""Speed along the floor that only a touch gives a resting ball: of 671 kickoffs the slowest first
touch gave it 66, and a puck that settles has no more than 2."""

OUTCOME_SECONDS = 2.0
"""When the place of the ball says who won: by then the ball has left the takers, and the next
player has seldom sent it back."""

WIN_Y_UU = 256.0
"""The ball must be this far in a half, as it is the width of the kickoff circle's middle."""

POSSESSION_SECONDS = 1.25
"""The first team that is last to touch for this long has the ball."""

POSSESSION_WITHIN_SECONDS = 4.0
"""How long after the first touch that spell may begin."""

GOAL_SECONDS = 12.0
"""A goal within this time of the first touch is a kickoff goal."""

DEFINITION = EventDefinition(
    key="kickoff",
    label="Kickoff",
    summary="A kickoff; the player is who touched the ball first.",
    approach='"Go" is where the match goes from countdown to play, or the round number rises, with'
    " the ball not yet touched. The first touch is the first team sent as last to touch, or a"
    " resting ball that begins to move.",
    limits="A kickoff during which the recording begins or ends is left out. Of two players of one"
    " team who reach the ball together, the nearer one touched it. Where nobody touched it, the"
    " kickoff ends when the game starts the clock after five seconds.",
    source="rlcoach",
    confidence=Confidence.HIGH,
    fields={
        "countdown_seconds": EventField(unit=Unit.SECONDS, about="from the countdown to go"),
        "touch_frame": EventField(unit=Unit.NONE, about="frame of the first touch, or -1"),
        "touch_seconds": EventField(unit=Unit.SECONDS, about="from go to the first touch"),
        "touch_team": EventField(unit=Unit.NONE, about="whose first touch it was, or -1"),
        "opponent": EventField(
            unit=Unit.NONE, about="the other team's nearest at the first touch: player, or -1"
        ),
        "ball_forward": EventField(
            unit=Unit.UU,
            about=f"how far the ball is {OUTCOME_SECONDS:g} s after the first touch, toward the"
            " goal that touch's team attacks",
        ),
        "winner_team": EventField(
            unit=Unit.NONE, about="team that moved the ball into the other half, or -1"
        ),
        "possession_team": EventField(unit=Unit.NONE, about="team that then had the ball, or -1"),
        "goal_team": EventField(
            unit=Unit.NONE, about=f"team that scored within {GOAL_SECONDS:g} s, or -1"
        ),
        "goal_seconds": EventField(unit=Unit.SECONDS, about="from the first touch to that goal"),
    },
    thresholds={
        "outcome_seconds": OUTCOME_SECONDS,
        "win_y_uu": WIN_Y_UU,
        "possession_seconds": POSSESSION_SECONDS,
        "possession_within_seconds": POSSESSION_WITHIN_SECONDS,
        "goal_seconds": GOAL_SECONDS,
    },
    modes=KICKOFF_MODES,
)


@dataclass(frozen=True)
class _Outcome:
    """What came of a kickoff; names are those of the fields."""

    ball_forward: float = np.nan
    winner_team: int = -1
    possession_team: int = -1
    goal_team: int = -1
    goal_seconds: float = np.nan


@dataclass(frozen=True)
class _Kickoff:
    """One kickoff."""

    go: int
    end: int
    """Frame of the first touch, or of the clock's start without one."""
    is_touched: bool
    team: int
    player: int
    opponent: int
    outcome: _Outcome


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All kickoffs that were decided before the recording ended."""
    del found
    starts = go_frames(context)
    kickoffs = [
        one
        for go, until in pairwise([*starts.tolist(), context.frames])
        if (one := _kickoff(context, go, until)) is not None
    ]
    outcomes = np.array([astuple(one.outcome) for one in kickoffs]).reshape(-1, 5)
    names = [field.name for field in fields(_Outcome)]
    columns = {name: outcomes[:, number] for number, name in enumerate(names)}
    for name in ("winner_team", "possession_team", "goal_team"):
        columns[name] = columns[name].astype(np.int32)
    go, end = _ints(one.go for one in kickoffs), _ints(one.end for one in kickoffs)
    touched = np.array([one.is_touched for one in kickoffs], dtype=bool)
    return Events(
        frame=go,
        player=_ints(one.player for one in kickoffs),
        position=context.tables.ball.position[go],
        end_frame=end,
        fields={
            "countdown_seconds": _countdowns(context, go),
            "touch_frame": np.where(touched, end, -1),
            "touch_seconds": np.where(touched, context.clock[end] - context.clock[go], np.nan),
            "touch_team": _ints(one.team for one in kickoffs),
            "opponent": _ints(one.opponent for one in kickoffs),
            **columns,
        },
    )


def go_frames(context: MatchContext) -> NDArray[np.intp]:
    """Frames in which a kickoff's countdown ended and the ball lay untouched."""
    frames = context.tables.frames
    if context.frames == 0:
        return np.zeros(0, dtype=np.intp)
    after, before = frames.state[1:], frames.state[:-1]
    goes = (after == MatchState.ACTIVE) & (before == MatchState.COUNTDOWN)
    # Before 2016-05 the states were numbers with other meanings; the round number always rises.
    goes |= (frames.round[1:] > frames.round[:-1]) & (frames.round[1:] > 0)
    goes &= ~frames.ball_hit[1:]
    found = np.flatnonzero(goes) + 1
    late = np.diff(frames.time[found], prepend=-np.inf) > SAME_KICKOFF_SECONDS
    return found[late]


def _countdowns(context: MatchContext, go: NDArray[np.int32]) -> NDArray[np.float64]:
    """Seconds each countdown lasted; NaN where none was seen."""
    frames = context.tables.frames
    if context.frames == 0:
        return np.zeros(0)
    starts = np.flatnonzero(np.diff(frames.state, prepend=-1)).astype(np.intp)
    began = starts[np.maximum(np.searchsorted(starts, go) - 1, 0)]
    is_countdown = frames.state[began] == MatchState.COUNTDOWN
    seconds: NDArray[np.float64] = frames.time[go] - frames.time[began]
    return np.where(is_countdown, seconds, np.nan)


def _kickoff(context: MatchContext, go: int, until: int) -> _Kickoff | None:
    touch = _first_touch(context, go, until)
    released = np.flatnonzero(context.tables.frames.ball_hit[go:until])
    if touch is None and len(released) == 0:
        return None
    end = go + int(released[0]) if touch is None else touch
    nearest = nearest_players(context, end)
    team, player, opponent = -1, -1, -1
    if touch is not None:
        team = int(context.tables.frames.touch_team[end])
        if team < 0 and nearest:
            team = min(nearest, key=lambda side: nearest[side][1])
        player = nearest.get(team, (-1, 0.0))[0]
        opponent = nearest.get(1 - team, (-1, 0.0))[0] if team >= 0 else -1
    return _Kickoff(
        go=go,
        end=end,
        is_touched=touch is not None,
        team=team,
        player=player,
        opponent=opponent,
        outcome=_Outcome() if touch is None else _outcome(context, (end, until), team),
    )


def _first_touch(context: MatchContext, go: int, until: int) -> int | None:
    teams = context.tables.frames.touch_team[go:until]
    touched = np.flatnonzero(teams >= 0) if len(teams) and teams[0] < 0 else np.zeros(0, np.intp)
    signs = [int(touched[0])] if len(touched) else []
    if context.mode in RESTING_BALL_MODES:
        velocity = context.tables.ball.velocity[go:until, :2]
        moves = np.flatnonzero(np.hypot(velocity[:, 0], velocity[:, 1]) > MOVED_BALL_UU_PER_S)
        signs += [int(moves[0])] if len(moves) else []
    return go + min(signs) if signs else None


def nearest_players(context: MatchContext, frame: int) -> dict[int, tuple[int, float]]:
    """Team to its player nearest to the ball, and how near."""
    places = car_places(context, frame)
    distance = np.linalg.norm(places - ball_place(context, frame), axis=1)
    nearest: dict[int, tuple[int, float]] = {}
    for side in (BLUE, ORANGE):
        rows = np.flatnonzero((context.team == side) & ~np.isnan(distance))
        if len(rows):
            best = int(rows[np.argmin(distance[rows])])
            nearest[side] = (best, float(distance[best]))
    return nearest


def ball_place(context: MatchContext, frame: int) -> NDArray[np.float64]:
    """Where the ball is; one that has rested since the recording began may never have been sent."""
    place = context.tables.ball.position[frame].astype(np.float64)
    return np.array([0.0, 0.0, BALL_REST_Z_UU]) if np.isnan(place).any() else place


def _outcome(context: MatchContext, play: tuple[int, int], team: int) -> _Outcome:
    touch, until = play
    clock, tables = context.clock, context.tables
    goals = tables.goals
    scored = np.flatnonzero((goals.frame >= touch) & (goals.frame < until))
    goal_team, goal_seconds, stop = -1, np.nan, until
    if len(scored):
        first = int(scored[0])
        stop = min(until, int(goals.frame[first]))
        seconds = float(clock[min(stop, context.frames - 1)] - clock[touch])
        if seconds <= GOAL_SECONDS:
            goal_team, goal_seconds = int(goals.team[first]), seconds

    then = int(np.searchsorted(clock, clock[touch] + OUTCOME_SECONDS))
    forward, winner = np.nan, -1
    if then < stop:
        forward = float(tables.ball.position[then, 1]) * attack_sign(team)
        winner = team if forward > WIN_Y_UU else 1 - team if forward < -WIN_Y_UU else -1
    elif goal_team >= 0:
        winner = goal_team
    return _Outcome(forward, winner, _possession(context, touch, stop), goal_team, goal_seconds)


def _possession(context: MatchContext, touch: int, stop: int) -> int:
    """The team of the first long spell of being last to touch."""
    teams = context.tables.frames.touch_team[touch:stop]
    if len(teams) == 0:
        return -1
    clock = context.clock
    starts = np.concatenate(([0], np.flatnonzero(np.diff(teams)) + 1))
    ends = np.append(starts[1:], len(teams)) - 1
    begin, length = (
        clock[touch + starts] - clock[touch],
        clock[touch + ends] - clock[touch + starts],
    )
    long = (length >= POSSESSION_SECONDS) & (begin <= POSSESSION_WITHIN_SECONDS)
    spells = np.flatnonzero(long & (teams[starts] >= 0))
    return int(teams[starts[spells[0]]]) if len(spells) else -1


def _ints(values: Iterable[int]) -> NDArray[np.int32]:
    return np.array(list(values), dtype=np.int32)
