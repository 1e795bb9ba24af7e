"""Ground dribbles: driving with the ball on the car."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import Confidence, EventDefinition, EventField, Family, Unit
from rlcoach.analysis.event import Events
from rlcoach.analysis.events.touches import BALL_MODES
from rlcoach.analysis.mechanics.base import MECHANIC_FIELDS, Moves, between, mechanic_events
from rlcoach.analysis.mechanics.outcomes import kept
from rlcoach.analysis.near_ball import near_ball, runs_of
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

DEFINITION = EventDefinition(
    key="ground_dribble",
    label="Ground dribble",
    summary="Drove with the ball on the car for a second or more.",
    approach=(
        "Frames with the car on its wheels and the ball on top of it, at most 40 uu off; runs of "
        "at least 1 s, with gaps of up to 0.3 s."
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
    long = clock[last] - clock[first] >= MIN_SECONDS
    first, last = first[long], last[long]
    player, start, end = near.player[held[first]], near.frame[held[first]], near.frame[held[last]]
    seconds = clock[last] - clock[first]
    ball = context.tables.ball
    runs = [held[one : other + 1] for one, other in zip(first.tolist(), last.tolist(), strict=True)]
    contact = np.array([(near.gap[run] < AT_CAR_UU).mean() for run in runs], dtype=np.float64)
    pace = [length(ball.velocity[near.frame[run], :2]).mean() for run in runs]
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
