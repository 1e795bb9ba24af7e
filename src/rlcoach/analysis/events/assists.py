"""Assists as the game credits them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.credits import rises
from rlcoach.analysis.definition import Confidence, EventDefinition, EventField, Unit
from rlcoach.analysis.event import Events
from rlcoach.replay.kinds import Counter

GOAL_SECONDS = 3.0
"""The counter rises with the goal or up to half a second after it (corpus)."""

DEFINITION = EventDefinition(
    key="assist",
    label="Assist",
    summary="The game credited an assist.",
    approach="The player's assist counter rose; the goal is the last one before, at most 3 s.",
    limits="The touch named is the player's last of the play, not always the pass itself.",
    source="game",
    confidence=Confidence.HIGH,
    fields={
        "touch_frame": EventField(unit=Unit.NONE, about="frame of the touch; -1 where unknown"),
        "goal": EventField(unit=Unit.NONE, about="which goal of the match, from 0; -1: unknown"),
        "scorer": EventField(unit=Unit.NONE, about="row of the player who scored; -1: unknown"),
    },
    thresholds={"goal_seconds": GOAL_SECONDS},
)

_EARLY_SECONDS = 0.5


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All credited assists, at the frame the counter rose; the place is that of the touch."""
    points = rises(context, Counter.ASSISTS, found.get("touch"))
    goal = _goals(context, points.frame, points.player)
    scorers = np.append(context.tables.goals.player, np.int32(-1))
    return Events(
        frame=points.frame,
        player=points.player,
        position=points.touch_place(),
        fields={"touch_frame": points.touch_frame(), "goal": goal, "scorer": scorers[goal]},
    )


def _goals(
    context: MatchContext,
    frame: NDArray[np.int32],
    player: NDArray[np.int32],
) -> NDArray[np.int64]:
    """[assist] row of the goal it belongs to, or -1."""
    goals = context.tables.goals
    result = np.full(len(frame), -1, dtype=np.int64)
    time = context.tables.frames.time[frame]
    for row, (when, who) in enumerate(zip(time.tolist(), player.tolist(), strict=True)):
        late = when - goals.time
        fits = (late >= -_EARLY_SECONDS) & (late <= GOAL_SECONDS)
        fits &= (goals.team == context.team[who]) & (goals.player != who)
        if fits.any():
            result[row] = np.flatnonzero(fits)[-1]
    return result
