"""Caught ahead: on the wrong side of the ball when it comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.decisions.control import Control, control
from rlcoach.analysis.decisions.snapshots import Snapshots, snapshots
from rlcoach.analysis.decisions.strikes import Strikes, strikes
from rlcoach.analysis.definition import (
    SOCCAR_LIKE,
    Confidence,
    EventDefinition,
    EventField,
    Family,
    Unit,
)
from rlcoach.analysis.event import Events
from rlcoach.analysis.mechanics.base import MECHANIC_FIELDS, Moves, between, mechanic_events

GOAL_AHEAD_UU = 1000.0
"""Past the ball at the deciding touch: who was beaten at the ball itself is within the 1,000 uu
of a challenge, farther is out of the play."""

DEEP_BALL_UU = -1200.0
HIGH_PLAYER_UU = -250.0
TURNOVER_AHEAD_UU = 2200.0
"""After a turnover: the ball this deep in the own half, the player this high and this far past it
(subtr-actor), more than a second of driving at full speed."""

TURNOVER_SECONDS = 5.0
"""From the opponents' first touch until the ball is deep: later he had time to come back."""

GOAL, TURNOVER = "goal", "turnover"

DEFINITION = EventDefinition(
    key="caught_ahead",
    label="Caught ahead of the ball",
    summary="Was on the wrong side of the ball when the opponents came.",
    approach=(
        "At the scorers' last touch before a goal against, at least 1,000 uu nearer the "
        "opponents' end than the ball; or after the opponents took over the ball and within 5 s "
        "brought it 1,200 uu deep into the own half, still beyond the middle and 2,200 uu past it."
    ),
    limits=(
        "It is not asked whether somebody else was back. A goal that follows a turnover is one "
        "event of each kind."
    ),
    source="rlcoach",
    confidence=Confidence.MEDIUM,
    fields={
        **MECHANIC_FIELDS,
        "goal": EventField(unit=Unit.NONE, about="which goal of the match, from 0; -1: none"),
        "ahead": EventField(unit=Unit.UU, about="of the ball"),
        "boost": EventField(unit=Unit.BOOST, about="he had"),
    },
    thresholds={
        "goal_ahead_uu": GOAL_AHEAD_UU,
        "deep_ball_uu": DEEP_BALL_UU,
        "high_player_uu": HIGH_PLAYER_UU,
        "turnover_ahead_uu": TURNOVER_AHEAD_UU,
        "turnover_seconds": TURNOVER_SECONDS,
    },
    modes=SOCCAR_LIKE,
    family=Family.DECISION,
    kinds={
        GOAL: "at the deciding touch of a goal against",
        TURNOVER: "after the opponents won the ball and came",
    },
    is_experimental=True,
)


@dataclass(frozen=True)
class _Caught:
    """Players, samples and goals (-1: none) of one kind. Shapes [row]."""

    player: NDArray[np.int64]
    at: NDArray[np.int64]
    goal: NDArray[np.int64]


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All times a player was caught ahead."""
    touches, samples = found["touch"], context.shared(snapshots)
    goals = _at_goals(context, samples, context.shared(strikes, touches))
    turnovers = _after_turnovers(context, samples, context.shared(control, touches))
    player = np.concatenate((goals.player, turnovers.player))
    at = np.concatenate((goals.at, turnovers.at))
    ahead = (samples.depth - samples.ball_depth)[player, at].astype(np.float64)
    frame = samples.frame[at]
    return mechanic_events(
        context,
        Moves(
            player=player,
            start=frame,
            end=frame,
            kind=[GOAL] * len(goals.player) + [TURNOVER] * len(turnovers.player),
            strength=between(ahead, GOAL_AHEAD_UU, 5000.0),
            confidence=between(ahead, GOAL_AHEAD_UU / 2, 2 * GOAL_AHEAD_UU),
            evidence={
                "goal": np.concatenate((goals.goal, turnovers.goal)),
                "ahead": ahead,
                "boost": samples.boost[player, at].astype(np.float64),
            },
        ),
    )


def _at_goals(context: MatchContext, samples: Snapshots, struck: Strikes) -> _Caught:
    at = samples.at(struck.touch_frame)
    conceded = context.team[:, None] == 1 - struck.team[None, :]
    ahead = samples.depth[:, at] - samples.ball_depth[:, at]
    goal, player = np.nonzero((conceded & (ahead >= GOAL_AHEAD_UU)).T)
    return _Caught(player, at[goal], goal)


def _after_turnovers(context: MatchContext, samples: Snapshots, runs: Control) -> _Caught:
    players, moments = [], []
    for row in np.flatnonzero(runs.is_gain).tolist():
        team = np.flatnonzero(context.team == 1 - runs.team[row])
        begin, end = samples.at(np.array([runs.frame[row], runs.end_frame[row]])).tolist()
        if len(team) == 0:
            continue
        soon = samples.clock[begin : end + 1] - samples.clock[begin] <= TURNOVER_SECONDS
        deep = samples.ball_depth[team[0], begin : end + 1] < DEEP_BALL_UU
        moment = np.flatnonzero(soon & deep)
        if len(moment) == 0 or moment[0] == 0:
            continue
        at = begin + int(moment[0])
        ahead = samples.depth[team, at] - samples.ball_depth[team, at]
        caught = team[(samples.depth[team, at] > HIGH_PLAYER_UU) & (ahead >= TURNOVER_AHEAD_UU)]
        players += caught.tolist()
        moments += [at] * len(caught)
    nothing = np.full(len(players), -1, dtype=np.int64)
    return _Caught(np.array(players, np.int64), np.array(moments, np.int64), nothing)
