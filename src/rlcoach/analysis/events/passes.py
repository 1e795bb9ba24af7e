"""Passes between team mates."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import Confidence, EventDefinition, EventField, Unit
from rlcoach.analysis.event import Events
from rlcoach.analysis.events.touches import BALL_MODES
from rlcoach.analysis.plays import play_of

MAX_SECONDS = 3.5
"""From touch to touch (subtr-actor; rlcoach's first version and RocketSim use 2)."""

MIN_DISTANCE_UU = 500.0
"""Between the two touches (subtr-actor): less is a shared ball."""

DEFINITION = EventDefinition(
    key="pass",
    label="Pass",
    summary="A touch that a team mate touched next, a distance away.",
    approach=(
        "Two touches in a row by mates in the same play, at most 3.5 s and at least 500 uu apart."
    ),
    limits="Whether it was meant is not known: a clear that a mate reaches in time counts.",
    source="subtr-actor",
    confidence=Confidence.MEDIUM,
    fields={
        "receiver": EventField(unit=Unit.NONE, about="row of the player who touched next"),
        "distance": EventField(unit=Unit.UU, about="between the two touches"),
        "forward": EventField(unit=Unit.UU, about="gain toward the opponent's goal"),
        "seconds": EventField(unit=Unit.SECONDS, about="until the mate's touch"),
    },
    thresholds={"max_seconds": MAX_SECONDS, "min_distance_uu": MIN_DISTANCE_UU},
    modes=BALL_MODES,
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All passes, at the passer's touch."""
    touches = found["touch"]
    time, play = touches.column("contact_time"), play_of(context, touches)
    player, team = touches.player, context.team[touches.player]
    way = np.diff(touches.position.astype(np.float64), axis=0)
    distance = np.linalg.norm(way, axis=1)
    seconds = np.diff(time)
    is_pass = (team[1:] == team[:-1]) & (player[1:] != player[:-1]) & (play[1:] == play[:-1])
    is_pass &= (seconds <= MAX_SECONDS) & (distance >= MIN_DISTANCE_UU)
    rows = np.flatnonzero(is_pass)
    return Events(
        frame=touches.frame[rows],
        player=player[rows],
        position=touches.position[rows],
        end_frame=touches.frame[rows + 1],
        fields={
            "receiver": player[rows + 1],
            "distance": distance[rows],
            "forward": way[rows, 1] * context.sign[player[rows]],
            "seconds": seconds[rows],
        },
    )
