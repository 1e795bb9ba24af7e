"""Recoveries: landings after time high in the air, and how soon the car was fast again."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import Confidence, EventDefinition, EventField, Family, Unit
from rlcoach.analysis.event import Events
from rlcoach.analysis.mechanics.base import (
    MECHANIC_FIELDS,
    Moves,
    between,
    frame_of,
    mechanic_events,
)
from rlcoach.analysis.mechanics.flights import Flights, flights
from rlcoach.analysis.vectors import length, roof
from rlcoach.analysis.wheels import on_wheels

MIN_SECONDS = 0.8
"""In the air: shorter flights are hops."""

MIN_TOP_UU = 300.0
"""Of the flight: jumps with a dodge stay below 150, single jumps below 260."""

FAST_UU_PER_S = 1400.0
"""What a car reaches by throttle alone."""

GIVEN_SECONDS = 3.0
"""After the landing: who is not fast by then did not want to be."""

SUCCESS_SECONDS = 1.0
"""From standing, boost alone gives 1,400 uu/s in 0.6 s, throttle and a dodge in about one."""

LYING_Z_UU, LYING_UU_PER_S, LYING_ROOF = 90.0, 100.0, 0.8
"""A car on its roof or side has its centre below the first, hardly moves up or down, and its roof
not up. A flight of this height passes there at 400 uu/s and more."""

LYING_SECONDS = 0.1
"""Of such frames that make a tumble: one body that bounces off is over sooner."""

DEFINITION = EventDefinition(
    key="recovery",
    label="Recovery",
    summary="Came down from high up and got going again, on the wheels or not.",
    approach=(
        "The end of 0.8 s or more in the air that went above 300 uu, and the time from there to"
        " 1,400 uu/s. A car that lies low without its roof up before its wheels are down tumbled."
    ),
    limits="Falls onto roofs are seen on the floor only. Who need not hurry looks slow.",
    source="rlcoach",
    confidence=Confidence.MEDIUM,
    fields={
        **MECHANIC_FIELDS,
        "seconds": EventField(
            unit=Unit.SECONDS, about="from the landing to 1,400 uu/s; null beyond three seconds"
        ),
        "air_seconds": EventField(unit=Unit.SECONDS, about="in the air before"),
        "speed": EventField(unit=Unit.UU_PER_SECOND, about="when the wheels were down"),
    },
    thresholds={
        "min_seconds": MIN_SECONDS,
        "min_top_uu": MIN_TOP_UU,
        "fast_uu_per_s": FAST_UU_PER_S,
        "given_seconds": GIVEN_SECONDS,
        "success_seconds": SUCCESS_SECONDS,
        "lying_z_uu": LYING_Z_UU,
        "lying_uu_per_s": LYING_UU_PER_S,
        "lying_roof": LYING_ROOF,
        "lying_seconds": LYING_SECONDS,
    },
    family=Family.MOVEMENT,
    kinds={
        "wheels": "the wheels came down first",
        "tumble": "the body hit the floor before the wheels",
    },
    success="On the wheels, and at 1,400 uu/s within a second; null for who never speeds up.",
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All recoveries, from the landing until the car is fast, or the landing alone."""
    del found
    flown = context.shared(flights)
    high = _tops(context, flown) >= MIN_TOP_UU
    rows = np.flatnonzero((flown.end - flown.start >= MIN_SECONDS) & (flown.landing >= 0) & high)
    player, landed = flown.player[rows], flown.last[rows] + 1
    speed = length(context.tables.cars.velocity)
    seconds = _seconds_to_fast(context, speed, player, landed)
    tumbled = _lying_seconds(context, flown)[rows] >= LYING_SECONDS
    is_success = ~tumbled & (seconds <= SUCCESS_SECONDS)
    unknown = np.isnan(seconds) & ~tumbled
    return mechanic_events(
        context,
        Moves(
            player=player,
            start=landed,
            end=frame_of(context, flown.end[rows] + np.nan_to_num(seconds)),
            kind=np.where(tumbled, "tumble", "wheels").tolist(),
            strength=between(np.nan_to_num(seconds, nan=GIVEN_SECONDS), GIVEN_SECONDS, 0.0),
            confidence=0.8,
            is_success=[
                None if nobody else bool(fine)
                for nobody, fine in zip(unknown, is_success, strict=True)
            ],
            evidence={
                "seconds": seconds,
                "air_seconds": flown.end[rows] - flown.start[rows],
                "speed": speed[player, landed].astype(np.float64),
            },
        ),
    )


def _tops(context: MatchContext, flown: Flights) -> NDArray[np.float32]:
    """[flight] greatest height of the car."""
    if len(flown) == 0:
        return np.zeros(0, dtype=np.float32)
    height = context.tables.cars.position[..., 2].ravel()
    first = flown.player * context.frames + flown.first
    # The frame on wheels after each flight closes the stretch and is never its top.
    bounds = np.column_stack((first, first + flown.last - flown.first + 1)).ravel()
    tops: NDArray[np.float32] = np.maximum.reduceat(height, np.minimum(bounds, len(height) - 1))
    return tops[::2]


def _seconds_to_fast(
    context: MatchContext,
    speed: NDArray[np.floating],
    player: NDArray[np.int64],
    landed: NDArray[np.int64],
) -> NDArray[np.float64]:
    """[row] until the car is fast, NaN where it is not in the time given or loses its wheels."""
    frames = np.arange(context.frames)
    fast = np.where(speed >= FAST_UU_PER_S, frames, context.frames - 1)
    following = np.minimum.accumulate(fast[:, ::-1], axis=1)[:, ::-1]
    at = following[player, landed]
    seconds: NDArray[np.float64] = context.clock[at] - context.clock[landed]
    reached = (speed[player, at] >= FAST_UU_PER_S) & (seconds <= GIVEN_SECONDS)
    return np.where(reached, seconds, np.nan)


def _lying_seconds(context: MatchContext, flown: Flights) -> NDArray[np.float64]:
    """[flight] how long the car lay on the floor before its wheels were down."""
    cars = context.tables.cars
    lying = ~context.shared(on_wheels) & (cars.position[..., 2] < LYING_Z_UU)
    lying &= np.abs(cars.velocity[..., 2]) < LYING_UU_PER_S
    player, frame = np.nonzero(lying)
    over = roof(cars.rotation[player, frame])[:, 2] < LYING_ROOF
    player, frame = player[over], frame[over]
    total = np.append(0.0, np.cumsum(context.step[frame]))
    at = player * context.frames + frame
    first = flown.player * context.frames + flown.first
    after = first + flown.last - flown.first + 1
    seconds: NDArray[np.float64] = (
        total[np.searchsorted(at, after)] - total[np.searchsorted(at, first)]
    )
    return seconds
