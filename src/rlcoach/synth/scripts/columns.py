"""The bodies of an act, frame by frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TypeVar

import numpy as np

from rlcoach.synth.match_record import (
    NO_LIFE,
    PARTS,
    BallColumns,
    CarColumns,
    Floats,
    Whole,
)
from rlcoach.synth.physics.constants import TICK_SECONDS
from rlcoach.synth.scripts.act import Played, Wreck

Columns = TypeVar("Columns", BallColumns, CarColumns)

TICKS_PER_FRAME = 4

FRAME_SECONDS = TICKS_PER_FRAME * TICK_SECONDS

RUN_UP_FRAMES = 3
"""Before an act in the middle of play, in which bodies come in straight: so their motion is known
when play begins."""


@dataclass(frozen=True)
class Shot:
    """The frames of one act."""

    ticks: Whole
    """[frame] tick that each frame of the play shows."""
    lead: int
    """Frames before them."""
    after: int
    """Frames after the goal."""

    @property
    def count(self) -> int:
        """Frames of all sorts."""
        return self.lead + len(self.ticks) + self.after

    def frame_at(self, seconds: float) -> int:
        """The first frame of the act that shows a moment."""
        # Half a tick of room: times are floats.
        tick = seconds / TICK_SECONDS - 0.5
        return self.lead + min(int(np.searchsorted(self.ticks, tick)), len(self.ticks) - 1)


def cars_of(played: Played, shot: Shot, cast: Mapping[int, int], *, players: int) -> CarColumns:
    """The cars of an act; `cast` has the player of each car in turn, and which life it is."""
    shape = (shot.count, players)
    recording, ticks = played.recording, _ticks_shown(played, shot)
    columns = CarColumns(
        body=np.full((*shape, 13), np.nan),
        life=np.full(shape, NO_LIFE),
        boost_pct=np.zeros(shape),
        counters=np.zeros((*shape, len(PARTS)), dtype=np.int64),
        torque=np.zeros((*shape, 3)),
        refreshes=np.zeros(shape, dtype=np.int64),
        throttle=np.zeros(shape),
        steer=np.zeros(shape),
        handbrake=np.zeros(shape, dtype=np.bool_),
        ball_cam=np.ones(shape, dtype=np.bool_),
    )
    for car, (row, life) in enumerate(cast.items()):
        columns.body[:, row] = _bodies(recording.cars[:, car], played, shot)
        columns.life[:, row] = life
        columns.boost_pct[:, row] = recording.boost_pct[ticks, car]
        for at, part in enumerate(PARTS):
            if part in recording.counters:
                columns.counters[:, row, at] = recording.counters[part][ticks, car]
        columns.torque[:, row] = recording.torque[ticks, car]
        columns.refreshes[:, row] = recording.refreshes[ticks, car]
        columns.throttle[:, row], columns.steer[:, row] = recording.inputs[ticks, car, :2].T
        columns.handbrake[:, row] = recording.inputs[ticks, car, 2] > 0
    for wreck in played.wrecks:
        _take_away(columns, wreck, shot, list(cast)[wreck.victim])
    return columns


def _take_away(columns: CarColumns, wreck: Wreck, shot: Shot, row: int) -> None:
    """The victim drives nothing until it is back in a new car, whose parts count from 0."""
    frame, back = shot.frame_at(wreck.seconds), None
    if wreck.return_seconds is not None:
        back = shot.frame_at(wreck.return_seconds)
        columns.life[back:, row] += 1
        before = columns.counters[back, row]
        columns.counters[back:, row] -= before - before % 2
        columns.torque[back:, row] -= columns.torque[back, row]
    columns.body[frame:back, row] = np.nan
    columns.life[frame:back, row] = NO_LIFE


def _ticks_shown(played: Played, shot: Shot) -> Whole:
    """[frame] tick of each frame, countdown and time after the goal included."""
    last = len(played.recording.ball) - 1
    after = shot.ticks[-1] + TICKS_PER_FRAME * np.arange(1, shot.after + 1)
    shown: Whole = np.concatenate((np.zeros(shot.lead, dtype=np.int64), shot.ticks, after))
    return np.minimum(shown, last).astype(np.int64)


def _bodies(rows: Floats, played: Played, shot: Shot) -> Floats:
    """[frame, 13] a body of the act: it stands before a kickoff, and else comes in straight."""
    ticks = _ticks_shown(played, shot)
    bodies = rows[ticks].copy()
    if played.is_kickoff:
        bodies[: shot.lead, 7:13] = 0.0
    else:
        still = shot.lead - RUN_UP_FRAMES
        back = np.maximum(np.arange(-shot.lead, 0), -RUN_UP_FRAMES)[:, None] * FRAME_SECONDS
        bodies[: shot.lead, 0:3] += back * bodies[: shot.lead, 7:10]
        # Who starts on the floor does not come through it.
        bodies[: shot.lead, 2] = np.maximum(bodies[: shot.lead, 2], min(rows[0, 2], 93.0))
        bodies[:still, 7:13] = 0.0
    ended = np.flatnonzero(np.diff(ticks, prepend=-1) == 0)
    bodies[ended[ended >= shot.lead + len(shot.ticks)], 7:13] = 0.0
    return bodies


def ball_of(played: Played, shot: Shot, number: int) -> BallColumns:
    """The ball of an act, the `number`th of the match."""
    is_hidden = np.zeros(shot.count, dtype=np.bool_)
    if played.goal is not None:
        is_hidden[shot.lead + len(shot.ticks) - 1 :] = True
    body = _bodies(played.recording.ball, played, shot)
    return BallColumns(body, np.full(shot.count, number), is_hidden)


def joined(kind: type[Columns], parts: Sequence[Columns]) -> Columns:
    """Columns of several acts one after the other."""
    names = [one.name for one in fields(kind)]
    return kind(**{name: np.concatenate([getattr(one, name) for one in parts]) for name in names})
