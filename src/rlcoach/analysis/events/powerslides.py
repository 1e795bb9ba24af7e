"""Powerslides."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import Confidence, EventDefinition, EventField, Unit
from rlcoach.analysis.event import Events
from rlcoach.analysis.spans import seconds_of, span_events, spans_of

GROUND_Z_UU = 40.0
"""Highest centre of a car whose wheels are on the floor, bumps and landings included."""

LEAST_SECONDS = 0.1
"""Shorter presses are taps of the air-roll button at take-off or landing."""

DEFINITION = EventDefinition(
    key="powerslide",
    label="Powerslide",
    summary="The powerslide button was held on the ground.",
    approach="The button as sent, while the car is as low as a car on its wheels.",
    limits="The button is also that of the air roll: held through a landing, the part on the ground"
    " counts. Slides on walls are left out.",
    source="rlcoach",
    confidence=Confidence.HIGH,
    fields={
        "seconds": EventField(unit=Unit.SECONDS, about="how long"),
        "speed": EventField(unit=Unit.UU_PER_SECOND, about="speed of the car when it began"),
    },
    thresholds={"ground_z_uu": GROUND_Z_UU, "least_seconds": LEAST_SECONDS},
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All powerslides."""
    del found
    cars = context.tables.cars
    held = context.tables.inputs.handbrake & cars.present
    spans = spans_of(held & (cars.position[..., 2] <= GROUND_Z_UU))
    spans = spans.picked(seconds_of(context, spans) >= LEAST_SECONDS)
    velocity = cars.velocity[spans.player, spans.first]
    return span_events(context, spans, {"speed": np.linalg.norm(velocity, axis=1)})
