"""Stops: touches that keep the ball out, credited by the game or not."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import (
    SOCCAR_LIKE,
    Confidence,
    EventDefinition,
    EventField,
    Unit,
)
from rlcoach.analysis.event import Events

MAX_PLAYERS = 1024
"""More than any file has; makes one number of frame and player."""

DEFINITION = EventDefinition(
    key="stop",
    label="Stop",
    summary="A touch by a defender of a ball that was going in.",
    approach="The first touch after an attempt on goal, within 4 s, by the other team.",
    limits="The game's own save counter, kind `save`, follows rules of its own.",
    source="rlcoach",
    confidence=Confidence.MEDIUM,
    fields={
        "shooter": EventField(unit=Unit.NONE, about="row of the player who attempted"),
        "speed_before": EventField(unit=Unit.UU_PER_SECOND, about="of the ball"),
    },
    modes=SOCCAR_LIKE,
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All stops."""
    del context
    touches, attempts = found["touch"], found["attempt"]
    stopped = np.asarray(attempts.column("is_stopped"), dtype=bool)
    keys = touches.frame.astype(np.int64) * MAX_PLAYERS + touches.player
    wanted = attempts.frame[stopped].astype(np.int64) * MAX_PLAYERS + attempts.player[stopped]
    shot = np.flatnonzero(np.isin(keys, wanted))
    rows = shot + 1
    return Events(
        frame=touches.frame[rows],
        player=touches.player[rows],
        position=touches.position[rows],
        fields={
            "shooter": touches.player[shot],
            "speed_before": touches.column("ball_speed_before")[rows],
        },
    )
