"""Powerslide turns: turning sharply on the ground with the powerslide button."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.contact import cars_at
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
from rlcoach.analysis.vectors import length, nose
from rlcoach.analysis.wheels import on_wheels

MIN_TURN_RAD = np.pi / 3
"""60 degrees: less is steadying the car after a landing or a small correction."""

AFTER_SECONDS = 0.2
"""After the button is let go, while the car still turns with it."""

MIN_SPEED_UU_PER_S = 300.0
"""At its start; turning on the spot is not a slide."""

MIN_GROUND_SHARE = 0.8
"""Of its frames with wheels on the ground: the button rolls a car in the air."""

DEFINITION = EventDefinition(
    key="powerslide_turn",
    label="Powerslide turn",
    summary="Turned by 60 degrees or more on the ground with the powerslide button.",
    approach=(
        "Powerslides whose heading turns by 60 degrees or more one way, from the press until 0.2 s"
        " after the button is let go."
    ),
    limits="Turns on walls are left out.",
    source="rlcoach",
    confidence=Confidence.MEDIUM,
    fields={
        **MECHANIC_FIELDS,
        "turn": EventField(unit=Unit.RADIANS, about="by which the heading turned"),
        "seconds": EventField(unit=Unit.SECONDS, about="how long the button was held"),
        "speed": EventField(unit=Unit.UU_PER_SECOND, about="when it began"),
        "end_speed": EventField(unit=Unit.UU_PER_SECOND, about="when it was over"),
    },
    thresholds={
        "min_turn_rad": MIN_TURN_RAD,
        "after_seconds": AFTER_SECONDS,
        "min_speed_uu_per_s": MIN_SPEED_UU_PER_S,
        "min_ground_share": MIN_GROUND_SHARE,
    },
    family=Family.MOVEMENT,
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All powerslide turns, from the press until the car is round."""
    slides, cars = found["powerslide"], context.tables.cars
    player, first = slides.player.astype(np.int64), slides.frame.astype(np.int64)
    last = first if slides.end_frame is None else slides.end_frame.astype(np.int64)
    end = frame_of(context, context.tables.frames.time[last] + AFTER_SECONDS)
    turn = _turned(context, player, first, end)
    stands = np.zeros((context.players, context.frames + 1))
    np.cumsum(context.shared(on_wheels), axis=1, out=stands[:, 1:])
    on_ground = (stands[player, end + 1] - stands[player, first]) / (end + 1 - first)
    speed = length(cars.velocity[player, first]).astype(np.float64)
    hit = np.flatnonzero(
        (turn >= MIN_TURN_RAD) & (speed >= MIN_SPEED_UU_PER_S) & (on_ground >= MIN_GROUND_SHARE)
    )
    player, first, end = player[hit], first[hit], end[hit]
    return mechanic_events(
        context,
        Moves(
            player=player,
            start=first,
            end=end,
            kind="powerslide_turn",
            strength=between(turn[hit], MIN_TURN_RAD / 2, np.pi),
            confidence=between(turn[hit], 0.0, MIN_TURN_RAD * 1.5),
            evidence={
                "turn": turn[hit],
                "seconds": slides.column("seconds")[hit],
                "speed": speed[hit],
                "end_speed": length(cars.velocity[player, end]).astype(np.float64),
            },
        ),
    )


def _turned(
    context: MatchContext,
    player: NDArray[np.int64],
    first: NDArray[np.int64],
    end: NDArray[np.int64],
) -> NDArray[np.float64]:
    """[row] radians by which the heading turned between two frames, either way.

    Bodies are held between updates: their sum counts the whole turns, and poses between updates
    say the rest.
    """
    updates, source = context.tables.car_updates, context.tables.cars.source
    step = np.diff(_headings(updates.rotation), prepend=np.float64(0.0))
    total = np.append(np.cumsum(_wrapped(step)), np.nan)
    held = total[source[player, end]] - total[source[player, first]]
    time = context.tables.frames.time
    before = cars_at(context, player, first, time[first])
    after = cars_at(context, player, end, time[end])
    rest = _headings(after.rotation) - _headings(before.rotation) - held
    turned: NDArray[np.float64] = np.abs(held + _wrapped(rest))
    return turned


def _headings(rotation: NDArray[np.floating]) -> NDArray[np.float64]:
    facing = nose(rotation)
    headings: NDArray[np.float64] = np.arctan2(facing[:, 1], facing[:, 0]).astype(np.float64)
    return headings


def _wrapped(angle: NDArray[np.float64]) -> NDArray[np.float64]:
    """The same angle within half a turn."""
    wrapped: NDArray[np.float64] = (angle + np.pi) % (2 * np.pi) - np.pi
    return wrapped
