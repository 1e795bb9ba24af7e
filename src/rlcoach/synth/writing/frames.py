"""The frames of a recording as bits: who leaves, who appears, what each actor sends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rlcoach.synth.match_record import MatchRecord
from rlcoach.synth.writing import values
from rlcoach.synth.writing.actors import Life
from rlcoach.synth.writing.bits import (
    Bits,
    Values,
    Widths,
    below,
    below_columns,
    joined,
    packed,
    side_by_side,
)
from rlcoach.synth.writing.era import Era
from rlcoach.synth.writing.keyframes import said_again
from rlcoach.synth.writing.sheet import SLOTS, Updates
from rlcoach.synth.writing.tables import Tables

Whole = NDArray[np.int64]

_TURN_STEPS_PER_RAD = 256 / (2 * np.pi)
"""Rotations of new actors come in 1/256 turns."""
_STREAM_KEYS = 1 << 16
_MOVES_ON = Bits(1, 1)
"""An actor follows in the frame, or an attribute in the actor."""
_ENDS = Bits(0, 1)
_LIVES = Bits(1, 1)
_IS_NEW = Bits(1, 1)
_IS_KNOWN = Bits(0, 1)
_IS_GONE = Bits(0, 1)
_NOT_STATIC = Bits(0, 1)


@dataclass(frozen=True)
class _Words:
    """Words and the frame each belongs to, by frame."""

    frame: Whole
    values: Values
    widths: Widths


@dataclass(frozen=True)
class Network:
    """The frames' bits, and where each frame begins."""

    data: bytes
    frame_bits: Whole


def network_of(
    record: MatchRecord,
    updates: Updates,
    lives: Sequence[Life],
    keyframes: Sequence[int],
    *,
    tables: Tables,
    era: Era,
) -> Network:
    """All frames, with everything said again in keyframes."""
    again = said_again(updates, list(lives), list(keyframes))
    every = _both(updates, again)
    frames = record.frame_count
    parts = (
        _frame_heads(record),
        _comings_and_goings(lives, keyframes, tables, era),
        _sent(every, lives, tables, era),
        _frame_ends(frames),
    )
    words = _merged(parts, frames)
    ends = np.cumsum(words.widths)
    heads = np.flatnonzero(np.append(True, words.frame[1:] != words.frame[:-1]))
    return Network(packed(words.values, words.widths), (ends - words.widths)[heads])


def _both(one: Updates, other: Updates) -> Updates:
    def chained(name: str) -> Whole:
        return np.concatenate((getattr(one, name), getattr(other, name)))

    return Updates(
        frame=chained("frame"),
        life=chained("life"),
        stream=chained("stream"),
        word=chained("word"),
        words=chained("words"),
        is_default=np.concatenate((one.is_default, other.is_default)),
        values=one.values,
        widths=one.widths,
    )


def _frame_heads(record: MatchRecord) -> _Words:
    """Time and physics time of each frame: two floats."""
    time = record.time.astype("<f4").view("<u4").astype(np.uint64)
    delta = record.delta.astype("<f4").view("<u4").astype(np.uint64)
    return _Words(
        np.arange(record.frame_count),
        time | delta << np.uint64(32),
        np.full(record.frame_count, 64, dtype=np.int64),
    )


def _frame_ends(frames: int) -> _Words:
    return _Words(
        np.arange(frames), np.zeros(frames, dtype=np.uint64), np.ones(frames, dtype=np.int64)
    )


def _comings_and_goings(
    lives: Sequence[Life], keyframes: Sequence[int], tables: Tables, era: Era
) -> _Words:
    """Who leaves and who appears; in keyframes all who are there appear again."""
    entries: list[tuple[int, int, Bits]] = []
    for life in lives:
        new = _new(life, tables, era)
        shown = {life.birth, *(frame for frame in keyframes if life.birth < frame < life.death)}
        entries += [(frame, 1, new) for frame in sorted(shown)]
        gone = joined(_MOVES_ON, below(life.actor_id, era.max_channels), _IS_GONE)
        entries.append((life.death, 0, gone))
    entries.sort(key=lambda entry: entry[:2])
    frame: list[int] = []
    word: list[int] = []
    width: list[int] = []
    for when, _, bits in entries:
        some, some_widths = bits.words()
        frame += [when] * len(some)
        word += some
        width += some_widths
    return _Words(
        np.array(frame, dtype=np.int64),
        np.array(word, dtype=np.uint64),
        np.array(width, dtype=np.int64),
    )


