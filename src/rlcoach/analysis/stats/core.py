"""The scoreboard as statistics."""

from __future__ import annotations

from rlcoach.analysis.definition import (
    Confidence,
    Direction,
    Mask,
    Scope,
    StatDefinition,
    Unit,
)
from rlcoach.analysis.stats.base import StatContext, StatValues

DEFINITIONS: tuple[StatDefinition, ...] = (
    StatDefinition(
        key="demo.inflicted",
        label="Demolitions",
        unit=Unit.COUNT,
        direction=Direction.HIGHER,
        formula="Opponents demolished.",
        mask=Mask.WHOLE,
        source="ballchasing",
        confidence=Confidence.HIGH,
        scopes=(Scope.PLAYER, Scope.TEAM),
        events=("demolition",),
        decimals=0,
    ),
)


def compute(context: StatContext) -> StatValues:
    """Values of `DEFINITIONS`."""
    attacker = context.match.tables.demolitions.attacker
    return {"demo.inflicted": context.count(attacker)}
