"""Parts of the car switching on, as events: what jumps, double jumps and dodges share."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.event import Events, FieldColumn
from rlcoach.analysis.spans import place_of
from rlcoach.replay.kinds import Component

APPROACH = "The game sends a counter per part of the car; a step to an odd number is one switch-on."
LIMITS = "A tap that begins and ends between two frames shows as a step of two and is left out."


def rows_of(context: MatchContext, component: Component) -> NDArray[np.intp]:
    """Rows of `tables.activations` of one part that were seen and belong to a player."""
    found = context.tables.activations
    seen = (found.component == component) & (found.player >= 0) & ~found.is_hidden
    return np.flatnonzero(seen)


def switch_events(
    context: MatchContext, rows: NDArray[np.intp], fields: dict[str, FieldColumn]
) -> Events:
    """Those rows as events that last until the part is off again."""
    found = context.tables.activations
    frame, player = found.frame[rows], found.player[rows]
    last = np.clip(found.end_frame[rows] - 1, frame, max(context.frames - 1, 0))
    return Events(
        frame=frame,
        player=player,
        position=place_of(context.tables.cars, player, frame),
        end_frame=last.astype(np.int32),
        fields=fields,
    )
