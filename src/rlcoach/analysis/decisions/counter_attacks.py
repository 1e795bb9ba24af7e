"""Counter-attacks: from the own third to the other half before the opponents are back."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.decisions.control import Control, control
from rlcoach.analysis.definition import (
    SOCCAR_LIKE,
    Confidence,
    EventDefinition,
    EventField,
    Family,
    Unit,
)
from rlcoach.analysis.event import Events
from rlcoach.analysis.field import THIRD_Y_UU
from rlcoach.analysis.mechanics.base import MECHANIC_FIELDS, Moves, between, mechanic_events

MAX_SECONDS = 5.0
"""From winning the ball in the own third to a touch in the opponents' half: a car drives that way
in 3 s, and opponents caught in attack need about 5 s to be back (subtr-actor allows 4 s)."""

DEFINITION = EventDefinition(
    key="counter_attack",
    label="Counter-attack",
    summary="A team won the ball in its own third and was playing it in the other half at once.",
    approach=(
        "A team takes over the ball in its own third from a team that had it, and within 5 s, "
        "before an opponent touches it, touches it in the opponents' half. `player` won the ball."
    ),
    limits="A long clear that a mate who had stayed forward picks up counts as well.",
    source="rlcoach",
    confidence=Confidence.LOW,
    fields={
        **MECHANIC_FIELDS,
        "seconds": EventField(unit=Unit.SECONDS, about="to the first touch in the other half"),
        "touches": EventField(unit=Unit.COUNT, about="by the team, to the opponents' next touch"),
    },
    thresholds={"max_seconds": MAX_SECONDS, "third_y_uu": THIRD_Y_UU},
    modes=SOCCAR_LIKE,
    family=Family.DECISION,
    success="An attempt on goal came before the opponents' next touch.",
    is_experimental=True,
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All counter-attacks, from the ball won to the end of the team's run of touches."""
    touches, attempts = found["touch"], found["attempt"]
    runs = context.shared(control, touches)
    depth = touches.position[:, 1] * context.sign[touches.player]
    rows = np.flatnonzero(runs.is_gain & (depth[runs.first] < -THIRD_Y_UU))
    seconds = np.array(
        [_seconds_across(context, touches, runs, row, depth) for row in rows.tolist()]
    )
    seconds = seconds.reshape(-1)
    keep = ~np.isnan(seconds)
    rows, seconds = rows[keep], seconds[keep]
    start, end = runs.frame[rows], runs.end_frame[rows]
    inside = (attempts.frame >= start[:, None]) & (attempts.frame <= end[:, None])
    inside &= context.team[attempts.player] == runs.team[rows][:, None]
    return mechanic_events(
        context,
        Moves(
            player=touches.player[runs.first[rows]],
            start=start,
            end=end,
            kind="counter_attack",
            strength=between(seconds, MAX_SECONDS, 1.0),
            confidence=between(seconds, 2 * MAX_SECONDS, MAX_SECONDS / 2),
            is_success=inside.any(axis=1),
            evidence={"seconds": seconds, "touches": runs.last[rows] - runs.first[rows] + 1},
        ),
    )


def _seconds_across(
    context: MatchContext,
    touches: Events,
    runs: Control,
    row: int,
    depth: NDArray[np.float32],
) -> float:
    """From the run's first touch to its first in the other half; NaN if none comes in time."""
    mine = np.arange(runs.first[row], runs.last[row] + 1)
    across = mine[depth[mine] > 0]
    if len(across) == 0:
        return np.nan
    since = context.clock[touches.frame[across[0]]] - context.clock[runs.frame[row]]
    return float(since) if since <= MAX_SECONDS else np.nan
