"""What the sent controls say about the device in the player's hands."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.definition import Confidence, Direction, Mask, StatDefinition, Unit
from rlcoach.analysis.stats.base import StatContext, StatValues

SLACK = 0.02
"""Controls are sent in 255 steps from -1.008 to 1; a key gives the ends and the middle."""

MIN_SECONDS = 10.0
"""Less driving says nothing about the device."""

DEFINITIONS: tuple[StatDefinition, ...] = (
    StatDefinition(
        key="inputs.keyboard_share",
        label="Controls at their stops",
        unit=Unit.PERCENT,
        direction=Direction.NEUTRAL,
        formula=(
            "Share of the time in play with throttle and steering each full, off or nothing: 100 "
            "on a keyboard, 20 to 80 on a controller."
        ),
        mask=Mask.ACTIVE,
        source="rlcoach",
        confidence=Confidence.MEDIUM,
        thresholds={"slack": SLACK, "min_seconds": MIN_SECONDS},
    ),
)


def compute(context: StatContext) -> StatValues:
    """Values of `DEFINITIONS`."""
    match, inputs = context.match, context.match.tables.inputs
    sent = ~np.isnan(inputs.steer) & ~np.isnan(inputs.throttle)
    driving = sent & match.active & match.tables.cars.present
    stopped = _is_at_stop(inputs.steer) & _is_at_stop(inputs.throttle) & driving
    seconds = driving @ match.step
    enough = seconds >= MIN_SECONDS
    share = 100 * (stopped @ match.step) / np.where(enough, seconds, 1.0)
    return {"inputs.keyboard_share": np.where(enough, share, np.nan)}


def _is_at_stop(control: NDArray[np.float32]) -> NDArray[np.bool_]:
    size = np.abs(control)
    at_stop: NDArray[np.bool_] = (size < SLACK) | (size > 1 - SLACK)
    return at_stop
