"""Challenges looked at closely: how each challenger came, and what he did after."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.contact import cars_at
from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.event import Events
from rlcoach.analysis.plays import play_number
from rlcoach.analysis.reach import CONTACT_UU
from rlcoach.analysis.vectors import dot, length

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Contests:
    """One row per event `challenge`, in its order. Columns have shape [challenge]."""

    player: NDArray[np.int64]
    opponent: NDArray[np.int64]
    touch: NDArray[np.int64]
    """Row of the opponent's touch."""
    frame: NDArray[np.int64]
    clock: Floats
    """Seconds of `MatchContext.clock`, of that frame."""
    toward: Floats
    """[challenge, xyz] of length one: from the challenger to the ball at that touch."""
    distance: Floats
    """uu, between their centres."""
    closing: Floats
    """uu/s, of the challenger's own way to the ball."""
    arrival_seconds: Floats
    """Until he would have been at the ball, had it stayed."""
    own_next_seconds: Floats
    """Until the challenger's own next touch of the play; inf for none. Below 0: he touched in the
    same moment, a little earlier."""

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.player)


SAME_MOMENT_SECONDS = 0.12
"""The challenger's own touch this much before the opponent's is of the same contest."""


def contests(context: MatchContext, challenges: Events, touches: Events) -> Contests:
    """All challenges. Ask with `context.shared(contests, found["challenge"], found["touch"])`."""
    player = challenges.player.astype(np.int64)
    opponent = challenges.column("opponent").astype(np.int64)
    frame = challenges.frame.astype(np.int64)
    touch = _touch_rows(touches, frame, opponent)
    time = touches.column("contact_time").astype(np.float64)
    before = np.maximum(frame - 1, 0)
    pose = cars_at(context, player, before, time[touch])
    way = touches.position[touch].astype(np.float64) - pose.position
    distance = length(way)
    toward = way / np.maximum(distance, 1.0)[:, None]
    closing = dot(pose.velocity, toward)
    return Contests(
        player=player,
        opponent=opponent,
        touch=touch,
        frame=frame,
        clock=context.clock[frame],
        toward=toward,
        distance=distance,
        closing=closing,
        arrival_seconds=np.maximum(distance - CONTACT_UU, 0.0) / np.maximum(closing, 1.0),
        own_next_seconds=_own_next(context, touches, player, touch),
    )


def _touch_rows(
    touches: Events, frame: NDArray[np.int64], player: NDArray[np.int64]
) -> NDArray[np.int64]:
    """[row] the touch of a player in a frame."""
    first = np.searchsorted(touches.frame, frame)
    rows = [
        begin + int(np.argmax(touches.player[begin : begin + 8] == who))
        for begin, who in zip(first.tolist(), player.tolist(), strict=True)
    ]
    return np.array(rows, dtype=np.int64)


def _own_next(
    context: MatchContext, touches: Events, player: NDArray[np.int64], touch: NDArray[np.int64]
) -> Floats:
    time, play = (
        touches.column("contact_time").astype(np.float64),
        context.shared(play_number)[touches.frame],
    )
    since = time[None, :] - time[touch][:, None]
    mine = (touches.player[None, :] == player[:, None]) & (play[None, :] == play[touch][:, None])
    seconds: Floats = np.where(mine & (since >= -SAME_MOMENT_SECONDS), since, np.inf).min(
        axis=1, initial=np.inf
    )
    return seconds
