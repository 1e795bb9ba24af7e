"""Which team has the ball: touches in a row, and where control turned."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.event import Events
from rlcoach.analysis.plays import play_end, play_number

CONFIRM_SECONDS = 1.0
"""A team has the ball if the other does not touch it for this long after its first touch:
subtr-actor confirms a turnover after 1.25 s, and half of all second touches come within 1 s."""


@dataclass(frozen=True)
class Control:
    """Runs of touches by one team within one play, by time. Columns have shape [run]."""

    team: NDArray[np.int64]
    first: NDArray[np.int64]
    """Row of the run's first touch."""
    last: NDArray[np.int64]
    """Row of its last touch."""
    frame: NDArray[np.int64]
    """Of the first touch."""
    end_frame: NDArray[np.int64]
    """The other team's next touch, or the last frame of the play."""
    seconds: NDArray[np.float64]
    """From `frame` to `end_frame`."""
    is_gain: NDArray[np.bool_]
    """Confirmed, and the other team had the ball before, confirmed, in the same play."""
    is_answered: NDArray[np.bool_]
    """The other team touches next, in the same play."""
    is_confirmed: NDArray[np.bool_]
    """Lasted `CONFIRM_SECONDS`."""

    def __len__(self) -> int:
        """Number of runs."""
        return len(self.team)


def control(context: MatchContext, touches: Events) -> Control:
    """All runs. Ask with `context.shared(control, found["touch"])`."""
    play = context.shared(play_number)[touches.frame]
    team = context.team[touches.player].astype(np.int64)
    new = (np.diff(team, prepend=-2) != 0) | (np.diff(play, prepend=-1) != 0)
    first = np.flatnonzero(new)
    last = np.append(first[1:], len(team))[: len(first)] - 1
    frame = touches.frame[first].astype(np.int64)
    goes_on = np.zeros(len(first), dtype=bool)
    goes_on[:-1] = play[first[1:]] == play[first[:-1]]
    end = np.where(
        goes_on, np.append(frame[1:], 0)[: len(first)], play_end(context, touches.frame[last])
    )
    seconds = np.maximum(context.clock[end] - context.clock[frame], 0.0)
    return Control(
        team=team[first],
        first=first,
        last=last,
        frame=frame,
        end_frame=np.maximum(end, frame),
        seconds=seconds,
        is_gain=_gains(team[first], play[first], seconds >= CONFIRM_SECONDS),
        is_answered=goes_on,
        is_confirmed=seconds >= CONFIRM_SECONDS,
    )


def _gains(
    team: NDArray[np.int64], play: NDArray[np.int64], is_confirmed: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    rows = np.flatnonzero(is_confirmed)
    result = np.zeros(len(team), dtype=bool)
    result[rows[1:]] = (team[rows[1:]] != team[rows[:-1]]) & (play[rows[1:]] == play[rows[:-1]])
    return result


def team_in_control(runs: Control, frame: NDArray[np.int64]) -> NDArray[np.int64]:
    """[row] the team that touched last in the play of each frame; -1 before any touch."""
    if len(runs) == 0:
        return np.full(len(frame), -1, dtype=np.int64)
    at = np.searchsorted(runs.frame, frame, side="right") - 1
    holds = (at >= 0) & (frame <= runs.end_frame[np.maximum(at, 0)])
    return np.where(holds, runs.team[at], -1)


def touches_next(
    context: MatchContext, touches: Events, clock: NDArray[np.float64], team: NDArray[np.integer]
) -> list[bool | None]:
    """[row] the first touch after a moment of the clock is by the team; None: none in that play."""
    row = np.searchsorted(context.clock[touches.frame], clock, side="right")
    play = context.shared(play_number)
    frame = np.minimum(np.searchsorted(context.clock, clock), max(context.frames - 1, 0))
    after = np.append(touches.frame.astype(np.int64), -1)[row]
    same = (after >= 0) & (play[after] == play[frame])
    own = np.append(context.team[touches.player], -1)[row] == team
    found: list[bool | None] = [
        one if known else None for one, known in zip(own.tolist(), same.tolist(), strict=True)
    ]
    return found


def after_kickoff(
    context: MatchContext, touches: Events, frame: NDArray[np.int64], seconds: float
) -> NDArray[np.bool_]:
    """[row] at most so long after the first touch of a kickoff, in the same play."""
    first = np.flatnonzero(touches.column("is_kickoff").astype(bool))
    since = context.clock[frame][:, None] - context.clock[touches.frame[first]][None, :]
    play = context.shared(play_number)
    same = play[frame][:, None] == play[touches.frame[first]][None, :]
    result: NDArray[np.bool_] = (same & (since <= seconds)).any(axis=1)
    return result
