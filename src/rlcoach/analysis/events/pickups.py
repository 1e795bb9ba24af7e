"""Boost pads taken."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import Confidence, EventDefinition, EventField, Unit
from rlcoach.analysis.event import Events

DEFINITION = EventDefinition(
    key="pickup",
    label="Boost pickup",
    summary="A boost pad was taken.",
    approach="The pad's own update, with the car it names.",
    limits="On maps with a layout of their own the pad, and so its size and side, is unknown.",
    source="game",
    confidence=Confidence.HIGH,
    fields={
        "pad": EventField(unit=Unit.NONE, about="number of the pad in the map's layout, or -1"),
        "is_big": EventField(unit=Unit.NONE, about="a full-boost pad; null where unknown"),
        "is_stolen": EventField(unit=Unit.NONE, about="in the opponent's half; null where unknown"),
    },
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All pickups by players."""
    del found
    pickups = context.tables.pickups
    layout = context.tables.match.pads
    rows = np.flatnonzero(pickups.player >= 0)
    player, pad = pickups.player[rows], pickups.pad[rows]
    big: list[bool | None] = []
    stolen: list[bool | None] = []
    for one, who in zip(pad.tolist(), player.tolist(), strict=True):
        big.append(layout[one].is_big if one >= 0 else None)
        stolen.append(bool(layout[one].y * context.sign[who] > 0) if one >= 0 else None)
    return Events(
        frame=pickups.frame[rows],
        player=player,
        position=pickups.position[rows],
        fields={"pad": pad, "is_big": big, "is_stolen": stolen},
    )
