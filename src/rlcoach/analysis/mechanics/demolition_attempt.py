"""Demolition attempts: driving at an opponent fast enough to destroy him."""

from __future__ import annotations

from collections.abc import Mapping

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import Confidence, EventDefinition, Family
from rlcoach.analysis.event import Events
from rlcoach.analysis.mechanics.bump_attempt import (
    APPROACH,
    FIELDS,
    LIMITS,
    THRESHOLDS,
    is_for_demolition,
    ram_events,
)
from rlcoach.analysis.mechanics.rams import rams

DEFINITION = EventDefinition(
    key="demolition_attempt",
    label="Demolition attempt",
    summary="Drove at an opponent at supersonic speed to demolish him.",
    approach=APPROACH + "At the end of it he is supersonic, or it was a demolition.",
    limits=LIMITS,
    source="rlcoach",
    confidence=Confidence.LOW,
    fields=FIELDS,
    thresholds=THRESHOLDS,
    family=Family.TOGETHER,
    success="he demolished the opponent",
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All demolition attempts, from the first moment on course to the last."""
    tries = context.shared(rams, found)
    fast = is_for_demolition(tries)
    return ram_events(context, tries.pick(fast), DEFINITION.key, success=tries.is_demolished[fast])
