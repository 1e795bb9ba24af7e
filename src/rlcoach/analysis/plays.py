"""Stretches of play, and what the touches in them say about each other."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.event import Events


def in_play(context: MatchContext) -> NDArray[np.bool_]:
    """[frame] in play.

    A file that is never in play by its states, as some of 2015, is so in the state most of its
    frames have.
    """
    if context.active.any() or context.frames == 0:
        return context.active
    state = context.tables.frames.state
    play: NDArray[np.bool_] = state == np.bincount(state, minlength=1).argmax()
    return play


def play_number(context: MatchContext) -> NDArray[np.int64]:
    """[frame] how often play has begun so far; the time after a goal belongs to the play before."""
    play = in_play(context)
    begins = play & ~np.append(False, play)[:-1]
    return np.cumsum(begins)


def play_of(context: MatchContext, events: Events) -> NDArray[np.int64]:
    """[event] number of the play each event is in."""
    return play_number(context)[events.frame]


def play_end(context: MatchContext, frame: NDArray[np.int32]) -> NDArray[np.int64]:
    """[event] last frame of the play each frame is in."""
    play = in_play(context)
    ends = np.flatnonzero(play & ~np.append(play, False)[1:])
    at = np.searchsorted(ends, frame)
    return np.append(ends, max(context.frames - 1, 0))[at]


def last_touch(
    context: MatchContext, touches: Events, player: NDArray[np.int32], frame: NDArray[np.int32]
) -> NDArray[np.int64]:
    """[row] the player's last touch of the same play up to a frame, or -1."""
    play, plays = play_of(context, touches), play_number(context)
    result = np.full(len(player), -1, dtype=np.int64)
    for row, (who, when) in enumerate(zip(player.tolist(), frame.tolist(), strict=True)):
        mine = np.flatnonzero((touches.player == who) & (touches.frame <= when))
        if len(mine) and play[mine[-1]] == plays[when]:
            result[row] = mine[-1]
    return result


def field_at(touches: Events, name: str, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """A number of the touches at `rows`, NaN for row -1."""
    values = np.append(touches.column(name).astype(np.float64), np.nan)
    return values[rows]


def frame_at(touches: Events, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """The frame of the touches at `rows`, -1 for row -1."""
    return np.append(touches.frame.astype(np.int64), -1)[rows]


def position_at(touches: Events, rows: NDArray[np.int64]) -> NDArray[np.float32]:
    """Where the touches at `rows` were, NaN for row -1."""
    nowhere = np.full((1, 3), np.nan, dtype=np.float32)
    places: NDArray[np.float32] = np.concatenate((touches.position, nowhere))[rows]
    return places
