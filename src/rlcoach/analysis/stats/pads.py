"""Boost pads by the pads' own updates.

Beside ballchasing's counts, which see a pad only where the amount sent rose: here every pad that
says it was taken counts, but not those taken between a goal and the next kickoff.
"""

from __future__ import annotations

import numpy as np

from rlcoach.analysis.definition import (
    Confidence,
    Direction,
    Mask,
    Scope,
    StatDefinition,
    Unit,
)
from rlcoach.analysis.stats.base import StatContext, StatValues

_PADS = {
    "pads.big": ("Big pads taken", "Full-boost pads taken, also those that gave nothing."),
    "pads.small": ("Small pads taken", "Small pads taken, also those that gave nothing."),
    "pads.big_stolen": ("Big pads stolen", "Full-boost pads taken in the opponent's half."),
    "pads.small_stolen": (
        "Small pads stolen",
        "Small pads taken in the opponent's half; those on the middle line count for neither.",
    ),
}

DEFINITIONS: tuple[StatDefinition, ...] = tuple(
    StatDefinition(
        key=key,
        label=label,
        unit=Unit.COUNT,
        direction=Direction.HIGHER,
        formula=formula,
        mask=Mask.ACTIVE,
        source="rlcoach",
        confidence=Confidence.HIGH,
        scopes=(Scope.PLAYER, Scope.TEAM),
        events=("pickup",),
        decimals=0,
    )
    for key, (label, formula) in _PADS.items()
)


def compute(context: StatContext) -> StatValues:
    """Values of `DEFINITIONS`; nothing without known pads, or where play cannot be told apart."""
    pickups, match = context.events["pickup"], context.match
    info = match.tables.match
    if not info.pads or info.has_own_boost or not match.active.any():
        return {}
    in_play = match.active[pickups.frame]
    big = np.array([one is True for one in pickups.fields["is_big"]], dtype=bool) & in_play
    small = np.array([one is False for one in pickups.fields["is_big"]], dtype=bool) & in_play
    stolen = np.array([one is True for one in pickups.fields["is_stolen"]], dtype=bool)
    return {
        "pads.big": context.count(pickups.player[big]),
        "pads.small": context.count(pickups.player[small]),
        "pads.big_stolen": context.count(pickups.player[big & stolen]),
        "pads.small_stolen": context.count(pickups.player[small & stolen]),
    }
