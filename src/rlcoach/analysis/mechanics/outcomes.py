"""What became of the ball: kept, aimed at the goal, on target, scored."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.event import Events
from rlcoach.analysis.mechanics.touch_motion import TouchMotion
from rlcoach.analysis.plays import play_number, play_of

GOAL_SECONDS = 4.0
"""From a mechanic to the goal it led to (subtr-actor 3 to 8 by kind)."""

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


def on_target(
    found: Mapping[str, Events], motion: TouchMotion, rows: NDArray[np.integer]
) -> NDArray[np.bool_]:
    """[row] the touch is an `attempt`: left alone, the ball would have gone in."""
    attempts = found["attempt"]
    known = set(zip(attempts.frame.tolist(), attempts.player.tolist(), strict=True))
    pairs = zip(motion.frame[rows].tolist(), motion.player[rows].tolist(), strict=True)
    return np.array([pair in known for pair in pairs], dtype=bool)
