"""Short forms for the definitions of ballchasing's statistics, which share most of their traits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rlcoach.analysis.definition import (
    Confidence,
    Direction,
    Mask,
    Scope,
    StatDefinition,
    Unit,
)

_BOTH = (Scope.PLAYER, Scope.TEAM)

PER_UPDATE = (
    "Time is added per update of the car: the gap since its previous update goes to the new value."
)


def parity(
    key: str,
    label: str,
    unit: Unit,
    direction: Direction,
    formula: str,
    **traits: Any,
) -> StatDefinition:
    """A definition whose rule is ballchasing's, over the whole recording."""
    known: dict[str, Any] = {
        "mask": Mask.WHOLE,
        "source": "ballchasing",
        "confidence": Confidence.HIGH,
        "decimals": 0 if unit in (Unit.COUNT, Unit.UU, Unit.UU_PER_SECOND) else 2,
    }
    return StatDefinition(
        key=key,
        label=label,
        unit=unit,
        direction=direction,
        formula=formula,
        **{**known, **traits},
    )


def summed(
    key: str, label: str, unit: Unit, direction: Direction, formula: str, **traits: Any
) -> StatDefinition:
    """`parity` for what a team has as the sum of its players."""
    return parity(key, label, unit, direction, formula, scopes=_BOTH, **traits)


def shares(times: Mapping[str, StatDefinition], whole: str) -> tuple[StatDefinition, ...]:
    """Percentages beside the times of one family: `group.time_x` gets `group.percent_x`."""
    return tuple(
        parity(
            key.replace(".time_", ".percent_"),
            f"{one.label}, share",
            Unit.PERCENT,
            one.direction,
            f"{one.label} as a share of {whole}.",
            thresholds=one.thresholds,
            modes=one.modes,
        )
        for key, one in times.items()
    )


def family(*definitions: StatDefinition) -> dict[str, StatDefinition]:
    """Definitions by key."""
    return {one.key: one for one in definitions}
