"""Goals seen by those who conceded them: the touch that decided, and when the play began."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.event import Events
from rlcoach.analysis.plays import play_number


@dataclass(frozen=True)
class Strikes:
    """One row per goal, in order. Columns have shape [goal]."""

    team: NDArray[np.int64]
    """Who scored."""
    frame: NDArray[np.int64]
    """Last frame before the goal."""
    touch: NDArray[np.int64]
    """Row of the scoring team's last touch in that play; -1 for none."""
    touch_frame: NDArray[np.int64]
    """Its frame; that of the play's last touch, or of the goal, where the team has none."""

    def __len__(self) -> int:
        """Number of goals."""
        return len(self.team)


def strikes(context: MatchContext, touches: Events) -> Strikes:
    """The deciding touch of every goal. Ask with `context.shared(strikes, found["touch"])`."""
    goals = context.tables.goals
    frame = np.maximum(goals.frame.astype(np.int64) - 1, 0)
    touch = np.full(len(frame), -1, dtype=np.int64)
    touch_frame = frame.copy()
    if context.frames and len(frame):
        numbers, team = context.shared(play_number), context.team[touches.player]
        played, play = numbers[frame], numbers[touches.frame]
        for row, at in enumerate(frame.tolist()):
            mine = np.flatnonzero((play == played[row]) & (touches.frame <= at + 1))
            own = mine[team[mine] == goals.team[row]]
            if len(own):
                touch[row] = own[-1]
            last = own if len(own) else mine
            if len(last):
                touch_frame[row] = min(int(touches.frame[last[-1]]), at)
    return Strikes(goals.team.astype(np.int64), frame, touch, touch_frame)


def seconds_to_goal_against(
    context: MatchContext, struck: Strikes, frame: NDArray[np.integer], team: NDArray[np.integer]
) -> NDArray[np.float64]:
    """[row] seconds from a frame to the next goal against a team, of the same play; inf: none."""
    result = np.full(len(frame), np.inf)
    if len(frame) == 0 or len(struck) == 0:
        return result
    play = context.shared(play_number)
    for at, scorer in zip(struck.frame.tolist(), struck.team.tolist(), strict=True):
        fits = (team == 1 - scorer) & (frame <= at) & (play[frame] == play[at])
        result[fits] = np.minimum(result[fits], context.clock[at] - context.clock[frame[fits]])
    return result
