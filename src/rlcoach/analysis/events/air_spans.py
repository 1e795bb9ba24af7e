"""Time in the air, from take-off to landing."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import (
    SOCCAR_LIKE,
    Confidence,
    EventDefinition,
    EventField,
    Unit,
)
from rlcoach.analysis.event import Events
from rlcoach.analysis.spans import seconds_of, span_events, spans_of
from rlcoach.analysis.wheels import LOWEST_UU, UPRIGHT, WHEELS_UU, on_wheels

LEAST_SECONDS = 0.2
"""A car falls 13 uu in this time: the drop at a kickoff spawn and bumps of the ramps are shorter,
a jump with the shortest tap lasts 0.9 s."""

DEFINITION = EventDefinition(
    key="air_span",
    label="Time in the air",
    summary="A car had no wheel on floor, wall or ceiling.",
    approach="The car is farther from every surface than wheels reach, or its roof does not point"
    " away from the surface it is close to.",
    limits="A car lying on its roof or side, or standing on another car or the ball, counts as in"
    " the air. Walls of maps with a shape of their own are those of the standard field.",
    source="rlcoach",
    confidence=Confidence.MEDIUM,
    fields={
        "seconds": EventField(unit=Unit.SECONDS, about="how long"),
        "top": EventField(unit=Unit.UU, about="greatest height of the car"),
    },
    thresholds={
        "least_seconds": LEAST_SECONDS,
        "wheels_uu": WHEELS_UU,
        "lowest_uu": LOWEST_UU,
        "upright": UPRIGHT,
    },
    modes=SOCCAR_LIKE,
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All times in the air."""
    del found
    cars = context.tables.cars
    spans = spans_of(cars.present & ~on_wheels(context))
    spans = spans.picked(seconds_of(context, spans) >= LEAST_SECONDS)
    height = cars.position[..., 2]
    tops = [
        float(np.nanmax(height[who, first : last + 1]))
        for who, first, last in zip(
            spans.player.tolist(), spans.first.tolist(), spans.last.tolist(), strict=True
        )
    ]
    return span_events(context, spans, {"top": np.array(tops, dtype=np.float64)})
