"""What each player did, counted from the tables without interpretation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rlcoach.replay.tables import Component, MatchTables


@dataclass(frozen=True)
class BallCamUse:
    """Toggles over the whole file, and the share of the time with a car the ball camera was on."""

    toggles: int
    on_share: float | None


def activation_counts(tables: MatchTables) -> dict[Component, NDArray[np.int64]]:
    """Activations seen in the data per component: `[player + 1]`, the last for cars without one.

    Taps inferred between two frames are not counted: labels and other tools count edges.
    """
    seen = ~tables.activations.is_hidden
    count = tables.player_count + 1
    owner = tables.activations.player[seen] % count
    component = tables.activations.component[seen]
    return {kind: np.bincount(owner[component == kind], minlength=count) for kind in Component}


def ball_cam_use(tables: MatchTables, player: int) -> BallCamUse:
    """How a player used the ball camera."""
    held = tables.inputs.ball_cam[player]
    known = held[held >= 0]
    toggles = int(np.count_nonzero(np.diff(known)))
    with_car = tables.cars.present[player]
    time = float(tables.frames.delta[with_car].sum())
    if time <= 0:
        return BallCamUse(toggles, None)
    on = float(tables.frames.delta[with_car & (held == 1)].sum())
    return BallCamUse(toggles, on / time)


def refresh_counts(tables: MatchTables) -> NDArray[np.int64] | None:
    """`[player]` dodges regained in the air; None where the file does not send the counter."""
    if not tables.sends_dodge_refreshes:
        return None
    owner = tables.dodge_refreshes.player
    return np.bincount(owner[owner >= 0], minlength=tables.player_count)
