"""Goals: from the score as it rose, the counters of scorers, and the header's list.

The network knows which team got the point, the header the exact frame, the name, and a goal the
recording stopped at.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rlcoach.replay.header import Header
from rlcoach.replay.header_stats import header_goals
from rlcoach.replay.kinds import Counter
from rlcoach.replay.network import NONE_ID
from rlcoach.replay.roster import PlayerInfo
from rlcoach.replay.tables import Counters, Frames, Goals

SAME_GOAL_FRAMES = 10
"""Score and header differ by up to 6 frames; two goals are at least a countdown apart."""

_SCORER_WINDOW_FRAMES = 10


@dataclass
class _Goal:
    frame: int
    team: int
    name: str | None = None


def goals(header: Header, frames: Frames, counters: Counters, players: list[PlayerInfo]) -> Goals:
    """All goals of the recording, in order."""
    found = _from_score(frames)
    last = len(frames.time) - 1
    for goal in header_goals(header) if last >= 0 else []:
        # The goal a recording stops at is announced for the frame after its last.
        frame = min(max(goal.frame, 0), last)
        near = min(found, key=lambda known: abs(known.frame - frame), default=None)
        if near is not None and abs(near.frame - frame) <= SAME_GOAL_FRAMES:
            near.frame, near.name = frame, goal.name
        elif _is_unsent(frame, frames):
            found.append(_Goal(frame, 1 if goal.team == 1 else 0, goal.name))
    found.sort(key=lambda goal: goal.frame)
    at = np.array([goal.frame for goal in found], dtype=np.int32)
    return Goals(
        frame=at,
        time=frames.time[at] if len(at) else np.zeros(0),
        team=np.array([goal.team for goal in found], dtype=np.int8),
        player=np.array(_scorers(found, counters, players), dtype=np.int32),
        name=[goal.name for goal in found],
    )


def _from_score(frames: Frames) -> list[_Goal]:
    """Frames in which a score rose by one; a rise by more is the state of a match under way."""
    rise = np.diff(frames.score, axis=0)
    return [_Goal(int(frame) + 1, int(team)) for frame, team in np.argwhere(rise == 1)]


def _is_unsent(frame: int, frames: Frames) -> bool:
    """Whether the recording stops before the score of the goal was sent: nothing rises after it."""
    return bool((frames.score[frame] == frames.score[-1]).all())


def _scorers(found: list[_Goal], counters: Counters, players: list[PlayerInfo]) -> list[int]:
    """Who was credited: whose counter rose there, else the only player of the header's name."""
    rows = np.flatnonzero((counters.counter == Counter.GOALS) & (counters.rise > 0)).tolist()
    scorers = []
    for goal in found:
        near = [
            r for r in rows if abs(int(counters.frame[r]) - goal.frame) <= _SCORER_WINDOW_FRAMES
        ]
        if near:
            best = min(near, key=lambda row: abs(int(counters.frame[row]) - goal.frame))
            rows.remove(best)
            scorers.append(int(counters.player[best]))
            continue
        named = [i for i, player in enumerate(players) if goal.name and player.name == goal.name]
        scorers.append(named[0] if len(named) == 1 else NONE_ID)
    return scorers
