"""Time in the air, from take-off to landing."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import (
    SOCCAR_LIKE,
    Confidence,
    EventDefinition,
    EventField,
    Unit,
)
from rlcoach.analysis.event import Events
from rlcoach.analysis.spans import Spans, seconds_of, span_events, spans_of
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
    spans = spans_of(cars.present & ~context.shared(on_wheels))
    spans = spans.picked(seconds_of(context, spans) >= LEAST_SECONDS)
    return span_events(context, spans, {"top": _tops(context, spans)})


def _tops(context: MatchContext, spans: Spans) -> NDArray[np.float64]:
    """[span] greatest height."""
    if len(spans.first) == 0:
        return np.zeros(0)
    height = context.tables.cars.position[..., 2].ravel()
    start = spans.player.astype(np.int64) * context.frames
    bounds = np.column_stack((start + spans.first, start + spans.last)).ravel()
    # Each stretch ends before the span's last frame, which is added by hand.
    tops = np.maximum.reduceat(height, bounds)[::2]
    return np.maximum(tops, height[bounds[1::2]]).astype(np.float64)
