"""First jumps."""

from __future__ import annotations

from collections.abc import Mapping

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import Confidence, EventDefinition
from rlcoach.analysis.event import Events
from rlcoach.analysis.events.switched import APPROACH, LIMITS, rows_of, switch_events
from rlcoach.replay.kinds import Component

DEFINITION = EventDefinition(
    key="jump",
    label="Jump",
    summary="A car jumped off what it stood on.",
    approach=APPROACH,
    limits=LIMITS,
    source="game",
    confidence=Confidence.HIGH,
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All first jumps."""
    del found
    return switch_events(context, rows_of(context, Component.JUMP), {})
