"""Ground dribbles: driving with the ball on the car."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import Confidence, EventDefinition, EventField, Family, Unit
from rlcoach.analysis.event import Events
from rlcoach.analysis.events.touches import BALL_MODES
from rlcoach.analysis.mechanics.base import MECHANIC_FIELDS, Moves, between, mechanic_events
from rlcoach.analysis.mechanics.outcomes import kept
from rlcoach.analysis.near_ball import NearBall, near_ball, runs_of
from rlcoach.analysis.vectors import length, squared_length

MAX_GAP_UU = 40.0
"""Hitbox to ball: hops of a ball that is balanced stay below this, and end soon."""

MIN_UP_UU = 75.0
"""Ball's centre above the hitbox's along the car's roof. A ball that is pushed along the floor has
55 to 65, one on the hood 90 and more."""

MAX_SLIP_UU_PER_S = 450.0
"""Between ball and car on the map, as for a carry."""

GRACE_SECONDS = 0.3
"""A hop of ball or car this short does not end the dribble. With these limits a bot that does
little else has 51 dribbles where carball counts 49."""

MIN_SECONDS = 1.0
"""subtr-actor and carball."""

LONG_SECONDS = 4.0
"""A carry over half of the field; more is not more pronounced."""

AT_CAR_UU = 15.0
"""Hitbox to ball while the ball lies on the car."""

MIN_CONTACT_SHARE = 0.5
"""Of the time that the ball lies on the car: who practises has 0.64 and more, a single hop over the
car 0.2 to 0.45."""

MAX_TYPICAL_SLIP_UU_PER_S = 200.0
"""Median of the slip over a dribble: a bot and who practises have 160 at most, balls that are
tapped along 230 and more."""

FLOOR_Z_UU, MIN_FLOOR_SHARE = 60.0, 0.8
"""Height of a car on the floor, and how much of the time it must be there: carries up a wall are
other things."""

DEFINITION = EventDefinition(
    key="ground_dribble",
    label="Ground dribble",
    summary="Drove with the ball on the car for a second or more.",
    approach=(
        "Frames with the car on its wheels and the ball on top of it, at most 40 uu off; runs of "
        "at least 1 s, with gaps of up to 0.3 s, on the floor, with the ball on the car for half "
        "of the time."
    ),
    limits=(
        "Looser control, the ball hopping over the car or leaning on its nose, is a ball carry."
    ),
    source="rlcoach",
    confidence=Confidence.MEDIUM,
    fields={
        **MECHANIC_FIELDS,
        "seconds": EventField(unit=Unit.SECONDS, about="length"),
        "distance": EventField(unit=Unit.UU, about="from start to end on the map"),
        "speed": EventField(unit=Unit.UU_PER_SECOND, about="mean of the ball on the map"),
    },
    thresholds={
        "max_gap_uu": MAX_GAP_UU,
        "min_up_uu": MIN_UP_UU,
        "max_slip_uu_per_s": MAX_SLIP_UU_PER_S,
        "min_contact_share": MIN_CONTACT_SHARE,
        "max_typical_slip_uu_per_s": MAX_TYPICAL_SLIP_UU_PER_S,
        "min_floor_share": MIN_FLOOR_SHARE,
        "grace_seconds": GRACE_SECONDS,
        "min_seconds": MIN_SECONDS,
    },
    modes=BALL_MODES,
    family=Family.BALL,
    success=(
        "The player scored within 4 s of its end, or his team had the next touch; null where "
        "nobody touched again."
    ),
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All ground dribbles, while the ball is on the car."""
    near = context.shared(near_ball)
    held = np.flatnonzero(
        near.stands
        & (near.gap <= MAX_GAP_UU)
        & (near.local[:, 2] >= MIN_UP_UU)
        & (squared_length(near.slip[:, :2]) <= MAX_SLIP_UU_PER_S**2)
    )
    clock = context.clock[near.frame[held]]
    first, last = runs_of(near.player[held], clock, GRACE_SECONDS)
    long = np.flatnonzero(clock[last] - clock[first] >= MIN_SECONDS)
    runs = [held[first[row] : last[row] + 1] for row in long.tolist()]
    contact = np.array([(near.gap[run] < AT_CAR_UU).mean() for run in runs], dtype=np.float64)
    floor = np.array([_is_on_floor(context, near, run).mean() for run in runs], dtype=np.float64)
    slip = np.array([np.median(length(near.slip[run, :2])) for run in runs], dtype=np.float64)
    fits = (contact >= MIN_CONTACT_SHARE) & (floor >= MIN_FLOOR_SHARE)
    rows = np.flatnonzero(fits & (slip <= MAX_TYPICAL_SLIP_UU_PER_S))
    first, last, contact = first[long[rows]], last[long[rows]], contact[rows]
    player, start, end = near.player[held[first]], near.frame[held[first]], near.frame[held[last]]
    seconds = clock[last] - clock[first]
    ball = context.tables.ball
    pace = [length(ball.velocity[near.frame[runs[row]], :2]).mean() for row in rows.tolist()]
    return mechanic_events(
        context,
        Moves(
            player=player,
            start=start,
            end=end,
            kind="ground_dribble",
            strength=between(seconds, 0.0, LONG_SECONDS),
            confidence=0.5 + contact / 2,
            is_success=kept(context, found, player, end),
            evidence={
                "seconds": seconds,
                "distance": length((ball.position[end] - ball.position[start])[:, :2]),
                "speed": np.array(pace, dtype=np.float64),
            },
        ),
    )


def _is_on_floor(
    context: MatchContext, near: NearBall, rows: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """[row] the car is on the floor, not on a ramp or a wall."""
    height = context.tables.ball.position[near.frame[rows], 2] - near.above[rows, 2]
    low: NDArray[np.bool_] = height < FLOOR_Z_UU
    return low
