"""Keyframes: where the file says everything again, so that a player can jump there."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rlcoach.synth.match_record import MatchRecord, StateChange
from rlcoach.synth.writing.actors import Life
from rlcoach.synth.writing.sheet import Updates

KEYFRAME_SECONDS = 10.0
"""As the header says in `KeyframeDelay`."""

_SAME_RESTART_FRAMES = 2
"""The recording jumps to a restart and says a frame later that the countdown runs."""

_STREAM_BITS = 16
_FRAME_BITS = 24


def keyframe_frames(record: MatchRecord) -> list[int]:
    """The first frame, every restart, and a frame every ten seconds from the last of these."""
    restarts = _restarts(record)
    found: list[int] = []
    for start, end in zip(restarts, [*restarts[1:], record.frame_count], strict=True):
        frame = start
        while frame < end:
            found.append(frame)
            frame = int(np.searchsorted(record.time, record.time[frame] + KEYFRAME_SECONDS))
    return found


def _restarts(record: MatchRecord) -> list[int]:
    jumps = np.flatnonzero(record.delta == 0).tolist()
    countdowns = [
        one.frame
        for one in record.happenings
        if isinstance(one, StateChange) and one.name == "Countdown"
    ]
    found = sorted({0, *jumps})
    for frame in countdowns:
        if all(not 0 <= frame - other <= _SAME_RESTART_FRAMES for other in found):
            found.append(frame)
    return sorted(found)


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
