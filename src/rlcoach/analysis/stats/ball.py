"""Whose ball it was: possession and the half the ball was in, per team. Ballchasing's rules."""

from __future__ import annotations

import numpy as np

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import (
    SOCCAR_LIKE,
    Confidence,
    Direction,
    Scope,
    StatDefinition,
    Unit,
)
from rlcoach.analysis.stats.base import StatContext, StatValues
from rlcoach.analysis.stats.parity import parity
from rlcoach.analysis.stats.walk import Values, countdowns, since_previous

KICKOFF_LOSS_SECONDS = 1.97
"""Taken off the ball's wait before each kickoff but the first; fitted, cause unknown."""

DEFINITIONS: tuple[StatDefinition, ...] = (
    parity(
        "ball.possession_time",
        "Possession",
        Unit.SECONDS,
        Direction.HIGHER,
        "From each change of the last-touching team to the next; the spell before a goal and the "
        "last one are lost.",
        scopes=(Scope.TEAM,),
    ),
    parity(
        "ball.time_in_side",
        "Time of the ball in the own half",
        Unit.SECONDS,
        Direction.LOWER,
        "Time per update of the ball that goes to the half it is in then, less 1.97 s before each "
        "kickoff but the first.",
        scopes=(Scope.TEAM,),
        thresholds={"kickoff_loss_seconds": KICKOFF_LOSS_SECONDS},
        confidence=Confidence.MEDIUM,
        modes=SOCCAR_LIKE,
    ),
)


def compute(context: StatContext) -> StatValues:
    """Values of `DEFINITIONS`; none without a ball."""
    match = context.match
    if not match.tables.ball.present.any():
        return {}
    return {
        "team:ball.possession_time": _possession(match),
        "team:ball.time_in_side": _time_in_side(match),
    }


def _possession(match: MatchContext) -> Values:
    """[team] time between changes of the last-touching team; a new ball starts anew."""
    team = match.tables.frames.touch_team
    change = np.flatnonzero(np.diff(team, prepend=team[:1]) != 0)
    total = np.zeros(2)
    for start, end in zip(change[:-1].tolist(), change[1:].tolist(), strict=True):
        if team[start] >= 0 and team[end] >= 0:
            total[team[start]] += match.clock[end] - match.clock[start]
    return total


def _time_in_side(match: MatchContext) -> Values:
    """[team] time of the ball in the team's own half."""
    updates = match.tables.ball_updates
    worth = since_previous(match.clock[updates.frame], updates.life)
    y = updates.position[:, 1]
    sent = match.clock[updates.frame]
    for _, go in countdowns(match)[1:]:
        # The one gap that spans "go": a new ball rests until somebody hits it.
        waited = np.flatnonzero((sent > match.clock[go]) & (sent - worth <= match.clock[go]))
        worth[waited] = np.maximum(worth[waited] - KICKOFF_LOSS_SECONDS, 0.0)
    return np.array([worth[y < 0].sum(), worth[y > 0].sum()])
