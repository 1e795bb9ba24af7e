"""Dropshot tiles that were damaged or broken open."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import Confidence, EventDefinition, EventField, Unit
from rlcoach.analysis.dropshot_field import tile_numbers, tile_places
from rlcoach.analysis.event import Events

DROPSHOT = frozenset({"dropshot"})

SAME_HIT_SECONDS = 0.5
"""The damage of one hit arrives tile by tile for up to 0.4 s; nobody damages twice within half a
second, as the ball must be hit and come down again."""

DEFINITION = EventDefinition(
    key="tile_damage",
    label="Tile damaged",
    summary="A tile of the dropshot floor was damaged or broken open.",
    approach="The state the game sends for the tile, where it is worse than before. Tiles of one"
    " player within half a second are one hit.",
    limits="Goals and kickoffs mend the floor; that is no event.",
    source="game",
    confidence=Confidence.HIGH,
    fields={
        "hit": EventField(unit=Unit.NONE, about="number of the hit it belongs to, from 0"),
        "tile": EventField(
            unit=Unit.NONE,
            about="number by place, from blue's end line, each row from x > 0 to x < 0; or -1",
        ),
        "state": EventField(unit=Unit.NONE, about="damaged or open"),
        "damage": EventField(unit=Unit.COUNT, about="steps it got worse by"),
        "is_direct": EventField(unit=Unit.NONE, about="the tile the ball came down on"),
    },
    thresholds={"same_hit_seconds": SAME_HIT_SECONDS},
    modes=DROPSHOT,
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All damage to tiles."""
    del found
    tiles = context.tables.tiles
    worse = _worse(tiles.tile, tiles.state)
    rows = np.flatnonzero(worse > 0)
    frame, player = tiles.frame[rows], tiles.offender[rows]
    number = tile_numbers(tiles.tile[rows])
    places = np.append(tile_places(), [[np.nan, np.nan]], axis=0)[number]
    return Events(
        frame=frame,
        player=player,
        position=np.column_stack((places, np.zeros(len(rows)))).astype(np.float32),
        fields={
            "hit": _hits(context, frame, player),
            "tile": number,
            "state": ["open" if state == 2 else "damaged" for state in tiles.state[rows].tolist()],
            "damage": worse[rows],
            "is_direct": tiles.direct_hit[rows],
        },
    )


def _worse(tile: NDArray[np.int32], state: NDArray[np.int8]) -> NDArray[np.int32]:
    """[row] how many steps worse each tile is than it was; tiles begin whole."""
    order = np.argsort(tile, kind="stable")
    now = state[order].astype(np.int32)
    before = np.zeros_like(now)
    same = tile[order][1:] == tile[order][:-1]
    before[1:][same] = now[:-1][same]
    worse = np.zeros_like(now)
    worse[order] = np.maximum(now - before, 0)
    return worse


def _hits(
    context: MatchContext, frame: NDArray[np.int32], player: NDArray[np.int32]
) -> NDArray[np.int32]:
    """[row] hits counted up; players may damage at the same time."""
    hit = np.zeros(len(frame), dtype=np.int32)
    last: dict[int, tuple[float, int]] = {}
    count = 0
    for row, (when, who) in enumerate(zip(frame.tolist(), player.tolist(), strict=True)):
        time = float(context.clock[when])
        before, number = last.get(who, (-np.inf, -1))
        if time - before > SAME_HIT_SECONDS:
            number, count = count, count + 1
        hit[row] = number
        last[who] = (time, number)
    return hit
