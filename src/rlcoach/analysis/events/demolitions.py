"""Cars destroyed by cars."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import Confidence, EventDefinition, EventField, Unit
from rlcoach.analysis.event import Events
from rlcoach.analysis.spans import place_of

DEFINITION = EventDefinition(
    key="demolition",
    label="Demolition",
    summary="A car was destroyed by another car. The player is who did it.",
    approach="The game's own message, once per destroyed car.",
    limits="Cars destroyed by a goal's explosion are not demolitions. Who left before the message"
    " came is nobody.",
    source="game",
    confidence=Confidence.HIGH,
    fields={
        "victim": EventField(unit=Unit.NONE, about="whose car it was: index of the player, or -1"),
        "is_team_mate": EventField(unit=Unit.NONE, about="both are of one team"),
        "attacker_speed": EventField(unit=Unit.UU_PER_SECOND, about="of the attacker"),
        "victim_speed": EventField(unit=Unit.UU_PER_SECOND, about="of the victim"),
    },
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All demolitions; the place is the victim's."""
    del found
    rows = context.tables.demolitions
    team = np.append(context.team, np.int8(-1))
    return Events(
        frame=rows.frame,
        player=rows.attacker,
        position=place_of(context.tables.cars, rows.victim, np.maximum(rows.frame - 1, 0)),
        fields={
            "victim": rows.victim,
            "is_team_mate": (team[rows.attacker] == team[rows.victim]) & (team[rows.victim] >= 0),
            "attacker_speed": np.linalg.norm(rows.attacker_velocity, axis=1),
            "victim_speed": np.linalg.norm(rows.victim_velocity, axis=1),
        },
    )
