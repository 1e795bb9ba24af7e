"""Counters of the scoreboard as events: each rise with the touch that caused it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.event import Events
from rlcoach.analysis.plays import field_at, frame_at, last_touch, position_at
from rlcoach.replay.kinds import Counter

LATE_FRAMES = 2
"""A counter may come this much before the frame that shows its touch (corpus: up to 0.09 s)."""


@dataclass(frozen=True)
class Credits:
    """Rises of one counter, one row per point. Shapes [row]."""

    frame: NDArray[np.int32]
    player: NDArray[np.int32]
    touch: NDArray[np.int64]
    """Row of the player's last touch in the same play up to then; -1 where there is none."""
    touches: Events | None
    """The touches; None in modes without."""

    def touch_frame(self) -> NDArray[np.int64]:
        """Frame of the touch behind each row, -1 without one."""
        return self.touch if self.touches is None else frame_at(self.touches, self.touch)

    def touch_place(self) -> NDArray[np.float32]:
        """Where the ball was at the touch, NaN without one."""
        if self.touches is None:
            return np.full((len(self.frame), 3), np.nan, dtype=np.float32)
        return position_at(self.touches, self.touch)

    def touch_number(self, name: str) -> NDArray[np.float64]:
        """A number of the touch, NaN without one."""
        if self.touches is None:
            return np.full(len(self.frame), np.nan)
        return field_at(self.touches, name, self.touch)


def rises(context: MatchContext, counter: Counter, touches: Events | None) -> Credits:
    """Every point of a counter, by frame; a rise by two is two rows."""
    table = context.tables.counters
    rows = np.flatnonzero((table.counter == counter) & (table.rise > 0))
    rows = np.repeat(rows, table.rise[rows])
    rows = rows[np.argsort(table.frame[rows], kind="stable")]
    frame, player = table.frame[rows], table.player[rows]
    if touches is None:
        return Credits(frame, player, np.full(len(rows), -1, dtype=np.int64), None)
    until = np.minimum(frame + LATE_FRAMES, max(context.frames - 1, 0)).astype(np.int32)
    return Credits(frame, player, last_touch(context, touches, player, until), touches)
