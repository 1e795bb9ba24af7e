"""Aerials: touches high in the air."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import Confidence, EventDefinition, EventField, Unit
from rlcoach.analysis.event import Events
from rlcoach.analysis.events.touches import BALL_MODES
from rlcoach.replay.kinds import Component

MIN_BALL_HEIGHT_UU = 400.0
"""Of the ball's centre (carball): out of reach for a jump without boost."""

_TAKE_OFF_SECONDS = 5.0

DEFINITION = EventDefinition(
    key="aerial",
    label="Aerial",
    summary="A touch by a flying car with the ball at 400 uu or higher.",
    approach="Touches with the car in the air, not on a wall, and the ball's centre at 400 uu.",
    limits="Low aerials, below 400 uu, are not counted; a leap off a wall counts.",
    source="carball",
    confidence=Confidence.HIGH,
    fields={
        "height": EventField(unit=Unit.UU, about="of the ball's centre"),
        "jump_seconds": EventField(
            unit=Unit.SECONDS, about="since the car's last jump; null where it did not jump"
        ),
        "is_kickoff": EventField(unit=Unit.NONE, about="first touch after a kickoff"),
    },
    thresholds={"min_ball_height_uu": MIN_BALL_HEIGHT_UU},
    modes=BALL_MODES,
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All aerial touches."""
    touches = found["touch"]
    height = touches.column("ball_height").astype(np.float64)
    flying = np.array([word == "air" for word in touches.fields["surface"]], dtype=bool)
    rows = np.flatnonzero(flying & (height >= MIN_BALL_HEIGHT_UU))
    parts = context.tables.activations
    jumps = parts.component == Component.JUMP
    waited = np.full(len(rows), np.nan)
    time = touches.column("contact_time").astype(np.float64)
    for spot, row in enumerate(rows.tolist()):
        mine = parts.time[jumps & (parts.player == touches.player[row])]
        since = time[row] - mine[mine <= time[row]]
        if len(since) and since[-1] <= _TAKE_OFF_SECONDS:
            waited[spot] = since[-1]
    return Events(
        frame=touches.frame[rows],
        player=touches.player[rows],
        position=touches.position[rows],
        fields={
            "height": height[rows],
            "jump_seconds": waited,
            "is_kickoff": touches.column("is_kickoff")[rows],
        },
    )
