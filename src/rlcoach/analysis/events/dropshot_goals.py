"""The hole that each dropshot goal went through."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import Confidence, EventDefinition, EventField, Unit
from rlcoach.analysis.dropshot_field import SIDE_TILES, tile_numbers, tile_places
from rlcoach.analysis.event import Events
from rlcoach.analysis.events.tile_damage import DROPSHOT
from rlcoach.analysis.field import BLUE

DAMAGED, OPEN = 1, 2
"""States of a tile as sent."""

DEFINITION = EventDefinition(
    key="dropshot_goal",
    label="Dropshot goal",
    summary="The tile a goal fell through, and the state of that side's floor.",
    approach="The open tile of the conceding side nearest to the ball before the goal.",
    limits="Where neighbouring tiles are open, the ball may have rolled over from the other one.",
    source="rlcoach",
    confidence=Confidence.MEDIUM,
    fields={
        "goal": EventField(unit=Unit.NONE, about="number of the goal, from 0"),
        "tile": EventField(unit=Unit.NONE, about="number by place, as in tile_damage; or -1"),
        "damaged_tiles": EventField(unit=Unit.COUNT, about="of that side, damaged but closed"),
        "open_tiles": EventField(unit=Unit.COUNT, about="of that side"),
    },
    modes=DROPSHOT,
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """One row per goal; the place is the ball's."""
    del found
    goals, tiles = context.tables.goals, context.tables.tiles
    numbers, places = tile_numbers(tiles.tile), tile_places()
    before = np.maximum(goals.frame - 1, 0)
    ball = context.tables.ball.position[before]
    rows: list[tuple[int, int, int]] = []
    fell = zip(goals.frame.tolist(), goals.team.tolist(), strict=True)
    for goal, (frame, team) in enumerate(fell):
        state = np.zeros(2 * SIDE_TILES, dtype=np.int8)
        sent = (tiles.frame <= frame) & (numbers >= 0)
        state[numbers[sent]] = tiles.state[sent]
        side = slice(SIDE_TILES, None) if team == BLUE else slice(0, SIDE_TILES)
        floor = state[side]
        holes = np.flatnonzero(floor == OPEN) + (side.start or 0)
        distance = np.linalg.norm(places[holes] - ball[goal, :2], axis=1)
        known = len(holes) > 0 and not np.isnan(distance).any()
        hole = int(holes[np.argmin(distance)]) if known else -1
        rows.append((hole, int((floor == DAMAGED).sum()), len(holes)))
    table = np.array(rows, dtype=np.int32).reshape(-1, 3)
    return Events(
        frame=goals.frame,
        player=goals.player,
        position=ball,
        fields={
            "goal": np.arange(len(rows), dtype=np.int32),
            "tile": table[:, 0],
            "damaged_tiles": table[:, 1],
            "open_tiles": table[:, 2],
        },
    )
