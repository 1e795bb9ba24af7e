"""Fast aerials: two jumps and boost at once, to be up as soon as a car can."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import Confidence, EventDefinition, EventField, Family, Unit
from rlcoach.analysis.event import Events
from rlcoach.analysis.events.switched import rows_of
from rlcoach.analysis.mechanics.base import (
    MECHANIC_FIELDS,
    Moves,
    between,
    frame_of,
    mechanic_events,
)
from rlcoach.analysis.mechanics.dodge_motion import poses_around
from rlcoach.analysis.mechanics.flights import GROUND, flight_at, flights
from rlcoach.analysis.vectors import nose
from rlcoach.replay.kinds import Component

MAX_GAP_SECONDS = 0.45
"""Between the jumps: the first is held for up to 0.2 s, the second follows at once. Of 375 double
jumps of eight matches 282 have less than 0.3 s, 47 more than 0.4."""

BOOST_SECONDS = 0.8
"""After the first jump, in which the boost is counted."""

MIN_BOOST_SHARE = 0.45
"""Of that time with boost on: some tilt the nose up before they boost; taps are no fast aerial."""

RISE_SECONDS = 1.0
"""After the first jump, when the height is read."""

MIN_RISE_UU = 400.0
"""Gained by then. Two jumps without boost reach 400 at most (95th percentile of eight matches),
those with boost on most of the time 376 to 616."""

TILT_SECONDS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
"""After the first jump, when the nose is looked at."""

MIN_NOSE_UP = 0.2
"""Mean height of the nose then: boost that goes level lifts nothing. Half of those found in seven
matches have 0.59 or more, 95 of 100 have 0.24."""

DEFINITION = EventDefinition(
    key="fast_aerial",
    label="Fast aerial",
    summary="Two quick jumps with boost, to be high in the air as soon as possible.",
    approach=(
        "A second jump within half a second of the first off the ground, boost on for half of the"
        " first 0.8 s with the nose up, and a second after the first jump the car is 400 uu higher."
    ),
    limits="Aerials with a dodge in place of the second jump, and those off walls, are left out.",
    source="rlcoach",
    confidence=Confidence.MEDIUM,
    fields={
        **MECHANIC_FIELDS,
        "gap": EventField(unit=Unit.SECONDS, about="between the two jumps"),
        "rise": EventField(unit=Unit.UU, about="height gained in the first second"),
    },
    thresholds={
        "max_gap_seconds": MAX_GAP_SECONDS,
        "boost_seconds": BOOST_SECONDS,
        "min_boost_share": MIN_BOOST_SHARE,
        "rise_seconds": RISE_SECONDS,
        "min_rise_uu": MIN_RISE_UU,
        "min_nose_up": MIN_NOSE_UP,
    },
    family=Family.MOVEMENT,
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All fast aerials, from the first jump until a second later."""
    del found
    parts, flown = context.tables.activations, context.shared(flights)
    rows = rows_of(context, Component.DOUBLE_JUMP)
    player, second = parts.player[rows].astype(np.int64), parts.time[rows]
    flight = flight_at(flown, player, second)
    known = flight >= 0
    known[known] = flown.take_off[flight[known]] == GROUND
    player, second, flight = player[known], second[known], flight[known]
    first = flown.jump[flight]
    soon = np.flatnonzero(second - first <= MAX_GAP_SECONDS)
    player, first, gap = player[soon], first[soon], (second - first)[soon]
    moments = np.array([0.0, *TILT_SECONDS, RISE_SECONDS])
    poses = poses_around(context, player, first, moments)
    height = poses.position[:, 2].reshape(len(player), len(moments))
    rise = height[:, -1] - height[:, 0]
    tilt = nose(poses.rotation)[:, 2].reshape(height.shape)[:, 1:-1].mean(axis=1)
    climbs = (rise >= MIN_RISE_UU) & (tilt >= MIN_NOSE_UP)
    hit = np.flatnonzero(climbs & (_boosted(context, player, first) >= MIN_BOOST_SHARE))
    first = first[hit]
    return mechanic_events(
        context,
        Moves(
            player=player[hit],
            start=frame_of(context, first),
            end=frame_of(context, first + RISE_SECONDS),
            kind="fast_aerial",
            strength=between(rise[hit], MIN_RISE_UU - 50.0, 750.0),
            confidence=between(rise[hit], MIN_RISE_UU - 150.0, 500.0),
            evidence={"gap": gap[hit], "rise": rise[hit]},
        ),
    )


def _boosted(
    context: MatchContext, player: NDArray[np.int64], start: NDArray[np.float64]
) -> NDArray[np.float64]:
    """[row] share of the frames of `BOOST_SECONDS` from `start` with boost on."""
    time = context.tables.frames.time
    first = frame_of(context, start)
    last = np.searchsorted(time, start + BOOST_SECONDS)
    total = np.zeros((context.players, context.frames + 1))
    np.cumsum(context.tables.boost.is_active, axis=1, out=total[:, 1:])
    share: NDArray[np.float64] = (total[player, last] - total[player, first]) / np.maximum(
        last - first, 1
    )
    return share
