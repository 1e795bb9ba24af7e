"""Cars and ball ten times a second: positioning changes slowly, so frames in between cost only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.moments import LONGEST_SECONDS
from rlcoach.analysis.plays import in_play
from rlcoach.analysis.spans import Spans, spans_of
from rlcoach.analysis.vectors import length

SAMPLES_PER_SECOND = 10

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Snapshots:
    """The match at moments 0.1 s apart. Shapes [sample], [player, sample] and so on, xyz last."""

    frame: NDArray[np.int64]
    """The first frame of each tenth of a second."""
    clock: NDArray[np.float64]
    """Seconds of `MatchContext.clock`."""
    is_live: NDArray[np.bool_]
    """In play, and the ball has been touched since the kickoff."""
    present: NDArray[np.bool_]
    """[player, sample] has a car."""
    place: Floats
    """Cars, brought forward from their last update; world frame."""
    velocity: Floats
    boost: Floats
    """0 to 100."""
    ball: Floats
    ball_velocity: Floats
    depth: Floats
    """[player, sample] y of the car toward the goal it attacks."""
    ball_depth: Floats
    """[player, sample] y of the ball toward the goal the player attacks."""
    ball_distance: Floats
    """[player, sample] uu between the centres of car and ball."""

    def at(self, frame: NDArray[np.integer]) -> NDArray[np.int64]:
        """[row] the sample of each frame: the last at or before it, or the first."""
        return np.maximum(np.searchsorted(self.frame, frame, side="right") - 1, 0)

    def spans(self, holds: NDArray[np.bool_], *, grace_seconds: float = 0.0) -> Spans:
        """Runs of true in `[row, sample]` in play, over gaps of up to `grace_seconds`; in samples.

        No run goes on over a kickoff.
        """
        spans = spans_of(holds & self.is_live)
        if grace_seconds == 0.0 or len(spans.first) < 2:
            return spans
        order = np.lexsort((spans.first, spans.player))
        player, first, last = spans.player[order], spans.first[order], spans.last[order]
        # While play goes on, no sample without play is added.
        pauses = np.cumsum(~self.is_live)
        joins = (
            (player[1:] == player[:-1])
            & (self.clock[first[1:]] - self.clock[last[:-1]] <= grace_seconds)
            & (pauses[first[1:]] == pauses[last[:-1]])
        )
        begins = np.append(True, ~joins)
        ends = np.append(~joins, True)
        player, first, last = player[begins], first[begins], last[ends]
        order = np.argsort(first, kind="stable")
        return Spans(player[order], first[order], last[order])


def snapshots(context: MatchContext) -> Snapshots:
    """The match ten times a second. Ask with `context.shared(snapshots)`."""
    tenth = (context.clock * SAMPLES_PER_SECOND + 1e-6).astype(np.int64)
    frame = np.flatnonzero(np.diff(tenth, prepend=-1))
    tables = context.tables
    cars, ball = tables.cars, tables.ball
    present, velocity = cars.present[:, frame], cars.velocity[:, frame]
    place = cars.position[:, frame]
    if len(tables.car_updates.frame):
        sent = context.clock[tables.car_updates.frame][np.maximum(cars.source[:, frame], 0)]
        late = np.clip(context.clock[frame] - sent, 0.0, LONGEST_SECONDS).astype(np.float32)
        place = place + velocity * late[..., None]
    place = np.where(present[..., None], place, np.float32(np.nan))
    seen = ball.position[frame]
    return Snapshots(
        frame=frame,
        clock=context.clock[frame],
        is_live=(in_play(context) & tables.frames.ball_hit & ball.present)[frame],
        present=present,
        place=place,
        velocity=velocity,
        boost=tables.boost.amount[:, frame].astype(np.float32),
        ball=seen,
        ball_velocity=ball.velocity[frame],
        depth=place[..., 1] * context.sign[:, None],
        ball_depth=seen[:, 1] * context.sign[:, None],
        ball_distance=length(place - seen),
    )
