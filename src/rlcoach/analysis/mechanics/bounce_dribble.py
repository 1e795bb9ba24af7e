"""Bounce dribbles: keeping a bouncing ball with touch after touch."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import Confidence, EventDefinition, EventField, Family, Unit
from rlcoach.analysis.event import Events
from rlcoach.analysis.events.touches import BALL_MODES
from rlcoach.analysis.mechanics.base import MECHANIC_FIELDS, Moves, between, mechanic_events
from rlcoach.analysis.mechanics.bounces import FLOOR, bounces
from rlcoach.analysis.mechanics.control import control_share, runs_of_touches
from rlcoach.analysis.mechanics.outcomes import kept
from rlcoach.analysis.mechanics.touch_motion import TouchMotion, touch_motion

MIN_TOUCHES = 3
"""With a bounce between each: two bounces are the fewest that show it is meant."""

MAX_GAP_SECONDS = 1.6
"""Between touches; a ball hit higher is chased, not dribbled."""

MIN_CONTROL_SHARE = 0.6
"""Of the time between two touches that the ball is in reach."""

MIN_BOUNCE_UU_PER_S = 150.0
"""Up from the floor, a height of 17 uu: less is a ball that rolls; a ball that falls off a roof
comes up with 200."""

MIN_SECONDS = 1.0
"""From the first touch to the last: shorter, a carry begins or a ball is lost."""

MAX_CAR_Z_UU = 100.0
"""At the touches: on the ground or in a small hop."""

DEFINITION = EventDefinition(
    key="bounce_dribble",
    label="Bounce dribble",
    summary="Kept a bouncing ball close with three touches or more.",
    approach=(
        "Three or more touches of one player on the ground over 1 s or longer, nobody else "
        "between, each at most 1.6 s after the one before, with a bounce off the floor and the "
        "ball in reach between."
    ),
    limits="A ball hopping on the hood between two bounces may count as touched twice.",
    source="rlcoach",
    confidence=Confidence.LOW,
    fields={
        **MECHANIC_FIELDS,
        "touches": EventField(unit=Unit.COUNT, about="touches"),
        "seconds": EventField(unit=Unit.SECONDS, about="from the first touch to the last"),
    },
    thresholds={
        "min_touches": MIN_TOUCHES,
        "max_gap_seconds": MAX_GAP_SECONDS,
        "min_control_share": MIN_CONTROL_SHARE,
        "min_bounce_uu_per_s": MIN_BOUNCE_UU_PER_S,
        "min_seconds": MIN_SECONDS,
    },
    modes=BALL_MODES,
    family=Family.BALL,
    success=(
        "The player scored within 4 s, or his team had the next touch; null where nobody touched "
        "again."
    ),
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All bounce dribbles, from the first touch to the last."""
    motion = context.shared(touch_motion, found)
    linked = _linked(context, motion, context.shared(control_share, found))
    runs = np.array(runs_of_touches(linked, MIN_TOUCHES), dtype=np.int64).reshape(-1, 2)
    runs = runs[motion.time[runs[:, 1]] - motion.time[runs[:, 0]] >= MIN_SECONDS]
    first, last = runs.T
    player, end = motion.player[first], motion.end_frame[last]
    touches, seconds = last - first + 1, motion.time[last] - motion.time[first]
    return mechanic_events(
        context,
        Moves(
            player=player,
            start=motion.frame[first],
            end=end,
            kind="bounce_dribble",
            strength=between(touches.astype(np.float64), MIN_TOUCHES - 2, MIN_TOUCHES + 3),
            confidence=0.5 + between(seconds, 0.0, 2.0) * 0.3,
            is_success=kept(context, found, player, end),
            place=motion.ball[first],
            evidence={"touches": touches, "seconds": seconds},
        ),
    )


def _linked(
    context: MatchContext, motion: TouchMotion, control: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """[touch] goes on with the dribble of the touch before."""
    if len(motion) == 0:
        return np.zeros(0, dtype=bool)
    found = context.shared(bounces)
    off_floor = (found.surface == FLOOR) & (found.after[:, 2] >= MIN_BOUNCE_UU_PER_S)
    so_far = np.searchsorted(found.time[off_floor], motion.time)
    low = motion.car.position[:, 2] <= MAX_CAR_Z_UU
    linked = np.zeros(len(motion), dtype=bool)
    linked[1:] = (np.diff(so_far) > 0) & (np.diff(motion.time) <= MAX_GAP_SECONDS)
    linked[1:] &= low[1:] & low[:-1] & (control[1:] >= MIN_CONTROL_SHARE)
    return linked
