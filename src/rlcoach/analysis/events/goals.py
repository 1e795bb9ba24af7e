"""Goals, with what led to them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis import field
from rlcoach.analysis.ball_path import seconds_to_goal
from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import Confidence, EventDefinition, EventField, Unit
from rlcoach.analysis.event import Events
from rlcoach.analysis.plays import play_number, play_of

LAST_TOUCHES = 3

_WAS_GOING_IN_SECONDS = 2.5
"""A ball that would have crossed the line within this time anyway was not put in by the
defender's touch."""

DEFINITION = EventDefinition(
    key="goal",
    label="Goal",
    summary="A goal, with scorer, assist, speed and the last touches.",
    approach=(
        "The score rose, or the header lists the goal. Scorer and assist are whom the game "
        "credited. Speed is that of the ball's last update before the goal. It is an own goal "
        "if the last touch was by the conceding team and the ball was not on its way in before."
    ),
    limits=(
        "The game credits own goals to the last attacker, or to nobody: `player` follows it. "
        "Heavy deflections by defenders count as own goals."
    ),
    source="game",
    confidence=Confidence.HIGH,
    fields={
        "team": EventField(unit=Unit.NONE, about="who got the point: 0 blue, 1 orange"),
        "assist": EventField(unit=Unit.NONE, about="row of the player who assisted; -1: none"),
        "speed": EventField(unit=Unit.UU_PER_SECOND, about="of the ball just before"),
        "distance": EventField(
            unit=Unit.UU, about="from the last touch of the scoring team to the goal's centre"
        ),
        "seconds": EventField(unit=Unit.SECONDS, about="since that touch"),
        "is_own_goal": EventField(unit=Unit.NONE, about="put in by the conceding team"),
        "last_touch_frame": EventField(unit=Unit.NONE, about="frame of the last touch; -1: none"),
        "last_touch": EventField(unit=Unit.NONE, about="row of who touched last; -1: none"),
        "second_last_touch": EventField(unit=Unit.NONE, about="who touched before; -1: none"),
        "third_last_touch": EventField(unit=Unit.NONE, about="who touched before that; -1"),
    },
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All goals, in order."""
    goals, touches = context.tables.goals, found.get("touch")
    speed, place = _ball_before(context, goals.frame)
    last = np.full((len(goals.frame), LAST_TOUCHES), -1, dtype=np.int64)
    scoring = np.full(len(goals.frame), -1, dtype=np.int64)
    if touches is not None:
        last, scoring = _touches_before(context, touches)
    columns = _touch_columns(context, touches, last, scoring)
    return Events(
        frame=goals.frame,
        player=goals.player,
        position=place,
        fields={
            "team": goals.team,
            "assist": _assists(found.get("assist"), len(goals.frame)),
            "speed": speed,
            **columns,
        },
    )


def _ball_before(
    context: MatchContext, frame: NDArray[np.int32]
) -> tuple[NDArray[np.float64], NDArray[np.float32]]:
    """Speed and place of the ball at its last update before each frame, NaN without one."""
    ball = context.tables.ball
    # In the frame of the goal the body is already that of the explosion.
    earlier = np.maximum(frame - 1, 0)
    velocity = ball.velocity[earlier].astype(np.float64)
    return np.linalg.norm(velocity, axis=1), ball.position[earlier]


def _touches_before(
    context: MatchContext, touches: Events
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows of the last touches of each goal's play, and of the scoring team's last; -1: none."""
    goals, plays = context.tables.goals, play_number(context)
    play, team = play_of(context, touches), context.team[touches.player]
    last = np.full((len(goals.frame), LAST_TOUCHES), -1, dtype=np.int64)
    scoring = np.full(len(goals.frame), -1, dtype=np.int64)
    for row, frame in enumerate(goals.frame.tolist()):
        # The header's goal at the very end of a file may lie one play on.
        mine = np.flatnonzero((touches.frame <= frame) & (play == plays[max(frame - 1, 0)]))
        newest = mine[::-1][:LAST_TOUCHES]
        last[row, : len(newest)] = newest
        own = mine[team[mine] == goals.team[row]]
        if len(own):
            scoring[row] = own[-1]
    return last, scoring


def _touch_columns(
    context: MatchContext,
    touches: Events | None,
    last: NDArray[np.int64],
    scoring: NDArray[np.int64],
) -> dict[str, NDArray[np.generic]]:
    goals = context.tables.goals
    count = len(goals.frame)
    players = np.full(0, -1) if touches is None else touches.player.astype(np.int64)
    who = np.append(players, -1)[last]
    distance, seconds = np.full(count, np.nan), np.full(count, np.nan)
    own_goal = np.zeros(count, dtype=bool)
    frame = np.full(count, -1, dtype=np.int64)
    if touches is not None:
        sign = np.where(goals.team == field.ORANGE, -1.0, 1.0)
        known = np.flatnonzero(scoring >= 0)
        place = field.forward(touches.position[scoring[known]].astype(np.float64), sign[known])
        goal = np.array([0.0, field.BACK_WALL_Y_UU, field.GOAL_HEIGHT_UU / 2])
        distance[known] = np.linalg.norm(place - goal, axis=1)
        time = touches.column("contact_time").astype(np.float64)
        seconds[known] = np.maximum(goals.time[known] - time[scoring[known]], 0.0)
        own_goal = _own_goals(context, touches, last[:, 0])
        frame = np.append(touches.frame.astype(np.int64), -1)[last[:, 0]]
    return {
        "distance": distance,
        "seconds": seconds,
        "is_own_goal": own_goal,
        "last_touch_frame": frame,
        "last_touch": who[:, 0],
        "second_last_touch": who[:, 1],
        "third_last_touch": who[:, 2],
    }


def _own_goals(
    context: MatchContext, touches: Events, last: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """[goal] the last touch was by the conceding team and the ball was not going in before."""
    goals = context.tables.goals
    known = np.flatnonzero(last >= 0)
    rows = last[known]
    against = context.team[touches.player[rows]] != goals.team[known]
    sign = np.where(goals.team[known] == field.ORANGE, -1.0, 1.0)
    before = np.maximum(touches.frame[rows] - 1, 0)
    velocity = field.forward(context.tables.ball.velocity[before].astype(np.float64), sign)
    place = field.forward(touches.position[rows].astype(np.float64), sign)
    was_going_in = ~np.isnan(seconds_to_goal(place, velocity, _WAS_GOING_IN_SECONDS))
    result = np.zeros(len(last), dtype=bool)
    result[known] = against & ~was_going_in
    return result


def _assists(assists: Events | None, count: int) -> NDArray[np.int64]:
    """[goal] who assisted, or -1."""
    result = np.full(count + 1, -1, dtype=np.int64)
    if assists is not None:
        result[assists.column("goal").astype(np.int64)] = assists.player
    return result[:count]
