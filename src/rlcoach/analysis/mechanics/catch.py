"""Catches: taking a falling or fast ball down softly onto the car."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import Confidence, EventDefinition, EventField, Family, Unit
from rlcoach.analysis.event import Events
from rlcoach.analysis.events.touches import BALL_MODES
from rlcoach.analysis.mechanics.base import (
    MECHANIC_FIELDS,
    Moves,
    between,
    frame_of,
    held_frame,
    mechanic_events,
)
from rlcoach.analysis.mechanics.outcomes import kept
from rlcoach.analysis.mechanics.touch_motion import TouchMotion, touch_motion
from rlcoach.analysis.near_ball import near_ball
from rlcoach.analysis.vectors import length

MIN_CLOSING_UU_PER_S = 600.0
"""Ball against car before: a fall from 280 uu, or a pass that the car does not chase."""

MIN_UP_UU = 85.0
"""Ball's centre above the hitbox's along the roof at the touch: on roof or hood, not in front."""

FROM_SECONDS, TO_SECONDS = 0.15, 0.65
"""After the touch, within which the ball must lie on the car or hop on it."""

MAX_SLIP_UU_PER_S = 320.0
"""Ball against car then, median; a ball popped by a hard touch has 500 and more."""

MAX_SIDE_UU, MIN_ABOVE_UU = 240.0, 76.0
"""Ball's centre beside the car's on the map, and above it: lower, the ball is on the floor."""

MIN_AWAY_SECONDS = 1.0
"""Since the player's touch before: sooner, the ball was his already."""

DEFINITION = EventDefinition(
    key="catch",
    label="Catch",
    summary="Took a falling or fast ball down onto the car.",
    approach=(
        "A touch with roof or hood by a car the ball meets at 600 uu/s or more, after which the "
        "ball stays on the car, hardly faster or slower than it, for half a second."
    ),
    limits="Balls stopped in front of the car, on the floor, are not counted.",
    source="rlcoach",
    confidence=Confidence.LOW,
    fields={
        **MECHANIC_FIELDS,
        "closing": EventField(unit=Unit.UU_PER_SECOND, about="ball against car before the touch"),
        "slip": EventField(unit=Unit.UU_PER_SECOND, about="ball against car after it, median"),
    },
    thresholds={
        "min_closing_uu_per_s": MIN_CLOSING_UU_PER_S,
        "min_up_uu": MIN_UP_UU,
        "to_seconds": TO_SECONDS,
        "max_slip_uu_per_s": MAX_SLIP_UU_PER_S,
        "max_side_uu": MAX_SIDE_UU,
    },
    modes=BALL_MODES,
    family=Family.BALL,
    success=(
        "The player scored within 4 s, or his team had the next touch; null where nobody touched "
        "again."
    ),
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All catches, from the touch until the ball has settled."""
    motion = context.shared(touch_motion, found)
    # Between two updates of the car it is already pushed down: then what was last sent is right.
    held = held_frame(context, motion.time)
    velocity = context.tables.cars.velocity[motion.player, held].astype(np.float64)
    closing = np.maximum(
        length(motion.before - motion.car.velocity), length(motion.before - velocity)
    )
    rows = np.flatnonzero(
        (closing >= MIN_CLOSING_UU_PER_S) & (motion.local[:, 2] >= MIN_UP_UU) & ~_is_his(motion)
    )
    slip = np.array([_slip_after(context, motion, row) for row in rows.tolist()])
    stays = slip <= MAX_SLIP_UU_PER_S
    rows, slip, closing = rows[stays], slip[stays], closing[rows[stays]]
    end = frame_of(context, motion.time[rows] + TO_SECONDS)
    player = motion.player[rows]
    return mechanic_events(
        context,
        Moves(
            player=player,
            start=motion.frame[rows],
            end=end,
            kind="catch",
            strength=between(closing, 0.0, 2000.0),
            confidence=0.5 + between(slip, MAX_SLIP_UU_PER_S, 100.0) * 0.4,
            is_success=kept(context, found, player, end),
            place=motion.ball[rows],
            evidence={"closing": closing, "slip": slip},
        ),
    )


def _is_his(motion: TouchMotion) -> NDArray[np.bool_]:
    """[touch] the player touched last, and just before."""
    result = np.zeros(len(motion), dtype=bool)
    result[1:] = (motion.player[1:] == motion.player[:-1]) & (motion.play[1:] == motion.play[:-1])
    result[1:] &= np.diff(motion.time) < MIN_AWAY_SECONDS
    return result


def _slip_after(context: MatchContext, motion: TouchMotion, row: int) -> float:
    """Median uu/s between ball and car after a touch; infinite where the ball left the car."""
    near, frames = context.shared(near_ball), context.tables.frames.time
    low, high = motion.time[row] + FROM_SECONDS, motion.time[row] + TO_SECONDS
    inside = (near.player == motion.player[row]) & (near.time >= low) & (near.time <= high)
    wanted = int(np.searchsorted(frames, high, side="right") - np.searchsorted(frames, low))
    above = near.above[inside]
    lies = (length(above[:, :2]) <= MAX_SIDE_UU) & (above[:, 2] >= MIN_ABOVE_UU)
    if wanted == 0 or len(above) < wanted or not lies.all():
        return np.inf
    return float(np.median(length(near.slip[inside])))
