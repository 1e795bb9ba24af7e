"""Dropshot: how long the ball was charged how far."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import Confidence, EventDefinition, EventField, Unit
from rlcoach.analysis.event import Events
from rlcoach.analysis.events.tile_damage import DROPSHOT
from rlcoach.analysis.plays import in_play

DEFINITION = EventDefinition(
    key="ball_charge",
    label="Charge of the ball",
    summary="A stretch of play in which the dropshot ball broke one, seven or nineteen tiles.",
    approach=(
        "The charge as the file sends it, in play; it is spent in the frame in which tiles are "
        "damaged. The player is who touched the ball last when it was charged."
    ),
    limits="A charge the file sends late begins late.",
    source="game",
    confidence=Confidence.HIGH,
    fields={
        "charge": EventField(unit=Unit.NONE, about="0 none, 1 charged, 2 fully charged"),
        "seconds": EventField(unit=Unit.SECONDS, about="how long"),
    },
    modes=DROPSHOT,
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All stretches, by start."""
    charge, play = _spent(context, found["tile_damage"].frame), in_play(context)
    ends = np.flatnonzero(np.diff(charge) != 0) + 1
    begins = np.flatnonzero(play & ~np.append(False, play)[:-1])
    start = np.unique(np.concatenate((begins, ends[play[ends]])))
    stop = np.append(start[1:], context.frames - 1)
    play_ends = np.append(np.flatnonzero(play[:-1] & ~play[1:]), context.frames - 1)
    last = np.minimum(stop, play_ends[np.searchsorted(play_ends, start)])
    time = context.tables.frames.time
    return Events(
        frame=start.astype(np.int32),
        player=np.where(charge[start] > 0, _last_toucher(found["touch"], start), -1).astype(
            np.int32
        ),
        position=context.tables.ball.position[start],
        end_frame=last.astype(np.int32),
        fields={"charge": charge[start], "seconds": time[last] - time[start]},
    )


def _spent(context: MatchContext, damage: NDArray[np.int32]) -> NDArray[np.int8]:
    """[frame] the charge, which is gone when tiles are damaged; the file says so a frame later."""
    charge = context.tables.frames.ball_charge.copy()
    for frame in np.unique(damage).tolist():
        falls = np.flatnonzero(charge[frame:] < charge[frame])
        if len(falls):
            charge[frame : frame + falls[0]] = charge[frame + falls[0]]
    return charge


def _last_toucher(touches: Events, frame: NDArray[np.int64]) -> NDArray[np.int32]:
    row = np.searchsorted(touches.frame, frame, side="right") - 1
    return np.append(touches.player, -1)[row].astype(np.int32)
