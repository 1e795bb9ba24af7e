"""Attempts: touches that send the ball at the goal, credited by the game or not."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis import field
from rlcoach.analysis.ball_path import seconds_to_goal
from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import (
    SOCCAR_LIKE,
    Confidence,
    EventDefinition,
    EventField,
    Unit,
)
from rlcoach.analysis.event import Events
from rlcoach.analysis.plays import play_of

MAX_SECONDS = 2.5
"""Until the ball would cross the line (subtr-actor)."""

MIN_SPEED_UU_PER_S = 1000.0
"""After the touch (subtr-actor)."""

SAVE_SECONDS = 4.0
"""A touch of an opponent later than this after the attempt met another ball."""

DEFINITION = EventDefinition(
    key="attempt",
    label="Attempt on goal",
    summary="A touch after which the ball would have gone into the goal by itself.",
    approach=(
        "The ball's path after the touch, with gravity, drag and bounces off floor and side "
        "walls, crosses the opponent's line inside the mouth within 2.5 s; at least 1,000 uu/s."
    ),
    limits=(
        "Bounces off curved walls, the ceiling and the frame of the goal are not followed. The "
        "game's own shot counter, kind `shot`, follows rules of its own."
    ),
    source="rlcoach",
    confidence=Confidence.MEDIUM,
    fields={
        "seconds_to_goal": EventField(unit=Unit.SECONDS, about="if nobody had touched again"),
        "speed": EventField(unit=Unit.UU_PER_SECOND, about="of the ball after the touch"),
        "distance": EventField(unit=Unit.UU, about="from the ball to the centre of the goal"),
        "is_stopped": EventField(unit=Unit.NONE, about="an opponent touched next, in time"),
    },
    thresholds={"max_seconds": MAX_SECONDS, "min_speed_uu_per_s": MIN_SPEED_UU_PER_S},
    modes=SOCCAR_LIKE,
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All touches on target."""
    touches = found["touch"]
    sign = context.sign[touches.player].astype(np.float64)
    place = field.forward(touches.position.astype(np.float64), sign)
    last = touches.frame if touches.end_frame is None else touches.end_frame
    velocity = context.tables.ball.velocity[last].astype(np.float64)
    speed = touches.column("ball_speed_after").astype(np.float64)
    seconds = seconds_to_goal(place, field.forward(velocity, sign), MAX_SECONDS)
    rows = np.flatnonzero(~np.isnan(seconds) & (speed >= MIN_SPEED_UU_PER_S))
    goal = np.array([0.0, field.BACK_WALL_Y_UU, field.GOAL_HEIGHT_UU / 2])
    return Events(
        frame=touches.frame[rows],
        player=touches.player[rows],
        position=touches.position[rows],
        fields={
            "seconds_to_goal": seconds[rows],
            "speed": speed[rows],
            "distance": np.linalg.norm(place[rows] - goal, axis=1),
            "is_stopped": _is_stopped(context, touches)[rows],
        },
    )


def _is_stopped(context: MatchContext, touches: Events) -> NDArray[np.bool_]:
    team, play = context.team[touches.player], play_of(context, touches)
    time = touches.column("contact_time").astype(np.float64)
    result = np.zeros(len(touches), dtype=bool)
    result[:-1] = (
        (team[1:] != team[:-1]) & (play[1:] == play[:-1]) & (np.diff(time) <= SAVE_SECONDS)
    )
    return result
