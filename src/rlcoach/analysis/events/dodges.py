"""Dodges, and which way they went."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import Confidence, EventDefinition, EventField, Unit
from rlcoach.analysis.event import Events
from rlcoach.analysis.events.switched import APPROACH, LIMITS, rows_of, switch_events
from rlcoach.replay.kinds import Component

FORWARD_TORQUE = 2.24
"""Pitch torque of a dodge straight ahead; the game's constant."""

SIDE_TORQUE = 2.6
"""Roll torque of a dodge straight to the side; the game's constant."""

STRAIGHT_SHARE = 0.92
"""Cosine from which a dodge counts as straight: within 23 degrees of an axis. Eight directions of
45 degrees each would be cut at 22.5, which is 0.924."""

DEFINITION = EventDefinition(
    key="dodge",
    label="Dodge",
    summary="A car flipped or rolled out of a jump.",
    approach=f"{APPROACH} The direction is the torque sent with it, in the car's own frame.",
    limits=f"{LIMITS} A dodge whose torque was never sent has no direction.",
    source="game",
    confidence=Confidence.HIGH,
    fields={
        "forward": EventField(unit=Unit.NONE, about="-1 straight back to 1 straight ahead"),
        "right": EventField(unit=Unit.NONE, about="-1 straight left to 1 straight right"),
        "direction": EventField(
            unit=Unit.NONE,
            about="forward, back, left, right, forward_left, forward_right, back_left, back_right",
        ),
    },
    thresholds={"straight_share": STRAIGHT_SHARE},
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All dodges."""
    del found
    rows = rows_of(context, Component.DODGE)
    torque = context.tables.activations.torque[rows].astype(np.float64)
    forward, right = torque[:, 1] / FORWARD_TORQUE, -torque[:, 0] / SIDE_TORQUE
    return switch_events(
        context,
        rows,
        {"forward": forward, "right": right, "direction": directions(forward, right)},
    )


def directions(forward: NDArray[np.float64], right: NDArray[np.float64]) -> list[str | None]:
    """The word for each direction; None where it is not known."""
    size = np.hypot(forward, right)
    known = size > 0
    size = np.where(known, size, 1.0)
    words = np.select(
        [
            ~known,
            forward > STRAIGHT_SHARE * size,
            forward < -STRAIGHT_SHARE * size,
            right > STRAIGHT_SHARE * size,
            right < -STRAIGHT_SHARE * size,
        ],
        ["", "forward", "back", "right", "left"],
        default=np.char.add(
            np.where(forward > 0, "forward", "back"), np.where(right > 0, "_right", "_left")
        ),
    )
    return [word or None for word in words.tolist()]
