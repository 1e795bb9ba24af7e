"""Saves as the game credits them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.credits import rises
from rlcoach.analysis.definition import Confidence, EventDefinition, EventField, Unit
from rlcoach.analysis.event import Events
from rlcoach.replay.kinds import Counter, StatEvent

EPIC_SECONDS = 0.5
"""The announcement of an epic save and the counter come in the same frame or the next ones."""

DEFINITION = EventDefinition(
    key="save",
    label="Save",
    summary="The game credited a save.",
    approach=(
        "The player's save counter rose; the touch behind it is his last one of the same play. "
        "It was epic if the game announced an epic save within 0.5 s."
    ),
    limits="Files before 2018-03 announce nothing, so whether a save was epic is unknown there.",
    source="game",
    confidence=Confidence.HIGH,
    fields={
        "touch_frame": EventField(unit=Unit.NONE, about="frame of the touch; -1 where unknown"),
        "speed_before": EventField(unit=Unit.UU_PER_SECOND, about="of the ball before the touch"),
        "is_epic": EventField(unit=Unit.NONE, about="an epic save; null where not announced"),
    },
    thresholds={"epic_seconds": EPIC_SECONDS},
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All credited saves, at the frame the counter rose; the place is that of the touch."""
    points = rises(context, Counter.SAVES, found.get("touch"))
    return Events(
        frame=points.frame,
        player=points.player,
        position=points.touch_place(),
        fields={
            "touch_frame": points.touch_frame(),
            "speed_before": points.touch_number("ball_speed_before"),
            "is_epic": _epic(context, points.frame),
        },
    )


def _epic(context: MatchContext, frame: NDArray[np.int32]) -> list[bool | None]:
    announced = context.tables.stat_events
    if len(announced.frame) == 0:
        return [None] * len(frame)
    epic = announced.time[announced.kind == StatEvent.EPIC_SAVE]
    time = context.tables.frames.time[frame]
    near = np.abs(time[:, None] - epic[None, :]) <= EPIC_SECONDS
    found: list[bool | None] = [bool(one) for one in near.any(axis=1)]
    return found
