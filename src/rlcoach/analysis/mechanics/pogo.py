"""Pogos: bouncing the ball up in the air on nose or roof, again and again."""

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
from rlcoach.analysis.mechanics.strikes import Strikes, strikes, team_keeps
from rlcoach.analysis.vectors import length

MIN_TOUCHES = 3
"""In one flight: two are a touch and its correction."""

MIN_HEIGHT_UU = 200.0
"""Of the ball's centre: a ball on the roof of a car on the floor is at 160."""

MIN_LIFT_UU_PER_S = 200.0
"""Change of the ball's vertical speed by each touch: a third of a second's fall. An air dribble
pushes more softly and along."""

MAX_SIDEWAYS = 0.7
"""Share of each touch's change of velocity that is not upward: beyond 45 degrees it is a push."""

MAX_GAP_SECONDS = 1.5
"""Between touches: the ball comes down again from 180 uu in that time."""

DEFINITION = EventDefinition(
    key="pogo",
    label="Pogo",
    summary="Bounced the ball up three times or more on nose or roof without landing.",
    approach=(
        "Three or more touches in a row by one player within one flight, 1.5 s apart at most, each "
        "of which meets a falling ball, not with the wheels, and throws it up by 200 uu/s or more."
    ),
    limits="No public standard; between it and an air dribble only the lift of each touch decides.",
    source="rlcoach",
    confidence=Confidence.LOW,
    fields={
        **MECHANIC_FIELDS,
        "touches": EventField(unit=Unit.COUNT, about="in the row"),
        "height": EventField(unit=Unit.UU, about="of the ball's centre at the highest touch"),
    },
    thresholds={
        "min_touches": MIN_TOUCHES,
        "min_height_uu": MIN_HEIGHT_UU,
        "min_lift_uu_per_s": MIN_LIFT_UU_PER_S,
        "max_sideways": MAX_SIDEWAYS,
        "max_gap_seconds": MAX_GAP_SECONDS,
    },
    modes=BALL_MODES,
    family=Family.BALL,
    success="the own team had the next touch",
    is_experimental=True,
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All pogos, from the first touch of the row to the last."""
    strike = context.shared(strikes, found)
    touch = strike.touch
    first, last = _rows(strike, _bounces_up(strike), _flight(context, strike))
    heights = [float(touch.ball[a : b + 1, 2].max()) for a, b in zip(first, last, strict=True)]
    count = (last - first + 1).astype(np.float64)
    return mechanic_events(
        context,
        Moves(
            player=touch.player[first],
            start=touch.frame[first],
            end=touch.end_frame[last],
            kind=DEFINITION.key,
            strength=between(count, MIN_TOUCHES - 1, 2 * MIN_TOUCHES),
            confidence=between(count, 0.0, 2 * MIN_TOUCHES),
            is_success=team_keeps(context, strike, last),
            place=touch.ball[first],
            evidence={"touches": count, "height": np.array(heights)},
        ),
    )


def _bounces_up(strike: Strikes) -> NDArray[np.bool_]:
    """[touch] throws a falling ball in the air up, with nose or roof."""
    change = strike.after - strike.before
    lift = change[:, 2]
    sideways = np.hypot(change[:, 0], change[:, 1])
    up: NDArray[np.bool_] = strike.is_airborne & (strike.place[:, 2] >= MIN_HEIGHT_UU)
    up &= (strike.before[:, 2] < 0) & (lift >= MIN_LIFT_UU_PER_S)
    up &= (sideways <= MAX_SIDEWAYS * length(change)) & (strike.touch.local[:, 2] > 0)
    return up


def _flight(context: MatchContext, strike: Strikes) -> NDArray[np.int64]:
    touch = strike.touch
    return flight_at(context.shared(flights), touch.player, touch.time)


def _rows(
    strike: Strikes, up: NDArray[np.bool_], flight: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First and last touches of runs of at least `MIN_TOUCHES` in one flight."""
    touch = strike.touch
    follows = np.zeros(len(strike), dtype=bool)
    follows[1:] = up[1:] & up[:-1] & (flight[1:] == flight[:-1]) & (flight[1:] >= 0)
    follows[1:] &= np.diff(touch.time) <= MAX_GAP_SECONDS
    first = np.flatnonzero(~follows)
    last = np.append(first[1:], len(strike))[: len(first)] - 1
    long = last - first + 1 >= MIN_TOUCHES
    return first[long], last[long]
