"""Second jumps in the air."""

from __future__ import annotations

from collections.abc import Mapping

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import Confidence, EventDefinition
from rlcoach.analysis.event import Events
from rlcoach.analysis.events.switched import APPROACH, LIMITS, rows_of, switch_events
from rlcoach.replay.kinds import Component

DEFINITION = EventDefinition(
    key="double_jump",
    label="Double jump",
    summary="A car jumped again in the air, without turning over.",
    approach=APPROACH,
    limits=LIMITS,
    source="game",
    confidence=Confidence.HIGH,
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All second jumps."""
    del found
    return switch_events(context, rows_of(context, Component.DOUBLE_JUMP), {})
