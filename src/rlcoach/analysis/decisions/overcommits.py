"""Overcommits: the opponents win the ball and nobody is behind it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.decisions.control import after_kickoff, control
from rlcoach.analysis.decisions.roles import roles
from rlcoach.analysis.decisions.snapshots import snapshots
from rlcoach.analysis.decisions.strikes import seconds_to_goal_against, strikes
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
from rlcoach.analysis.plays import in_play, play_number

MIN_BEHIND_UU = 200.0
"""Goal-side of the ball by less than this nobody is behind it: a ball and a car, the place of
somebody who has just gone for it and lost."""

DEEP_BALL_UU = -4000.0
"""A ball nearer the own end has no room behind it: who challenges there is back."""

PUNISHED_SECONDS = 8.0
"""A goal against within this time came of it: as long as one attack lasts."""

KICKOFF_SECONDS = 3.0
"""After a kickoff's first touch the order of players is the kickoff's, not theirs."""

MIN_TEAM = 2
"""Alone nobody can stay back for another."""

DEFINITION = EventDefinition(
    key="overcommit",
    label="Overcommit",
    summary="The opponents won the ball while nobody of the team was behind it.",
    approach=(
        "The other team takes over the ball, keeps it for a second, and at its first touch the "
        "last man back is past the ball, or less than 200 uu behind it. `player` is that man."
    ),
    limits="Who should have stayed is not known; the last man is named as the nearest to it.",
    source="rlcoach",
    confidence=Confidence.LOW,
    fields={
        **MECHANIC_FIELDS,
        "opponent": EventField(unit=Unit.NONE, about="row of the player who won the ball"),
        "ahead": EventField(
            unit=Unit.UU, about="of the last man past the ball; below 0: behind it"
        ),
        "boost": EventField(unit=Unit.BOOST, about="the last man had"),
    },
    thresholds={
        "min_behind_uu": MIN_BEHIND_UU,
        "deep_ball_uu": DEEP_BALL_UU,
        "punished_seconds": PUNISHED_SECONDS,
    },
    modes=SOCCAR_LIKE,
    family=Family.DECISION,
    success="No goal was conceded within 8 s.",
    is_experimental=True,
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All overcommits, at the opponents' first touch."""
    touches = found["touch"]
    samples, men = context.shared(snapshots), context.shared(roles)
    runs = context.shared(control, touches)
    rows = np.flatnonzero(runs.is_gain)
    frame = runs.frame[rows]
    at = samples.at(frame)
    loser = 1 - runs.team[rows]
    last = men.deepest[loser, at]
    size = _sizes(context)[loser, context.shared(play_number)[frame]]
    ahead = samples.depth[last, at] - samples.ball_depth[last, at]
    keep = (last >= 0) & (ahead >= -MIN_BEHIND_UU) & (size >= MIN_TEAM)
    keep &= samples.ball_depth[last, at] > DEEP_BALL_UU
    keep &= ~after_kickoff(context, touches, frame, KICKOFF_SECONDS)
    rows, frame, last, ahead = rows[keep], frame[keep], last[keep], ahead[keep]
    struck = context.shared(strikes, touches)
    punished = seconds_to_goal_against(context, struck, frame, context.team[last])
    return mechanic_events(
        context,
        Moves(
            player=last,
            start=frame,
            end=frame,
            kind="overcommit",
            strength=between(ahead, -MIN_BEHIND_UU, 2000.0),
            confidence=between(ahead, -2 * MIN_BEHIND_UU, MIN_BEHIND_UU),
            is_success=punished > PUNISHED_SECONDS,
            evidence={
                "opponent": touches.player[runs.first[rows]],
                "ahead": ahead.astype(np.float64),
                "boost": samples.boost[last, at[keep]].astype(np.float64),
            },
        ),
    )


def _sizes(context: MatchContext) -> NDArray[np.int64]:
    """[team, play] players who drove in it: who has left the match stays behind for nobody."""
    plays, play = context.shared(play_number), in_play(context)
    sizes = np.zeros((2, int(plays.max(initial=0)) + 1), dtype=np.int64)
    for player, present in enumerate(context.tables.cars.present):
        if context.team[player] >= 0:
            sizes[context.team[player], np.unique(plays[present & play])] += 1
    return sizes