def _new(life: Life, tables: Tables, era: Era) -> Bits:
    """An actor as it appears."""
    archetype = life.archetype
    parts = [
        _MOVES_ON,
        below(life.actor_id, era.max_channels),
        _LIVES,
        _IS_NEW,
        values.int32(tables.name_id(life.name)),
        _NOT_STATIC,
        values.int32(tables.object_id(archetype.name)),
    ]
    if archetype.has_place:
        parts.append(values.vector(life.place, 1.0, era.body.size_limit))
    if archetype.has_turn:
        parts += map(_turned, life.turn)
    return joined(*parts)


def _turned(angle_rad: float) -> Bits:
    """One angle of a new actor: left out where it is zero."""
    steps = round(angle_rad * _TURN_STEPS_PER_RAD)
    return joined(values.flag(True), values.byte(steps)) if steps else values.flag(False)


def _sent(updates: Updates, lives: Sequence[Life], tables: Tables, era: Era) -> _Words:
    """What actors send: by frame, actor and attribute, each actor once per frame."""
    ids = np.array([life.actor_id for life in lives], dtype=np.int64)
    key = (updates.frame * era.max_channels + ids[updates.life]) * _STREAM_KEYS + updates.stream
    order = np.argsort(key, kind="stable")
    rows = updates.rows(order)
    block = key[order] // _STREAM_KEYS
    is_first = np.append(True, block[1:] != block[:-1])[: len(block)]
    is_last = np.append(is_first[1:], True)[: len(block)]

    heads = _heads(rows, ids, is_first, lives=lives, tables=tables, era=era)
    # Each value: one word in front of it, its own words, one word behind it.
    count = rows.words + 2
    start = np.cumsum(count) - count
    total = int(count.sum())
    words = np.zeros(total, dtype=np.uint64)
    widths = np.zeros(total, dtype=np.int64)
    words[start], widths[start] = heads
    own = _ranges(start + 1, rows.words)
    source = _ranges(rows.word, rows.words)
    words[own], widths[own] = rows.values[source], rows.widths[source]
    widths[start + count - 1] = is_last
    return _Words(np.repeat(rows.frame, count), words, widths)


def _heads(
    rows: Updates,
    ids: Whole,
    is_first: NDArray[np.bool_],
    *,
    lives: Sequence[Life],
    tables: Tables,
    era: Era,
) -> tuple[Values, Widths]:
    """In front of a value: its actor, if it is the actor's first in the frame, and its number."""
    actor, actor_width = below_columns(ids[rows.life], era.max_channels)
    ones = np.ones(len(ids), dtype=np.uint64)[rows.life]
    single = np.ones(len(rows.life), dtype=np.int64)
    actor, actor_width = side_by_side(
        (ones, single), (actor, actor_width), (ones, single), (ones - ones, single)
    )
    actor[~is_first], actor_width[~is_first] = 0, 0
    stream, stream_width = _stream_columns(rows, lives, tables)
    return side_by_side((actor, actor_width), (ones, single), (stream, stream_width))


def _stream_columns(rows: Updates, lives: Sequence[Life], tables: Tables) -> tuple[Values, Widths]:
    limits = np.array([tables.stream_limit(life.archetype) for life in lives], dtype=np.int64)
    limit, stream = limits[rows.life], rows.stream // SLOTS
    words = np.zeros(len(stream), dtype=np.uint64)
    widths = np.zeros(len(stream), dtype=np.int64)
    for one in np.unique(limit).tolist():
        which = limit == one
        words[which], widths[which] = below_columns(stream[which], one)
    return words, widths


def _ranges(starts: Whole, counts: Whole) -> Whole:
    """`start, start + 1, …` for each, one after the other."""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    shifts: Whole = np.repeat(starts - (ends - counts), counts)
    return shifts + np.arange(total)


def _merged(parts: Sequence[_Words], frames: int) -> _Words:
    """The words of all parts frame by frame, within a frame in the order of the parts."""
    kept = [part for part in parts if len(part.frame)]
    counts = np.stack([np.bincount(part.frame, minlength=frames)[:frames] for part in kept])
    in_frame = counts.sum(axis=0)
    frame_starts = np.cumsum(in_frame) - in_frame
    total = int(in_frame.sum())
    frame = np.zeros(total, dtype=np.int64)
    words = np.zeros(total, dtype=np.uint64)
    widths = np.zeros(total, dtype=np.int64)
    for part, count in zip(kept, counts, strict=True):
        size = int(count.sum())
        where = _ranges(frame_starts, count)
        frame[where], words[where], widths[where] = (
            part.frame[:size],
            part.values[:size],
            part.widths[:size],
        )
        frame_starts = frame_starts + count
    return _Words(frame, words, widths)
