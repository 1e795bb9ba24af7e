"""What became of the ball: kept, aimed at the goal, on target, scored."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.ball_flight import GRAVITY_UU_PER_S2
from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.event import Events
from rlcoach.analysis.field import (
    BACK_WALL_Y_UU,
    BALL_RADIUS_UU,
    BALL_REST_Z_UU,
    GOAL_HALF_WIDTH_UU,
    GOAL_HEIGHT_UU,
    forward,
)
from rlcoach.analysis.mechanics.touch_motion import TouchMotion
from rlcoach.analysis.plays import play_number, play_of

GOAL_SECONDS = 4.0
"""From a mechanic to the goal it led to (subtr-actor 3 to 8 by kind)."""

AIM_MARGIN_UU = 1.5 * BALL_RADIUS_UU
"""Beside or above the mouth where a ball is still meant for it (subtr-actor)."""

AIM_SECONDS = 3.0
"""Longer flights than this meet somebody."""

SAME_TOUCH_SECONDS = 0.3
"""Later contacts of whoever made a move still belong to it."""


def scored(
    context: MatchContext, player: NDArray[np.integer], frame: NDArray[np.integer]
) -> NDArray[np.bool_]:
    """[row] the player scored within `GOAL_SECONDS` after a frame."""
    goals, clock = context.tables.goals, context.clock
    result = np.zeros(len(frame), dtype=bool)
    for at, who in zip(goals.frame.tolist(), goals.player.tolist(), strict=True):
        waited = clock[at] - clock[frame]
        result |= (player == who) & (frame <= at) & (waited <= GOAL_SECONDS)
    return result


def kept(
    context: MatchContext,
    found: Mapping[str, Events],
    player: NDArray[np.integer],
    frame: NDArray[np.integer],
) -> list[bool | None]:
    """Per row whether the ball stayed with the player's team after a frame.

    His goal says so, else the next touch of the play; None where nobody touched again.
    """
    touches = found["touch"]
    late = context.clock[frame] + SAME_TOUCH_SECONDS
    row = np.searchsorted(context.clock[touches.frame], late, side="right")
    play, plays = np.append(play_of(context, touches), -1), play_number(context)
    known = play[row] == plays[frame]
    team = np.append(context.team[touches.player], -1)
    same = team[row] == context.team[player]
    goal = scored(context, player, frame)
    return [
        True if hit else (bool(mine) if sure else None)
        for hit, mine, sure in zip(goal.tolist(), same.tolist(), known.tolist(), strict=True)
    ]


def aimed(motion: TouchMotion, rows: NDArray[np.integer]) -> NDArray[np.bool_]:
    """[row] the ball left the touch toward the opponent's goal, on target or narrowly wide."""
    place = forward(motion.ball[rows], motion.sign[rows])
    speed = forward(motion.after[rows], motion.sign[rows])
    toward = speed[:, 1] > 0
    seconds = (BACK_WALL_Y_UU - place[:, 1]) / np.where(toward, speed[:, 1], 1.0)
    side = np.abs(place[:, 0] + speed[:, 0] * seconds)
    height = place[:, 2] + speed[:, 2] * seconds - GRAVITY_UU_PER_S2 / 2 * seconds**2
    # A ball that would be below the floor has bounced and is low.
    low = np.maximum(height, BALL_REST_Z_UU) < GOAL_HEIGHT_UU + AIM_MARGIN_UU
    near = low & (side < GOAL_HALF_WIDTH_UU + AIM_MARGIN_UU)
    result: NDArray[np.bool_] = toward & (seconds > 0) & (seconds < AIM_SECONDS) & near
    return result


def on_target(
    found: Mapping[str, Events], motion: TouchMotion, rows: NDArray[np.integer]
) -> NDArray[np.bool_]:
    """[row] the touch is an `attempt`: left alone, the ball would have gone in."""
    attempts = found["attempt"]
    known = set(zip(attempts.frame.tolist(), attempts.player.tolist(), strict=True))
    pairs = zip(motion.frame[rows].tolist(), motion.player[rows].tolist(), strict=True)
    return np.array([pair in known for pair in pairs], dtype=bool)
