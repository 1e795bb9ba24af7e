"""Time at supersonic speed by the game's own rule."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import Confidence, EventDefinition, EventField, Unit
from rlcoach.analysis.event import Events
from rlcoach.analysis.spans import span_events, spans_of

ENTER_UU_PER_S = 2200.0
"""The game switches a car to supersonic here."""

KEEP_UU_PER_S = 2100.0
"""It stays supersonic above this …"""

KEEP_SECONDS = 1.0
"""… for as long as this after it was last at the entering speed."""

DEFINITION = EventDefinition(
    key="supersonic_span",
    label="Supersonic",
    summary="A car was supersonic: fast enough to demolish.",
    approach="Speed of the car as last sent, with the game's rule for staying supersonic.",
    limits="Bodies are sent 12 to 15 times a second, so begin and end are known to a frame or two.",
    source="game",
    confidence=Confidence.HIGH,
    fields={"seconds": EventField(unit=Unit.SECONDS, about="how long")},
    thresholds={
        "enter_uu_per_s": ENTER_UU_PER_S,
        "keep_uu_per_s": KEEP_UU_PER_S,
        "keep_seconds": KEEP_SECONDS,
    },
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All supersonic times."""
    del found
    return span_events(context, spans_of(is_supersonic(context)), {})


def is_supersonic(context: MatchContext) -> NDArray[np.bool_]:
    """`[player, frame]` whether the car is supersonic."""
    cars = context.tables.cars
    square: NDArray[np.float32] = np.einsum("pfx,pfx->pf", cars.velocity, cars.velocity)
    # Cars without a body have NaN, which is neither fast nor keeping.
    enters: NDArray[np.bool_] = square >= np.float32(ENTER_UU_PER_S**2)
    keeps: NDArray[np.bool_] = square >= np.float32(KEEP_UU_PER_S**2)
    if not enters.any():
        return enters
    frames = np.arange(context.frames, dtype=np.int32)
    last_enter = np.maximum.accumulate(np.where(enters, frames, -1), axis=1)
    last_break = np.maximum.accumulate(np.where(keeps, -1, frames), axis=1)
    since = context.clock[frames] - context.clock[np.maximum(last_enter, 0)]
    held: NDArray[np.bool_] = keeps & (last_enter > last_break) & (since <= KEEP_SECONDS)
    return held
