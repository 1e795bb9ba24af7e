"""Wall aerials: driving up a wall, leaving it and playing the ball in the air."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import Confidence, EventDefinition, EventField, Family, Unit
from rlcoach.analysis.event import Events
from rlcoach.analysis.events.touches import BALL_MODES
from rlcoach.analysis.mechanics.base import MECHANIC_FIELDS, Moves, between, mechanic_events
from rlcoach.analysis.mechanics.flights import flight_at, flights
from rlcoach.analysis.mechanics.outcomes import kept
from rlcoach.analysis.mechanics.touch_motion import TouchMotion, touch_motion
from rlcoach.analysis.mechanics.wall_leaves import (
    BACK_COLUMN,
    SIDE_COLUMN,
    wall_distances,
    wall_leaves,
)

MIN_RIDE_SECONDS = 0.25
"""On the wall before leaving it (subtr-actor 0.30; the shortest reviewed one 0.32, cars that only
brush a wall 0.14 and less)."""

MAX_SECONDS = 2.75
"""From the wall to the touch (subtr-actor)."""

MIN_CAR_Z_UU, MIN_BALL_Z_UU = 200.0, 400.0
"""At the touch (subtr-actor 100 to 300, and 400)."""

OFF_SIDE_WALL_UU, OFF_BACK_WALL_UU = 400.0, 160.0
"""Car to wall at the touch: closer ones are struck off the wall, not in the air (subtr-actor 496
and 120). Of the reviewed replay, those counted are 502 and more from the side walls and 217 from
the back wall, those not counted 276 to 306 from the side walls."""

DEFINITION = EventDefinition(
    key="wall_aerial",
    label="Wall aerial",
    summary="Drove on a wall, left it and played the ball in the air.",
    approach=(
        "A flight that began on a side or back wall after at least 0.25 s on it, and its first "
        "touch within 2.75 s, high and well off the wall."
    ),
    limits=(
        "The walls that cut the corners are not counted: in the reviewed replay such leaps are "
        "jumps from the ground. Touches close to the wall are wall shots or clears."
    ),
    source="rlcoach",
    confidence=Confidence.MEDIUM,
    fields={
        **MECHANIC_FIELDS,
        "seconds": EventField(unit=Unit.SECONDS, about="from leaving the wall to the touch"),
        "ride_seconds": EventField(unit=Unit.SECONDS, about="on the wall before, at most 2"),
        "height": EventField(unit=Unit.UU, about="of the ball's centre at the touch"),
    },
    thresholds={
        "min_ride_seconds": MIN_RIDE_SECONDS,
        "max_seconds": MAX_SECONDS,
        "min_car_z_uu": MIN_CAR_Z_UU,
        "min_ball_z_uu": MIN_BALL_Z_UU,
        "off_side_wall_uu": OFF_SIDE_WALL_UU,
        "off_back_wall_uu": OFF_BACK_WALL_UU,
    },
    modes=BALL_MODES,
    family=Family.BALL,
    success=(
        "The player scored within 4 s, or his team had the next touch; null where nobody touched "
        "again."
    ),
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All wall aerials, at their first touch off the wall."""
    motion = context.shared(touch_motion, found)
    flown, leaves = context.shared(flights), context.shared(wall_leaves)
    fits = np.flatnonzero(~leaves.is_corner & (leaves.ride_seconds >= MIN_RIDE_SECONDS))
    leave_of = np.full(len(flown) + 1, -1, dtype=np.int64)
    leave_of[leaves.flight[fits]] = fits
    flight = flight_at(flown, motion.player, motion.time)
    leave = leave_of[flight]
    since = motion.time - np.append(flown.start, np.nan)[flight]
    rows = np.flatnonzero((leave >= 0) & (since <= MAX_SECONDS) & _in_the_air(motion))
    rows = rows[np.unique(leave[rows], return_index=True)[1]]
    player, frame, ride = motion.player[rows], motion.frame[rows], leaves.ride_seconds[leave[rows]]
    return mechanic_events(
        context,
        Moves(
            player=player,
            start=frame,
            end=motion.end_frame[rows],
            kind="wall_aerial",
            strength=between(motion.ball[rows, 2], MIN_BALL_Z_UU / 2, 1500.0),
            confidence=0.6 + between(ride, 0.0, 1.0) * 0.3,
            is_success=kept(context, found, player, motion.end_frame[rows]),
            place=motion.ball[rows],
            evidence={
                "seconds": since[rows],
                "ride_seconds": ride,
                "height": motion.ball[rows, 2],
            },
        ),
    )


def _in_the_air(motion: TouchMotion) -> NDArray[np.bool_]:
    """[touch] high enough and far enough off the walls."""
    away = wall_distances(motion.car.position)
    free = (away[:, SIDE_COLUMN] >= OFF_SIDE_WALL_UU) & (away[:, BACK_COLUMN] >= OFF_BACK_WALL_UU)
    high = (motion.car.position[:, 2] >= MIN_CAR_Z_UU) & (motion.ball[:, 2] >= MIN_BALL_Z_UU)
    result: NDArray[np.bool_] = free & high
    return result
