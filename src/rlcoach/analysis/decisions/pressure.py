"""Pressure: spells in which a team keeps the ball in the opponents' half."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.decisions.snapshots import snapshots
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

BEYOND_UU = 200.0
"""Past the middle line (subtr-actor)."""

GRACE_SECONDS = 1.25
"""A ball that is back within this has not left the half (subtr-actor)."""

MIN_SECONDS = 4.0
MIN_TOUCHES = 2
"""Shorter or with a single touch it is a clear that the opponents pick up: those take 3 s from
the middle to the corner and back."""

DEFINITION = EventDefinition(
    key="pressure",
    label="Pressure",
    summary="A team kept the ball in the opponents' half for at least four seconds.",
    approach=(
        "The ball is more than 200 uu past the middle for at least 4 s, with gaps of up to "
        "1.25 s, and the attacking team touches it twice or more. `player` is nobody."
    ),
    limits="Opponents who play the ball around in their own half count as pressed.",
    source="rlcoach",
    confidence=Confidence.MEDIUM,
    fields={
        **MECHANIC_FIELDS,
        "team": EventField(unit=Unit.NONE, about="who pressed: 0 blue, 1 orange"),
        "seconds": EventField(unit=Unit.SECONDS, about="length"),
        "touches": EventField(unit=Unit.COUNT, about="by the pressing team"),
        "attempts": EventField(unit=Unit.COUNT, about="on goal, by the pressing team"),
    },
    thresholds={
        "beyond_uu": BEYOND_UU,
        "grace_seconds": GRACE_SECONDS,
        "min_seconds": MIN_SECONDS,
        "min_touches": MIN_TOUCHES,
    },
    modes=SOCCAR_LIKE,
    family=Family.DECISION,
    success="An attempt on goal came of it.",
    is_experimental=True,
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All spells of pressure, of both teams."""
    samples = context.shared(snapshots)
    y = samples.ball[:, 1]
    spans = samples.spans(np.stack((y > BEYOND_UU, y < -BEYOND_UU)), grace_seconds=GRACE_SECONDS)
    team = spans.player
    start, end = samples.frame[spans.first], samples.frame[spans.last]
    seconds = samples.clock[spans.last] - samples.clock[spans.first]
    touches = _within(context, found["touch"], team, start, end)
    keep = (seconds >= MIN_SECONDS) & (touches >= MIN_TOUCHES)
    attempts = _within(context, found["attempt"], team, start, end)
    return mechanic_events(
        context,
        Moves(
            player=np.full(int(keep.sum()), -1),
            start=start[keep],
            end=end[keep],
            kind="pressure",
            strength=between(seconds[keep], 0.0, 15.0),
            confidence=between(touches[keep].astype(np.float64), 0, 2 * MIN_TOUCHES),
            is_success=(attempts > 0)[keep],
            place=samples.ball[spans.first[keep]],
            evidence={
                "team": team[keep],
                "seconds": seconds[keep],
                "touches": touches[keep],
                "attempts": attempts[keep],
            },
        ),
    )


def _within(
    context: MatchContext,
    events: Events,
    team: NDArray[np.int32],
    start: NDArray[np.int64],
    end: NDArray[np.int64],
) -> NDArray[np.int64]:
    """[spell] events by players of each spell's team while it lasted."""
    inside = (events.frame >= start[:, None]) & (events.frame <= end[:, None])
    inside &= context.team[events.player] == team[:, None]
    counts: NDArray[np.int64] = inside.sum(axis=1)
    return counts
