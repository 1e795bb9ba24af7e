"""How often each mechanic was done, and how often it worked: one rule for all of the catalogue."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.definition import (
    Direction,
    EventDefinition,
    Family,
    Mask,
    Scope,
    StatDefinition,
    Unit,
)
from rlcoach.analysis.event import Events
from rlcoach.analysis.event_kinds import EVENTS
from rlcoach.analysis.stats.base import StatContext, StatValues

GROUP = "mechanics"

MIN_TRIES = 3
"""Below this a share of successes says nothing."""

FAMILIES = frozenset({Family.MOVEMENT, Family.BALL, Family.TOGETHER})

MECHANICS: tuple[EventDefinition, ...] = tuple(
    definition for definition in EVENTS.values() if definition.family in FAMILIES
)


def _count(kind: EventDefinition) -> StatDefinition:
    return StatDefinition(
        key=f"{GROUP}.{kind.key}",
        label=kind.label,
        unit=Unit.COUNT,
        direction=Direction.NEUTRAL,
        formula=f"How often: {kind.summary[:1].lower()}{kind.summary[1:]}",
        mask=Mask.WHOLE,
        source=kind.source,
        confidence=kind.confidence,
        scopes=(Scope.PLAYER, Scope.TEAM),
        events=(kind.key,),
        modes=kind.modes,
        decimals=0,
        is_experimental=kind.is_experimental,
    )


def _rate(kind: EventDefinition) -> StatDefinition:
    return StatDefinition(
        key=f"{GROUP}.{kind.key}_success",
        label=f"{kind.label}: success",
        unit=Unit.PERCENT,
        direction=Direction.HIGHER,
        formula=(
            f"Of those whose outcome is known, the share that worked: {kind.success} "
            f"No number below {MIN_TRIES}."
        ),
        mask=Mask.WHOLE,
        source=kind.source,
        confidence=kind.confidence,
        thresholds={"min_tries": MIN_TRIES},
        events=(kind.key,),
        modes=kind.modes,
        decimals=1,
        is_experimental=kind.is_experimental,
    )


DEFINITIONS: tuple[StatDefinition, ...] = (
    *(_count(kind) for kind in MECHANICS),
    *(_rate(kind) for kind in MECHANICS if kind.success),
)


def compute(context: StatContext) -> StatValues:
    """Values of `DEFINITIONS`."""
    values: StatValues = {}
    for kind in MECHANICS:
        events = context.events.get(kind.key)
        if events is None:
            continue
        values[f"{GROUP}.{kind.key}"] = context.count(events.player)
        if kind.success:
            values[f"{GROUP}.{kind.key}_success"] = _share_of_successes(context, events)
    return values


def _share_of_successes(context: StatContext, events: Events) -> NDArray[np.float64]:
    flags = events.fields["is_success"]
    known = np.array([flag is not None for flag in flags], dtype=bool)
    worked = np.array([flag is True for flag in flags], dtype=bool)
    tries, wins = context.count(events.player[known]), context.count(events.player[worked])
    enough = tries >= MIN_TRIES
    return np.where(enough, 100 * wins / np.where(enough, tries, 1.0), np.nan)
