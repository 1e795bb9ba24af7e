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
from rlcoach.analysis.near_ball import near_ball

MIN_WHEELS_SHARE = 0.5
"""Of the carry that the car stands on its wheels: less is a carry in the air."""

LONG_SECONDS = 4.0
"""A carry over half of the field; more is not more pronounced."""

AT_CAR_UU = 15.0
"""Hitbox to ball while the ball lies on the car."""

DEFINITION = EventDefinition(
    key="ground_dribble",
    label="Ground dribble",
    summary="Drove with the ball on the car for a second or more.",
    approach="A ball carry during which the car is on its wheels for at least half of the time.",
    limits="A dribble that begins or ends in the air is as long as its carry.",
    source="rlcoach",
    confidence=Confidence.MEDIUM,
    fields={
        **MECHANIC_FIELDS,
        "seconds": EventField(unit=Unit.SECONDS, about="length"),
        "distance": EventField(unit=Unit.UU, about="from start to end on the map"),
        "speed": EventField(unit=Unit.UU_PER_SECOND, about="mean of the ball on the map"),
    },
    thresholds={"min_wheels_share": MIN_WHEELS_SHARE},
    modes=BALL_MODES,
    family=Family.BALL,
    success=(
        "The player scored within 4 s of its end, or his team had the next touch; null where "
        "nobody touched again."
    ),
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All ground dribbles, over the span of their carries."""
    carries = found["ball_carry"]
    wheels, contact = _shares(context, carries)
    rows = np.flatnonzero(wheels >= MIN_WHEELS_SHARE)
    player, start = carries.player[rows], carries.frame[rows]
    end = start if carries.end_frame is None else carries.end_frame[rows]
    seconds = carries.column("seconds")[rows].astype(np.float64)
    return mechanic_events(
        context,
        Moves(
            player=player,
            start=start,
            end=end,
            kind="ground_dribble",
            strength=between(seconds, 0.0, LONG_SECONDS),
            confidence=0.5 + contact[rows] / 2,
            is_success=kept(context, found, player, end),
            evidence={
                name: carries.column(name)[rows].astype(np.float64)
                for name in ("seconds", "distance", "speed")
            },
        ),
    )


def _shares(
    context: MatchContext, carries: Events
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """[carry] shares of the frames on wheels, and with the ball at the hitbox."""
    near = context.shared(near_ball)
    wheels, contact = np.zeros(len(carries)), np.zeros(len(carries))
    ends = carries.frame if carries.end_frame is None else carries.end_frame
    spans = zip(carries.player.tolist(), carries.frame.tolist(), ends.tolist(), strict=True)
    for row, (player, first, last) in enumerate(spans):
        inside = (near.player == player) & (near.frame >= first) & (near.frame <= last)
        wheels[row] = near.stands[inside].mean()
        contact[row] = (near.gap[inside] < AT_CAR_UU).mean()
    return wheels, contact
