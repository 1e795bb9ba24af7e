"""Shots as the game credits them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis import field
from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.credits import rises
from rlcoach.analysis.definition import Confidence, EventDefinition, EventField, Unit
from rlcoach.analysis.event import Events
from rlcoach.replay.kinds import Counter

DEFINITION = EventDefinition(
    key="shot",
    label="Shot",
    summary="The game credited a shot on goal.",
    approach=(
        "The player's shot counter rose. The touch behind it is his last one of the same play; "
        "the counter follows it by up to several seconds, when the ball nears the goal."
    ),
    limits=(
        "Where the player touched again before the counter rose, the later touch is named. Shots "
        "the counter never shows are not events; attempts, kind `attempt`, are found by path."
    ),
    source="game",
    confidence=Confidence.HIGH,
    fields={
        "touch_frame": EventField(unit=Unit.NONE, about="frame of the touch; -1 where unknown"),
        "speed": EventField(unit=Unit.UU_PER_SECOND, about="of the ball after the touch"),
        "distance": EventField(
            unit=Unit.UU, about="from the touch to the centre of the goal; null where unknown"
        ),
        "is_goal": EventField(unit=Unit.NONE, about="the player scored in the same play"),
    },
)

GOAL_FRAMES = 10
"""A goal's counters come within this of its frame."""


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All credited shots, at the frame the counter rose; the place is that of the touch."""
    points = rises(context, Counter.SHOTS, found.get("touch"))
    place = points.touch_place()
    sign = context.sign[points.player].astype(np.float64)
    goal = np.array([0.0, field.BACK_WALL_Y_UU, field.GOAL_HEIGHT_UU / 2])
    away = field.forward(place.astype(np.float64), sign) - goal
    return Events(
        frame=points.frame,
        player=points.player,
        position=place,
        fields={
            "touch_frame": points.touch_frame(),
            "speed": points.touch_number("ball_speed_after"),
            "distance": np.linalg.norm(away, axis=1),
            "is_goal": _scored(context, points.player, points.frame),
        },
    )


def _scored(
    context: MatchContext,
    player: NDArray[np.int32],
    frame: NDArray[np.int32],
) -> NDArray[np.bool_]:
    """[shot] the last shot of the scorer before each goal."""
    result = np.zeros(len(frame), dtype=bool)
    goals = context.tables.goals
    for at, who in zip(goals.frame.tolist(), goals.player.tolist(), strict=True):
        mine = np.flatnonzero((player == who) & (frame <= at + GOAL_FRAMES))
        if len(mine):
            result[mine[-1]] = True
    return result
