"""Air dribbles: carrying the ball through the air with touch after touch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import Confidence, EventDefinition, EventField, Family, Unit
from rlcoach.analysis.event import Events
from rlcoach.analysis.events.touches import BALL_MODES
from rlcoach.analysis.mechanics.base import MECHANIC_FIELDS, Moves, between, mechanic_events
from rlcoach.analysis.mechanics.control import control_share, runs_of_touches
from rlcoach.analysis.mechanics.flights import GROUND, flight_at, flights
from rlcoach.analysis.mechanics.outcomes import kept
from rlcoach.analysis.mechanics.touch_motion import TouchMotion, touch_motion

MIN_TOUCHES, MIN_AIR_TOUCHES = 3, 2
"""In all, the one that sets the ball up included, and in the air (subtr-actor)."""

MAX_GAP_SECONDS = 2.5
"""Between touches of which the ball stays in reach (subtr-actor 3)."""

MIN_CONTROL_SHARE = 0.8
"""Of the time between two touches that the ball is in reach."""

MIN_CAR_Z_UU = 120.0
"""At a touch in the air (subtr-actor 100): higher than a car that tumbles."""

MIN_BALL_Z_UU = 350.0
"""The highest touch: higher than a jump reaches (subtr-actor 300)."""

MIN_SECONDS = 0.65
"""From the first touch in the air to the last (subtr-actor)."""

DEFINITION = EventDefinition(
    key="air_dribble",
    label="Air dribble",
    summary="Carried the ball through the air with several touches.",
    approach=(
        "Three or more touches of one player in a row, two or more of them in one flight over "
        "0.65 s or longer, with the ball in reach all the while and up to 350 uu or higher."
    ),
    limits=(
        "A ball pushed along with one long contact counts as few touches and may be missed; where "
        "a pass sets it up, it takes three touches in the air."
    ),
    source="rlcoach",
    confidence=Confidence.MEDIUM,
    fields={
        **MECHANIC_FIELDS,
        "touches": EventField(unit=Unit.COUNT, about="in the air"),
        "seconds": EventField(unit=Unit.SECONDS, about="from the set-up touch to the last"),
        "height": EventField(unit=Unit.UU, about="of the ball at the highest touch"),
    },
    thresholds={
        "min_touches": MIN_TOUCHES,
        "min_air_touches": MIN_AIR_TOUCHES,
        "max_gap_seconds": MAX_GAP_SECONDS,
        "min_control_share": MIN_CONTROL_SHARE,
        "min_ball_z_uu": MIN_BALL_Z_UU,
        "min_seconds": MIN_SECONDS,
    },
    modes=BALL_MODES,
    family=Family.BALL,
    kinds={
        "ground": "the car left the floor for it",
        "wall": "the car left a wall or the ceiling for it",
    },
    success=(
        "The player scored within 4 s, or his team had the next touch; null where nobody touched "
        "again."
    ),
)


@dataclass(frozen=True)
class _Carry:
    """Rows of the touches, and the flight."""

    first: int
    """The touch that set the ball up."""
    air: int
    """The first in the air."""
    last: int
    flight: int


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All air dribbles, from the touch that set the ball up to the last in the air."""
    motion, flown = context.shared(touch_motion, found), context.shared(flights)
    carries = _carries(context, motion, context.shared(control_share, found))
    first = np.array([carry.first for carry in carries], dtype=np.int64)
    air = np.array([carry.air for carry in carries], dtype=np.int64)
    last = np.array([carry.last for carry in carries], dtype=np.int64)
    flight = np.array([carry.flight for carry in carries], dtype=np.int64)
    height = np.array([motion.ball[one.air : one.last + 1, 2].max() for one in carries])
    seconds = motion.time[last] - motion.time[first]
    player, end, touches = motion.player[first], motion.end_frame[last], last - air + 1
    return mechanic_events(
        context,
        Moves(
            player=player,
            start=motion.frame[first],
            end=end,
            kind=np.where(flown.take_off[flight] == GROUND, "ground", "wall").tolist(),
            strength=between(seconds, 0.0, 4.0),
            confidence=0.6
            + between(touches.astype(np.float64), MIN_AIR_TOUCHES - 1, MIN_AIR_TOUCHES + 2) * 0.3,
            is_success=kept(context, found, player, end),
            place=motion.ball[first],
            evidence={"touches": touches, "seconds": seconds, "height": height},
        ),
    )


def _carries(
    context: MatchContext, motion: TouchMotion, control: NDArray[np.float64]
) -> list[_Carry]:
    flown = context.shared(flights)
    flight = flight_at(flown, motion.player, motion.time)
    high = (flight >= 0) & (motion.car.position[:, 2] >= MIN_CAR_Z_UU)
    flight = np.where(high, flight, -1)
    linked = control >= MIN_CONTROL_SHARE
    linked[1:] &= np.diff(motion.time) <= MAX_GAP_SECONDS
    result = []
    for begin, end in runs_of_touches(linked, MIN_AIR_TOUCHES):
        for one in np.unique(flight[begin : end + 1][flight[begin : end + 1] >= 0]).tolist():
            air, last = (begin + np.flatnonzero(flight[begin : end + 1] == one)[[0, -1]]).tolist()
            carry = _Carry(max(begin, air - 1), air, last, one)
            if _is_dribble(motion, carry):
                result.append(carry)
    return result


def _is_dribble(motion: TouchMotion, carry: _Carry) -> bool:
    touches, in_air = carry.last - carry.first + 1, carry.last - carry.air + 1
    lasted = motion.time[carry.last] - motion.time[carry.air]
    height = motion.ball[carry.air : carry.last + 1, 2].max()
    return bool(
        touches >= MIN_TOUCHES
        and in_air >= MIN_AIR_TOUCHES
        and lasted >= MIN_SECONDS
        and height >= MIN_BALL_Z_UU
    )
