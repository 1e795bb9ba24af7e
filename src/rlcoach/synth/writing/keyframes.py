"""Keyframes: where the file says everything again, so that a player can jump there."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rlcoach.synth.match_record import MatchRecord
from rlcoach.synth.writing.actors import Life
from rlcoach.synth.writing.sheet import Updates

KEYFRAME_SECONDS = 10.0
"""As the header says in `KeyframeDelay`."""

_STREAM_BITS = 16
_FRAME_BITS = 24


def keyframe_frames(record: MatchRecord) -> list[int]:
    """The first frame, every jump, and a frame every ten seconds from the last of these.

    A restart that the recording does not jump to, as that of overtime, is none.
    """
    jumps = sorted({0, *np.flatnonzero(record.delta == 0).tolist()})
    found: list[int] = []
    for start, end in zip(jumps, [*jumps[1:], record.frame_count], strict=True):
        frame = start
        while frame < end:
            found.append(frame)
            frame = int(np.searchsorted(record.time, record.time[frame] + KEYFRAME_SECONDS))
    return found


def said_again(updates: Updates, lives: list[Life], keyframes: list[int]) -> Updates:
    """What keyframes repeat: the last value of every attribute of every actor that lives then.

    What is sent in a keyframe anyway, or is its default, is not repeated.
    """
    key = (updates.life << _STREAM_BITS | updates.stream) << _FRAME_BITS | updates.frame
    order = np.argsort(key, kind="stable")
    key, owner = key[order], updates.life[order]
    group = key >> _FRAME_BITS
    firsts = np.flatnonzero(np.append(True, group[1:] != group[:-1]))
    death = np.array([life.death for life in lives], dtype=np.int64)[owner[firsts]]
    picks: list[NDArray[np.int64]] = []
    frames: list[NDArray[np.int64]] = []
    for keyframe in keyframes:
        spot = np.searchsorted(key, (group[firsts] << _FRAME_BITS) + keyframe, side="right") - 1
        last = order[np.maximum(spot, 0)]
        wanted = (spot >= firsts) & (death > keyframe)
        wanted &= (updates.frame[last] < keyframe) & ~updates.is_default[last]
        picks.append(last[wanted])
        frames.append(np.full(int(wanted.sum()), keyframe))
    again = updates.rows(np.concatenate(picks))
    again.frame[:] = np.concatenate(frames)
    return again
